"""The life of a document as a table (domain.md §11.2), and what a move brings with it in other apps."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Document

#: state -> states that a coordinator may lead it to. Publishing leads to `published` by itself.
MOVES: Mapping[str, tuple[str, ...]] = {
    "proposed": ("drafting", "parked", "withdrawn"),
    "drafting": ("in_review", "final_draft", "parked", "withdrawn"),
    "in_review": ("revising", "final_draft", "parked", "withdrawn"),
    "revising": ("in_review", "final_draft", "parked", "withdrawn"),
    "final_draft": ("in_approval", "revising", "parked", "withdrawn"),
    "in_approval": ("approved", "revising", "parked", "withdrawn"),
    "approved": ("revising", "parked", "withdrawn"),
    "published": ("revising", "superseded", "withdrawn"),
    "superseded": (),
    "withdrawn": (),
    "parked": (),  # back to where it was
}
#: States in which nobody comments and no version is issued.
AT_REST = frozenset({"parked", "superseded", "withdrawn"})
#: Moves that nobody understands without the reason.
NEEDS_REASON = frozenset({"parked", "withdrawn", "superseded", "revising"})

#: Says what is in the way of a move (raises `NotNow`).
Guard = Callable[["Document", str, "Person"], None]
#: Does what a move brings, in its transaction, and says it in words.
Effect = Callable[["Document", str, "Person"], list[str]]

_guards: list[Guard] = []
_effects: list[Effect] = []


def register(*, guard: Guard | None = None, effect: Effect | None = None) -> None:
    """Let another app object to moves, or do what they bring; to be called once, in its `ready`."""
    if guard and guard not in _guards:
        _guards.append(guard)
    if effect and effect not in _effects:
        _effects.append(effect)


def moves_from(state: str, before: str = "") -> tuple[str, ...]:
    """Where a document may go; a parked one back to where it was (`before`), or out."""
    if state == "parked":
        return (*((before,) if before else ("drafting",)), "withdrawn")
    return MOVES.get(state, ())


def guard(document: Document, to: str, by: Person) -> None:
    """Ask all guards; the first that objects raises."""
    for each in _guards:
        each(document, to, by)


def effects(document: Document, to: str, by: Person) -> list[str]:
    """Do what the move brings; what was done, in words."""
    return [line for each in _effects for line in each(document, to, by)]
