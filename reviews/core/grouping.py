"""Comments that say nearly the same: campaigns, copies through several doors, one remark of many people.

Each text is cut into runs of three words; texts that share one of their rarest-looking runs are compared, and
a text joins the first earlier one that it is like. Nothing chains: all members of a group are like its first.
Short remarks ("Please give the unit.") are the same only on the same place.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from zlib import crc32

from rapidfuzz import fuzz

#: Words in a run, and runs of a text that it is looked up by.
RUN, SKETCH = 3, 8
#: Earlier texts that one text is compared with at most: the cost grows with the texts, not with their square.
MOST_COMPARED = 40
#: Likeness of words in any order, of 100.
ALIKE = 88
#: Words from which a remark is the same wherever it stands.
LONG = 8
_WORDS = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Said:
    """A comment: what it says, what it proposes, and on which block ("" for the whole document)."""

    id: int
    body: str
    proposal: str = ""
    place: str = ""


@dataclass(frozen=True, slots=True)
class _Text:
    id: int
    words: str
    count: int
    place: str
    sketch: frozenset[int]


def groups(said: Iterable[Said]) -> list[tuple[int, ...]]:
    """Ids of two or more comments that say nearly the same, in the order in which they were given."""
    leaders: dict[int, list[_Text]] = defaultdict(list)
    found: dict[int, list[int]] = {}
    for comment in said:
        text = _text(comment)
        leader = _leader(text, leaders)
        if leader is not None:
            found[leader].append(text.id)
        elif text.count:
            found[text.id] = [text.id]
            for run in text.sketch:
                leaders[run].append(text)
    return [tuple(ids) for ids in found.values() if len(ids) > 1]


def _text(said: Said) -> _Text:
    words = _WORDS.findall(unicodedata.normalize("NFKC", f"{said.body} {said.proposal}").casefold())
    return _Text(said.id, " ".join(words), len(words), said.place, _sketch(words))


def _sketch(words: Sequence[str]) -> frozenset[int]:
    """The smallest hashes of its runs: texts that share many runs share some of these."""
    runs = {" ".join(words[at : at + RUN]) for at in range(max(len(words) - RUN + 1, 1))}
    return frozenset(sorted(crc32(run.encode()) for run in runs)[:SKETCH])


def _leader(text: _Text, leaders: dict[int, list[_Text]]) -> int | None:
    """The first earlier text that this one is like."""
    compared: set[int] = set()
    for run in sorted(text.sketch):
        for other in leaders.get(run, ()):
            if other.id in compared:
                continue
            if len(compared) >= MOST_COMPARED:
                return None
            compared.add(other.id)
            if _is_alike(text, other):
                return other.id
    return None


def _is_alike(one: _Text, other: _Text) -> bool:
    if min(one.count, other.count) < LONG and one.place != other.place:
        return False
    return fuzz.token_sort_ratio(one.words, other.words, score_cutoff=ALIKE) >= ALIKE
