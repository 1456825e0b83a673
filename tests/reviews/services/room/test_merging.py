"""The merge room: from proposals to decisions to the next version."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from backend.errors import NotNow, NotYou
from documents.core import reading
from documents.models import VersionState
from documents.services import files, versions
from reviews.models import Fulfilment, MergeState
from reviews.room import gathering, showing
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.room import merging, next_version, wordings
from reviews.services.talk.comments import Place, Saying, post_comment
from reviews.table.filters import CommentFilter
from tests.reviews.conftest import HABITAT

ACCEPTED = Answer("accepted")


@pytest.fixture
def propose(version, habitat):
    """`propose(person, "30 days", "42 days")` asks for other words in the habitat's paragraph."""

    def proposed(by, old, new, **more):
        start = HABITAT.index(old)
        place = Place("range", habitat, start, start + len(old), habitat, old)
        return post_comment(
            version=version, place=place, audience="document", by=by,
            saying=Saying(body=more.get("why", ""), proposal=new, type=more.get("type", "general")),
        )

    return proposed


def room(version, person):
    return gathering.room_of(person, version)


def decide(version, by, answer, *comments, **more):
    return merging.decide(
        version=version, topics=[str(one.uid) for one in comments], answer=answer, by=by, **more,
    )


def text_of(version):
    return "\n".join(version.blocks.order_by("ordinal").values_list("text", flat=True))


def make(version, by, work):
    merge = next_version.order(version=version, by=by, label="Second draft")
    work()
    merge.refresh_from_db()
    return merge


def test_same_words_of_two_agencies_are_one_topic(propose, version, cast):
    first = propose(cast.esa_reviewer, "30 days", "42 days")
    second = propose(cast.nasa_reviewer, "30 days", "42 days")

    topics = room(version, cast.editor).topics

    assert [topic.comments for topic in topics] == [[first, second]]


def test_different_words_for_the_same_are_a_conflict(propose, version, cast):
    propose(cast.esa_reviewer, "30 days", "42 days")
    propose(cast.nasa_reviewer, "30 days", "45 days")

    (place,) = room(version, cast.editor).places

    assert [clash.base for clash in place.clashes] == ["30"]


def test_edits_side_by_side_are_no_conflict(propose, version, cast):
    propose(cast.esa_reviewer, "30 days", "42 days")
    propose(cast.nasa_reviewer, "habitat", "station")

    assert room(version, cast.editor).counts["conflicts"] == 0


def test_what_an_agency_has_not_released_is_not_in_the_room(post, version, cast):
    post(cast.esa_reviewer, proposal="42 days", audience="agency")

    assert room(version, cast.editor).topics == []


def test_accepting_one_and_rejecting_its_rivals_is_one_step(propose, version, cast):
    chosen = propose(cast.esa_reviewer, "30 days", "42 days")
    rival = propose(cast.nasa_reviewer, "30 days", "45 days")

    operation = decide(version, cast.editor, ACCEPTED, chosen, rivals=True)

    rival.refresh_from_db()
    assert (operation.count, rival.disposition) == (2, "rejected")
    assert str(chosen) in rival.response


def test_undo_takes_the_whole_step_back(propose, version, cast):
    chosen = propose(cast.esa_reviewer, "30 days", "42 days")
    propose(cast.nasa_reviewer, "30 days", "45 days")
    decide(version, cast.editor, ACCEPTED, chosen, rivals=True)

    merging.undo(version=version, by=cast.editor)

    assert room(version, cast.editor).counts["undecided"] == 2


def test_second_editor_is_told_that_somebody_decided(propose, version, cast):
    comment = propose(cast.esa_reviewer, "30 days", "42 days")
    seen = {str(comment.uid): comment.revision}
    decide(version, cast.editor, ACCEPTED, comment)

    with pytest.raises(NotNow) as refused:
        decide(version, cast.coordinator, Answer("rejected", "No."), comment, seen=seen)

    assert (refused.value.code, str(comment) in refused.value.detail) == ("changed", True)


def test_reviewers_do_not_merge(propose, version, cast):
    comment = propose(cast.esa_reviewer, "30 days", "42 days")

    with pytest.raises(NotYou):
        decide(version, cast.esa_reviewer, ACCEPTED, comment)


