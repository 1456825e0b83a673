"""What the marks of a returned file mean as edits: looks, kinds of paragraphs, rows, and their donors.

Reading tells that a run's properties changed; here it is found out to what. Blocks that come are given
their donor: "final/b12" is block b12 of the file with all its changes accepted, "clean/b12" of the file
without its markup.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from documents.core.comparing import edits_between
from documents.core.comparing.edits import NOT_FORMAT
from documents.core.comparing.lines import clipped
from documents.core.markup.weaving import ROW
from documents.core.model import Block, BlockId, Change, Draft, Edit, Span

_ACCEPTED = "final"


@dataclass(frozen=True, slots=True)
class Views:
    """A returned file without its markup, with its marks' looks, and with all changes accepted."""

    clean: Draft
    marked: Draft
    final: Draft


def told(changes: Iterable[Change], views: Views) -> tuple[tuple[Change, ...], int]:
    """The changes as edits that say all that is to be done, and how many say nothing about the text."""
    donors = _Donors(views)
    found: list[Change] = []
    left_out = 0
    for change in changes:
        mine = _TELLERS.get(change.edit.kind, _as_it_is)(change, views, donors)
        left_out += not mine
        found += mine
    return tuple(found), left_out


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

    def take(self, text: str) -> str | None:
        """A donor with this text."""
        free = self._free.get(text)
        return f"{_ACCEPTED}/{free.pop(0)}" if free else None

    def row(self, texts: Sequence[str]) -> list[Block] | None:
        """The blocks of a row with these texts, taken once."""
        for place, row in enumerate(self._rows):
            if [block.text for block in row] == list(texts):
                return self._rows.pop(place)
        return None


def _rows(blocks: Iterable[Block]) -> list[list[Block]]:
    found: dict[tuple[int, int], list[Block]] = {}
    for block in blocks:
        if block.cell is not None:
            found.setdefault((block.cell.table, block.cell.row), []).append(block)
    return list(found.values())


def _as_it_is(change: Change, views: Views, donors: _Donors) -> list[Change]:  # noqa: ARG001 - a table's
    edit = change.edit
    if edit.kind == "delete" and edit.end == edit.start:
        return []  # strikes what somebody else only proposes: nothing of the base
    return [change]


def _block(change: Change, views: Views, donors: _Donors) -> list[Change]:  # noqa: ARG001 - a table's
    if not change.edit.text.strip():
        return []
    return [replace(change, edit=replace(change.edit, donor=donors.take(change.edit.text)))]


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
        return _new_row(change, donors)
    if change.detail == "row deleted":
        return _gone_row(change, views)
    return []


def _new_row(change: Change, donors: _Donors) -> list[Change]:
    row = donors.row(change.edit.text.split("\t"))
    if row is None:
        return []
    behind = change.edit.to if change.edit.to is not None else change.edit.block
    return [
        replace(
            change, id=f"{change.id}:{place}", detail="", group=change.group or change.id,
            edit=Edit(
                "insert_block", behind, text=block.text, spans=block.spans, kind_to="cell",
                donor=f"{_ACCEPTED}/{block.id}", xml=ROW,
            ),
        )
        for place, block in enumerate(row)
    ]


def _gone_row(change: Change, views: Views) -> list[Change]:
    order = {block.id: place for place, block in enumerate(views.clean.blocks)}
    first, last = order.get(change.edit.block or ""), order.get(change.edit.to or "")
    if first is None or last is None:
        return []
    return [
        replace(
            change, id=f"{change.id}:{place}", detail="", group=change.group or change.id,
            edit=Edit("delete_block", block.id, 0, len(block.text), xml=ROW),
        )
        for place, block in enumerate(views.clean.blocks[first : last + 1])
    ]


_Teller = Callable[[Change, Views, _Donors], list[Change]]
_TELLERS: Mapping[str, _Teller] = {"insert_block": _block, "format": _look, "structure": _structure}

