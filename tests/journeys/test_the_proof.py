"""From an accepted comment to the words that answer it, and back from the words to the comment."""

import re

import pytest
from playwright.sync_api import expect

from reviews.models import AnchorKind
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests import papers

pytestmark = pytest.mark.any_database


def test_an_answer_is_checked_against_what_the_text_became(stage, cast, document, version, work):
    block = version.blocks.get(text__contains="up to 30 days")
    start = block.text.index("up to 30 days")
    place = Place(AnchorKind.RANGE, block.key, start, start + len("up to 30 days"), quote="up to 30 days")
    comment = comments.post_comment(
        version=version, place=place, saying=Saying("Longer.", proposal="30 to 42 days"),
        audience="document", by=cast.nasa_reviewer,
    )
    decisions.decide_comment(comment=comment, answer=Answer("accepted", "Agreed."), by=cast.coordinator)
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    # The editor sees what holds, and gives the reason of what nobody asked for.
    page = stage.enter(cast.editor)
    page.goto(f"/documents/{document.slug}/v2/proof/?list=proved")
    expect(page.locator(".line", has_text="NASA-001")).to_contain_text("as proposed")
    page.get_by_role("link", name="changed, no reason given").click()
    page.get_by_label(re.compile("^Change")).first.check()
    page.get_by_label("Why these changed").fill("Agreed in Paris.")
    page.get_by_role("button", name="Keep the note for those ticked").click()
    expect(page.get_by_text("The note is kept.")).to_be_visible()
    expect(page.get_by_role("heading", name="Editors' notes")).to_be_visible()

    # The coordinator lets no version out in which answers and text disagree.
    page = stage.enter(cast.coordinator)
    page.goto(f"/documents/{document.slug}/v2/proof/")
    page.get_by_label("is forbidden").check()
    page.get_by_role("button", name="Set").click()
    expect(page.get_by_text("may not be published yet")).to_be_visible()
    page.goto(f"/documents/{document.slug}/v2/publish/")
    page.locator("main button[type=submit]").click()
    expect(page.get_by_text("Answers and text disagree")).to_be_visible()

    # The reviewer reads what was done, and follows the paragraph back to the comment.
    page = stage.enter(cast.nasa_reviewer)
    page.goto(f"/documents/{document.slug}/v2/you-said/")
    expect(page.locator(".said-pair")).to_contain_text("Agreed.")
    page.get_by_role("link", name="In the text").click()
    unit = page.locator(".unit", has_text="30 to 42 days")
    unit.hover()
    unit.get_by_role("link", name="History of this paragraph").click()
    expect(page.locator(".blame__row", has_text="30 to 42")).to_contain_text("NASA-001")
    page.get_by_role("button", name="Follow this paragraph").click()
    expect(page.get_by_role("button", name="Follow no longer")).to_be_visible()
