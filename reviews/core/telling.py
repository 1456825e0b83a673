"""What the marks of a returned file mean as edits: looks, kinds of paragraphs, rows, and their donors.

Reading tells that a run's properties changed; here it is found out to what. Blocks that come are given
their donor: "final/b12" is block b12 of the file with all its changes accepted, "clean/b12" of the file
without its markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

from documents.core.comparing import answers, edits_between, objects
from documents.core.comparing.edits import NOT_FORMAT
from documents.core.comparing.lines import clipped
from documents.core.markup.weaving import CELL, ROW
from documents.core.model import (
    OBJECT,
    TICKED,
    Block,
    BlockId,
    Change,
    Comment,
    Comparison,
    Draft,
    Edit,
    Point,
    Span,
)
from documents.core.reading import Amendment

_ACCEPTED = "final"


@dataclass(frozen=True, slots=True)
class Views:
    """A returned file without its markup, with its marks' looks, and with all changes accepted.

    `arrivals` tells where in `final` what each insertion brings stands, `amendments` in which insertions
    others struck something.
    """

    clean: Draft
    marked: Draft
    final: Draft
    arrivals: Mapping[str, tuple[BlockId, int]] = field(default_factory=dict)
    amendments: tuple[Amendment, ...] = ()


#: Changes of a table's build (by their detail in `Change`) and answers in a form, which no edit says: who
#: merges does them by hand.
BY_HAND = {
    "cells merged": "Cells are merged or split here.", "row inserted": "A row is put in here.",
    "row deleted": "A row is taken out here.", "cell inserted": "A cell is put in here.",
    "cell deleted": "A cell is taken out here.",
    "box ticked": "A box is ticked here.", "box unticked": "A box is no longer ticked here.",
    "entry chosen": "Another entry of a list is chosen here.",
}


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A change that no edit says: whose, of what (`Change.detail`), and the words where it is."""

    author: str
    detail: str
    words: str


def of_answers(base: Draft, theirs: Draft, comparison: Comparison | None) -> tuple[LeftOut, ...]:
    """What was ticked or chosen otherwise in a file; without a comparison, block goes with block."""
    pairs: Iterable[tuple[BlockId, BlockId]] = (
        ((one.id, other.id) for one, other in zip(base.blocks, theirs.blocks, strict=True))
        if comparison is None else ((link.old, link.new) for link in comparison.links)
    )
    texts = {block.id: block.text for block in base.blocks}
    return tuple(
        LeftOut("", _said_of(one), texts[block].strip() or one.after)
        for block, one in answers.answers(base, theirs, pairs)
    )


def _said_of(answer: answers.Answer) -> str:
    if answer.kind != "box":
        return "entry chosen"
    return "box ticked" if answer.after == TICKED else "box unticked"


def told(changes: Iterable[Change], views: Views) -> tuple[tuple[Change, ...], tuple[LeftOut, ...]]:
    """The changes as edits that say all that is to be done, and those that no edit says."""
    donors = _Donors(views)
    written = {one.insertion: one for one in views.amendments if one.insertion}
    lone = {min(one.strikes): one for one in views.amendments if not one.insertion}
    strikes = frozenset().union(*(one.strikes for one in views.amendments))
    texts = {block.id: block.text for block in views.clean.blocks}
    found: list[Change] = []
    left_out: list[LeftOut] = []
    for change in changes:
        rivals = written.get(change.id) or lone.get(change.id)
        if rivals is not None:
            mine = [
                _with_donor(one, change, donors)
                for one in (rivals.written, *rivals.amended) if one.edit.text.strip()
            ]
        elif change.id in strikes:
            continue
        else:
            mine = _TELLERS.get(change.edit.kind, _as_it_is)(change, views, donors)
        if not mine:
            left_out.append(LeftOut(change.author, change.detail, texts.get(change.edit.block or "", "")))
        found += mine
    return tuple(found), tuple(left_out)


def objections(views: Views) -> tuple[Comment, ...]:
    """What others say who struck all of somebody's insertion: there is nothing of it left to propose."""
    first = views.clean.blocks[0].id if views.clean.blocks else ""
    return tuple(
        Comment(
            f"strikes {change.id}", change.author, "", change.date,
            f"Do not put in “{amendment.written.edit.text}”, as {amendment.written.author} proposes.", "",
            resolved=False,
            start=Point(change.edit.block or first, change.edit.start),
            end=Point(change.edit.block or first, change.edit.start),
        )
        for amendment in views.amendments for change in amendment.amended
        if not change.edit.text.strip() and amendment.written.edit.text.strip()
    )


