"""A round as one story: from the invitation to the seal that is broken at the instant.

A guest comes by the link in a mail, an agency makes one voice of its members, and until the round closes
the coordinator learns of nothing that was said.
"""

import re
from datetime import timedelta

import pytest
from django.core import mail as outbox
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Comment, Reading, Round
from reviews.services.asking import rounds
from tests.journeys.stage import select_words

pytestmark = pytest.mark.any_database

ZONE = "UTC"


def plan(page, slug, closes, asked="guest@example.org"):
    page.goto(f"/documents/{slug}/")
    page.get_by_role("link", name="All rounds").click()
    page.get_by_role("link", name="Plan a round").click()
    page.get_by_label("Title").fill("Agency review")
    page.get_by_label("Closes").fill(f"{closes:%-d %B %Y %H:%M} {ZONE}")
    page.get_by_label("And these people").fill(asked)
    page.get_by_role("button", name="Plan the round").click()
    page.get_by_role("button", name="Announce it").click()
    expect(page.get_by_role("button", name="who have not answered")).to_be_visible()


def follow_link(page):
    """The guest opens the mail, makes an account and is in the round."""
    mail = next(message for message in outbox.outbox if message.to == ["guest@example.org"])
    page.goto(re.search(r"/invited/\S+/", mail.body)[0])
    page.get_by_label("Your name").fill("A Guest")
    page.get_by_label("Password").fill("a long enough password")
    page.get_by_role("button", name="Make an account and take part").click()
    expect(page.get_by_role("heading", name="What you have done")).to_be_visible()
    page.get_by_role("link", name="Read and comment").click()
    page.wait_for_url("**/v1/", wait_until="load")


def say(page, words, body, audience, proposal=""):
    select_words(page, words)
    page.get_by_role("button", name="Propose change" if proposal else "Comment", exact=True).first.click()
    composer = page.locator("form[data-composer]:visible")
    composer.locator("[name=body]").fill(body)
    if proposal:
        composer.locator("[name=proposal]").fill(proposal)
    composer.locator("[name=audience]").select_option(label=audience)
    composer.get_by_role("button", name="Send comment").click()
    expect(page.locator("article[data-comment]", has_text=body[:30]).first).to_be_visible()


def reads_for_a_while(page):
    """What stood on the screen long enough counts as read."""
    page.clock.install()
    page.reload(wait_until="load")
    with page.expect_response("**/rounds/1/read/") as noted:
        page.clock.run_for(16_000)
    assert noted.value.status == 204


def make_one_voice(page, slug):
    """The focal point sees that members disagree, settles it, rewords, and releases the set."""
    page.goto(f"/documents/{slug}/rounds/1/agencies/NASA/")
    expect(page.get_by_role("heading", name="Your members disagree")).to_be_visible()
    card = page.locator(".desk-card", has_text="At least 60.")
    card.get_by_role("button", name="Hold back").click()
    card = page.locator(".desk-card", has_text="This is silly.")
    card.get_by_text("Reword", exact=True).click()
    card.get_by_label("Comment", exact=True).fill("We miss the source of this figure.")
    card.get_by_role("button", name="Reword it").click()
    expect(page.get_by_text("Before: This is silly.")).to_be_visible()
    page.get_by_role("button", name="Release all 1 as NASA").click()
    expect(page.get_by_text("numbered when the round closes")).to_be_visible()


def learns_nothing(page, slug):
    page.goto(f"/documents/{slug}/comments/")
    expect(page.get_by_text("We miss the source")).to_have_count(0)
    page.goto(f"/documents/{slug}/rounds/1/")
    expect(page.get_by_text("Comments are sealed until the round closes")).to_be_visible()
    expect(page.locator(".reach__cell--said:not(.reach__key *)")).to_have_count(0)


def test_a_round_from_invitation_to_close(stage, cast, document, version, work, monkeypatch):
    closes = timezone.now() + timedelta(days=9)
    coordinator, focal = stage.enter(cast.coordinator), stage.enter(cast.nasa_focal_point)
    member, guest = stage.enter(cast.nasa_reviewer), stage.enter()
    slug = document.slug

    plan(coordinator, slug, closes)
    work()
    follow_link(guest)
    say(guest, "30 days", "Why thirty?", "In the round")
    member.goto(f"/documents/{slug}/v1/")
    say(member, "30 days", "This is silly.", "NASA, until released", "42 days")
    say(member, "30 days", "At least 60.", "NASA, until released", "60 days")
    make_one_voice(focal, slug)
    learns_nothing(coordinator, slug)
    reads_for_a_while(guest)

    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=9, minutes=1))
    rounds.tend()
    work()
    monkeypatch.undo()

    assert Round.objects.get().state == "closed"
    assert Reading.objects.filter(person__name="A Guest").exists()
    coordinator.goto(f"/documents/{slug}/comments/")
    expect(coordinator.get_by_text("We miss the source of this figure.").first).to_be_visible()
    expect(coordinator.get_by_text("NASA-001").first).to_be_visible()
    expect(coordinator.get_by_text("REV-001").first).to_be_visible()
    assert Comment.objects.get(body="At least 60.").visibility == "agency"


def test_the_pages_of_a_round_fit_on_a_phone(stage, cast, document, version):
    from tests.reviews.rounds import Dates, begin

    begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), when=Dates("30 June 2037 17:00 UTC"))
    page = stage.enter(cast.coordinator, width=390, height=844)

    widths = {}
    for path in ("rounds/", "rounds/1/", "rounds/1/progress/", "rounds/new/"):
        page.goto(f"/documents/{document.slug}/{path}")
        widths[path] = page.evaluate("document.documentElement.scrollWidth")

    assert {path for path, width in widths.items() if width > 390} == set()
