"""The answer goes back by the same door: the sender's own Word file with our words in its threads."""

import io
import zipfile

import pytest

from backend.errors import NotNow
from documents.core import markup, reading
from documents.core.model import Change, Comment, Edit, Markup, Point
from documents.services import files
from reviews.models import Comment as CommentRow
from reviews.services.answers import decisions
from reviews.services.talk import replies
from reviews.services.word import returning, returns
from tests import papers

DATE = "2016-05-03T12:00:00Z"


@pytest.fixture
def received(version, habitat, cast, work):
    """NASA's copy: a comment, a tracked change, and a paragraph added without a mark."""
    clean, _ = markup.lift(papers.word_file(*papers.FIRST_DRAFT, "Added without a mark."))
    place = Point(habitat, 4), Point(habitat, 11)
    comment = Comment("7", "J. Smith", "JS", DATE, "What of Mars?", "", False, *place)
    start = version.blocks.get(key=habitat).text.index("30 days")
    change = Change("c1", "J. Smith", DATE, Edit("replace", habitat, start, start + 7, "42 days"))
    data = markup.lay(clean, Markup((comment,), (change,)))
    sent = returns.receive_return(
        version=version, data=data, file_name="back.docx", by=cast.nasa_focal_point, audience="document",
    )
    work()
    sent.refresh_from_db()
    return sent


def threads(data):
    draft = reading.read(data)
    tops = {one.id: one.text for one in draft.comments if not one.parent}
    return [(tops[one.parent], one.author, one.text) for one in draft.comments if one.parent]


def test_our_answers_stand_in_the_threads_of_their_file(received, cast):
    mars = CommentRow.objects.get(body="What of Mars?")
    replies.reply_to(comment=mars, body="Which landing?", by=cast.esa_reviewer)
    for comment in CommentRow.objects.filter(received_in=received):
        decisions.decide_comment(
            comment=comment, answer=decisions.Answer("rejected", "Out of the paper's range."), by=cast.editor,
        )

    data, name = returning.with_answers(received=received, by=cast.nasa_focal_point)

    assert name == "back-answers.docx"
    assert threads(data) == [
        ("What of Mars?", "ESA reviewer 1", "Which landing?"),
        ("What of Mars?", "Editor", "Rejected. Out of the paper's range."),
        ("See the proposed change.", "Editor", "Rejected. Out of the paper's range."),
    ]


def test_their_text_their_changes_and_their_other_parts_stay(received, cast):
    comment = CommentRow.objects.get(body="What of Mars?")
    decisions.decide_comment(comment=comment, answer=decisions.Answer("noted"), by=cast.editor)
    before = files.content(received.file)

    data, _ = returning.with_answers(received=received, by=cast.nasa_focal_point)

    old, new = reading.read(before), reading.read(data)
    assert [block.text for block in new.blocks] == [block.text for block in old.blocks]
    assert [change.edit for change in new.changes] == [change.edit for change in old.changes]
    parts = [
        {name: archive.read(name) for name in archive.namelist()}
        for archive in (zipfile.ZipFile(io.BytesIO(each)) for each in (before, data))
    ]
    changed = {name for name in parts[0] if parts[0][name] != parts[1].get(name)}
    assert all(name.startswith("word/comments") or name == "word/document.xml" for name in changed)


def test_without_an_answer_the_file_goes_back_as_it_came(received, cast):
    data, _ = returning.with_answers(received=received, by=cast.nasa_focal_point)

    assert threads(data) == []


def test_a_file_that_is_still_read_has_no_answers(version, cast):
    sent = returns.receive_return(
        version=version, data=papers.word_file("One."), file_name="back.docx", by=cast.nasa_focal_point,
    )

    with pytest.raises(NotNow):
        returning.with_answers(received=sent, by=cast.nasa_focal_point)
