"""Word out and Word back: the same comments in a real Word file, and nothing twice."""

import io

import docx
import pytest

from documents.core import markup, reading
from documents.core.model import Change, Comment, Edit, Markup, Point
from documents.services import files
from reviews import selectors
from reviews.models import Comment as CommentRow
from reviews.models import Reply, Return
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.talk import releases, replies
from reviews.services.word import exports, returns
from tests import papers
from tests.documents.core import word

DATE = "2016-05-03T12:00:00Z"


@pytest.fixture
def word_out(version):
    """`word_out(person, …)` is the version's file with the comments that the person sees."""

    def written(by, **filters):
        return exports.make(version=version, by=by, filters=filters)

    return written


@pytest.fixture
def send_back(version, work):
    """`send_back(person, data)` is the return after it was read."""

    def sent(by, data, audience="document"):
        received = returns.receive_return(
            version=version, data=data, file_name="back.docx", by=by, audience=audience,
        )
        work()
        received.refresh_from_db()
        return received

    return sent


@pytest.fixture
def marked(version, habitat):
    """`marked(comments, changes)` is the version's file as somebody's Word would return it."""

    def laid(comments=(), changes=(), data=None):
        clean, old = markup.lift(data or files.content(version.file))
        return markup.lay(clean, Markup((*old.comments, *comments), (*old.changes, *changes)))

    return laid


def word_comment(block, text="What of Mars?", author="J. Smith", identity="7", parent=""):
    return Comment(identity, author, "JS", DATE, text, parent, False, Point(block, 4), Point(block, 11))


def test_comment_is_a_word_comment_at_its_words(post, cast, word_out, habitat):
    post(cast.esa_reviewer)

    [comment] = reading.read(word_out(cast.editor).data).comments

    assert (comment.author, comment.initials, comment.text) == ("ESA reviewer 1", "ER1", "Why 30?")
    assert (comment.start, comment.end) == (Point(habitat, 55), Point(habitat, 62))


def test_thread_and_answer_come_along(post, cast, word_out):
    comment = post(cast.esa_reviewer)
    replies.reply_to(comment=comment, body="Indeed.", by=cast.nasa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("rejected", "See §3."), by=cast.editor)

    found = reading.read(word_out(cast.editor).data).comments

    assert [(one.author, one.text) for one in found] == [
        ("ESA reviewer 1", "Why 30?"), ("NASA reviewer 1", "Indeed."), ("Editor", "Rejected. See §3."),
    ]
    assert [one.parent == found[0].id for one in found] == [False, True, True]
    assert found[0].resolved


def test_proposal_is_a_tracked_change(post, cast, word_out, habitat):
    post(cast.esa_reviewer, proposal="42 days")

    changes = reading.read(word_out(cast.editor).data).changes

    assert {change.author for change in changes} == {"ESA reviewer 1"}
    assert {(change.edit.kind, change.edit.start, change.edit.text) for change in changes} == {
        ("delete", 55, ""), ("insert", 57, "42"),
    }


def test_file_holds_only_what_the_person_sees(post, cast, word_out):
    post(cast.nasa_reviewer, "Secret of NASA.", audience="agency")
    post(cast.esa_reviewer, "Open.")

    texts = [one.text for one in reading.read(word_out(cast.editor).data).comments]

    assert texts == ["Open."]


def test_filters_choose(post, cast, word_out):
    post(cast.nasa_reviewer, "Of NASA.")
    post(cast.esa_reviewer, "Of ESA.")

    texts = [one.text for one in reading.read(word_out(cast.editor, agency="NASA").data).comments]

    assert texts == ["Of NASA."]


def test_file_is_checked_and_noted(post, cast, word_out, version):
    post(cast.esa_reviewer, proposal="42 days")

    made = word_out(cast.editor)

    export = version.exports.get(kind="markup")
    assert export.outcome["ok"]
    assert export.sha256 == made.sha256
    assert made.file_name == "science-white-paper-v1-comments.docx"


