"""Who makes a change and when, and the new text of one place."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from documents.core.markup.comments import is_date
from documents.core.markup.names import AUTHOR, DATE, ID
from documents.core.model import Span


@dataclass(slots=True)
class Stamp:
    """Who makes a change and when; gives each mark an id of its own."""

    author: str
    date: str
    numbers: Callable[[], int]
    own: str = ""  # the id of the first mark, when the change brings one

    def mark(self, tag: str) -> etree._Element:
        """A new revision element."""
        number, self.own = self.own or str(self.numbers()), ""
        attributes = {ID: number, AUTHOR: self.author}
        if is_date(self.date):
            attributes[DATE] = self.date
        return etree.Element(tag, attributes)


@dataclass(slots=True)
class Ink:
    """New text for one place: `link` gives the relationship id for a link's target."""

    text: str
    spans: tuple[Span, ...] = ()
    link: Callable[[str], str] | None = None
    nodes: list[etree._Element] = field(default_factory=list)  # ready runs, instead of text
