"""The life of a finding as a table, and when the text may be said to reflect it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

State = Literal["draft", "adopted", "assigned", "closed", "withdrawn"]
Move = Literal["edit", "adopt", "assign", "close", "reopen", "withdraw"]

#: move -> {state before: state after}; a state that is missing does not allow the move.
MOVES: Mapping[Move, Mapping[State, State]] = {
    "edit": {"draft": "draft", "adopted": "adopted", "assigned": "assigned"},
    "adopt": {"draft": "adopted"},
    "assign": {"adopted": "assigned", "assigned": "assigned"},
    "close": {"assigned": "closed"},
    "reopen": {"closed": "assigned"},
    "withdraw": {"draft": "withdrawn", "adopted": "withdrawn", "assigned": "withdrawn"},
}

#: Judgements that say nothing to those who were there without a reason.
NEEDS_REASON = frozenset({"partly", "not"})


def after(move: Move, state: State) -> State | None:
    """The state after `move`, or None when it is not legal now."""
    return MOVES[move].get(state)


def is_settled(reflections: Iterable[str], lost: int) -> bool:
    """Whether every assignment was judged, and no words that reflect the finding are lost."""
    judged = list(reflections)
    return bool(judged) and "waiting" not in judged and not lost