def test_our_own_file_brings_nothing_back(post, cast, word_out, send_back):
    comment = post(cast.esa_reviewer, proposal="42 days")
    replies.reply_to(comment=comment, body="Indeed.", by=cast.nasa_reviewer)
    decisions.decide_comment(comment=post(cast.nasa_reviewer), answer=Answer("accepted"), by=cast.editor)

    received = send_back(cast.nasa_reviewer, word_out(cast.nasa_reviewer).data)

    assert received.state == "taken_in"
    assert (sum(received.report["new"].values()), received.report["problems"]) == (0, [])
    assert (CommentRow.objects.count(), Reply.objects.count()) == (2, 1)


def test_new_comments_replies_and_changes_come_in(post, cast, word_out, send_back, marked, habitat):
    ours = post(cast.esa_reviewer)
    out = word_out(cast.nasa_reviewer).data
    [known] = reading.read(out).comments
    new = [word_comment(habitat), word_comment(habitat, "I agree.", identity="8", parent=known.id)]
    change = Change("9", "J. Smith", DATE, Edit("replace", habitat, 26, 31, "permit"))

    received = send_back(cast.nasa_reviewer, marked(new, [change], out))

    assert received.report["new"] == {"comments": 1, "replies": 1, "changes": 1}
    assert [reply.body for reply in ours.replies.all()] == ["I agree."]
    comment = CommentRow.objects.get(body="What of Mars?")
    assert (comment.quote, comment.author_name, comment.agency) == ("habitat", "J. Smith", cast.nasa)
    proposal = CommentRow.objects.get(received_in=received, body="").proposal
    assert proposal.edits == [{
        "kind": "replace", "block": habitat, "start": 26, "end": 31, "text": "permit",
    }]


def test_same_file_twice_is_the_same_return(cast, send_back, marked, habitat):
    data = marked([word_comment(habitat)])

    first, second = send_back(cast.nasa_reviewer, data), send_back(cast.nasa_reviewer, data)

    assert (first.pk, Return.objects.count(), CommentRow.objects.count()) == (second.pk, 1, 1)


def test_edited_file_brings_only_what_is_new(cast, send_back, marked, habitat):
    once = marked([word_comment(habitat)])
    send_back(cast.nasa_reviewer, once)

    again = marked([word_comment(habitat, "And Phobos?", identity="8")], data=once)
    received = send_back(cast.nasa_reviewer, again)

    assert received.report["new"] == {"comments": 1}
    assert received.report["known"]["comments"] == 1
    assert CommentRow.objects.count() == 2


def test_change_without_a_mark_becomes_a_proposal(cast, send_back, habitat):
    lines = [line.replace("30 days", "60 days") for line in papers.FIRST_DRAFT]

    received = send_back(cast.nasa_reviewer, papers.word_file(*lines))

    assert received.report["new"] == {"silent": 1}
    [comment] = CommentRow.objects.all()
    assert (comment.author, comment.source_data["silent"]) == (cast.nasa_reviewer, True)
    assert comment.proposal.text == "60"


def test_comment_of_a_changed_copy_lies_at_the_same_words(cast, send_back, version):
    made = docx.Document(io.BytesIO(papers.word_file("Foreword.", *papers.FIRST_DRAFT)))
    paragraph = next(one for one in made.paragraphs if "habitat will" in one.text)
    made.add_comment(paragraph.runs, text="Which crew?", author="J. Smith")
    stream = io.BytesIO()
    made.save(stream)

    send_back(cast.nasa_reviewer, stream.getvalue())

    comment = CommentRow.objects.get(body="Which crew?")
    assert comment.start_block == version.blocks.get(text__startswith="The habitat will").key


def test_file_for_the_agency_stays_in_the_agency(cast, send_back, marked, habitat):
    send_back(cast.nasa_reviewer, marked([word_comment(habitat)]), audience="agency")

    assert selectors.comments_visible_to(cast.nasa_focal_point).count() == 1
    assert selectors.comments_visible_to(cast.editor).count() == 0


def test_answer_to_a_file_tells_nothing_of_hidden_comments(cast, send_back, marked, post, habitat):
    hidden = post(cast.esa_reviewer, "What of Mars?", audience="agency")

    received = send_back(cast.nasa_reviewer, marked([word_comment(habitat, author=hidden.author_name)]))

    assert received.report["new"] == {"comments": 1}
    assert received.report["known"] == {"comments": 0, "replies": 0, "changes": 0}


