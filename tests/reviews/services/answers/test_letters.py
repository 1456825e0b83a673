"""Letters reach the authors of chosen comments, each with what they may see, and betray nobody."""

from uuid import uuid4

import pytest
from django.core import mail

from backend.errors import BadInput, NotNow, NotYou
from backend.events.models import Event
from backend.notices import kinds
from backend.notices import services as notices
from backend.notices.models import Notice
from documents.services import documents
from reviews import selectors
from reviews.models import Comment, Letter
from reviews.selectors import letters
from reviews.services.answers import letters as services
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.table import matrix
from reviews.table.filters import CommentFilter


@pytest.fixture
def say(version):
    """`say(person, body)` comments on the whole document, for all to see."""

    def said(by, body="Too short.", audience="document"):
        return comments.post_comment(
            version=version, place=Place("document"), audience=audience, by=by, saying=Saying(body=body),
        )

    return said


def asked(document, by, **wanted):
    return matrix.Asked(by, document, document.versions.first(), CommentFilter(**wanted))


def write(document, by, *, audience="authors", expected=None, uid=None, body="Please look again.", **wanted):
    chosen = asked(document, by, **wanted)
    return services.write_letter(
        uid=uid or uuid4(), asked=chosen, audience=audience, subject="A question", body=body,
        expected=chosen.comments().count() if expected is None else expected, by=by,
    )


def names(addressed):
    return [(one.agency, one.name, one.count) for one in addressed.recipients]


def test_each_author_gets_one_letter_about_their_own_comments(cast, document, say, work):
    say(cast.nasa_reviewer, "One.")
    say(cast.nasa_reviewer, "Two.")
    say(cast.reviewer, "Three.")

    letter = write(document, cast.editor)
    work()

    rows = Notice.objects.filter(kind="reviews.letter")
    told = {row.person: kinds.words_for(row.person, row) for row in rows}
    assert set(told) == {cast.nasa_reviewer, cast.reviewer}
    assert told[cast.nasa_reviewer].text == "Editor writes about NASA-001, NASA-002:\n\nPlease look again."
    assert told[cast.reviewer].title == "A question (Science White Paper)"
    assert told[cast.reviewer].path == f"/documents/{document.slug}/letters/{letter.uid}/"
    assert list(letters.about(cast.reviewer, letter)) == list(Comment.objects.filter(author=cast.reviewer))


def test_the_mail_goes_out_once_and_can_be_stopped(cast, document, say, work):
    say(cast.nasa_reviewer)
    say(cast.reviewer)
    notices.choose_mail(person=cast.reviewer, by_mail=[])
    mail.outbox.clear()

    letter = write(document, cast.editor)
    work()
    services.deliver(letter)
    work()

    assert [message.to for message in mail.outbox] == [[cast.nasa_reviewer.email]]
    assert "List-Unsubscribe" in mail.outbox[0].extra_headers


def test_a_query_chooses_the_comments_as_in_the_search(cast, document, say, work):
    say(cast.nasa_reviewer, "An albatross.")
    say(cast.reviewer, "A sparrow.")
    work()

    chosen = asked(document, cast.editor, query="albatrosses kind:comment")

    addressed = services.preview(asked=chosen, audience="authors", by=cast.editor)

    assert names(addressed) == [("NASA", "NASA reviewer 1", 1)]


def test_focal_points_get_it_instead_of_their_people(cast, document, say):
    say(cast.nasa_reviewer)
    say(cast.reviewer)

    addressed = services.preview(
        asked=asked(document, cast.editor), audience="focal_points", by=cast.editor,
    )

    assert names(addressed) == [("", "Community reviewer", 1), ("NASA", "NASA focal point", 1)]


def test_a_hidden_author_gets_it_without_being_revealed(cast, document, say, work):
    say(cast.nasa_reviewer, "Openly.")
    hidden = say(cast.nasa_reviewer, "Behind a name.")
    Comment.objects.filter(pk=hidden.pk).update(author_name="Reviewer 2", hidden_name="NASA reviewer 1")

    for query in ({}, {"author": "Reviewer 2"}):
        addressed = services.preview(
            asked=asked(document, cast.editor, **query), audience="authors", by=cast.editor,
        )
        shown = [("NASA", "NASA reviewer 1", 1)] if not query else []
        assert names(addressed) == [*shown, ("NASA", "Reviewer 2", 1)]

    letter = write(document, cast.editor, author="Reviewer 2")
    work()

    assert Notice.objects.get(kind="reviews.letter").person == cast.nasa_reviewer
    assert [one.name for one in letters.recipients(cast.coordinator, letter)] == ["Reviewer 2"]
    assert "NASA reviewer" not in str(Event.objects.get(verb="reviews.letter.written").data)


