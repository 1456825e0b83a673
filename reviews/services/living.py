"""What a document's moves need and bring in reviews: rounds, answers, approvals."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.errors import NotNow
from documents.models import DocumentState, VersionState
from reviews.core import lifecycle
from reviews.models import Approval, ApprovalState, Comment, Round, RoundState
from reviews.selectors import RELEASED
from reviews.services.approvals import positions
from reviews.services.asking import rounds

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Document

#: Rounds that still run, or will.
AHEAD = (RoundState.PLANNED, RoundState.ANNOUNCED, RoundState.OPEN, RoundState.SUSPENDED)


def guard(document: Document, to: str, by: Person) -> None:  # noqa: ARG001 - the form of a guard
    """A final draft owes no answer and has no open round; approved is what agencies approved."""
    if to in {DocumentState.FINAL_DRAFT, DocumentState.IN_APPROVAL}:
        _demand_answers(document)
    if to == DocumentState.APPROVED:
        _demand_approval(document)


def _demand_answers(document: Document) -> None:
    running = Round.objects.filter(document=document, state__in=[RoundState.OPEN, RoundState.SUSPENDED])
    if found := running.first():
        raise NotNow(f"Round {found.number}, “{found.title}”, is not closed yet.", code="round_open")
    waiting = Comment.objects.filter(
        document=document, state__in=lifecycle.open_states(), visibility__in=RELEASED,
    ).count()
    if waiting:
        comments = "1 comment waits" if waiting == 1 else f"{waiting} comments wait"
        raise NotNow(f"{comments} for an answer. A final draft owes none.", code="open_comments")


def _demand_approval(document: Document) -> None:
    newest = document.versions.filter(state=VersionState.ISSUED).order_by("-number").first()
    rows = Approval.objects.filter(document=document, version=newest, state=ApprovalState.APPROVED)
    if newest is None or not rows.exists():
        raise NotNow(
            "The agencies have not approved the newest version: ask them for their positions first.",
            code="not_approved",
        )


def effect(document: Document, to: str, by: Person) -> list[str]:
    """Parking suspends open rounds; withdrawing calls rounds off and takes open questions back."""
    if to == DocumentState.PARKED:
        return [_suspend(row, by) for row in Round.objects.filter(document=document, state=RoundState.OPEN)]
    if to in {DocumentState.WITHDRAWN, DocumentState.SUPERSEDED}:
        done = [_cancel(row, by) for row in Round.objects.filter(document=document, state__in=AHEAD)]
        rows = Approval.objects.filter(document=document, state=ApprovalState.OPEN)
        return done + [_take_back(row, by) for row in rows]
    return []


def _suspend(round_: Round, by: Person) -> str:
    rounds.suspend_round(round_=round_, reason="The document is parked.", by=by)
    return f"Round {round_.number} is suspended."


def _cancel(round_: Round, by: Person) -> str:
    rounds.cancel_round(round_=round_, reason="The document goes no further.", by=by)
    return f"Round {round_.number} is called off."


def _take_back(approval: Approval, by: Person) -> str:
    positions.withdraw_approval(approval=approval, reason="The document goes no further.", by=by)
    return f"The question “{approval.title}” is taken back."
