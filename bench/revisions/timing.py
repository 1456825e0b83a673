"""CPU time of comparing, merging and placing comments beside git, difflib and quotes, in one run.

Peers do less: git and difflib find no moves, splits and joins. The words of our texts are cut within the
time; versions are read before it.
"""

from __future__ import annotations

import difflib
import resource
import statistics
import subprocess
import tempfile
import time
from functools import partial
from typing import TYPE_CHECKING, Final

from bench import peers
from bench.revisions import gitting, invented, printing, quoting, scoring
from documents.core.comparing import compare
from documents.core.following import follow
from documents.core.merging import merge

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from pathlib import Path

SIZES: Final = (400, 2_500, 5_000)
SHARE: Final = 0.10
COMMENTS: Final = 5_000
REPEATS: Final = 5
#: How often acts whose times are compared are done in turn.
TURNS: Final = 11
#: The quotes' way takes tens of milliseconds a comment: it gets so many, and its time is multiplied.
SAMPLE: Final = 40


def measure(folder: Path, *, show: bool) -> None:
    """Comparing at three sizes, doubling, merging two sides, 5,000 comments."""
    several = invented.paragraphs(folder)
    if not several:
        printing.say(f"{folder} has no paragraph to make a long document of: no times")
        return
    taken: dict[int, float] = {}
    for size in SIZES:
        old = invented.document(several, size)
        new = invented.touched(old, SHARE)
        one, two = invented.draft(old), invented.draft(new)
        taken[size] = seconds(lambda one=one, two=two: compare(one, two))  # type: ignore[misc]
        theirs = {
            "git --word-diff": seconds(lambda old=old, new=new: word_diff(old, new)),  # type: ignore[misc]
            "difflib, blocks then words": seconds(lambda old=old, new=new: blocks_then_words(old, new)),  # type: ignore[misc]
        }
        printing.beside(f"comparing {size:,} paragraphs, 10 % touched", taken[size] * 1000,
                        {name: value * 1000 for name, value in theirs.items()}, "ms CPU")  # fmt: skip
        if show:
            printing.say(f"{size} paragraphs: {sum(len(text.split()) for text in old):,} words")
        if size == SIZES[-1]:
            _merging(old, taken[size])
            _comments(old, new)
    _doubling(several)


def _merging(old: list[str], own: float) -> None:
    base = invented.draft(old)
    sides = [invented.draft(invented.touched(old, SHARE / 2, seed)) for seed in (1, 2)]
    printing.figure("merging two sides, against our own comparing",
                    seconds(lambda: merge(base, sides)) * 1000, "compare", own * 1000, "ms CPU")  # fmt: skip


def _comments(old: list[str], new: list[str]) -> None:
    one, two = invented.draft(old), invented.draft(new)
    anchors = invented.anchors(old, COMMENTS)
    comparison = compare(one, two)
    acts = {"compare": lambda: compare(one, two), "follow": lambda: follow(anchors, one, two, comparison)}
    own, ours = in_turn(acts).values()
    name = f"placing {COMMENTS:,} comments on {len(old):,} compared paragraphs"
    printing.figure(name, ours * 1000, "compare", own * 1000, "ms CPU")
    if peers.share("edlib"):
        finder = quoting.Hypothesis(old, new)
        few = anchors[:SAMPLE]
        began = time.process_time()
        for anchor in few:
            finder.place(int(anchor.block), anchor.start, anchor.end)
        theirs = (time.process_time() - began) * COMMENTS / SAMPLE
        printing.figure(
            name, ours * 1000, "quotes as Hypothesis finds them (from a sample)", theirs * 1000, "ms CPU"
        )


def _doubling(several: list[str]) -> None:
    """Half of a document and the whole in turn."""
    whole = invented.document(several, SIZES[2])
    texts = {"half": whole[: SIZES[1]], "whole": whole}
    drafts = {name: invented.draft(each) for name, each in texts.items()}
    newer = {name: invented.draft(invented.touched(each, SHARE)) for name, each in texts.items()}
    for what, others in (("paragraphs, 10 % touched", newer), ("unchanged paragraphs", drafts)):
        acts = {name: partial(compare, drafts[name], others[name]) for name in drafts}
        half, double = in_turn(acts).values()
        printing.figure(
            f"doubling {SIZES[1]:,} {what}: time", double * 1000, "half of it", half * 1000, "ms CPU"
        )


def in_turn(acts: Mapping[str, Callable[[], object]]) -> dict[str, float]:
    """Median CPU seconds of several acts done in turn, so that what else the machine does meets all."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(TURNS):
        for name, act in acts.items():
            taken[name].append(seconds(act, 1))
    return {name: statistics.median(several) for name, several in taken.items()}


def seconds(act: Callable[[], object], repeats: int = REPEATS) -> float:
    """Median CPU seconds of this process and its children."""
    taken = []
    for _ in range(repeats):
        before = _used()
        act()
        taken.append(_used() - before)
    return statistics.median(taken)


def _used() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def word_diff(old: Sequence[str], new: Sequence[str]) -> None:
    """git's word diff, a paragraph a line."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["git", "diff", "--no-index", "-U0", "--word-diff=porcelain",
                   gitting.written(folder, "old", old), gitting.written(folder, "new", new)]  # fmt: skip
        subprocess.run(command, capture_output=True, check=False)


def blocks_then_words(old: Sequence[str], new: Sequence[str]) -> int:
    """difflib over blocks, then over the words of replaced ones, pair by pair."""
    changed = 0
    for tag, i, i_end, j, j_end in difflib.SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "replace":
            for one, two in zip(old[i:i_end], new[j:j_end], strict=False):
                matcher = difflib.SequenceMatcher(
                    None, scoring.tokens(one), scoring.tokens(two), autojunk=False
                )
                changed += len(matcher.get_opcodes())
    return changed