def test_unknown_names_are_asked_for_and_remembered(cast, send_back, marked, habitat, document):
    received = send_back(cast.nasa_reviewer, marked([word_comment(habitat)]))
    assert received.report["names"] == {"J. Smith": 1}

    returns.name_person(
        received=received, name="J. Smith", person=cast.nasa_focal_point, by=cast.nasa_reviewer,
    )
    send_back(cast.nasa_reviewer, marked([word_comment(habitat, "Again me.", identity="8")]))

    assert set(CommentRow.objects.values_list("author__name", flat=True)) == {"NASA focal point"}


def test_nameless_file_is_warned_of(cast, send_back, marked, habitat):
    received = send_back(cast.nasa_reviewer, marked([word_comment(habitat, author="Author")]))

    assert "personal information" in received.report["problems"][0]["reason"]


def test_broken_file_is_refused_before_it_is_kept(version, cast):
    from backend.errors import BadInput

    with pytest.raises(BadInput):
        returns.receive_return(version=version, data=b"PK\x03\x04 no", file_name="x.docx", by=cast.editor)


def test_sender_who_was_removed_meanwhile_brings_nothing(cast, version, marked, habitat, work):
    from django.utils import timezone

    from documents.models import Participation

    returns.receive_return(
        version=version, data=marked([word_comment(habitat)]), file_name="x.docx", by=cast.nasa_reviewer,
    )
    Participation.objects.filter(agency=cast.nasa).update(ended_at=timezone.now())
    work()

    assert (Return.objects.get().state, CommentRow.objects.count()) == ("unreadable", 0)


def test_markup_in_a_versions_own_file_becomes_comments(cast, document, marked, habitat, work):
    papers.issue_file(document, marked([word_comment(habitat)]), by=cast.editor)
    work()

    comment = CommentRow.objects.get()
    assert (comment.body, comment.visibility, comment.version.number) == ("What of Mars?", "document", 2)


def test_focal_point_releases_what_came_by_file(cast, send_back, marked, habitat):
    send_back(cast.nasa_reviewer, marked([word_comment(habitat)]), audience="agency")

    now = releases.release_comment(comment=CommentRow.objects.get(), by=cast.nasa_focal_point)

    assert now.register_number == "NASA-001"


def test_large_file_is_ordered_and_made_by_a_task(post, cast, version, work, monkeypatch):
    post(cast.esa_reviewer)
    monkeypatch.setattr(exports, "MANY_COMMENTS", 0)
    assert exports.is_large(version, cast.editor)

    ordered = exports.order(version=version, by=cast.editor, filters={})
    work()

    ordered.refresh_from_db()
    assert len(reading.read(files.content(exports.file_of(ordered))).comments) == 1


def test_every_kind_of_proposal_goes_out_and_brings_nothing_back(post, cast, version, word_out, send_back):
    from reviews.services.talk.comments import Place

    keys = {block.text.split()[0]: block for block in version.blocks.all()}

    def whole(word):
        return Place("block", keys[word].key)

    post(cast.esa_reviewer, "", proposal="42 days")
    post(cast.nasa_reviewer, "Shorter.", proposal="20 days")  # on the same words
    post(cast.esa_reviewer, "", place=whole("Sample"), proposal="")  # a paragraph goes
    post(cast.esa_reviewer, "More.", place=whole("Human"), proposal=f"{keys['Human'].text}\nAnd another one.")
    post(cast.nasa_reviewer, "", place=Place("range", keys["Life"].key, 0, 4), proposal="")

    made = word_out(cast.reviewer)
    received = send_back(cast.reviewer, made.data)

    assert (made.outcome["ok"], made.outcome["problems"], len(made.outcome["in_words"])) == (True, [], 1)
    assert (received.report["new"], received.report["problems"]) == ({}, [])


def test_comment_edited_here_since_the_file_went_out_is_still_known(post, cast, word_out, send_back):
    from reviews.services.talk import comments
    from reviews.services.talk.comments import Saying

    comment = post(cast.esa_reviewer, "Old words.")
    data = word_out(cast.nasa_reviewer).data
    comments.edit_comment(comment=comment, saying=Saying("New words."), by=cast.esa_reviewer)

    assert send_back(cast.nasa_reviewer, data).report["new"] == {}


