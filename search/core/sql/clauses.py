"""Pieces of SQL with their values, and the tree of a query as a condition."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from search.core.query import (
    All,
    AnyOf,
    Attribute,
    InSection,
    InVersion,
    Leaf,
    Match,
    Node,
    Not,
    Period,
)

#: The column of each attribute.
COLUMNS: dict[Attribute, str] = {
    "kind": "kind", "author": "author", "agency": "agency", "type": "type", "status": "status",
    "severity": "severity", "disposition": "disposition", "round": "round", "number": "called",
}


@dataclass(frozen=True, slots=True)
class Sql:
    """Text with `%s` for each of `values`, in order."""

    text: str
    values: tuple[Any, ...] = ()

    def __add__(self, other: Sql) -> Sql:
        return Sql(self.text + other.text, self.values + other.values)


TRUE, FALSE = Sql("1=1"), Sql("1=0")


def joined(parts: Iterable[Sql], between: str) -> Sql:
    """The parts in one, in parentheses."""
    pieces = list(parts)
    return Sql(f"({between.join(piece.text for piece in pieces)})",
               tuple(value for piece in pieces for value in piece.values))


#: How a database says that an item holds a word, and that a column is one of some values.
Holding = Callable[[Leaf], Sql]
Among = Callable[[str, Sequence[Any]], Sql]


@dataclass(frozen=True, slots=True)
class Conditions:
    """Turns nodes into conditions on `item`."""

    holding: Holding
    among: Among

    def of(self, node: Node) -> Sql:
        """The condition under which an item answers the node."""
        match node:
            case All(nodes):
                return joined(map(self.of, nodes), " AND ")
            case AnyOf(nodes):
                return joined(map(self.of, nodes), " OR ")
            case Not(child):
                return Sql("NOT ") + joined([self.of(child)], "")
            case Match() | Period() | InVersion() | InSection():
                return self._narrowing(node)
        return self.holding(node)

    def _narrowing(self, node: Match | Period | InVersion | InSection) -> Sql:
        match node:
            case Match("document", values):
                return self.among("item.document", [int(value) for value in values if value.isdigit()])
            case Match(attribute, values):
                return self.among(f"lower(item.{COLUMNS[attribute]})", list(values))
            case Period(start, end):
                return Sql("(item.date >= %s AND item.date < %s)",
                           (-2**62 if start is None else start, 2**62 if end is None else end))
            case InVersion(None):
                return TRUE
            case InVersion(number):
                return Sql("%s BETWEEN item.first_version AND item.last_version", (number,))
            case InSection():
                return _section(node)


def _section(node: InSection) -> Sql:
    """As `InSection.holds`; `section` is stored folded, `section_number` without a full stop at its end."""
    pattern = node.text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
    if node.is_number:
        return Sql("(item.section_number = %s OR item.section_number LIKE %s ESCAPE '!')",
                   (node.text, f"{pattern}.%"))
    return Sql("item.section LIKE %s ESCAPE '!'", (f"%{pattern}%",))
