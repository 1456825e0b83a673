"""Comparing two versions: which blocks continue as which, what changed in them, and what moved."""

from __future__ import annotations

from collections import Counter

from documents.core.collecting import no_collection
from documents.core.comparing import edits, kept, pictures, shape
from documents.core.comparing.alignment import Alignment, align
from documents.core.comparing.applying import applied
from documents.core.comparing.redline import redline_segments
from documents.core.comparing.script import Inapplicable
from documents.core.comparing.tokens import Texts
from documents.core.model import Comparison, Draft, Edit, Link

__all__ = ["Inapplicable", "applied", "compare", "edits_between", "redline_segments"]


@no_collection()
def compare(old: Draft, new: Draft) -> Comparison:
    """How `old` became `new`: links between blocks, edits as people read them, and what was kept."""
    texts, alignment = _aligned(old, new)
    units = shape.units(texts[0], alignment)
    written = edits.Writer(old, new, texts, for_people=True).write(units, alignment)
    runs = kept.runs(old, new, texts, alignment)
    return Comparison(_links(old, new, alignment, units), written, runs)


@no_collection()
def edits_between(old: Draft, new: Draft, known: tuple[Texts, Texts] | None = None) -> tuple[Edit, ...]:
    """The edits that touch no word that stayed: many and small, for merging.

    `known` are the texts of both, when `old` is compared with several versions.
    """
    texts, alignment = _aligned(old, new, known)
    units = shape.units(texts[0], alignment, per_block=shape.FEWEST_MOVES)
    return edits.Writer(old, new, texts, for_people=False).write(units, alignment)


def _aligned(
    old: Draft, new: Draft, known: tuple[Texts, Texts] | None = None
) -> tuple[tuple[Texts, Texts], Alignment]:
    ours, theirs = known or pictures.texts([old, new])
    kinds = ([block.kind for block in old.blocks], [block.kind for block in new.blocks])
    alignment = align(ours, theirs, kinds)
    pictures.pair_swapped(alignment, ours, theirs)
    return (ours, theirs), alignment


def _links(old: Draft, new: Draft, alignment: Alignment, units: list[shape.Unit]) -> tuple[Link, ...]:
    """All links in the order of the old version, then of the new one."""
    still = [-1] * len(old.blocks)
    ends = [-1] * len(old.blocks)
    for unit in units:
        if not unit.moved:
            size = unit.old_end - unit.old
            if unit.equal:
                still[unit.old : unit.old_end] = range(unit.new, unit.new_end)
                ends[unit.old : unit.old_end] = range(unit.new + 1, unit.new_end + 1)
            else:
                still[unit.old : unit.old_end] = [unit.new] * size
                ends[unit.old : unit.old_end] = [unit.new_end] * size
    of_old = Counter(i for i, _ in alignment.links)
    of_new = Counter(j for _, j in alignment.links)
    pairs = [(i, j, 1.0) for i, j in enumerate(alignment.equal) if j >= 0]
    if alignment.links:
        pairs = sorted([*pairs, *((i, j, share) for (i, j), share in alignment.links.items())])
    return tuple(
        Link(
            old.blocks[i].id,
            new.blocks[j].id,
            shape.relation((i, j), alignment, (of_old[i], of_new[j])),
            not still[i] <= j < ends[i],
            round(share, 4),
        )
        for i, j, share in pairs
    )