def test_file_sent_out_before_the_next_version_comes_back_to_its_own(
    post, cast, word_out, send_back, version, document, work,
):
    post(cast.esa_reviewer)
    data = word_out(cast.nasa_reviewer).data
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)

    assert send_back(cast.nasa_reviewer, data).report["new"] == {}


def test_comments_of_an_older_version_go_out_with_the_newer(post, cast, second_version, work):
    post(cast.esa_reviewer, "Which crew?")
    work()

    made = exports.make(version=second_version, by=cast.editor, filters={})

    assert [one.text for one in reading.read(made.data).comments] == ["Which crew?"]


def test_one_part_that_fails_stops_no_other(cast, send_back, marked, habitat, monkeypatch):
    from reviews.services.talk import comments

    real = comments.store

    def failing(comment, anchor, proposal, ordinal=None):
        if comment.body == "Bad.":
            raise ValueError(comment.body)
        real(comment, anchor, proposal, ordinal)

    monkeypatch.setattr(comments, "store", failing)
    received = send_back(cast.nasa_reviewer, marked([
        word_comment(habitat, "Bad."), word_comment(habitat, "Good.", identity="8"),
    ]))

    assert received.report["new"] == {"comments": 1}
    assert "could not be understood" in received.report["problems"][0]["reason"]


def test_nobody_gets_another_agencys_comments_by_a_name(cast, send_back, marked, habitat):
    own = send_back(cast.esa_reviewer, marked([word_comment(habitat)]))
    returns.name_person(received=own, name="J. Smith", person=cast.esa_reviewer, by=cast.esa_reviewer)

    theirs = send_back(
        cast.nasa_reviewer, marked([word_comment(habitat, "Among us.", identity="8")]), audience="agency",
    )

    assert theirs.report["names"] == {"J. Smith": 1}
    assert not selectors.comments_visible_to(cast.esa_reviewer).filter(received_in=theirs).exists()


def test_a_name_is_not_looked_for_among_other_agencies_replies(cast, send_back, marked, habitat, post):
    said = post(cast.nasa_reviewer, "Which crew?")
    Reply.objects.create(
        comment=said, author_name="Reviewer 3", hidden_name="J. Smith", agency=cast.nasa, body="Ours.",
        created_at=said.created_at,
    )
    own = send_back(cast.esa_reviewer, marked([word_comment(habitat)]))

    count = returns.name_person(
        received=own, name="J. Smith", person=cast.esa_reviewer, by=cast.esa_reviewer,
    )

    assert count == 1
    assert Reply.objects.get().author is None


def test_a_file_handed_in_tells_nothing_of_what_the_agency_keeps_to_itself(
    cast, send_back, marked, habitat, version, work,
):
    data = marked([word_comment(habitat)])
    send_back(cast.nasa_reviewer, data, audience="agency")

    handed_in = returns.receive_return(
        version=version, data=data, file_name="nasa.docx", by=cast.editor, audience="document",
        agency=cast.nasa,
    )
    work()
    handed_in.refresh_from_db()

    assert handed_in.report["new"] == {"comments": 1}
    assert handed_in.report["known"] == {"comments": 0, "replies": 0, "changes": 0}
    assert selectors.comments_visible_to(cast.editor).filter(received_in=handed_in).count() == 1


def test_form_answered_in_a_returned_file_is_named_for_who_merges(document, cast, work):
    version = papers.issue_file(document, word.form(), by=cast.editor)

    received = returns.receive_return(
        version=version, data=word.form(agreed=1, seen=1, decision=1), file_name="back.docx",
        by=cast.nasa_focal_point, audience="document",
    )
    work()

    received.refresh_from_db()
    assert [(one["place"], one["reason"]) for one in received.report["problems"]] == [
        ("Somebody, at “We agree.”", "A box is ticked here. Do it by hand: no proposal says that."),
        ("Somebody, at “☒”", "A box is ticked here. Do it by hand: no proposal says that."),
        ("Somebody, at “Decision:”",
         "Another entry of a list is chosen here. Do it by hand: no proposal says that."),
    ]
