"""A heat map: a table of shares, each cell with its shade and its words. Colour is never alone."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

SHADES = 5


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many."""

    done: int
    total: int

    @property
    def shade(self) -> int:
        """0 (nothing done) to 4 (all done); -1 where there is nothing to do."""
        if not self.total:
            return -1
        return SHADES - 1 if self.done >= self.total else self.done * (SHADES - 1) // self.total

    @property
    def percent(self) -> int:
        """Rounded down, so that 100 means all."""
        return self.done * 100 // self.total if self.total else 0

    @property
    def left(self) -> int:
        """What is still to do."""
        return self.total - self.done


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the map: its name, its cells in the order of the columns, and all of them together."""

    name: str
    cells: tuple[Share, ...]
    whole: Share


@dataclass(frozen=True, slots=True)
class Heat:
    """Columns and rows; `whole` sums up the columns."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]
    whole: Row


def heat(
    counts: Mapping[tuple[str, str], Share], *, rows: Sequence[str], columns: Sequence[str],
) -> Heat:
    """The map of what was counted by (row, column)."""
    nothing = Share(0, 0)
    lines = [Row(
        row, cells := tuple(counts.get((row, column), nothing) for column in columns), _sum(cells),
    ) for row in rows]
    whole = tuple(_sum([line.cells[place] for line in lines]) for place in range(len(columns)))
    return Heat(tuple(columns), tuple(lines), Row("All", whole, _sum(whole)))


def _sum(shares: Sequence[Share]) -> Share:
    return Share(sum(share.done for share in shares), sum(share.total for share in shares))
