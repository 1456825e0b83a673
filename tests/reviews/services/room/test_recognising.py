"""A file finished in Word: which accepted proposals it holds, which not, and what else it changes."""

import pytest

from reviews.models import Fulfilment
from reviews.services.answers.decisions import Answer
from reviews.services.room import merging, recognising
from reviews.services.talk.comments import Place, Saying, post_comment
from tests import papers
from tests.reviews.conftest import HABITAT

NEXT = [
    line.replace("Human missions", "Astronaut missions").replace("up to 30 days", "up to 42 days")
    for line in papers.FIRST_DRAFT
]


@pytest.fixture
def accepted(version, cast):
    """Three accepted proposals: one that `NEXT` holds, one done otherwise, one not done."""
    wishes = [(HABITAT, "30 days", "42 days"), (papers.FIRST_DRAFT[1], "Human missions", "Crewed missions")]
    wishes.append((papers.FIRST_DRAFT[6], "terrestrial radio noise", "our radio noise"))
    made = []
    for text, old, new in wishes:
        block, start = version.blocks.get(text=text), text.index(old)
        made.append(post_comment(
            version=version, place=Place("range", block.key, start, start + len(old), block.key, old),
            audience="document", by=cast.esa_reviewer, saying=Saying(proposal=new),
        ))
    merging.decide(
        version=version, topics=[str(one.uid) for one in made], answer=Answer("accepted"), by=cast.editor,
    )
    return made


def numbers(found):
    return [str(comment) for one in found for comment in one.comments]


def test_held_changed_missing_and_extra_are_told_apart(accepted, document, cast):
    held, changed, missing = accepted
    uploaded = papers.issue(document, *NEXT, "Somebody added this.", by=cast.editor)

    found = recognising.holding(uploaded, cast.editor)

    assert numbers(found.held) == [str(held)]
    assert numbers(found.changed) == [str(changed)]
    assert numbers(found.missing) == [str(missing)]
    assert [line.segments for line in found.extra] == [(("insert", "Somebody added this."),)]


def test_issuing_notes_what_it_holds_as_done(accepted, document, cast, work):
    held, _, missing = accepted
    uploaded = papers.issue(document, *NEXT, by=cast.editor)

    work()

    held.refresh_from_db()
    missing.refresh_from_db()
    assert (held.implementation, held.implemented_in) == ("done", uploaded)
    assert missing.implementation == "pending"
    assert [row.how for row in Fulfilment.objects.all()] == ["found"]


def test_page_shows_what_is_not_done(accepted, document, cast, sign_in):
    uploaded = papers.issue(document, *NEXT, by=cast.editor)

    page = sign_in(cast.editor).get(f"/documents/{document.slug}/v{uploaded.number}/holds/").content.decode()

    assert "Not done" in page
    assert str(accepted[2]) in page


def test_first_version_holds_nothing(version, cast):
    assert recognising.holding(version, cast.editor) is None
