"""Table cells, gathered into rows that every cell of the grid fills exactly once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from documents.core.model import Block, Cell

Body = list[dict[str, Any]]
_LONGEST_WORD, _ENOUGH = 22, 48


@dataclass(slots=True)
class _Held:
    cell: Cell
    blocks: list[Block] = field(default_factory=list)


def table(blocks: list[Block], body: Callable[[list[Block]], Body]) -> dict[str, Any]:
    """The blocks of one table (tables inside it included) as rows; `body` sets a cell's blocks."""
    held = _cells(blocks)
    grid = _grid(held)
    rows = 1 + max((row for row, _ in grid), default=0)
    columns = 1 + max((column for _, column in grid), default=0)
    cells: list[dict[str, Any]] = []
    for row in range(rows):
        for column in range(columns):
            found = grid.get((row, column))
            if found is None:
                cells.append({"row": row, "body": []})
            elif (found.cell.row, found.cell.column) == (row, column):
                spans = {"rows": found.cell.row_span, "columns": found.cell.column_span}
                cells.append({"row": row, **spans, "body": body(found.blocks)})
    return {"kind": "table", "widths": _widths(held, columns), "header": _header(held, rows), "cells": cells}


def _cells(blocks: list[Block]) -> list[_Held]:
    """The cells of the outer table. A table inside comes before the paragraph that closes its cell."""
    held: dict[tuple[int, int], _Held] = {}
    depth = min(len(block.cell.outer) for block in blocks if block.cell)
    waiting: list[Block] = []
    last: _Held | None = None
    for block in blocks:
        cell = block.cell
        waiting.append(block)
        if cell is not None and len(cell.outer) == depth:
            last = held.setdefault((cell.row, cell.column), _Held(cell))
            last.blocks += waiting
            waiting = []
    if last is not None:
        last.blocks += waiting
    return list(held.values())


def _grid(held: list[_Held]) -> dict[tuple[int, int], _Held]:
    """Who owns each place. Where spans overlap, as in broken files, the later one is cut to its place."""
    grid: dict[tuple[int, int], _Held] = {}
    starts = {(item.cell.row, item.cell.column) for item in held}
    for item in held:
        cell = item.cell
        places = [
            (row, column)
            for row in range(cell.row, cell.row + max(cell.row_span, 1))
            for column in range(cell.column, cell.column + max(cell.column_span, 1))
        ]
        if any(place in grid or (place in starts and place != places[0]) for place in places):
            places = places[:1]
            item.cell = Cell(cell.table, cell.row, cell.column, header=cell.header, outer=cell.outer)
        grid.update(dict.fromkeys(places, item))
    return grid


def _header(held: list[_Held], rows: int) -> int:
    """How many rows at the top are header and joined to none below; all of them count as none."""
    count = 0
    while any(item.cell.row == count and item.cell.header for item in held):
        count += 1
    crossed = any(item.cell.row < count < item.cell.row + item.cell.row_span for item in held)
    return 0 if crossed or count >= rows else count


def _widths(held: list[_Held], columns: int) -> list[float]:
    """Shares of the width by what the columns hold: long words must fit, long texts get more."""
    longest, fullest = [3.0] * columns, [3.0] * columns
    for item in held:
        if item.cell.column_span > 1:
            continue
        text = " ".join(block.text for block in item.blocks)
        word = max(map(len, text.split()), default=0)
        column = item.cell.column
        longest[column] = max(longest[column], min(word, _LONGEST_WORD))
        fullest[column] = max(fullest[column], min(len(text), _ENOUGH))
    return [max(word * 1.15, full * 0.6) for word, full in zip(longest, fullest, strict=True)]
