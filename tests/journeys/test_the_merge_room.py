"""The merge room as one story: three marked-up Word files come back, and become the next version.

The files are made with python-docx and lxml, as the agencies' own Word makes them.
"""

import io

import docx
import pytest
from playwright.sync_api import expect

from documents.models import Version
from documents.services import files
from reviews.models import Comment
from tests import papers
from tests.journeys.stage import Stage
from tests.marked import Marked

FAR_SIDE = "The far side of the Moon is shielded"


@pytest.fixture
def version(document, cast) -> Version:
    return papers.issue(document, by=cast.editor, label="First draft")


def returned(data: bytes) -> dict[str, bytes]:
    """ESA and NASA disagree on the days and agree on the crews; a reviewer of no agency adds a paragraph."""
    esa, nasa, third = Marked(data, "ESA"), Marked(data, "NASA"), Marked(data, "Someone")
    esa.replace("30 days", "42 days")
    esa.replace("crews of four", "crews of up to four")
    esa.comment("radio noise", "Who will keep it so?")
    nasa.replace("30 days", "45 days")
    nasa.replace("crews of four", "crews of up to four")
    nasa.embolden("Human missions")
    third.add_after(FAR_SIDE, "A telescope there hears the dark ages.")
    return {"draft ESA.docx": esa.bytes(), "draft NASA.docx": nasa.bytes(), "draft.docx": third.bytes()}


def test_three_returns_become_the_next_version(stage: Stage, document, version, cast, work):
    page = stage.enter(cast.editor)
    room = f"/documents/{document.slug}/v1/merge/"

    drop(page, room, returned(files.content(version.file)), work)
    decide(page, room)
    preview(page, room)
    made = issue(page, room, work)

    texts = [one.text for one in docx.Document(io.BytesIO(files.content(made.file))).paragraphs]
    assert "The habitat will allow crews of up to four to live for up to 42 to 45 days." in texts
    assert texts[texts.index("A telescope there hears the dark ages.") - 1].startswith(FAR_SIDE)
    answered = Comment.objects.filter(proposal__isnull=False)
    assert {(one.state, one.implementation, one.implemented_in_id) for one in answered} == {
        ("decided", "done", made.pk),
    }


def drop(page, room, sent, work):
    """Three files at once; each tells how it went."""
    page.goto(room)
    page.get_by_role("link", name="Returned files").click()
    page.get_by_label("Drop the marked-up Word files here").set_input_files(
        [{"name": name, "mimeType": files.WORD, "buffer": data} for name, data in sent.items()],
    )
    expect(page.get_by_label("Agency that sent draft NASA.docx")).to_have_value("NASA")
    page.get_by_role("button", name="Send them in").click()
    expect(page.locator("[data-sent] > li")).to_have_count(3)
    work()
    expect(page.locator("[data-sent]").get_by_text("✓ taken in")).to_have_count(3)
    page.get_by_role("link", name="To the merge room").click()


def decide(page, room):
    """By key, and where two want different words in words of one's own; undo takes back a mistake."""
    expect(page.get_by_text("3 returns")).to_be_visible()
    expect(page.get_by_text("⚠ 1 conflict")).to_be_visible()
    conflict = page.locator("[data-dispute]")
    conflict.get_by_role("button", name="Use").nth(1).click()
    conflict.locator("[data-result]").fill("42 to 45 days")
    conflict.get_by_role("button", name="Use these words").click()
    expect(page.locator("[data-merge-counts]").get_by_text("no conflicts")).to_be_visible()

    page.locator("[data-topic][data-state=open]").first.focus()
    page.keyboard.press("a")
    expect(page.locator("[data-topic][data-state=granted]")).to_have_count(1)
    page.keyboard.press("u")
    expect(page.locator("[data-topic][data-state=granted]")).to_have_count(0)

    page.goto(f"{room}?show=undecided")
    page.get_by_role("button", name="Accept all without conflict").click()
    expect(page.get_by_text("Undo takes all of it back")).to_be_visible()


def preview(page, room):
    page.goto(f"{room}preview/")
    expect(page.locator("ins", has_text="A telescope there hears the dark ages.")).to_be_visible()
    expect(page.locator("del", has_text="30").first).to_be_visible()


def issue(page, room, work) -> Version:
    """Made, followed, checked, issued."""
    page.goto(f"{room}next/")
    page.get_by_label("Label").fill("Second draft")
    page.get_by_role("button", name="Make the version").click()
    expect(page.get_by_text("Laying what was accepted")).to_be_visible()
    work()
    page.get_by_role("link", name="Check and issue version 2").click()
    work()
    page.reload()
    page.get_by_role("button", name="Issue version 2").click()
    expect(page.get_by_text("Version 2 is issued")).to_be_visible()
    work()
    return Version.objects.get(number=2)
