"""A silence procedure, broken by an objection, and run again on the next version."""

import pytest
from playwright.sync_api import expect

from tests import papers

pytestmark = pytest.mark.any_database


def test_a_silence_procedure_is_broken_and_run_again(stage, cast, document, version, work):
    page = stage.enter(cast.coordinator)
    page.goto(f"/documents/{document.slug}/positions/")
    page.get_by_role("link", name="Ask for positions on v1").click()
    page.get_by_label("Policy").select_option("silence")
    page.get_by_label("Until").fill("1 May 2099 17:00 UTC")
    page.get_by_role("button", name="Ask the agencies").click()
    expect(page.get_by_text("Silence is consent")).to_be_visible()

    nasa = stage.enter(cast.nasa_focal_point)
    nasa.goto(f"/documents/{document.slug}/positions/1/")
    nasa.get_by_label("Position").select_option("disapprove")
    nasa.get_by_role("button", name="State the position").click()
    expect(nasa.get_by_text("Say what is in the way")).to_be_visible()
    nasa.get_by_label("Why").fill("Thirty days are too short.")
    nasa.get_by_text("Name the words and comments").click()
    nasa.get_by_label("Paragraph: the end").fill(version.blocks.get(text__contains="30 days").key)
    nasa.get_by_label("Words").fill("up to 30 days")
    nasa.get_by_role("button", name="State the position").click()
    expect(nasa.get_by_text("NASA objects.")).to_be_visible()

    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()
    nasa.reload()
    expect(nasa.get_by_text("words changed in v2")).to_be_visible()
    page.reload()
    page.get_by_label("Until").fill("1 June 2099 17:00 UTC")
    page.get_by_role("button", name="Ask again, on v2").click()
    expect(page.get_by_text("asked again after no. 1")).to_be_visible()
