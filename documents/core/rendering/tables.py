"""Cells' blocks as an HTML table, with tables in cells where they stand."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from documents.core.model import Block, Cell


@dataclass(slots=True)
class _Cell:
    at: Cell
    content: list[Block | _Table] = field(default_factory=list)


@dataclass(slots=True)
class _Table:
    number: int
    cells: dict[tuple[int, int], _Cell] = field(default_factory=dict)
    newest: _Cell | None = None

    def cell(self, at: Cell) -> _Cell:
        self.newest = self.cells.setdefault((at.row, at.column), _Cell(at))
        return self.newest


def render_table(blocks: Sequence[Block], render: Callable[[Block], str]) -> str:
    """The blocks of one outermost table, in reading order, as a table; `render` makes a block's HTML."""
    return _html(_assemble(blocks), render)


def _assemble(blocks: Sequence[Block]) -> _Table:
    tables: dict[int, _Table] = {}
    root: _Table | None = None
    for block in blocks:
        at = block.cell
        if at is None:
            continue
        parent: _Table | None = None
        for number in (*at.outer, at.table):
            table = tables.get(number)
            if table is None:
                table = tables[number] = _Table(number)
                if parent is None:
                    root = root or table
                else:
                    _holder(parent).content.append(table)
            parent = table
        tables[at.table].cell(at).content.append(block)
    return root or _Table(0)


def _holder(parent: _Table) -> _Cell:
    """The cell in which an inner table begins: the one that was filled last, or the first."""
    return parent.newest or parent.cell(Cell(parent.number, 0, 0))


def _html(table: _Table, render: Callable[[Block], str]) -> str:
    rows: dict[int, list[_Cell]] = {}
    for (row, _), cell in sorted(table.cells.items()):
        rows.setdefault(row, []).append(cell)
    head = [row for row, cells in rows.items() if all(cell.at.header for cell in cells)]
    # Only rows at the top are a head; a header row further down is shown where it stands.
    head = [row for at, row in enumerate(head) if list(rows)[at] == row]
    top = "".join(_row(rows[row], render) for row in head)
    rest = "".join(_row(cells, render) for row, cells in rows.items() if row not in head)
    thead = f"<thead>{top}</thead>" if top else ""
    return (
        f'<div class="table-frame"><table class="table" data-table="{table.number}">{thead}'
        f"<tbody>{rest}</tbody></table></div>"
    )


def _row(cells: Sequence[_Cell], render: Callable[[Block], str]) -> str:
    return "<tr>" + "".join(_cell(cell, render) for cell in cells) + "</tr>"


def _cell(cell: _Cell, render: Callable[[Block], str]) -> str:
    name = "th" if cell.at.header else "td"
    spans = f' colspan="{cell.at.column_span}"' if cell.at.column_span > 1 else ""
    spans += f' rowspan="{cell.at.row_span}"' if cell.at.row_span > 1 else ""
    scope = ' scope="col"' if cell.at.header else ""
    content = "".join(
        render(item) if isinstance(item, Block) else _html(item, render) for item in cell.content
    )
    return f"<{name}{scope}{spans}>{content}</{name}>"
