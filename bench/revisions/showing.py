"""How many changes a reader is shown in an edited paragraph, beside word diffs that show every match."""

from __future__ import annotations

import difflib
from itertools import groupby
from typing import TYPE_CHECKING

from bench.revisions import cases, gitting, printing, scoring
from documents.core.comparing import redline_segments

if TYPE_CHECKING:
    from pathlib import Path

    from bench.revisions.cases import Case

Pair = tuple[str, str]


def measure(folder: Path, *, show: bool) -> None:
    """Mean number of places that change, over all paragraphs that are edited in place."""
    pairs = [pair for case in cases.cases(folder, "align") for pair in _edited(case)]
    if not pairs:
        return
    if show:
        printing.say(f"{len(pairs)} edited paragraphs")
    printing.beside(
        "changes shown in an edited paragraph, mean",
        sum(_ours(*pair) for pair in pairs) / len(pairs),
        {
            "difflib, words": sum(_difflib(*pair) for pair in pairs) / len(pairs),
            "git diff, a word a line": sum(_git(*pair) for pair in pairs) / len(pairs),
        },
        "changes",
    )


def _edited(case: Case) -> list[Pair]:
    old, new = (cases.texts(case.one(key)) for key in "ab")
    return [(old[i], new[j]) for i, j, _, relation in case.data["links"] if relation == "edit"]


def _ours(old: str, new: str) -> int:
    """Runs of segments that are not equal: struck and written words side by side are one change."""
    kinds = [kind == "equal" for kind, _ in redline_segments(old, new)]
    return sum(not is_equal for is_equal, _ in groupby(kinds))


def _difflib(old: str, new: str) -> int:
    matcher = difflib.SequenceMatcher(None, scoring.tokens(old), scoring.tokens(new), autojunk=False)
    return sum(tag != "equal" for tag, *_ in matcher.get_opcodes())


def _git(old: str, new: str) -> int:
    return len(gitting.hunks(scoring.tokens(old), scoring.tokens(new)))
