"""Every room passes an axe scan, in light and in dark, with a comment open in the reader."""

from datetime import date

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import Client
from playwright.sync_api import expect

from documents.services import publications
from reviews.models import AnchorKind
from reviews.services.asking.rounds import Dates
from reviews.services.plans import replanning
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.services.workshops import findings, meetings
from reviews.services.workshops.meetings import Facts
from tests.reviews.rounds import begin

PAGES = (
    "/",
    "/sign-in/",
    "/documents/",
    "/documents/{slug}/",
    "/documents/{slug}/v1/",
    "/documents/{slug}/people/",
    "/documents/{slug}/upload/",
    "/documents/{slug}/compare/1..2/",
    "/documents/{slug}/compare/1..2/?mode=side",
    "/documents/{slug}/comments/",
    "/documents/{slug}/plan/",
    "/documents/{slug}/v2/report/",
    "/documents/{slug}/v2/unplaced/",
    "/documents/{slug}/v2/proof/",
    "/documents/{slug}/meetings/",
    "/documents/{slug}/coverage/",
    "/meetings/{meeting}/",
    "/documents/{slug}/v2/you-said/",
    "/documents/{slug}/v2/for-me/",
    "/documents/{slug}/v1/returns/",
    "/documents/{slug}/rounds/",
    "/documents/{slug}/rounds/new/",
    "/documents/{slug}/rounds/1/",
    "/documents/{slug}/rounds/1/progress/",
    "/documents/{slug}/rounds/1/agencies/ESA/",
    "/rounds/{round}/",
    "/notices/",
    "/notices/settings/",
    "/absences/",
    "/work/",
    "/plans/",
    "/documents/{slug}/plan/backwards/?template=white-paper&on=2030",
    "/documents/{slug}/plan/progress/",
    "/agencies/NASA/calendar/",
    "/profile/",
    "/search/",
    "/search/?q=habitat+30",
    "/search/saved/",
    "/publications/{publication}/",
    "/nothing/",
)


@pytest.fixture
def world(cast, version, second_version):
    """Two versions, a comment with a proposal, and a publication."""
    place = Place(AnchorKind.BLOCK, version.blocks.get(text__contains="30 days").key)
    saying = Saying(body="Why 30?", type="technical", severity="major", proposal="For 42 days.")
    comments.post_comment(
        version=version, place=place, saying=saying, audience="document", by=cast.nasa_reviewer
    )
    asked = begin(
        version, cast.coordinator, kind="public", agencies=(cast.esa,), when=Dates("30 June 2037 17:00 UTC")
    )
    publication = publications.publish_version(
        version=second_version, by=cast.coordinator, title="A paper", summary="What it says."
    )
    facts = Facts("Workshop", date(2026, 2, 10), place="Paris")
    replanning.plan_from_template(
        document=version.document, template="white-paper", on=date(2030, 11, 29), by=cast.coordinator
    )
    meeting = meetings.call_meeting(document=version.document, facts=facts, by=cast.coordinator)
    findings.draft_finding(meeting=meeting, kind="finding", text="Air matters.", by=cast.coordinator)
    return {
        "slug": version.document.slug, "publication": publication.slug, "meeting": meeting.uid,
        "round": asked.uid,
    }


@pytest.mark.any_database
def test_every_page_passes_an_axe_scan(browser, live_server, transactional_db, cast, world):
    person = Client()
    person.force_login(cast.coordinator)
    # With reduced motion, colours change at once.
    window = browser.new_context(base_url=live_server.url, bypass_csp=True, reduced_motion="reduce")
    cookie = {"name": "sessionid", "value": person.cookies["sessionid"].value, "url": live_server.url}
    window.add_cookies([cookie])
    page = window.new_page()
    scan = Axe().axe_script

    found = {}
    for path in PAGES:
        address = path.format(**world)
        page.goto(address)
        page.wait_for_function("!document.querySelector('.htmx-request')")
        if address.endswith("/v1/"):
            page.keyboard.press("j")
            expect(page.locator(".card.is-active")).to_be_visible()
        page.evaluate(scan)
        for scheme in ("light", "dark"):
            page.emulate_media(color_scheme=scheme)
            problems = page.evaluate(
                "axe.run({resultTypes: ['violations']}).then(results => results.violations)"
            )
            if problems:
                found[address, scheme] = [problem["id"] for problem in problems]

    assert found == {}
