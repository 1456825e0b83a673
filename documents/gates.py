"""What must hold before a version is issued or published; other apps put their own conditions here.

A gate looks and raises `NotNow` with what is in the way. Gates are asked inside the transaction that
issues or publishes, when the move is otherwise allowed.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Version

Move = Literal["issue", "publish"]
Gate = Callable[["Version", Move, "Person"], None]

_gates: list[Gate] = []


def register(gate: Gate) -> Gate:
    """Let a gate be asked from now on; to be called once, in an app's `ready`."""
    if gate not in _gates:
        _gates.append(gate)
    return gate


def ask(version: Version, move: Move, by: Person) -> None:
    """Ask every gate; the first that objects raises."""
    for gate in _gates:
        gate(version, move, by)
