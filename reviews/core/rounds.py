"""The life of a round as a table: which move is legal in which state, and who sees what in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

RoundState = Literal[
    "planned", "announced", "open", "suspended", "closed", "dispositioning", "resolved", "archived",
    "cancelled",
]
RoundMove = Literal[
    "announce", "open", "extend", "suspend", "resume", "close", "cancel", "answer", "resolve", "archive",
]

#: move -> {state before: state after}; a state that is missing does not allow the move.
MOVES: Mapping[RoundMove, Mapping[RoundState, RoundState]] = {
    "announce": {"planned": "announced"},
    "open": {"announced": "open"},
    "extend": {"announced": "announced", "open": "open", "suspended": "suspended"},
    "suspend": {"open": "suspended"},
    "resume": {"suspended": "open"},
    "close": {"open": "closed", "suspended": "closed"},
    "cancel": {
        "planned": "cancelled", "announced": "cancelled", "open": "cancelled", "suspended": "cancelled",
    },
    "answer": {"closed": "dispositioning"},
    "resolve": {"closed": "resolved", "dispositioning": "resolved"},
    "archive": {"resolved": "archived"},
}

#: States of which only those who steer the document know.
UNTOLD: frozenset[RoundState] = frozenset({"planned"})

#: States in which the round still takes comments, or will.
RUNNING: frozenset[RoundState] = frozenset({"announced", "open", "suspended"})

#: States after the close, in which a comment that comes now is late.
ENDED: frozenset[RoundState] = frozenset({"closed", "dispositioning", "resolved"})


def after(move: RoundMove, state: RoundState) -> RoundState | None:
    """The state after `move`, or None when it is not legal now."""
    return MOVES[move].get(state)


def moves_from(state: RoundState) -> tuple[RoundMove, ...]:
    """Every move that is legal in `state`, in the order of a round's life."""
    return tuple(move for move, states in MOVES.items() if state in states)