def test_a_hidden_author_who_is_gone_is_shown_like_one_who_is_there(cast, document, say):
    hidden = say(cast.reviewer)
    Comment.objects.filter(pk=hidden.pk).update(author_name="Reviewer 2", hidden_name="Community reviewer")
    before = services.preview(asked=asked(document, cast.editor), audience="authors", by=cast.editor)

    cast.reviewer.is_active = False
    cast.reviewer.save(update_fields=["is_active"])

    assert services.preview(asked=asked(document, cast.editor), audience="authors", by=cast.editor) == before


def test_hidden_authors_without_agency_stay_hidden_in_letters_to_focal_points(cast, document, say):
    hidden = say(cast.reviewer)
    Comment.objects.filter(pk=hidden.pk).update(author_name="Reviewer 2", hidden_name="Community reviewer")

    letter = write(document, cast.editor, audience="focal_points")

    assert [one.name for one in letters.recipients(cast.editor, letter)] == ["Reviewer 2"]


def test_what_the_writer_does_not_see_is_written_to_nobody(cast, document, say, work):
    say(cast.nasa_reviewer, "For us only.", audience="agency")
    say(cast.reviewer)

    write(document, cast.editor)
    work()

    assert [notice.person for notice in Notice.objects.filter(kind="reviews.letter")] == [cast.reviewer]


def test_who_left_the_document_reads_nothing_of_it(cast, document, say, work):
    say(cast.reviewer)
    letter = write(document, cast.editor)
    documents.end_role(granted=document.roles.get(person=cast.reviewer), by=cast.coordinator)
    mail.outbox.clear()

    work()

    notice = Notice.objects.get(kind="reviews.letter")
    assert kinds.words_for(cast.reviewer, notice) is None
    assert mail.outbox == []
    assert not letters.letters_visible_to(cast.reviewer).exists()
    assert list(letters.letters_visible_to(cast.editor)) == [letter]


def test_others_with_the_document_know_of_no_letter(cast, document, say):
    say(cast.reviewer)
    write(document, cast.editor)

    for person in (cast.nasa_reviewer, cast.nasa_focal_point, cast.observer, cast.stranger, cast.staff):
        assert not letters.letters_visible_to(person).exists(), person
    for person, sees in ((cast.coordinator, True), (cast.reviewer, False), (cast.observer, False)):
        told = selectors.events_visible_to(person).filter(verb="reviews.letter.written").exists()
        assert told is sees, person


def test_only_who_steers_the_document_writes(cast, document, say):
    say(cast.reviewer)

    for person in (cast.reviewer, cast.nasa_focal_point, cast.observer):
        with pytest.raises(NotYou):
            write(document, person)
    assert not Letter.objects.exists()


def test_a_letter_sent_twice_is_one(cast, document, say, work):
    say(cast.reviewer)
    uid = uuid4()

    first = write(document, cast.editor, uid=uid)
    second = write(document, cast.editor, uid=uid)
    work()

    assert first == second
    assert Notice.objects.filter(kind="reviews.letter").count() == 1


def test_the_uid_of_another_writer_is_refused(cast, document, say):
    say(cast.reviewer)
    letter = write(document, cast.coordinator)

    with pytest.raises(BadInput) as refused:
        write(document, cast.editor, uid=letter.uid)
    assert refused.value.code == "uid"


def test_the_writer_looks_again_when_the_filter_finds_others_by_now(cast, document, say):
    say(cast.reviewer)

    with pytest.raises(NotNow) as refused:
        write(document, cast.editor, expected=2)
    assert refused.value.code == "changed"


@pytest.mark.parametrize(("limit", "code"), [("MOST_COMMENTS", "too_many"), ("MOST_RECIPIENTS", "too_many"),
                                             ("MOST_A_DAY", "rate")])
def test_letters_have_limits(cast, document, say, monkeypatch, limit, code):
    say(cast.reviewer)
    say(cast.nasa_reviewer)
    monkeypatch.setattr(services, limit, 1)
    if code == "rate":
        write(document, cast.editor)

    with pytest.raises((BadInput, NotNow)) as refused:
        write(document, cast.editor, expected=2)
    assert refused.value.code == code


@pytest.mark.parametrize("body", ["", "  ", "x" * (services.LONGEST + 1)])
def test_a_letter_says_something_of_bounded_length(cast, document, say, body):
    say(cast.reviewer)

    with pytest.raises(BadInput):
        write(document, cast.editor, body=body)
    assert not Letter.objects.exists()


def test_nobody_is_no_reader(cast, document, say):
    say(cast.editor)

    with pytest.raises(BadInput) as refused:
        write(document, cast.editor)
    assert refused.value.code == "nobody"
