"""The life of a document: legal moves, what they need and what they bring."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from documents import life
from documents.models import Document, DocumentState
from documents.services import living, publications
from reviews.models import AnchorKind, Approval, ApprovalState
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.approvals import positions
from reviews.services.approvals.positions import Question
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests import papers


def lead(document, to, by, reason="", **more):
    step = living.move_document(document=document, to=to, by=by, reason=reason, **more)
    document.refresh_from_db()
    return step


def test_every_state_that_a_move_leads_to_is_one(document):
    known = set(DocumentState.values)

    assert set(life.MOVES) == known
    assert {state for states in life.MOVES.values() for state in states} <= known


def test_only_coordinators_lead_it_on(cast, document, version):
    with pytest.raises(NotYou):
        lead(document, "in_review", cast.editor)


def test_without_a_text_there_is_nothing_to_review(cast, document):
    with pytest.raises(NotNow, match="Issue a version first"):
        lead(document, "in_review", cast.coordinator)


def test_there_is_no_way_past_a_step(cast, document, version):
    with pytest.raises(NotNow, match="no way to approved"):
        lead(document, "approved", cast.coordinator)


def test_going_back_needs_the_reason_and_is_kept(cast, document, version):
    lead(document, "in_review", cast.coordinator)
    with pytest.raises(BadInput):
        lead(document, "revising", cast.coordinator)

    lead(document, "revising", cast.coordinator, "Chapter 3 is new.")

    assert list(document.steps.values_list("before", "after", "reason")) == [
        ("drafting", "in_review", ""), ("in_review", "revising", "Chapter 3 is new."),
    ]


def test_somebody_who_saw_an_older_state_is_told(cast, document, version):
    lead(document, "in_review", cast.coordinator)

    with pytest.raises(NotNow, match="in review by now"):
        lead(document, "final_draft", cast.coordinator, seen="drafting")


def test_a_final_draft_owes_no_answer(cast, document, version):
    comment = comments.post_comment(
        version=version, place=Place(AnchorKind.DOCUMENT), saying=Saying("Why?"), audience="document",
        by=cast.nasa_reviewer,
    )
    with pytest.raises(NotNow, match="1 comment waits"):
        lead(document, "final_draft", cast.coordinator)
    decisions.decide_comment(comment=comment, answer=Answer("noted"), by=cast.coordinator)

    assert lead(document, "final_draft", cast.coordinator).after == "final_draft"


def test_approved_is_what_the_agencies_approved(cast, document, version):
    lead(document, "final_draft", cast.coordinator)
    lead(document, "in_approval", cast.coordinator)
    with pytest.raises(NotNow, match="have not approved"):
        lead(document, "approved", cast.coordinator)
    asked = positions.ask_approval(
        version=version, question=Question("It", "silence", "1 May 2099 17:00"), by=cast.coordinator,
    )
    positions.tend(asked.closes_at)

    assert lead(document, "approved", cast.coordinator).after == "approved"


def test_a_parked_document_takes_no_comments_and_comes_back_to_where_it_was(cast, document, version):
    lead(document, "in_review", cast.coordinator)
    lead(document, "parked", cast.coordinator, "No funds.")
    with pytest.raises((NotNow, NotYou)):
        comments.post_comment(
            version=version, place=Place(AnchorKind.DOCUMENT), saying=Saying("Hm."), audience="document",
            by=cast.nasa_reviewer,
        )

    assert living.next_states(document) == ("in_review", "withdrawn")


def test_withdrawing_takes_open_questions_back(cast, document, version):
    positions.ask_approval(
        version=version, question=Question("It", "consensus", "1 May 2099 17:00"), by=cast.coordinator,
    )

    step = lead(document, "withdrawn", cast.coordinator, "It is not wanted any more.")

    assert step.effects == ["The question “It” is taken back."]
    assert Approval.objects.get().state == ApprovalState.WITHDRAWN


def test_nothing_is_issued_of_an_approved_text(cast, document, version):
    Document.objects.filter(pk=document.pk).update(state="approved")
    document.refresh_from_db()

    with pytest.raises(NotNow, match="lead it back to revising"):
        papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)


def test_publishing_is_a_step_of_its_life(cast, document, version):
    publications.publish_version(version=version, by=cast.coordinator)

    assert document.steps.get().effects == ["Version 1 is public."]