class _Donors:
    """The blocks of the accepted file that came with changes, each to be taken once."""

    def __init__(self, views: Views) -> None:
        self.blocks = views.final.blocks
        came = [
            edit.donor for edit in edits_between(views.clean, views.final) if edit.kind == "insert_block"
        ] if self.blocks else []
        self._free: dict[str, list[BlockId]] = {}
        texts = {block.id: block.text for block in self.blocks}
        for name in came:
            if name is not None:
                self._free.setdefault(texts[name], []).append(name)
        self._rows = _rows(self.blocks)
        self._arrivals, self._final = views.arrivals, views.final
        self._texts = texts
        self._by_id = {str(block.id): block for block in self.blocks}

    def given(self, change: Change) -> Edit:
        """The edit that brings a new block, with its donor and what its objects are."""
        donor = self._take(change)
        block = self._by_id.get(donor.rpartition("/")[2]) if donor else None
        xml = objects.origin(self._final, block, 0, len(block.text)) if block else ""
        return replace(change.edit, donor=donor, xml=xml or change.edit.xml)

    def _take(self, change: Change) -> str | None:
        """The donor of a new block."""
        text = change.edit.text
        name, at = self._arrivals.get(change.id, (None, 0))
        if name is not None and at == 0 and self._texts.get(name) == text:
            return f"{_ACCEPTED}/{name}"
        free = self._free.get(text)
        return f"{_ACCEPTED}/{free.pop(0)}" if free else None

    def stretch(self, change: Change) -> tuple[str, str] | None:
        """The donor of new words, and which of its characters they are."""
        name, at = self._arrivals.get(change.id, (None, 0))
        end = at + len(change.edit.text)
        if name is None or self._texts.get(name, "")[at:end] != change.edit.text:
            return None
        return f"{_ACCEPTED}/{name}", objects.origin(self._final, self._by_id[str(name)], at, end)

    def row(self, change: Change) -> list[Block] | None:
        """The blocks of a new row, taken once: where its words stand, else one with the same texts."""
        name, _ = self._arrivals.get(change.id, (None, 0))
        texts = change.edit.text.split("\t")
        for by_name in (True, False):
            for place, row in enumerate(self._rows):
                is_it = any(block.id == name for block in row) if by_name else True
                if is_it and [block.text for block in row] == texts:
                    return self._rows.pop(place)
        return None

    def cell(self, change: Change) -> list[Block] | None:
        """The blocks of a new cell."""
        name, _ = self._arrivals.get(change.id, (None, 0))
        home = next((block.cell for block in self.blocks if block.id == name), None)
        return [block for block in self.blocks if block.cell == home] if home is not None else None


def _rows(blocks: Iterable[Block]) -> list[list[Block]]:
    found: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        if block.cell is not None:
            found.setdefault((block.cell.table, block.cell.row), []).append(block)
    return list(found.values())


def _as_it_is(change: Change, views: Views, donors: _Donors) -> list[Change]:  # noqa: ARG001 - a table's
    edit = change.edit
    if edit.kind == "insert" and OBJECT in edit.text and (given := donors.stretch(change)):
        return [replace(change, edit=replace(edit, donor=given[0], xml=given[1]))]
    if edit.kind == "delete" and edit.end == edit.start:
        return []  # strikes what somebody else only proposes: nothing of the base
    return [change]


def _block(change: Change, views: Views, donors: _Donors) -> list[Change]:  # noqa: ARG001 - a table's
    if not change.edit.text.strip():
        return []
    return [replace(change, edit=donors.given(change))]


def _with_donor(one: Change, insertion: Change, donors: _Donors) -> Change:
    if one.edit.kind != "insert_block":
        return one
    return replace(one, edit=donors.given(replace(one, id=insertion.id)))


def _look(change: Change, views: Views, donors: _Donors) -> list[Change]:  # noqa: ARG001 - a table's
    before, after = _both(change, views)
    if before is None or after is None:
        return []
    if change.detail in ("paragraph", "numbering"):
        if (before.kind, before.level) == (after.kind, after.level):
            return []
        kind = Edit("structure", before.id, kind_to=after.kind, level_to=after.level)
        return [replace(change, edit=kind)]
    start, end = change.edit.start, change.edit.end
    old, new = _format(before, start, end), _format(after, start, end)
    if change.detail != "run" or start >= end or set(old) == set(new):
        return []
    return [replace(change, edit=replace(change.edit, spans=new))]


def _both(change: Change, views: Views) -> tuple[Block | None, Block | None]:
    name = change.edit.block
    return (
        next((block for block in views.clean.blocks if block.id == name), None),
        next((block for block in views.marked.blocks if block.id == name), None),
    )


def _format(block: Block, start: int, end: int) -> tuple[Span, ...]:
    return clipped([span for span in block.spans if span.kind not in NOT_FORMAT], start, end)


def _structure(change: Change, views: Views, donors: _Donors) -> list[Change]:
    if change.detail == "row inserted":
        return _coming(change, donors.row(change), ROW)
    if change.detail == "cell inserted":
        return _coming(change, donors.cell(change), CELL)
    if change.detail in ("row deleted", "cell deleted"):
        return _going(change, views, ROW if change.detail == "row deleted" else CELL)
    return []


def _coming(change: Change, row: Sequence[Block] | None, xml: str) -> list[Change]:
    """The paragraphs of a row or cell that comes."""
    if row is None:
        return []
    behind = change.edit.to if change.edit.to is not None else change.edit.block
    return [
        replace(
            change, id=f"{change.id}:{place}", detail="", group=change.group or change.id,
            edit=Edit(
                "insert_block", behind, text=block.text, spans=block.spans, kind_to="cell",
                donor=f"{_ACCEPTED}/{block.id}", xml=xml,
            ),
        )
        for place, block in enumerate(row)
    ]


def _going(change: Change, views: Views, xml: str) -> list[Change]:
    """The paragraphs of a row or cell that goes."""
    order = {block.id: place for place, block in enumerate(views.clean.blocks)}
    first, last = order.get(change.edit.block or ""), order.get(change.edit.to or "")
    if first is None or last is None:
        return []
    return [
        replace(
            change, id=f"{change.id}:{place}", detail="", group=change.group or change.id,
            edit=Edit("delete_block", block.id, 0, len(block.text), xml=xml),
        )
        for place, block in enumerate(views.clean.blocks[first : last + 1])
    ]


_Teller = Callable[[Change, Views, _Donors], list[Change]]
_TELLERS: Mapping[str, _Teller] = {"insert_block": _block, "format": _look, "structure": _structure}

