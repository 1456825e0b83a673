"""A workshop from its agenda to the coverage board, and what a later version loses."""

import pytest
from playwright.sync_api import expect

from tests import papers

pytestmark = pytest.mark.any_database


def test_a_workshop_from_agenda_to_coverage(stage, cast, document, version, work):
    page = stage.enter(cast.coordinator)
    page.goto(f"/documents/{document.slug}/meetings/")
    page.get_by_text("Put a meeting on record").click()
    page.get_by_label("Title").fill("Joint workshop")
    page.get_by_label("Place").fill("Paris")
    page.get_by_label("First day").fill("2016-02-10")
    page.get_by_label("Last day").fill("2016-02-11")
    page.get_by_role("button", name="Put it on record").click()
    expect(page.get_by_role("heading", name="Joint workshop")).to_be_visible()

    page.get_by_label("Another point").fill("How long do crews stay?")
    page.get_by_role("button", name="Add", exact=True).click()
    page.get_by_text("Minute", exact=True).click()
    page.get_by_label("What was said and concluded").fill("Thirty days are not enough.")
    page.get_by_role("button", name="Keep the minutes").click()
    expect(page.get_by_text("Thirty days are not enough.").first).to_be_visible()

    page.get_by_text("Write one down").click()
    page.get_by_label("Kind").select_option("recommendation")
    page.get_by_label("What was found or is recommended").fill("Say that the far side is quiet.")
    page.get_by_role("button", name="Write it down as a draft").click()
    page.get_by_role("button", name="Adopt R1").click()
    page.get_by_text("Assign it, comment on it, close it").click()
    page.get_by_label("Where R1 belongs").select_option(label="Science White Paper: Cislunar habitat")
    page.get_by_role("button", name="Assign", exact=True).click()

    block = version.blocks.get(text__startswith="The far side")
    page.get_by_text("Does the text say it?").click()
    page.get_by_label("Paragraph: the end of its link in the text").fill(block.key)
    page.get_by_label("Words", exact=True).first.fill("shielded from terrestrial radio noise")
    page.get_by_role("button", name="Link these words").click()
    expect(page.get_by_role("link", name="shielded from terrestrial radio noise")).to_be_visible()
    page.get_by_text("Does the text say it?").click()
    page.get_by_label("Reflected?").select_option("reflected")
    page.get_by_role("button", name="Keep", exact=True).click()
    page.get_by_role("link", name="Coverage board").first.click()
    expect(page.locator(".board tbody tr")).to_contain_text("reflected")

    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()
    page.reload()
    expect(page.locator(".board tbody tr")).to_contain_text("lost in v2")
