"""Posting, editing and withdrawing comments."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from backend.events.models import Event
from reviews.models import Comment, CommentRevision
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying


def test_comment_keeps_its_words_and_their_place(post, cast, habitat):
    comment = post(cast.esa_reviewer)

    assert (comment.start_block, comment.quote) == (habitat, "30 days")
    assert comment.prefix.endswith("up to ")
    assert comment.suffix == "."


def test_comment_for_everyone_gets_the_next_number_of_its_agency(post, cast):
    people = cast.esa_reviewer, cast.coordinator, cast.reviewer

    numbers = [post(person).register_number for person in people]

    assert numbers == ["ESA-001", "ESA-002", "REV-001"]


def test_comment_for_the_agency_has_no_number_and_leaves_no_gap(post, cast):
    hidden = post(cast.esa_reviewer, audience="agency")
    open_one = post(cast.coordinator)

    assert (hidden.register_number, hidden.state) == ("", "submitted")
    assert open_one.register_number == "ESA-001"


def test_draft_is_seen_by_nobody_else(post, cast):
    draft = post(cast.esa_reviewer, audience="author")

    assert (draft.state, draft.visibility, draft.submitted_at) == ("draft", "author", None)


def test_comment_lies_at_its_own_words_from_the_start(post, cast, version, habitat):
    placement = post(cast.esa_reviewer).placements.get(version=version)

    assert (placement.status, placement.segments) == ("placed", [[habitat, 55, 62]])
    assert placement.ordinal == version.blocks.get(key=habitat).ordinal


def test_proposal_is_the_smallest_edit(post, cast, habitat):
    comment = post(cast.esa_reviewer, body="", proposal="42 days")

    [edit] = comment.proposal.edits
    assert (edit["kind"], edit["block"], edit["start"], edit["end"], edit["text"]) == (
        "replace", habitat, 55, 57, "42",
    )


def test_posting_is_one_event_without_words(post, cast, document):
    comment = post(cast.esa_reviewer, body="A secret word.")

    event = Event.objects.get(verb="reviews.comment.posted")
    assert (event.target_id, event.document_id) == (comment.pk, document.pk)
    assert "secret" not in str(event.data)


def test_same_key_gives_the_same_comment(post, cast):
    first = post(cast.esa_reviewer, key="k1")
    second = post(cast.esa_reviewer, key="k1", body="Sent twice.")

    assert (first.pk, Comment.objects.count()) == (second.pk, 1)


def test_same_key_of_two_people_are_two_comments(post, cast):
    assert post(cast.esa_reviewer, key="k1").pk != post(cast.nasa_reviewer, key="k1").pk


def test_observer_can_not_comment(post, cast):
    with pytest.raises(NotYou):
        post(cast.observer)


def test_words_that_changed_meanwhile_are_refused(post, cast, habitat):
    with pytest.raises(NotNow) as refused:
        post(cast.esa_reviewer, place=Place("range", habitat, 55, 62, habitat, "60 days"))

    assert refused.value.code == "anchor_quote"


def test_place_outside_of_the_text_is_refused(post, cast, habitat):
    with pytest.raises(BadInput):
        post(cast.esa_reviewer, place=Place("range", habitat, 55, 99, habitat))


def test_unknown_paragraph_is_refused(post, cast):
    with pytest.raises(BadInput):
        post(cast.esa_reviewer, place=Place("block", "b999"))


def test_comment_without_words_is_refused(post, cast):
    with pytest.raises(BadInput):
        post(cast.esa_reviewer, body="  ")


def test_critical_comment_needs_its_reason(post, cast):
    with pytest.raises(BadInput):
        post(cast.esa_reviewer, body="", proposal="42 days", said={"severity": "critical"})


def test_person_without_agency_can_not_speak_to_one(post, cast):
    with pytest.raises(BadInput):
        post(cast.reviewer, audience="agency")


def test_nobody_speaks_for_another_agency(post, cast):
    with pytest.raises(BadInput):
        post(cast.esa_reviewer, agency=cast.nasa)


def test_nobody_comments_before_a_version_is_issued(post, cast, version):
    type(version).objects.filter(pk=version.pk).update(state="working")
    version.refresh_from_db()

    with pytest.raises(NotNow):
        post(cast.editor)


def test_edit_keeps_the_old_words(post, cast):
    comment = post(cast.esa_reviewer, body="Why 30?", proposal="42 days")

    comments.edit_comment(comment=comment, saying=Saying("Why not 42?"), by=cast.esa_reviewer)

    old = CommentRevision.objects.get(comment=comment)
    assert (old.revision, old.body, old.proposal_text) == (1, "Why 30?", "42 days")
    now = Comment.objects.get(pk=comment.pk)
    assert (now.revision, now.body, hasattr(now, "proposal")) == (2, "Why not 42?", False)


def test_edit_of_an_old_revision_is_refused_with_the_present_one(post, cast):
    comment = post(cast.esa_reviewer)
    comments.edit_comment(comment=comment, saying=Saying("First."), by=cast.esa_reviewer, revision=1)

    with pytest.raises(NotNow) as refused:
        comments.edit_comment(comment=comment, saying=Saying("Second."), by=cast.esa_reviewer, revision=1)

    assert refused.value.members == {"revision": 2, "state": "registered"}


def test_nobody_edits_the_words_of_others(post, cast):
    with pytest.raises(NotYou):
        comments.edit_comment(comment=post(cast.esa_reviewer), saying=Saying("No."), by=cast.coordinator)


def test_withdrawn_comment_keeps_its_number(post, cast):
    comment = post(cast.esa_reviewer)

    now = comments.withdraw_comment(comment=comment, by=cast.esa_reviewer)

    assert (now.state, now.disposition, now.register_number) == ("withdrawn", "withdrawn", "ESA-001")


def test_editor_withdraws_with_a_reason_only(post, cast):
    comment = post(cast.esa_reviewer)

    with pytest.raises(BadInput):
        comments.withdraw_comment(comment=comment, by=cast.editor)
    assert comments.withdraw_comment(comment=comment, by=cast.editor, reason="Spam.").state == "withdrawn"


def test_other_agency_can_not_withdraw(post, cast):
    with pytest.raises(NotYou):
        comments.withdraw_comment(comment=post(cast.esa_reviewer), by=cast.nasa_focal_point, reason="No.")
