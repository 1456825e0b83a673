"""The life of a comment as a table: which move is legal in which state, and what a decision needs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

State = Literal[
    "draft", "submitted", "returned", "registered", "proposed", "decided", "closed", "withdrawn",
]
Move = Literal[
    "submit", "release", "return", "edit", "reply", "withdraw", "propose", "decide", "supersede", "reopen",
    "close",
]

#: move -> {state before: state after}; a state that is missing does not allow the move.
MOVES: Mapping[Move, Mapping[State, State]] = {
    "submit": {"draft": "submitted", "returned": "submitted"},
    "release": {"draft": "registered", "submitted": "registered"},
    "return": {"submitted": "returned"},
    "edit": {
        "draft": "draft", "submitted": "submitted", "returned": "returned", "registered": "registered",
    },
    "reply": {
        "submitted": "submitted", "returned": "returned", "registered": "registered",
        "proposed": "proposed", "decided": "decided",
    },
    "withdraw": {
        "draft": "withdrawn", "submitted": "withdrawn", "returned": "withdrawn",
        "registered": "withdrawn", "proposed": "withdrawn", "decided": "withdrawn",
    },
    "propose": {"registered": "proposed", "proposed": "proposed"},
    "decide": {"registered": "decided", "proposed": "decided"},
    "supersede": {"decided": "decided"},
    "reopen": {"decided": "proposed", "closed": "proposed"},
    "close": {"decided": "closed"},
}

#: Dispositions that editors may give; `withdrawn` comes only from withdrawing.
DECIDABLE = frozenset({
    "accepted", "accepted_modified", "accepted_in_part", "rejected", "noted", "answered", "deferred",
    "out_of_scope", "duplicate", "superseded",
})

#: Dispositions that say nothing to the commenter without a reason (an answer is its own reason).
NEEDS_REASON = frozenset({
    "accepted_modified", "accepted_in_part", "rejected", "answered", "deferred", "out_of_scope",
})

#: What the text owes nobody any more: nothing was to change, or somebody looked and it has changed.
SETTLED = frozenset({"not_applicable", "verified"})

#: Dispositions after which the text is expected to change.
CHANGES_TEXT = frozenset({"accepted", "accepted_modified", "accepted_in_part"})


def after(move: Move, state: State) -> State | None:
    """The state after `move`, or None when it is not legal now."""
    return MOVES[move].get(state)


def is_legal(move: Move, state: State) -> bool:
    """Whether `move` may be made in `state`."""
    return state in MOVES[move]


def open_states() -> frozenset[State]:
    """States in which the editors still owe an answer."""
    return frozenset(MOVES["decide"])


def missing_in_decision(disposition: str, response: str, *, has_target: bool) -> str:
    """What a decision lacks, as a code: `unknown_disposition`, `reason`, `target`, or nothing ("")."""
    if disposition not in DECIDABLE:
        return "unknown_disposition"
    if disposition in NEEDS_REASON and not response.strip():
        return "reason"
    if disposition == "duplicate" and not has_target:
        return "target"
    return ""
