"""The metrics: what counts as right, wrong and honest. No comparing or merging happens here."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from documents.core.comparing.tokens import UNSPACED

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bench.revisions.cases import Truth

TOKEN: Final = re.compile(r"\w+(?:['’\-_./]\w+)*|[^\w\s]")
#: A word's pieces: letters of scripts without spaces stand for themselves, or a word is a whole sentence.
PIECE: Final = re.compile(rf"[{UNSPACED}]|[^{UNSPACED}]+")
EXACT, RIGHT, TOUCHING, EITHER = 0.97, 0.6, 0.1, 0.25

Pair = tuple[int, int]
Place = tuple[int, int, int]


def tokens(text: str) -> list[str]:
    return TOKEN.findall(text)


def links(
    found: Iterable[Pair], data: dict[str, Any], old: Sequence[str], new: Sequence[str]
) -> Counter[str]:
    """Hits and misses among links whose text changed or that moved, split or joined.

    Pairs of equal short or repeated blocks are neither right nor wrong.
    """
    known = {(i, j): relation for i, j, _, relation in data["links"]}
    free = {(row[0], row[1]) for row in data["dontcare"]}
    ours, theirs = Counter(old), Counter(new)

    def is_ambiguous(pair: Pair) -> bool:
        one, two = old[pair[0]], new[pair[1]]
        return one == two and (ours[one] > 1 or theirs[two] > 1 or len(tokens(one)) < 3)

    pairs = set(found)
    count: Counter[str] = Counter()
    count["fp"] = sum(p not in known and p not in free and not is_ambiguous(p) for p in pairs)
    for pair, relation in known.items():
        if is_ambiguous(pair):
            continue
        name = "move" if "+move" in relation else relation
        count[f"n_{name}"] += 1
        count[f"hit_{name}"] += pair in pairs
        if name != "same":
            count["tp"] += pair in pairs
            count["fn"] += pair not in pairs
    return count


def f1(count: Counter[str]) -> float:
    right = count["tp"]
    return 2 * right / max(1, 2 * right + count["fp"] + count["fn"])


def recall(count: Counter[str], relation: str) -> float:
    return count[f"hit_{relation}"] / max(1, count[f"n_{relation}"])


def anchor(found: Sequence[Place] | None, true: Truth, quote: str, new: Sequence[str]) -> str:
    """One of exact, ok, partial, lost, WRONG, honest, false_place, either_ok, either_wrong, dontcare."""
    if found is None:
        return {"follow": "lost", "orphan": "honest", "either": "either_ok"}[true.status]
    size = sum(end - start for _, start, end in (*found, *true.segments))
    shared = 2 * _overlap(found, true.segments) / size if size else 0.0
    copy = len(found) == 1 and new[found[0][0]][found[0][1] : found[0][2]] == quote
    if true.status == "follow":
        if shared >= TOUCHING:
            return "exact" if shared >= EXACT else "ok" if shared >= RIGHT else "partial"
        return "dontcare" if copy and len(tokens(quote)) < 5 else "WRONG"
    if copy:
        return "dontcare"
    if true.status == "orphan":
        return "false_place"
    return "either_ok" if shared >= EITHER else "either_wrong"


def _overlap(one: Iterable[Sequence[int]], two: Iterable[Sequence[int]]) -> int:
    others = list(two)
    return sum(max(0, min(a[2], b[2]) - max(a[1], b[1])) for a in one for b in others if a[0] == b[0])


FOLLOWED: Final = frozenset({"exact", "ok"})
WRONG: Final = frozenset({"WRONG", "false_place", "either_wrong"})


@dataclass(frozen=True, slots=True)
class Placed:
    """What came of one anchor: its outcome, the status it should have, and how sure the method was."""

    outcome: str
    status: str
    confidence: float = 1.0

    @property
    def is_wrong(self) -> bool:
        return self.outcome in WRONG


def followed(several: Sequence[Placed]) -> float:
    """The part of the anchors with a place to follow to that are there."""
    there = [each for each in several if each.status == "follow"]
    return sum(each.outcome in FOLLOWED for each in there) / max(1, len(there))


def wrong(several: Sequence[Placed]) -> float:
    """The part of all anchors that were put where they do not belong."""
    return sum(each.is_wrong for each in several) / max(1, len(several))


def silent_loss(base: Sequence[str], side: Sequence[str], results: Iterable[Sequence[str]]) -> bool:
    """Whether new words of a side are in none of the results: over a quarter of its phrases, and four."""
    new = _phrases(side) - _phrases(base)
    there = set().union(*(_phrases(each) for each in results))
    lost = new - there
    return len(lost) >= 4 and len(lost) > 0.25 * len(new)


def _phrases(texts: Iterable[str]) -> set[tuple[str, ...]]:
    found: set[tuple[str, ...]] = set()
    for text in texts:
        words = [piece for word in tokens(text) for piece in PIECE.findall(word)]
        found.update(zip(words, words[1:], words[2:], strict=False))
    return found
