"""A community reviewer's spreadsheet as one story: looked through, taken in, placed, answered, given back."""

import io
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from reviews.core import sheets
from reviews.models import Comment
from tests import papers
from tests.reviews.core.sheets import files

pytestmark = pytest.mark.any_database

HEADS = ("No.", "Reviewer", "Section", "Type", "Comment", "Suggested change")
ROWS = (
    (1, "", "Cislunar habitat", "technical", "Thirty days are too few.", 'From: "30 days" To: "42 days"'),
    (2, "", "Introduction", "typo", "A word is missing.", ""),
    (3, "", "Section 7", "general", "Say who pays for it.", ""),
)


def download(page, name):
    with page.expect_download() as found:
        page.get_by_role("link", name=name).click()
    return Path(found.value.path()).read_bytes()


def is_looked_through(page, address):
    """The reviewer sends the sheet in, and sees what each row says before anything comes in."""
    page.goto(address)
    upload = {
        "name": "my comments.xlsx", "mimeType": "application/octet-stream",
        "buffer": files.workbook(HEADS, *ROWS),
    }
    page.get_by_label("Drop sheets here").set_input_files(upload)
    page.get_by_role("button", name="Read the sheet").click()
    expect(page.get_by_role("heading", name="my comments.xlsx")).to_be_visible()


def is_taken_in(page, work):
    """One row has a type that there is not: the two others come in."""
    expect(page.get_by_text("There is no such type.")).to_be_visible()
    expect(page.locator("tr.is-new ins", has_text="42 days")).to_be_visible()
    page.get_by_role("button", name="Import the valid 2 of 3").click()
    work()
    page.reload()
    expect(page.get_by_role("link", name="REV-002")).to_be_visible()


def finds_its_place(page):
    """Nobody knows a section 7; the reviewer says with one key that the whole document is meant."""
    page.get_by_role("link", name="Confirm unsure places").click()
    expect(page.get_by_text("Section 7")).to_be_visible()
    expect(page.locator("[data-queue-row].is-current")).to_be_visible()
    page.keyboard.press("y")
    expect(page.get_by_text("0 to confirm")).to_be_visible()


def is_answered(page, slug):
    """The editor finds the proposal beside the text and accepts it."""
    page.goto(f"/documents/{slug}/v1/")
    card = page.locator("article[data-comment]", has_text="Thirty days are too few.").first
    card.click()
    card.get_by_role("button", name="Decide").click()
    form = card.locator("form[data-form=decide]")
    form.locator("[name=disposition]").select_option("accepted")
    form.locator("[type=submit]").click()
    expect(page.locator(".tag--accepted").first).to_be_visible()


def test_a_spreadsheet_with_one_bad_row_goes_in_and_comes_back_answered(stage, cast, document, work):
    version = papers.issue(document, by=cast.editor, label="First draft")
    work()
    slug = document.slug
    reviewer, editor = stage.enter(cast.reviewer), stage.enter(cast.editor)

    is_looked_through(reviewer, f"/documents/{slug}/v{version.number}/sheets/")
    work()
    reviewer.reload()
    is_taken_in(reviewer, work)
    here = reviewer.url
    marked = openpyxl.load_workbook(io.BytesIO(download(reviewer, "The file with left-out rows marked")))
    finds_its_place(reviewer)
    is_answered(editor, slug)
    reviewer.goto(here)
    answered = sheets.read(download(reviewer, "The file with our answers")).sheet.rows

    assert [cell.value for cell in marked.active["G"]][2].startswith("Type: There is no such type.")
    assert [row.said("verdict") for row in answered] == ["Accepted", "", ""]
    assert Comment.objects.get(number=1).proposal.text == "42 days"
