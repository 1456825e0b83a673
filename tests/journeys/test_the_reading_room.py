"""The reader at work: words and offsets, drafts that survive, keys, filters, long versions."""

import re

import pytest
from playwright.sync_api import expect

from reviews.models import AnchorKind, Comment
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests import papers
from tests.journeys.stage import select_words

pytestmark = pytest.mark.any_database

MATHS = "We call it 𝒜𝒷 – or 🚀 for short – and it flies for 30 days."


@pytest.fixture
def said(cast, version):
    """`said(person, words, body)` comments on words of the first version."""

    def post(by, words, body, audience="document", **saying):
        block = version.blocks.get(text__contains=words)
        start = block.text.index(words)
        place = Place(AnchorKind.RANGE, block.key, start, start + len(words), block.key, words)
        return comments.post_comment(
            version=version, place=place, saying=Saying(body=body, **saying), audience=audience, by=by
        )

    return post


def reader(stage, person, version, query=""):
    page = stage.enter(person)
    page.goto(f"/documents/{version.document.slug}/v{version.number}/{query}")
    expect(page.locator("[data-text] .unit").first).to_be_visible()
    return page


def write(page, words, body):
    select_words(page, words)
    page.get_by_role("button", name="Comment", exact=True).click()
    page.locator(".composer [name=body]").fill(body)


def test_offsets_count_letters_beyond_the_basic_plane_once(stage, cast, document):
    version = papers.issue(document, "# One", MATHS, by=cast.editor)
    page = reader(stage, cast.esa_reviewer, version)

    write(page, "30 days", "Forty-two, we think.")
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator("article.card", has_text="Forty-two")).to_be_visible()

    assert Comment.objects.get().start_offset == MATHS.index("30 days")


def test_comment_that_can_not_be_sent_stays_and_survives_a_reload(stage, cast, version):
    page = reader(stage, cast.esa_reviewer, version)
    page.route(re.compile(r"/comments/$"), lambda route: route.abort())

    write(page, "crews of four", "Or five?")
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator(".composer [role=alert]")).to_contain_text("No connection")
    page.unroute(re.compile(r"/comments/$"))
    page.reload()
    page.get_by_role("button", name="Go on writing").click()

    expect(page.locator(".composer [name=body]")).to_have_value("Or five?")


def test_same_comment_sent_twice_is_kept_once(stage, cast, version):
    page = reader(stage, cast.esa_reviewer, version)
    write(page, "crews of four", "Or five?")
    lost = re.compile(r"/comments/$")
    page.route(lost, lambda route: (route.fetch(), route.abort()))

    page.get_by_role("button", name="Send comment").click()
    expect(page.locator(".composer [role=alert]")).to_contain_text("No connection")
    page.unroute(lost)
    page.get_by_role("button", name="Send comment").click()
    expect(page.locator("article.card", has_text="Or five?")).to_be_visible()

    assert Comment.objects.count() == 1


def test_proposal_shows_its_redline_while_it_is_typed(stage, cast, version):
    page = reader(stage, cast.esa_reviewer, version)
    select_words(page, "up to 30 days")

    page.get_by_role("button", name="Propose change").first.click()
    page.locator(".composer [name=proposal]").fill("30 to 42 days")

    expect(page.locator("[data-composer-redline] ins").first).to_have_text("30 to 42")
    expect(page.locator("[data-composer-sees]")).to_contain_text("Everyone with this document")


def test_filter_hides_cards_and_goes_into_the_address(stage, cast, version, said):
    said(cast.esa_reviewer, "crews of four", "A question?", type="question")
    said(cast.nasa_reviewer, "30 days", "A technical point.", type="technical")
    page = reader(stage, cast.editor, version)

    page.get_by_label("Filter comments").click()
    page.get_by_label("Type").select_option("question")

    expect(page.locator("article.card:visible")).to_have_count(1)
    assert "type=question" in page.url


def test_filtered_address_opens_filtered(stage, cast, version, said):
    said(cast.esa_reviewer, "crews of four", "A question?", type="question")
    said(cast.nasa_reviewer, "30 days", "A technical point.", type="technical")

    page = reader(stage, cast.editor, version, "?agency=NASA")

    expect(page.locator("article.card:visible")).to_have_text([re.compile("A technical point")])


def test_editor_walks_and_decides_by_keys(stage, cast, version, said):
    comment = said(cast.esa_reviewer, "crews of four", "Or five?")
    page = reader(stage, cast.editor, version)
    expect(page.locator("article.card")).to_have_count(1)

    page.keyboard.press("j")
    expect(page.locator("article.card.is-active")).to_be_focused()
    page.keyboard.press("a")
    expect(page.locator(".card__decision--accepted")).to_be_visible()

    comment.refresh_from_db()
    assert comment.disposition == "accepted"


def test_rejecting_by_key_asks_for_the_reason(stage, cast, version, said):
    said(cast.esa_reviewer, "crews of four", "Or five?")
    page = reader(stage, cast.editor, version)
    expect(page.locator("article.card")).to_have_count(1)

    page.keyboard.press("j")
    expect(page.locator("article.card.is-active")).to_be_visible()
    page.keyboard.press("x")
    response = page.get_by_label("Response to the commenter")
    expect(response).to_be_focused()

    assert response.get_attribute("required") is not None


def test_question_mark_shows_the_keys_of_the_room(stage, cast, version):
    page = reader(stage, cast.esa_reviewer, version)

    page.keyboard.press("?")

    expect(page.get_by_role("dialog", name="Keyboard")).to_contain_text("Next comment")


def test_permanent_link_opens_the_comment_at_its_words(stage, cast, version, said):
    comment = said(cast.esa_reviewer, "30 days", "Why 30?")
    page = stage.enter(cast.nasa_reviewer)

    page.goto(f"/documents/{version.document.slug}/comments/{comment.register_number}/")

    expect(page.locator("article.card.is-active")).to_contain_text("Why 30?")


def test_long_version_brings_what_comes_near(stage, cast, document):
    version = papers.issue(document, *(f"Paragraph {n} of many." for n in range(1, 701)), by=cast.editor)
    page = reader(stage, cast.esa_reviewer, version)
    waiting = page.locator("[data-waiting]").count()

    page.evaluate("scrollTo(0, document.body.scrollHeight)")
    expect(page.get_by_text("Paragraph 700 of many.")).to_be_visible()

    assert 0 < page.locator("[data-waiting]").count() < waiting


def test_observer_reads_without_the_tools_of_writing(stage, cast, version, said):
    said(cast.esa_reviewer, "30 days", "Why 30?")
    page = reader(stage, cast.observer, version)
    expect(page.locator("article.card")).to_have_count(1)

    select_words(page, "crews of four")

    expect(page.get_by_role("button", name="Propose change")).to_have_count(0)
    expect(page.locator(".unit__add")).to_have_count(0)


def test_phone_shows_a_comment_as_a_sheet(stage, cast, version, said):
    said(cast.esa_reviewer, "30 days", "Why 30?")
    page = stage.enter(cast.nasa_reviewer, width=390, height=844)
    page.goto(f"/documents/{version.document.slug}/v1/")

    page.get_by_role("button", name="1 comment on this paragraph").click()

    expect(page.locator("article.card.is-active")).to_contain_text("Why 30?")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
