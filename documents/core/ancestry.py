"""Since which version each word stands: prose blame, carried on from version to version.

A block's text is cut into runs, each with the version that brought its words. Words that were only
moved, split or joined keep their version. Offsets are code points in the block's text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from documents.core.model import BlockId, Kept


class Run(NamedTuple):
    """Words `start..end` of a block came with `version`, there as `block` from `offset` on."""

    start: int
    end: int
    version: int
    block: BlockId
    offset: int

    def cut(self, start: int, end: int) -> Run:
        """The part of the run between `start` and `end`."""
        first, last = max(self.start, start), min(self.end, end)
        return self._replace(start=first, end=last, offset=self.offset + first - self.start)

    def shifted(self, by: int) -> Run:
        """The same words `by` characters later in their block."""
        return self._replace(start=self.start + by, end=self.end + by)


Ancestry = Mapping[BlockId, Sequence[Run]]

#: The end of a sentence: its mark, what closes after it, and the space that follows.
_SENTENCE = re.compile(r"[.!?…]+[\"'”’)\]\ufffc]*\s+(?=[\"'“‘(\[]?[A-Z0-9À-ÖØ-ÞΑ-ΩА-Я])|\n+")
#: Words that end with a full stop and end no sentence.
_SHORT = re.compile(
    r"(?:^|[\s(])(?:[A-Z]|e\.g|i\.e|cf|et al|[Ff]ig|[Ss]ec|[Tt]ab|[Nn]o|[Vv]ol|[Ee]q|Dr|Prof|vs|approx)"
    r"\.\s+$",
)

#: Words between changes that are shown with them: up to so many characters.
_ISLAND = 4


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a block, the newest version that brought words of it, and its runs."""

    start: int
    end: int
    since: int
    runs: tuple[Run, ...]


def begun(texts: Mapping[BlockId, str], version: int) -> dict[BlockId, tuple[Run, ...]]:
    """The ancestry of a first version: all of it is its own."""
    return {
        block: (Run(0, len(text), version, block, 0),) if text else () for block, text in texts.items()
    }


def carried(
    older: Ancestry, kept: Iterable[Kept], texts: Mapping[BlockId, str], version: int,
) -> dict[BlockId, tuple[Run, ...]]:
    """The ancestry of `version`, whose blocks read `texts`, from that of the version before it."""
    stayed: dict[BlockId, list[Run]] = defaultdict(list)
    for old, old_start, new, new_start, length in kept:
        inside = between(older.get(old, ()), old_start, old_start + length)
        stayed[new] += (run.shifted(new_start - old_start) for run in inside)
    return {
        block: _filled(sorted(stayed[block]), text, Run(0, len(text), version, block, 0))
        for block, text in texts.items()
    }


def between(runs: Sequence[Run], start: int, end: int) -> list[Run]:
    """The parts of the runs that lie in `start..end`."""
    return [run.cut(start, end) for run in runs if run.start < end and start < run.end]


def _filled(stayed: Sequence[Run], text: str, own: Run) -> tuple[Run, ...]:
    """`stayed` with what lies between as `own`; mere blanks go with the words before them."""
    runs: list[Run] = []
    place = 0
    for run in (*stayed, own.cut(own.end, own.end)):
        touches = place >= run.start
        if runs and not touches and not text[place : run.start].strip():
            runs[-1] = runs[-1]._replace(end=run.start)
        elif not touches:
            runs.append(own.cut(place, run.start))
        place = max(place, run.start)
        if place < run.end:
            _add(runs, run.cut(place, run.end), touches=touches)
            place = run.end
    return tuple(runs)


def _add(runs: list[Run], run: Run, *, touches: bool) -> None:
    """Put a run after the others, as one with the last where both stood together before."""
    last = runs[-1] if runs and touches else None
    if last and last[2:4] == run[2:4] and last.offset + last.end - last.start == run.offset:
        runs[-1] = last._replace(end=run.end)
    else:
        runs.append(run)


def sentences(text: str, runs: Sequence[Run]) -> tuple[Sentence, ...]:
    """The sentences of a block with the versions that they come from."""
    found: list[Sentence] = []
    start = 0
    for end in (*_ends(text), len(text)):
        if text[start:end].strip():
            own = _without_islands(between(runs, start, end))
            since = max((run.version for run in own if text[run.start : run.end].strip()), default=0)
            found.append(Sentence(start, end, since, own))
        start = end
    return tuple(found)


def _ends(text: str) -> list[int]:
    return [match.end() for match in _SENTENCE.finditer(text) if not _SHORT.search(text[: match.end()])]


def _without_islands(runs: Sequence[Run]) -> tuple[Run, ...]:
    """The runs as people read them: an old "to" between new words of one version goes with those."""
    shown: list[Run] = []
    for k, run in enumerate(runs):
        following = runs[k + 1] if k + 1 < len(runs) else None
        last = shown[-1] if shown else None
        if last and (_is_between(last, run, following) or _goes_on(last, run)):
            shown[-1] = last._replace(end=run.end)
        else:
            shown.append(run)
    return tuple(shown)


def _is_between(last: Run, run: Run, following: Run | None) -> bool:
    """Whether a few older characters stand between newer words of one version."""
    is_short = run.end - run.start <= _ISLAND and run.version < last.version
    return following is not None and is_short and last[2:4] == following[2:4]


def _goes_on(last: Run, run: Run) -> bool:
    """Whether a run goes on where the last one was made longer."""
    return last[2:4] == run[2:4] and last.end == run.start and run.offset > last.offset
