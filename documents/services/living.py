"""Leading a document through its life: legal moves only, with the reason and what they bring."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import life, rules
from documents.models import Document, DocumentState, DocumentStep, VersionState

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.gates import Move
    from documents.models import Version


def move_document(
    *, document: Document, to: str, by: Person, reason: str = "", seen: str | None = None,
) -> DocumentStep:
    """Lead a document to another state. `seen` is the state that the person had before them.

    Raises `NotYou`, `BadInput` without a needed reason, `NotNow` for a move that is not legal now, that a
    guard objects to, or when somebody moved it since.
    """
    if not rules.can_coordinate(by, document):
        raise NotYou("Only coordinators lead a document through its life.")
    if to not in DocumentState.values:
        raise BadInput("There is no such state.", code="state")
    if to in life.NEEDS_REASON and not reason.strip():
        raise BadInput("Say why: everyone with the document reads it.", code="reason")
    with transaction.atomic():
        now = Document.objects.select_for_update().get(pk=document.pk)
        if seen is not None and seen != now.state:
            raise NotNow(f"It is {now.get_state_display().lower()} by now.", code="changed", state=now.state)
        if to not in next_states(now):
            here, there = now.get_state_display().lower(), DocumentState(to).label.lower()
            raise NotNow(f"From {here} there is no way to {there}.", state=now.state)
        _demand_text(now, to)
        life.guard(now, to, by)
        return _step(now, to, by, reason)


def _demand_text(document: Document, to: str) -> None:
    needs = {DocumentState.IN_REVIEW, DocumentState.FINAL_DRAFT, DocumentState.IN_APPROVAL}
    if to in needs and not document.versions.filter(state=VersionState.ISSUED).exists():
        raise NotNow("Issue a version first: there is no text yet.", code="no_text")


def _step(document: Document, to: str, by: Person, reason: str) -> DocumentStep:
    before, document.state = document.state, to
    document.save(update_fields=["state"])
    step = DocumentStep.objects.create(
        document=document, before=before, after=to, reason=reason.strip(), at=timezone.now(), by=by,
        effects=life.effects(document, to, by),
    )
    events.record(
        verb="documents.document.moved", actor=by, target=document, document=document,
        data={"before": before, "after": to},
    )
    return step


def next_states(document: Document) -> tuple[str, ...]:
    """Where the document may go now."""
    last = document.steps.filter(after=DocumentState.PARKED).order_by("-id").first()
    return life.moves_from(document.state, last.before if last else "")


def gate(version: Version, move: Move, by: Person) -> None:  # noqa: ARG001 - the form of a gate
    """Nothing is issued of a document at rest, and nothing but what follows a decision of a final draft."""
    state = version.document.state
    if state in life.AT_REST:
        raise NotNow(f"The document is {DocumentState(state).label.lower()}.", code="at_rest")
    if move == "issue" and state in {DocumentState.IN_APPROVAL, DocumentState.APPROVED}:
        raise NotNow(
            f"The document is {DocumentState(state).label.lower()}: lead it back to revising first.",
            code="frozen",
        )
