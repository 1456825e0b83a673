"""The words of a query within a text: which characters to mark, and the best window to show."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from search.core import analysis
from search.core.query import Leaf, Phrase, Prefix, Word

ELLIPSIS = "…"


@dataclass(frozen=True, slots=True)
class Fragment:
    """A run of characters, marked or not."""

    text: str
    marked: bool


def spans(text: str, leaves: Iterable[Leaf]) -> list[tuple[int, int]]:
    """`start, end` of everything in the text that a leaf matches, in order and without overlaps."""
    wanted = list(leaves)
    phrases = [leaf for leaf in wanted if isinstance(leaf, Phrase)]
    found = _words(text, wanted)
    if phrases:
        tokens = list(analysis.tokens(text))
        found += [span for phrase in phrases for span in _in_a_row(tokens, phrase.words)]
    found.sort()
    joined: list[tuple[int, int]] = []
    for start, end in found:
        if joined and start < joined[-1][1]:
            joined[-1] = (joined[-1][0], max(end, joined[-1][1]))
        else:
            joined.append((start, end))
    return joined


def snippet(text: str, leaves: Iterable[Leaf], *, width: int = 220) -> tuple[Fragment, ...]:
    """About `width` characters of the text around as many marks as possible, with the marks."""
    marks = spans(text, leaves)
    start, end = _window(text, marks, width)
    fragments = [Fragment(ELLIPSIS, False)] if start else []
    at = start
    for mark_start, mark_end in marks:
        if mark_start < at or mark_end > end:
            continue
        fragments += [Fragment(text[at:mark_start], False), Fragment(text[mark_start:mark_end], True)]
        at = mark_end
    fragments.append(Fragment(text[at:end], False))
    if end < len(text):
        fragments.append(Fragment(ELLIPSIS, False))
    return tuple(fragment for fragment in fragments if fragment.text)


def best(texts: Sequence[str], leaves: Sequence[Leaf]) -> str:
    """The text with most marks, the first among equals."""
    return max(texts, key=lambda text: len(spans(text, leaves)), default="")


def _words(text: str, leaves: Sequence[Leaf]) -> list[tuple[int, int]]:
    """Words in the forms that are looked for, and words that begin as they should."""
    stems = {analysis.forms(leaf.text)[0][1] for leaf in leaves if isinstance(leaf, Word)}
    beginnings = tuple(leaf.text for leaf in leaves if isinstance(leaf, Prefix))
    forms = analysis.forms
    if not stems and not beginnings:
        return []
    found = []
    for match in analysis.WORD.finditer(text):
        for exact, stem in forms(match.group()):
            if stem in stems or (beginnings and exact.startswith(beginnings)):
                found.append(match.span())
                break
    return found


def _in_a_row(tokens: list[analysis.Token], words: tuple[str, ...]) -> list[tuple[int, int]]:
    starts = range(len(tokens) - len(words) + 1)
    return [(tokens[n].start, tokens[n + len(words) - 1].end) for n in starts
            if all(tokens[n + k].exact == word for k, word in enumerate(words))]


def _window(text: str, marks: list[tuple[int, int]], width: int) -> tuple[int, int]:
    """The characters to show: from a little before the mark that has most others behind it."""
    if len(text) <= width:
        return 0, len(text)
    lead = width // 5
    best = max(marks, key=lambda mark: (sum(mark[0] <= other[0] and other[1] <= mark[0] + width - lead
                                            for other in marks), -mark[0]), default=(0, 0))
    start = max(0, min(best[0] - lead, len(text) - width))
    end = min(len(text), start + width)
    if start:
        start = _after_space(text, start, min(best[0], end))
    if end < len(text):
        end = _before_space(text, end, max(best[1], start))
    return start, end


def _after_space(text: str, start: int, limit: int) -> int:
    """The beginning of a word at or after `start`, but not beyond `limit`."""
    space = text.find(" ", start, limit)
    return space + 1 if space >= 0 else start


def _before_space(text: str, end: int, limit: int) -> int:
    space = text.rfind(" ", limit, end)
    return space if space > limit else end
