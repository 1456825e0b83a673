"""Merging: many changed versions of one base into one text, and every disagreement as a value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from documents.core.collecting import no_collection
from documents.core.comparing import edits_between, pictures
from documents.core.comparing.script import positions, script
from documents.core.merging import assembling, ledger
from documents.core.merging.record import Record
from documents.core.merging.resolving import resolve, resolve_all
from documents.core.merging.values import Alternative, Conflict, ConflictKind, Merge, Outcome
from documents.core.model import Block, BlockId, Draft, Edit

__all__ = [
    "Alternative",
    "Conflict",
    "ConflictKind",
    "Merge",
    "Outcome",
    "merge",
    "merge_edits",
    "resolve",
    "resolve_all",
]


def merge(base: Draft, sides: Sequence[Draft], names: Sequence[str] = ()) -> Merge:
    """All sides' changes of `base` at once; their order changes nothing.

    `names` tell the sides apart in conflicts ("1", "2" … when left out). Nothing of a side is lost:
    each of its edits is in the result, in a conflict, or said by another side as well.
    """
    called = list(names) or [str(number) for number in range(1, len(sides) + 1)]
    ours, *theirs = pictures.texts([base, *sides])
    edits = {
        name: edits_between(base, side, (ours, texts))
        for name, side, texts in zip(called, sides, theirs, strict=True)
    }
    donors = {
        name: {block.id: block for block in side.blocks} for name, side in zip(called, sides, strict=True)
    }
    return merge_edits(base, edits, donors)


@no_collection()
def merge_edits(
    base: Draft,
    sides: Mapping[str, Iterable[Edit]],
    donors: Mapping[str, Mapping[BlockId, Block]] | None = None,
) -> Merge:
    """Merge edits that were made on one base, by side. Each side's own edits must fit each other.

    Raises `Inapplicable` for an edit that does not fit the base. Works the same for edits of a
    comparison and for proposals.
    """
    names = sorted(sides)
    wanted = [list(sides[name]) for name in names]
    places = positions(base)
    scripts = [
        script(base, edits, places, (donors or {}).get(name))
        for name, edits in zip(names, wanted, strict=True)
    ]
    record = Record(base, scripts, names)
    nodes = assembling.assembled(record)
    book = ledger.outcomes(record, wanted, places)
    merged = Merge((), tuple(record.conflicts), book, tuple(names), tuple(nodes))
    return replace(merged, blocks=resolve(merged, {}))
