"""Cards, and rows of the matrix, as HTML: drawn once for all who see them alike.

A card takes its template two milliseconds, a row half of one, and a page asks for many. What was drawn is
kept under a digest of everything that the template is given: the rows that it shows, the actions, the time
zone.
The template gets no request, so nothing of a person can reach it by any other way; who may see a card
is decided before, by the rows that were fetched.
"""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.template.loader import get_template
from django.utils import timezone
from django.utils.safestring import SafeString, mark_safe

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from django.db.models import Model

    from reviews.cards import Card
    from reviews.table.lines import Line

#: Cards and rows kept by one process, about 2 kB each.
MOST = 6_000

_drawn: OrderedDict[bytes, str] = OrderedDict()
_lock = Lock()


def draw(cards: Iterable[Card]) -> SafeString:
    """The cards' HTML in their order."""
    return mark_safe("".join(map(_one, cards)))  # noqa: S308 - each part comes from a template


def draw_lines(lines: Iterable[Line], columns: Sequence[str], slug: str) -> SafeString:
    """Rows of the matrix with these columns, in their order."""
    template = "reviews/_matrix_row.html"
    drawn = (
        _kept(_digest_line(line, columns, slug), template, {"line": line, "columns": columns, "slug": slug})
        for line in lines
    )
    return mark_safe("\n".join(drawn))  # noqa: S308 - each part comes from a template


def _one(card: Card) -> str:
    return _kept(_digest(card), "reviews/_comment_card.html", {"card": card})


def _kept(key: bytes, template: str, context: dict[str, Any]) -> str:
    with _lock:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    html = get_template(template).render(context)
    with _lock:
        _drawn[key] = html
        while len(_drawn) > MOST:
            _drawn.popitem(last=False)
    return html


def _digest(card: Card) -> bytes:
    """Everything that the template is given, in 20 bytes."""
    comment = card.comment
    rows = [comment, card.placement, comment.agency, getattr(comment, "proposal", None), comment.version]
    for reply in comment.replies.all():
        rows += [reply, reply.agency]
    words = (
        [_columns(row) for row in rows],
        comment.duplicate_of.register_number if comment.duplicate_of else "",
        sorted(card.actions), card.is_mine, card.is_edited, card.permalink, card.who,
        card.error,
        timezone.get_current_timezone_name(),
    )
    return _hashed(words)


def _digest_line(line: Line, columns: Sequence[str], slug: str) -> bytes:
    comment = line.comment
    proposal = getattr(comment, "proposal", None)
    words = (
        _columns(comment), _columns(line.placement), _columns(comment.agency),
        (proposal.original, proposal.text) if proposal else None,
        comment.duplicate_of.register_number if comment.duplicate_of else "",
        comment.assignee.name if comment.assignee else "",
        comment.implemented_in.number if comment.implemented_in else "",
        comment.round.number if comment.round else "", comment.version.number,
        line.section, line.paragraph, line.step, line.alike, line.sides, columns, slug,
        timezone.get_current_timezone_name(),
    )
    return _hashed(words)


def _hashed(words: object) -> bytes:
    return hashlib.blake2b(repr(words).encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _columns(row: Model | None) -> dict[str, Any]:
    return {} if row is None else {name: value for name, value in vars(row).items() if name[0] != "_"}
