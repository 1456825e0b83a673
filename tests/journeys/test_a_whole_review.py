"""A review from the invitation to the resolved round: two agencies, a spreadsheet, an editor, the export."""

import io
from datetime import timedelta
from pathlib import Path

import openpyxl
from django.utils import timezone
from playwright.sync_api import expect

from reviews.models import Comment, Round
from reviews.services.asking import rounds
from tests.journeys.test_a_spreadsheet import HEADS, ROWS
from tests.journeys.test_the_round import plan, say
from tests.reviews.core.sheets import files


def speaks_and_is_released(member, focal, slug, code, words, body):
    """A member says something to their agency, and its focal point releases it."""
    member.goto(f"/documents/{slug}/v1/")
    say(member, words, body, f"{code}, until released")
    focal.goto(f"/documents/{slug}/rounds/1/agencies/{code}/")
    focal.get_by_role("button", name=f"Release all 1 as {code}").click()
    expect(focal.get_by_role("heading", name="Released")).to_be_visible()


def sends_a_spreadsheet(page, slug, work):
    page.goto(f"/documents/{slug}/v1/sheets/")
    page.get_by_label("Drop sheets here").set_input_files({
        "name": "community.xlsx", "mimeType": "application/octet-stream",
        "buffer": files.workbook(HEADS, *ROWS),
    })
    page.get_by_role("button", name="Read the sheet").click()
    expect(page.get_by_role("heading", name="community.xlsx")).to_be_visible()
    work()
    page.reload()
    page.get_by_role("button", name="Import the valid 2 of 3").click()
    work()
    page.reload()
    expect(page.get_by_text("The file with left-out rows marked")).to_be_visible()


def is_over(work, monkeypatch):
    real = timezone.now
    monkeypatch.setattr("django.utils.timezone.now", lambda: real() + timedelta(days=9, minutes=1))
    rounds.tend()
    work()
    monkeypatch.undo()
    assert Round.objects.get().state == "closed"


def answers_everything(page, slug):
    page.goto(f"/documents/{slug}/comments/")
    expect(page.locator("[data-row]")).to_have_count(4)
    page.get_by_label("Choose all rows that are shown").click()
    bar = page.locator("[data-matrix-bulk]")
    bar.get_by_label("What to do").select_option("answer:noted")
    bar.get_by_role("button", name="Answer 4").click()
    expect(page.locator("[data-count-open]")).to_have_text("0 waiting for an answer")


def resolves(page, slug):
    page.goto(f"/documents/{slug}/rounds/1/")
    page.get_by_role("button", name="Begin to answer").click()
    page.get_by_role("button", name="Everything is answered").click()
    expect(page.get_by_text("Every comment of the round is answered.")).to_be_visible()


def exports(page, slug):
    """The register as one sheet: every comment with its answer."""
    with page.expect_download() as found:
        page.goto(f"/documents/{slug}/v1/sheet/")
        page.evaluate("form => { location.search = form; }", "?profile=draftroom&kind=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(found.value.path()).read_bytes())).active
    return {str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value}


def test_a_review_from_invitation_to_resolved_round_with_export(
    stage, cast, document, version, work, monkeypatch,
):
    slug = document.slug
    coordinator, editor = stage.enter(cast.coordinator), stage.enter(cast.editor)
    community = stage.enter(cast.reviewer)

    plan(coordinator, slug, timezone.now() + timedelta(days=9), asked=cast.reviewer.email)
    work()
    nasa = stage.enter(cast.nasa_reviewer), stage.enter(cast.nasa_focal_point)
    esa = stage.enter(cast.esa_reviewer), coordinator
    speaks_and_is_released(*nasa, slug, "NASA", "30 days", "Forty-two days are possible.")
    speaks_and_is_released(*esa, slug, "ESA", "radio noise", "Say at which frequencies.")
    sends_a_spreadsheet(community, slug, work)
    is_over(work, monkeypatch)
    answers_everything(editor, slug)
    resolves(coordinator, slug)
    found = exports(coordinator, slug)

    assert Round.objects.get().state == "resolved"
    assert {"NASA-001", "ESA-001", "REV-001", "REV-002"} <= found
    assert {"Forty-two days are possible.", "Say at which frequencies.", "Thirty days are too few."} <= found
    assert Comment.objects.filter(disposition="noted").count() == 4