def test_nothing_conflicting_becomes_a_version(propose, version, cast):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "30 days", "42 days"))
    propose(cast.nasa_reviewer, "30 days", "45 days")

    with pytest.raises(NotNow, match="conflicts"):
        next_version.order(version=version, by=cast.editor)


def test_own_words_settle_a_conflict(propose, version, cast, work):
    first = propose(cast.esa_reviewer, "30 days", "42 days")
    second = propose(cast.nasa_reviewer, "30 days", "45 days")
    place = room(version, cast.editor).places[0]
    region = wordings.regions(place)[0]

    wordings.word(
        version=version, topics=[str(first.uid), str(second.uid)], at=region.name, text="30 to 45",
        by=cast.editor,
    )

    first.refresh_from_db()
    merge = make(version, cast.editor, work)
    assert (first.disposition, first.response) == ("accepted_modified", "It now reads: “30 to 45”")
    assert "up to 30 to 45 days." in text_of(merge.version)


def test_accepted_proposals_make_the_next_version(propose, version, cast, work):
    comment = propose(cast.esa_reviewer, "30 days", "42 days")
    decide(version, cast.editor, ACCEPTED, comment)

    merge = make(version, cast.editor, work)

    assert (merge.state, merge.version.state) == (MergeState.MADE, VersionState.WORKING)
    assert list(merge.version.parents.all()) == [version]
    assert "for up to 42 days." in text_of(merge.version)


def test_version_records_what_it_holds_and_issuing_makes_it_done(propose, version, cast, work):
    comment = propose(cast.esa_reviewer, "30 days", "42 days")
    decide(version, cast.editor, ACCEPTED, comment)
    made = make(version, cast.editor, work).version

    versions.issue_version(version=made, by=cast.editor)
    work()

    comment.refresh_from_db()
    assert (comment.implementation, comment.implemented_in) == ("done", made)
    assert Fulfilment.objects.get(version=made).comment == comment


def test_redline_names_the_proposer_and_holds_the_answer(propose, version, cast, work):
    comment = propose(cast.esa_reviewer, "30 days", "42 days", why="The study says so.")
    decide(version, cast.editor, Answer("accepted", "Thank you."), comment)

    merge = make(version, cast.editor, work)

    draft = reading.read(files.content(merge.redline))
    assert {change.author for change in draft.changes} == {comment.author_name}
    assert [one.text for one in draft.comments] == ["The study says so.", "Accepted. Thank you."]


