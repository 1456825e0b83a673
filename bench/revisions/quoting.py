"""Peers that find a comment's place again: by its quote (Hypothesis, rapidfuzz), and by a flat diff."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from rapidfuzz import fuzz

from bench import peers
from bench.revisions import aligning, gitting, scoring

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bench.revisions.scoring import Place

CONTEXT: Final = 32
MOST_ERRORS: Final = 256
ALIKE: Final = 70
SURVIVE: Final = 0.35
#: What quote, prefix, suffix and position weigh in Hypothesis' client (annotator/anchoring/match-quote).
WEIGHTS: Final = (50, 20, 20, 2)


class Page:
    """The blocks of a version as one text, and back from its offsets to them."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = texts
        self.text = "\n".join(texts)
        self.starts: list[int] = []
        place = 0
        for text in texts:
            self.starts.append(place)
            place += len(text) + 1

    def places(self, start: int, end: int) -> list[Place]:
        """`start..end` block by block."""
        found = []
        for k in range(bisect_right(self.starts, start) - 1, len(self.texts)):
            first = self.starts[k]
            if first >= end:
                break
            low, high = max(start - first, 0), min(end - first, len(self.texts[k]))
            if low < high:
                found.append((k, low, high))
        return found


class Hypothesis:
    """Position first, then the quote as well as it can be found, judged by what stands around it."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = Page(old), Page(new)

    def place(self, block: int, start: int, end: int) -> list[Place] | None:
        first = self.old.starts[block] + start
        quote = self.old.texts[block][start:end]
        text = self.new.text
        if text[first : first + len(quote)] == quote:
            return self.new.places(first, first + len(quote))
        before = self.old.text[max(0, first - CONTEXT) : first]
        after = self.old.text[first + len(quote) : first + len(quote) + CONTEXT]
        best = max(
            (
                (self._score(match, quote, before, after, first), match[0], match[1])
                for match in _search(text, quote, min(MOST_ERRORS, len(quote) // 2))
            ),
            default=None,
        )
        return self.new.places(best[1], best[2]) if best else None

    def _score(self, match: tuple[int, int, int], quote: str, before: str, after: str, hint: int) -> float:
        start, end, errors = match
        text = self.new.text
        parts = (
            1 - errors / max(1, len(quote)),
            _likeness(text[max(0, start - len(before)) : start], before) if before else 1.0,
            _likeness(text[end : end + len(after)], after) if after else 1.0,
            1 - abs(start - hint) / max(1, len(text)),
        )
        return sum(weight * part for weight, part in zip(WEIGHTS, parts, strict=True))


def _likeness(text: str, wanted: str) -> float:
    if not text:
        return 0.0
    errors = min((match[2] for match in _search(text, wanted, len(wanted))), default=len(wanted))
    return 1 - errors / len(wanted)


def _search(text: str, wanted: str, most: int) -> list[tuple[int, int, int]]:
    """Where `wanted` is in `text` with as few errors as possible: start, end, errors."""
    found = []
    place = text.find(wanted)
    while place >= 0 and wanted:
        found.append((place, place + len(wanted), 0))
        place = text.find(wanted, place + 1)
    if found or not most:
        return found
    import edlib  # only where the peers are installed

    result: dict[str, Any] = edlib.align(_plain(wanted), _plain(text), mode="HW", task="locations", k=most)
    if result["editDistance"] < 0:
        return []
    return [(start, end + 1, result["editDistance"]) for start, end in result["locations"]]


def _plain(text: str) -> str:
    """Within the alphabet that the library can take, letter by letter."""
    return text.encode("latin-1", "replace").decode("latin-1")


class Partial:
    """rapidfuzz.partial_ratio_alignment over the whole text."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        self.old, self.new = old, Page(new)

    def place(self, block: int, start: int, end: int) -> list[Place] | None:
        quote = self.old[block][start:end]
        best = fuzz.partial_ratio_alignment(quote, self.new.text, score_cutoff=ALIKE)
        return self.new.places(best.dest_start, best.dest_end) if best else None


class FlatWords:
    """A flat word diff (git): a comment covers what is left of its words, if that is enough of them."""

    def __init__(self, old: Sequence[str], new: Sequence[str]) -> None:
        mine, yours = aligning.flattened(old), aligning.flattened(new)
        changed = gitting.hunks([word for _, word in mine], [word for _, word in yours])
        self.spans = [_spans(text) for text in old], [_spans(text) for text in new]
        self.firsts = [0]
        for spans in self.spans[0]:
            self.firsts.append(self.firsts[-1] + len(spans) + 1)
        there = [(k, word) for k, text in enumerate(new) for word in range(len(_spans(text)) + 1)]
        self.map = {
            a + k: there[b + k] for a, b, size in gitting.kept(changed, len(mine)) for k in range(size)
        }

    def place(self, block: int, start: int, end: int) -> list[Place] | None:
        inside = [
            self.firsts[block] + k for k, (s, e) in enumerate(self.spans[0][block]) if s < end and e > start
        ]
        alive = [self.map[k] for k in inside if k in self.map]
        if not alive or len(alive) < SURVIVE * len(inside):
            return None
        blocks = Counter(k for k, _ in alive)
        return [self._cover(k, [word for of, word in alive if of == k]) for k, _ in blocks.most_common()]

    def _cover(self, block: int, words: list[int]) -> Place:
        spans = self.spans[1][block]
        return block, spans[min(words)][0], spans[max(words)][1]


def _spans(text: str) -> list[tuple[int, int]]:
    return [match.span() for match in scoring.TOKEN.finditer(text)]


def methods() -> dict[str, type[Hypothesis | Partial | FlatWords]]:
    """The peers that can run here."""
    found: dict[str, type[Hypothesis | Partial | FlatWords]] = {
        "rapidfuzz partial_ratio": Partial,
        "flat word diff (git)": FlatWords,
    }
    if peers.share("edlib"):
        found["quotes as Hypothesis finds them"] = Hypothesis
    return found
