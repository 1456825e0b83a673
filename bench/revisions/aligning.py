"""Which paragraphs continue as which: our comparison beside line diffs, difflib, rapidfuzz and flat words."""

from __future__ import annotations

import difflib
from collections import Counter
from typing import TYPE_CHECKING, Final

from rapidfuzz import fuzz, process

from bench.revisions import cases, gitting, printing, scoring
from documents.core.comparing import compare

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from bench.revisions.scoring import Pair

ALIKE: Final = 0.5
OVERLAP: Final = 0.4
BREAK: Final = "\N{PILCROW SIGN}\N{PILCROW SIGN}"
RELATIONS: Final = ("edit", "move", "split", "join")


def measure(folder: Path, *, show: bool) -> None:
    """F1 of the links that are not plainly the same, and recall of each kind, real and synthetic."""
    counts: dict[tuple[str, str], Counter[str]] = {}
    for case in cases.cases(folder, "align"):
        group = "synthetic" if case.is_synthetic else "real"
        old, new = (cases.texts(case.one(key)) for key in "ab")
        ours = [(link.old, link.new) for link in compare(case.one("a"), case.one("b")).links]
        found: dict[str, Iterable[Pair]] = {"": ours}  # type: ignore[dict-item] # ids of JSON versions are ints
        found |= {name: peer(old, new) for name, peer in PEERS.items()}
        for name, pairs in found.items():
            count = scoring.links(pairs, case.data, old, new)
            counts.setdefault((group, name), Counter()).update(count)
            if show and not name and count["fp"] + count["fn"]:
                printing.say(f"{case.name}: {count['fp']} wrong links, {count['fn']} missed")
    for group in ("real", "synthetic"):
        if (group, "") in counts:
            _print(group, {name: count for (of, name), count in counts.items() if of == group})


def _print(group: str, counts: dict[str, Counter[str]]) -> None:
    theirs = {name: count for name, count in counts.items() if name}
    printing.beside(
        f"changed paragraphs aligned, F1, {group}",
        scoring.f1(counts[""]),
        {name: scoring.f1(count) for name, count in theirs.items()},
    )
    for relation in RELATIONS:
        printing.beside(
            f"{relation}s found, recall, {group}",
            scoring.recall(counts[""], relation),
            {name: scoring.recall(count, relation) for name, count in theirs.items()},
        )


def git_histogram(old: Sequence[str], new: Sequence[str]) -> set[Pair]:
    """git diff --histogram, a block a line; changed blocks paired by position."""
    changed = gitting.hunks(old, new, "--histogram")
    pairs = {(i + k, j + k) for i, j, size in gitting.kept(changed, len(old)) for k in range(size)}
    for start, end, there, there_end in changed:
        pairs.update(zip(range(start, end), range(there, there_end), strict=False))
    return pairs


def difflib_ratio(old: Sequence[str], new: Sequence[str]) -> set[Pair]:
    """difflib over blocks, then within replaced ones the best pairs by difflib's ratio of their words."""
    pairs: set[Pair] = set()
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            pairs.update(zip(range(i, i_end), range(j, j_end), strict=True))
        elif tag == "replace":
            pairs.update(_best(_ratios(old, new, range(i, i_end), range(j, j_end))))
    return pairs


def _ratios(old: Sequence[str], new: Sequence[str], olds: range, news: range) -> list[tuple[float, int, int]]:
    found = []
    for j in news:
        matcher = difflib.SequenceMatcher(None, [], scoring.tokens(new[j]), autojunk=False)
        for i in olds:
            matcher.set_seq1(scoring.tokens(old[i]))
            if matcher.real_quick_ratio() >= ALIKE and matcher.quick_ratio() >= ALIKE:
                found.append((matcher.ratio(), i, j))
    return found


def rapidfuzz_ratio(old: Sequence[str], new: Sequence[str]) -> set[Pair]:
    """Equal blocks by difflib, the others by rapidfuzz's ratio, best first, wherever they stand."""
    pairs: set[Pair] = set()
    for block in difflib.SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks():
        pairs.update((block.a + k, block.b + k) for k in range(block.size))
    olds = sorted(set(range(len(old))) - {i for i, _ in pairs})
    news = sorted(set(range(len(new))) - {j for _, j in pairs})
    if olds and news:
        grid = process.cdist([old[i] for i in olds], [new[j] for j in news], scorer=fuzz.ratio)
        scored = [
            (float(value) / 100, olds[r], news[c])
            for r, row in enumerate(grid)
            for c, value in enumerate(row)
        ]
        pairs |= _best(scored)
    return pairs


def _best(scored: Iterable[tuple[float, int, int]]) -> set[Pair]:
    olds: set[int] = set()
    news: set[int] = set()
    pairs: set[Pair] = set()
    for ratio, i, j in sorted(scored, key=lambda row: (-row[0], row[1], row[2])):
        if ratio >= ALIKE and i not in olds and j not in news:
            olds.add(i)
            news.add(j)
            pairs.add((i, j))
    return pairs


def flat_words(old: Sequence[str], new: Sequence[str]) -> set[Pair]:
    """One word diff of the whole texts (git, a word a line); blocks linked by the words they share."""
    mine, yours = flattened(old), flattened(new)
    changed = gitting.hunks([word for _, word in mine], [word for _, word in yours])
    shared: Counter[Pair] = Counter()
    for a, b, size in gitting.kept(changed, len(mine)):
        shared.update((mine[a + k][0], yours[b + k][0]) for k in range(size) if mine[a + k][1] != BREAK)
    sizes = [len(scoring.tokens(text)) for text in old], [len(scoring.tokens(text)) for text in new]
    return {
        (i, j) for (i, j), count in shared.items() if count >= OVERLAP * max(1, min(sizes[0][i], sizes[1][j]))
    }


def flattened(texts: Sequence[str]) -> list[tuple[int, str]]:
    """All words with the number of their block, and a sign behind each block."""
    return [(k, word) for k, text in enumerate(texts) for word in (*scoring.tokens(text), BREAK)]


PEERS: Final[dict[str, Callable[[Sequence[str], Sequence[str]], set[Pair]]]] = {
    "git diff --histogram": git_histogram,
    "difflib": difflib_ratio,
    "rapidfuzz": rapidfuzz_ratio,
    "flat word diff (git)": flat_words,
}
