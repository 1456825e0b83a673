"""Cards as HTML, drawn once for all who see them alike.

A card takes its template two milliseconds, and a page asks for hundreds. What was drawn is kept under a
digest of everything that the template is given: the rows that it shows, the actions, the time zone.
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
    from collections.abc import Iterable

    from django.db.models import Model

    from reviews.cards import Card

#: Cards kept by one process, about 2 kB each.
MOST = 6_000

_drawn: OrderedDict[bytes, str] = OrderedDict()
_lock = Lock()


def draw(cards: Iterable[Card]) -> SafeString:
    """The cards' HTML in their order."""
    return mark_safe("".join(map(_one, cards)))  # noqa: S308 - each part comes from a template


def _one(card: Card) -> str:
    key = _digest(card)
    with _lock:
        if key in _drawn:
            _drawn.move_to_end(key)
            return _drawn[key]
    html = get_template("reviews/_comment_card.html").render({"card": card})
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
    return hashlib.blake2b(repr(words).encode("utf-8", "surrogatepass"), digest_size=20).digest()


def _columns(row: Model | None) -> dict[str, Any]:
    return {} if row is None else {name: value for name, value in vars(row).items() if name[0] != "_"}
