"""The fine map of what stayed: which characters of one version are which characters of another."""

from __future__ import annotations

from documents.core.comparing.alignment import Alignment
from documents.core.comparing.tokens import Texts, Words
from documents.core.comparing.words import Run
from documents.core.model import Draft, Kept


def runs(old: Draft, new: Draft, texts: tuple[Texts, Texts], alignment: Alignment) -> tuple[Kept, ...]:
    """Every stretch of text that lives on, in the order of the old version.

    Stretches begin and end with words, and hold the same characters on both sides.
    """
    found = [(i, 0, j, 0, len(old.blocks[i].text)) for i, j in enumerate(alignment.equal) if j >= 0]
    changed: list[tuple[int, int, int, int, int]] = []
    for (i, j), inside in alignment.runs.items():
        for run in inside:
            changed += ((i, start, j, there, size) for start, there, size in _stretches(texts, i, j, run))
    if changed:
        found = sorted([*found, *changed])
    ours, theirs = old.blocks, new.blocks
    return tuple([(ours[i].id, start, theirs[j].id, there, size) for i, start, j, there, size in found])


def _stretches(texts: tuple[Texts, Texts], i: int, j: int, run: Run) -> list[tuple[int, int, int]]:
    """A run of words as stretches of characters, cut where the white space between words changed."""
    a, b, n = run
    one, two = texts[0].cut(i), texts[1].cut(j)
    start, end = one.starts[a], one.ends[a + n - 1]
    there, there_end = two.starts[b], two.ends[b + n - 1]
    if texts[0].texts[i][start:end] == texts[1].texts[j][there:there_end]:
        return [(start, there, end - start)]
    found = []
    first = 0
    for k in range(1, n + 1):
        if k < n and _gap(texts[0].texts[i], one, a + k) == _gap(texts[1].texts[j], two, b + k):
            continue
        begin = one.starts[a + first]
        found.append((begin, two.starts[b + first], one.ends[a + k - 1] - begin))
        first = k
    return found


def _gap(text: str, cut: Words, place: int) -> str:
    return text[cut.ends[place - 1] : cut.starts[place]]
