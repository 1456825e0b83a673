"""What is asked, as a tree of values. The parser makes it, engines answer it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

#: Attributes of an item that a query can name.
Attribute = Literal[
    "kind", "document", "author", "agency", "type", "status", "severity", "disposition", "round", "number"]


@dataclass(frozen=True, slots=True)
class Word:
    """A word in any of its forms; the form as written (folded, in `text`) counts more."""

    text: str


@dataclass(frozen=True, slots=True)
class Prefix:
    """Any word that begins with `text`."""

    text: str


@dataclass(frozen=True, slots=True)
class Phrase:
    """These words in a row, as written. Not `quoted`: made from a compound such as ESA-001."""

    words: tuple[str, ...]
    quoted: bool = True


@dataclass(frozen=True, slots=True)
class Match:
    """The item's attribute is one of `values`; no values match nothing."""

    attribute: Attribute
    values: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Period:
    """The item's date lies in `start <= date < end`, in seconds since 1970; None is open."""

    start: int | None = None
    end: int | None = None


@dataclass(frozen=True, slots=True)
class InVersion:
    """The item stands in version `number`, or in any version when None."""

    number: int | None = None


@dataclass(frozen=True, slots=True)
class InSection:
    """The item stands in the section of this number or one below it, or under a heading with these words."""

    text: str

    def holds(self, heading: str) -> bool:
        """Whether a section called so ("3.2 Cislunar habitat") is meant."""
        known = heading.casefold()
        if self.is_number:
            number = known.partition(" ")[0].rstrip(".")
            return number == self.text or number.startswith(f"{self.text}.")
        return self.text in known

    @property
    def is_number(self) -> bool:
        return self.text[:1].isdigit() or len(self.text) == 1


@dataclass(frozen=True, slots=True)
class Not:
    node: Node


@dataclass(frozen=True, slots=True)
class All:
    nodes: tuple[Node, ...]


@dataclass(frozen=True, slots=True)
class AnyOf:
    nodes: tuple[Node, ...]


Node = Word | Prefix | Phrase | Match | Period | InVersion | InSection | Not | All | AnyOf
#: The nodes that give a score.
Leaf = Word | Prefix | Phrase


@dataclass(frozen=True, slots=True)
class Exact:
    """A word just as written: never asked for by itself, but it makes a hit for the word worth more."""

    text: str


#: What is weighed in an item.
Scored = Leaf | Exact


@dataclass(frozen=True, slots=True)
class Problem:
    """Something in the query that was not taken as written: a stable code, and words for people."""

    code: str
    message: str


@dataclass(frozen=True, slots=True)
class Query:
    """A parsed query. `root` is None when there is nothing to look for."""

    source: str
    root: Node | None
    problems: tuple[Problem, ...] = ()

    def leaves(self) -> tuple[Leaf, ...]:
        """What is looked for, in the order as written, without what is left out by "-"."""
        return tuple(leaves(self.root)) if self.root else ()

    def names_version(self) -> bool:
        """Whether the query says which versions it wants; if not, it wants the latest."""
        return self.root is not None and any(isinstance(node, InVersion) for node in walk(self.root))


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it."""
    yield node
    if isinstance(node, Not):
        yield from walk(node.node)
    elif isinstance(node, All | AnyOf):
        for child in node.nodes:
            yield from walk(child)


def leaves(node: Node) -> Iterator[Leaf]:
    """Words, prefixes and phrases that are not negated."""
    if isinstance(node, Word | Prefix | Phrase):
        yield node
    elif isinstance(node, All | AnyOf):
        for child in node.nodes:
            yield from leaves(child)


def relaxed(root: Node) -> Node | None:
    """The query that fills up a short list: any of the words instead of all of them.

    Quotes, exclusions and fields stay binding. None when there is nothing to relax.
    """
    parts = root.nodes if isinstance(root, All) else (root,)
    optional = tuple(part for part in parts if _is_optional(part))
    if len(optional) < 2:
        return None
    return All((*(part for part in parts if not _is_optional(part)), AnyOf(optional)))


def _is_optional(node: Node) -> bool:
    if isinstance(node, Phrase):
        return not node.quoted
    if isinstance(node, AnyOf):
        return all(_is_optional(child) for child in node.nodes)
    return isinstance(node, Word | Prefix)


def rewritten(query: Query, change: Callable[[Node], Node]) -> Query:
    """The query with `change` applied to each node that has no children."""

    def apply(node: Node) -> Node:
        if isinstance(node, Not):
            return Not(apply(node.node))
        if isinstance(node, All):
            return All(tuple(apply(child) for child in node.nodes))
        if isinstance(node, AnyOf):
            return AnyOf(tuple(apply(child) for child in node.nodes))
        return change(node)

    return replace(query, root=apply(query.root) if query.root else None)


def resolved(query: Query, lookup: Callable[[Attribute, str], Sequence[str] | None]) -> Query:
    """The query with names replaced by keys: `lookup("document", "white paper")` -> `["7"]`.

    `lookup` answers None for values that are keys already.
    """

    def change(node: Node) -> Node:
        if not isinstance(node, Match):
            return node
        values: list[str] = []
        for value in node.values:
            keys = lookup(node.attribute, value)
            values.extend((value,) if keys is None else keys)
        return replace(node, values=tuple(values))

    return rewritten(query, change)
