"""A plan's story: made from a template, slipped, foreseen late, met by the facts; nothing of it is lost."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Milestone
from reviews.services.answers import decisions
from reviews.services.talk import comments
from tests import papers

pytestmark = pytest.mark.any_database


def test_plan_is_made_from_a_template_slips_is_foreseen_and_met(stage, cast, document, work):
    page = stage.enter(cast.coordinator)
    _make(page, document)
    _slip(page)
    _look_ahead(page, document)
    version = papers.issue(document, by=cast.editor, label="Outline")
    work()
    _is_met(page, document)
    _pace(page, cast, version, document)
    _late_for_all(stage, cast)


def _step(page, title):
    return page.locator("li.plan-step", has=page.get_by_role("heading", name=title, exact=True))


def _make(page, document):
    """From the day of publication backwards, and only when it is accepted."""
    page.goto(f"/documents/{document.slug}/plan/")
    expect(page.get_by_text("No dates yet")).to_be_visible()
    page.get_by_role("link", name="Plan backwards").click()
    page.get_by_label("White paper", exact=False).check()
    page.get_by_label("To be reached on").fill(f"fall {timezone.now().year + 3}")
    page.get_by_role("button", name="Show the plan").click()
    expect(page.get_by_text("It fits")).to_be_visible()
    assert not Milestone.objects.exists()

    page.get_by_role("button", name="Put these 11 steps into the plan").click()
    expect(page.locator("li.plan-step")).to_have_count(11)
    expect(page.get_by_role("group", name="Plan of Science White Paper")).to_be_visible()


def _slip(page):
    """Four weeks more for the workshop: all that waits for it moves as one, and is taken back as one."""
    planned = dict(Milestone.objects.values_list("title", "to_on"))
    page.get_by_role("link", name="What if …").click()
    workshop = Milestone.objects.get(title="Workshop")
    page.get_by_label("The step").select_option(str(workshop.uid))
    page.get_by_label("slips by days").fill("28")
    page.get_by_role("button", name="Show what moves").click()
    expect(page.get_by_text("+28 days").first).to_be_visible()
    assert dict(Milestone.objects.values_list("title", "to_on")) == planned

    page.get_by_label("Why does it move?").fill("The venue is taken.")
    page.get_by_role("button", name="Move 7 steps").click()
    expect(_step(page, "Workshop").get_by_text("first planned")).to_be_visible()

    _step(page, "Workshop").locator("summary").click()
    expect(_step(page, "Workshop").get_by_text("The venue is taken.")).to_be_visible()
    _step(page, "Workshop").get_by_role("button", name="Take it back").click()
    expect(page.get_by_text("Taken back: 7 steps are as before.")).to_be_visible()
    assert dict(Milestone.objects.values_list("title", "to_on")) == planned


def _look_ahead(page, document):
    """What is foreseen for a step falls on those that wait for it; the plan itself stays."""
    late = Milestone.objects.get(title="Text frozen").to_on + timedelta(days=40)
    _step(page, "Text frozen").locator("summary").click()
    forecast = _step(page, "Text frozen").get_by_label("When Text frozen is foreseen", exact=True)
    forecast.fill(late.isoformat())
    _step(page, "Text frozen").get_by_role("button", name="Keep the forecast").click()
    expect(_step(page, "Text frozen").get_by_text("40 days late")).to_be_visible()
    expect(_step(page, "Agencies agree").get_by_text("waits for Text frozen")).to_be_visible()


def _is_met(page, document):
    """The version that was issued meets its step; nobody ticks anything."""
    page.goto(f"/documents/{document.slug}/plan/")
    expect(_step(page, "Outline agreed").get_by_text("met ", exact=False).first).to_be_visible()
    assert Milestone.objects.get(title="Outline agreed").changes.last().by is None


def _pace(page, cast, version, document):
    """A few decisions in the past weeks give a pace, and the page says where it leads."""
    for number in range(8):
        comment = comments.post_comment(
            version=version, place=comments.Place("document"), saying=comments.Saying(f"Remark {number}."),
            audience="document", by=cast.nasa_reviewer,
        )
        if number % 2:
            decisions.decide_comment(comment=comment, answer=decisions.Answer("accepted"), by=cast.editor)
            comment.decisions.update(at=timezone.now() - timedelta(days=3 * number))
    page.reload()
    expect(page.get_by_text("At this pace")).to_be_visible()
    page.get_by_text("As a table").last.click()
    expect(page.get_by_role("columnheader", name="Range").last).to_be_visible()


def _late_for_all(stage, cast):
    """On a phone, an observer sees at a glance what is late."""
    page = stage.enter(cast.observer, width=390, height=844)
    page.goto("/plans/")
    expect(page.get_by_text("days late")).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
