"""The pages of proofs: bounded queries, and words that say what to do."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from reviews.models import AnchorKind
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying


@pytest.fixture
def accept(version, cast):
    """`accept(n)` posts and accepts `n` comments on the first version."""

    def accepted(count):
        block = version.blocks.get(text__contains="30 days")
        for _ in range(count):
            comment = comments.post_comment(
                version=version, place=Place(AnchorKind.BLOCK, block.key), saying=Saying("Longer."),
                audience="document", by=cast.nasa_reviewer,
            )
            decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.coordinator)

    return accepted


@pytest.mark.parametrize("path", ["proof/?list=proved", "you-said/?agency=NASA", "for-me/"])
def test_pages_ask_as_much_for_three_comments_as_for_one(
    path, accept, cast, document, second_version, sign_in,
):
    client = sign_in(cast.nasa_reviewer)
    address = f"/documents/{document.slug}/v2/{path}"

    accept(1)
    client.get(address)
    with CaptureQueriesContext(connection) as one:
        client.get(address)
    accept(2)
    with CaptureQueriesContext(connection) as three:
        client.get(address)

    assert len(three) == len(one)


def test_a_first_version_says_why_there_is_nothing_to_prove(cast, document, version, sign_in):
    page = sign_in(cast.editor).get(f"/documents/{document.slug}/v1/proof/")

    assert "This is the first version" in page.content.decode()


def test_a_note_without_a_tick_is_refused_with_what_to_do(cast, document, second_version, sign_in):
    answer = sign_in(cast.editor).post(f"/documents/{document.slug}/v2/proof/notes/", {"text": "Why not."})

    assert answer.status_code == 422
    assert "Choose changes of this version" in answer.content.decode()


def test_answers_come_as_a_pdf(cast, document, second_version, accept, sign_in):
    accept(1)

    answer = sign_in(cast.nasa_reviewer).get(f"/documents/{document.slug}/v2/you-said.pdf?agency=NASA")

    assert answer.content.startswith(b"%PDF")
    assert "answers-nasa.pdf" in answer["Content-Disposition"]


def test_note_in_the_same_words_for_many_changes_is_one_line(cast, document, second_version, sign_in):
    editor, address = sign_in(cast.editor), f"/documents/{document.slug}/v2/proof/"
    editor.post(f"{address}notes/", {"text": "Language only.", "whole": "yes"})

    page = editor.get(address).text

    assert page.count("Language only.") == 1
    count = second_version.editors_notes.count()
    assert count > 1
    assert f"{count} changes" in page
    assert page.count("/withdraw/") == count
