"""The matrix at work: filtered, answered by keys and in bulk, taken back, raced for; then judged."""

import pytest
from playwright.sync_api import expect

from reviews.models import Comment
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates, Rules
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests import papers

pytestmark = pytest.mark.any_database


@pytest.fixture
def version(cast, document):
    return papers.issue(document, by=cast.editor, label="First draft")


@pytest.fixture
def round_(cast, version):
    """An open round with five comments of two agencies, one of them editorial."""
    made = rounds.create_round(
        version=version, title="Agency review", when=Dates("31 December 2099 12:00 UTC"), by=cast.coordinator,
        rules=Rules("open", one_voice=False, acknowledgement_requested=True),
    )
    made = rounds.announce_round(round_=made, by=cast.coordinator)
    keys = list(version.blocks.filter(kind="paragraph").values_list("key", flat=True))
    for number in range(5):
        who = cast.nasa_reviewer if number % 2 else cast.esa_reviewer
        place = Place("range", keys[number % len(keys)], 0, 6)
        comments.post_comment(
            version=version, place=place, by=who, audience="document",
            saying=Saying(f"Remark {number} of {who.name}.", "editorial" if number == 4 else "technical"),
        )
    return made


def row(page, number):
    return page.locator(f"[data-row][data-number='{number}']")


def is_filtered(page, slug):
    page.goto(f"/documents/{slug}/comments/")
    expect(page.locator("[data-row]")).to_have_count(5)
    page.get_by_role("form", name="Filter").get_by_label("Type").select_option("technical")
    expect(page.locator("[data-row]")).to_have_count(4)
    assert "type=technical" in page.url


def is_answered_by_keys(page):
    """The first is accepted with one key, the second rejected with its reason, in the cell."""
    page.locator("body").press("j")
    page.keyboard.press("a")
    expect(page.locator("[data-row].is-active .tag--accepted")).to_be_visible()
    page.keyboard.press("j")
    page.keyboard.press("x")
    expect(page.locator("[data-matrix-editor] textarea")).to_be_focused()
    page.keyboard.type("The text says it already.")
    page.keyboard.press("Control+Enter")
    expect(page.locator("[data-row].is-active .tag--rejected")).to_be_visible()
    expect(page.locator("[data-count-open]")).to_have_text("3 waiting for an answer")
    page.keyboard.press("Enter")
    expect(page.locator("[data-matrix-panel] mark")).to_be_visible()
    page.keyboard.press("Escape")
    assert "type=technical" in page.url


def are_answered_at_once_and_taken_back(page):
    """Two rows are chosen with the shift key, answered, and taken back with one key."""
    page.locator("[data-row]").nth(2).locator("[data-pick]").click()
    page.locator("[data-row]").nth(3).locator("[data-pick]").click(modifiers=["Shift"])
    bar = page.locator("[data-matrix-bulk]")
    expect(bar).to_contain_text("2 chosen")
    bar.get_by_label("What to do").select_option("answer:noted")
    bar.get_by_role("button", name="Answer 2").click()
    expect(page.locator("[data-count-open]")).to_have_text("1 waiting for an answer")
    page.locator("h1").click()
    page.keyboard.press("u")
    expect(page.locator("[data-count-open]")).to_have_text("3 waiting for an answer")
    assert Comment.objects.filter(state="decided").count() == 2


def two_editors_at_once(first, second, slug):
    """The second one is told what the first wrote, and keeps their own words."""
    open_ = Comment.objects.filter(state="registered", type="technical").order_by("pk")[0]
    for page in (first, second):
        page.goto(f"/documents/{slug}/comments/?at={open_.uid}")
        expect(page.locator("[data-row].is-active")).to_be_visible()
        page.keyboard.press("x")
        page.locator("[data-matrix-editor] textarea").fill(f"Words of {'one' if page is first else 'two'}.")
    first.keyboard.press("Control+Enter")
    expect(row(first, str(open_)).locator(".tag--rejected")).to_be_visible()
    second.keyboard.press("Control+Enter")
    error = second.locator("[data-editor-error]")
    expect(error).to_contain_text("in the meantime")
    expect(error).to_contain_text("Words of one.")
    expect(second.locator("[data-matrix-editor] textarea")).to_have_value("Words of two.")
    assert Comment.objects.get(pk=open_.pk).response == "Words of one."


def are_judged(coordinator, nasa, slug):
    """The coordinator asks; NASA is satisfied once and not the other time, and the list shows it."""
    coordinator.goto(f"/documents/{slug}/rounds/1/responses/")
    coordinator.get_by_role("button", name="Ask the commenters").click()
    nasa.goto(f"/documents/{slug}/rounds/1/responses/")
    answers = nasa.locator("[data-answer]")
    expect(answers).to_have_count(2)
    answers.first.get_by_role("button", name="Satisfied", exact=True).click()
    expect(nasa.locator("[data-answer].is-current")).to_contain_text("waits for a response")
    nasa.locator("[data-answer].is-current textarea").fill("The unit is still wrong.")
    nasa.locator("[data-answer].is-current").get_by_role("button", name="Not satisfied").click()
    expect(answers.locator(".tag--critical")).to_contain_text("not satisfied")
    coordinator.goto(f"/documents/{slug}/disputes/")
    expect(coordinator.get_by_text("The unit is still wrong.")).to_be_visible()
    expect(coordinator.get_by_text("1 objection")).to_be_visible()


def test_comments_are_answered_in_the_matrix_and_the_answers_are_judged(stage, cast, document, round_):
    slug = document.slug
    editor, coordinator = stage.enter(cast.editor), stage.enter(cast.coordinator)

    is_filtered(editor, slug)
    is_answered_by_keys(editor)
    are_answered_at_once_and_taken_back(editor)
    two_editors_at_once(editor, coordinator, slug)
    editor.goto(f"/documents/{slug}/comments/?state=open")
    editor.get_by_label("Choose all rows that are shown").click()
    editor.get_by_role("button", name="Answer 2").click()
    expect(editor.locator("[data-count-open]")).to_have_text("0 waiting for an answer")
    rounds.close_round(round_=round_, by=cast.coordinator, reason="All answered.")
    are_judged(coordinator, stage.enter(cast.nasa_focal_point), slug)