def test_rejected_words_stay_out_of_the_version(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    decide(version, cast.editor, Answer("rejected", "No."), propose(cast.nasa_reviewer, "30 days", "9 days"))

    text = text_of(make(version, cast.editor, work).version)

    assert "The station will allow" in text
    assert "30 days" in text


def test_undecided_proposals_go_on_to_the_next_room(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    waiting = propose(cast.nasa_reviewer, "30 days", "9 days")
    made = make(version, cast.editor, work).version
    issued = versions.issue_version(version=made, by=cast.editor)
    work()

    assert [topic.comments for topic in room(issued, cast.editor).topics] == [[waiting]]


def next_issued(version, cast, work):
    issued = versions.issue_version(version=make(version, cast.editor, work).version, by=cast.editor)
    work()
    return issued


def test_deferred_proposals_wait_in_the_next_room_and_say_where_they_come_from(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    waiting = propose(cast.nasa_reviewer, "30 days", "9 days")
    decide(version, cast.editor, Answer("deferred", "After the crew study."), waiting)

    issued = next_issued(version, cast, work)

    (topic,) = room(issued, cast.editor).topics
    assert (topic.state, topic.comments) == ("open", [waiting])
    assert showing.origin(topic, issued.pk) == "from v1, deferred there"


def test_what_is_deferred_again_is_not_asked_twice_in_one_room(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    waiting = propose(cast.nasa_reviewer, "30 days", "9 days")
    issued = next_issued(version, cast, work)

    decide(issued, cast.editor, Answer("deferred", "After the crew study."), waiting)

    (topic,) = room(issued, cast.editor).topics
    assert topic.state == "refused"


def test_earlier_proposal_that_is_accepted_comes_into_the_version_after(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    waiting = propose(cast.nasa_reviewer, "30 days", "9 days")
    issued = next_issued(version, cast, work)

    decide(issued, cast.editor, ACCEPTED, waiting)
    then = next_issued(issued, cast, work)

    assert "9 days" in text_of(then)
    waiting.refresh_from_db()
    assert waiting.implemented_in == then


def test_own_words_for_an_earlier_proposal_come_into_the_version_after(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    waiting = propose(cast.nasa_reviewer, "30 days", "9 days")
    issued = next_issued(version, cast, work)

    wordings.word(
        version=issued, topics=[str(waiting.uid)], at="", text="ten days", by=cast.editor, note="So be it.",
    )

    assert "ten days" in text_of(make(issued, cast.editor, work).version)


def test_accepted_after_the_version_was_made_is_not_lost(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    late = propose(cast.nasa_reviewer, "30 days", "9 days")
    made = make(version, cast.editor, work).version
    decide(version, cast.editor, ACCEPTED, late)
    issued = versions.issue_version(version=made, by=cast.editor)
    work()

    (topic,) = room(issued, cast.editor).topics

    assert (topic.state, topic.comments) == ("granted", [late])
    assert "9 days" in text_of(make(issued, cast.editor, work).version)


def test_acceptance_taken_back_after_its_version_is_told_as_being_in_the_text(propose, version, cast, work):
    comment = propose(cast.esa_reviewer, "30 days", "9 days")
    decide(version, cast.editor, ACCEPTED, comment)
    issued = next_issued(version, cast, work)

    decisions.reopen_comment(comment=comment, by=cast.coordinator, reason="The study is not out.")

    found = room(issued, cast.editor)
    assert ([topic.comments for topic in found.done], found.gone) == ([[comment]], [])


def test_proposal_whose_words_another_change_took_is_told_as_gone(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "30 days", "two weeks"))
    comment = propose(cast.nasa_reviewer, "30", "42")
    decide(version, cast.editor, Answer("deferred", "Later."), comment)

    found = room(next_issued(version, cast, work), cast.editor)

    assert ([topic.comments for topic in found.gone], found.places) == ([[comment]], [])


def test_room_is_kept_until_something_in_it_changes(propose, version, cast):
    comment = propose(cast.esa_reviewer, "30 days", "42 days")
    first = room(version, cast.editor)

    again = room(version, cast.editor)
    decide(version, cast.editor, ACCEPTED, comment)
    then = room(version, cast.editor)

    assert again is first
    assert then.counts["decided"] == 1


def test_room_takes_the_same_queries_for_any_number(propose, version, cast):
    propose(cast.esa_reviewer, "30 days", "42 days")
    counted = _queries(version, cast.editor)
    for name in ("43", "44", "45"):
        propose(cast.nasa_reviewer, "30 days", f"{name} days")

    assert _queries(version, cast.editor) == counted


def _queries(version, person):
    with CaptureQueriesContext(connection) as caught:
        assert room(version, person).counts["proposals"]
    return len(caught)



MODIFIED = Answer("accepted_modified", "In other words.")


def test_modified_without_its_words_comes_with_the_next_version_and_asks_for_them(
    propose, version, cast, work,
):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "habitat", "station"))
    late = propose(cast.nasa_reviewer, "30 days", "9 days")
    made = make(version, cast.editor, work).version
    decide(version, cast.editor, MODIFIED, late)
    issued = versions.issue_version(version=made, by=cast.editor)
    work()

    (topic,) = showing.passing_topics(room(issued, cast.editor), CommentFilter(), "words", cast.editor)
    with pytest.raises(NotNow, match="write them, or decide these anew"):
        next_version.order(version=issued, by=cast.editor)
    wordings.word(
        version=issued, topics=[topic.key], at="", text="ten days", by=cast.editor, note="So be it.",
    )

    assert "ten days" in text_of(make(issued, cast.editor, work).version)


def test_modified_whose_text_went_stands_in_no_ones_way(propose, version, cast, work):
    decide(version, cast.editor, ACCEPTED, propose(cast.esa_reviewer, "30 days", "two weeks"))
    comment = propose(cast.nasa_reviewer, "30", "42")
    decide(version, cast.editor, Answer("deferred", "Later."), comment)
    issued = next_issued(version, cast, work)
    decisions.reopen_comment(comment=comment, by=cast.coordinator, reason="The study is out.")
    comment.refresh_from_db()
    decisions.decide_comment(comment=comment, answer=MODIFIED, by=cast.editor)

    found = next_version.obstacles(room(issued, cast.editor))

    assert (found.without_words, found.placeless) == (0, 1)
    assert found.reason == "Nothing is accepted yet."
