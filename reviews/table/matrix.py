"""The matrix: all comments of a document in reading order, piece by piece, whatever their number.

A piece goes on after a row, not after a count of rows: rows that come meanwhile neither repeat nor skip,
and the last piece costs what the first does. Comments that have no place in the version that is shown
(withdrawn ones, those on later versions) come after all that have one.
"""

from __future__ import annotations

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, F, OrderBy, OuterRef, Q, QuerySet

from backend.errors import BadInput
from reviews import selectors
from reviews.models import Comment, Placement
from reviews.table import filters, stands

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from backend.accounts.selectors import Viewer
    from documents.models import Document, Version
    from reviews.models import Stand
    from reviews.table.filters import CommentFilter

#: Rows in one piece.
SIZE = 60
#: name -> (label, the columns that order it; "-" before one that falls).
ORDERS: dict[str, tuple[str, tuple[str, ...]]] = {
    "place": ("Reading order", ("ordinal", "start_offset", "comment_id")),
    "number": ("Number", ("code", "number", "id")),
    "changed": ("Last changed", ("-changed_at", "-id")),
}
#: name -> the head of its column. The number always stands first.
COLUMNS = {
    "place": "§", "type": "Type", "comment": "Comment", "proposal": "Proposal", "decision": "Decision",
    "response": "Response", "by": "By", "state": "State", "implementation": "Implementation",
    "acknowledgement": "Acknowledgement", "lateness": "Lateness", "assignee": "Prepared by",
    "source": "Door", "round": "Round", "version": "Made on", "changed": "Changed",
}
USUAL = ("place", "type", "comment", "proposal", "decision", "response", "by")


def columns(query: Mapping[str, str]) -> tuple[str, ...]:
    """The columns that an address asks for, in their fixed order; the usual ones without a word."""
    asked = set(query.get("columns", "").split(",")) & set(COLUMNS)
    return tuple(name for name in COLUMNS if name in asked) if asked else USUAL


def order(query: Mapping[str, str]) -> str:
    """The order that an address asks for."""
    return query.get("order", "") if query.get("order", "") in ORDERS else "place"


def kept(query: Mapping[str, str]) -> dict[str, str]:
    """What of an address makes a view of the matrix: filters, order and columns."""
    found = filters.read(query).asked()
    if order(query) != "place":
        found["order"] = order(query)
    if columns(query) != USUAL:
        found["columns"] = ",".join(columns(query))
    return found


@dataclass(frozen=True, slots=True)
class Asked:
    """Which comments, seen by whom, in the places of which version, in which order.

    `seen_as` narrows what the person sees to what another viewer sees too, by the same rules.
    """

    person: Viewer
    document: Document
    version: Version | None
    wanted: CommentFilter
    order: str = "place"
    seen_as: Viewer | None = None

    def comments(self) -> QuerySet[Comment]:
        """All of them, in no order."""
        return Comment.objects.filter(self._condition(""))

    def count(self) -> int:
        """How many they are."""
        wanted = self._wanted("")
        parts = selectors.released_and_others(self.person, self.document, self.seen_as)
        return sum(part.filter(wanted).count() for part in parts)

    @property
    def reads(self) -> bool:
        """Whether the rows are only looked at, as somebody else sees them."""
        return self.seen_as is not None

    def all_comments(self) -> QuerySet[Comment]:
        """All that may be seen, whatever the filters say."""
        return Comment.objects.filter(self._seen(""))

    def placements(self) -> QuerySet[Placement]:
        """Those that have a place in the version, by their places."""
        return Placement.objects.filter(self._condition("comment__"), version=self.version)

    def _condition(self, prefix: str) -> Q:
        return self._seen(prefix) & self._wanted(prefix)

    def _wanted(self, prefix: str) -> Q:
        return filters.condition(
            self.wanted, self.person, prefix, version=self.version, seen_as=self.seen_as,
        )

    def _seen(self, prefix: str) -> Q:
        seen = Q(**{f"{prefix}document": self.document}) & selectors.comment_visible_to(self.person, prefix)
        if self.seen_as is not None:
            seen &= selectors.comment_visible_to(self.seen_as, prefix)
        return seen


@dataclass(frozen=True, slots=True)
class Row:
    """A comment and its place in the version that is shown, if it has one there."""

    comment: Comment
    placement: Placement | None
    cursor: str
    alike: int = 0  # comments of its group that the person sees, itself included
    stands: tuple[Stand, ...] = ()  # what agencies say for and against it, as the person sees them


@dataclass(frozen=True, slots=True)
class Piece:
    """Rows in their order; `before` and `after` are cursors to go on from, "" at an end."""

    rows: tuple[Row, ...]
    before: str = ""
    after: str = ""


def piece(asked: Asked, *, after: str = "", before: str = "", size: int = SIZE) -> Piece:
    """The rows after a cursor, or those before it; from the beginning without one."""
    backwards = bool(before)
    start = _read(asked.order, before or after)
    keys = _keys(asked, start, backwards=backwards, size=size + 1)
    more, keys = len(keys) > size, keys[:size]
    keys = keys[::-1] if backwards else keys
    rows = _rows(asked, keys)
    first, last = (rows[0].cursor, rows[-1].cursor) if rows else ("", "")
    return Piece(
        rows, first if (more if backwards else start is not None) else "",
        last if (more or backwards) else "",
    )


def around(asked: Asked, uid: str, *, size: int = SIZE) -> Piece:
    """The piece in which a comment stands, with some rows before it; the first piece when it is not there."""
    comment = asked.comments().filter(uid=uid).first()
    if comment is None:
        return piece(asked, size=size)
    key = _key_of(asked, comment)
    earlier = _keys(asked, key, backwards=True, size=size // 4 + 1)
    if len(earlier) <= size // 4:
        return piece(asked, size=size)
    return piece(asked, after=cursor(asked.order, earlier[-1]), size=size)


def just(asked: Asked, uids: Sequence[str]) -> Piece:
    """These comments as rows, as far as the person sees them, whatever the filters say."""
    seen = asked.all_comments().filter(uid__in=uids)
    return Piece(_rows(asked, [(1, (pk,)) for pk in seen.values_list("pk", flat=True)]))


def row(asked: Asked, comment: Comment) -> Row:
    """A comment that is at hand as a row, with what agencies say of it."""
    places = Placement.objects.filter(version=asked.version, comment=comment) if asked.version else None
    stated = stands.current(asked.person, [comment.pk], seen_as=asked.seen_as)
    return Row(comment, places.first() if places is not None else None, "", stands=tuple(stated))


def cursor_of(asked: Asked, comment: Comment) -> str:
    """The cursor of a comment that is at hand."""
    return cursor(asked.order, _key_of(asked, comment))


#: What a row is found by: in which part it stands (0 placed, 1 not), and the columns of its order.
Key = tuple[int, tuple[Any, ...]]


def _keys(asked: Asked, start: Key | None, *, backwards: bool, size: int) -> list[Key]:
    """The keys of the next rows, in the direction of walking; one query a part."""
    found: list[Key] = []
    parts = [0, 1] if asked.order == "place" and asked.version else [1]
    for part in reversed(parts) if backwards else parts:
        if len(found) >= size or (start and (part > start[0] if backwards else part < start[0])):
            continue
        rows, columns = _part(asked, part)
        within = start[1] if start and start[0] == part else None
        found += [(part, key) for key in _walk(rows, columns, within, backwards, size - len(found))]
    return found


def _part(asked: Asked, part: int) -> tuple[QuerySet[Any], tuple[str, ...]]:
    if part == 0:
        return asked.placements(), ORDERS["place"][1]
    if asked.order != "place":
        return asked.comments(), ORDERS[asked.order][1]
    here = Placement.objects.filter(comment=OuterRef("pk"), version=asked.version)
    rows = asked.comments()
    return (rows.filter(~Exists(here)) if asked.version else rows), ("id",)


def _walk(
    rows: QuerySet[Any], columns: tuple[str, ...], start: tuple[Any, ...] | None, backwards: bool, size: int,
) -> list[tuple[Any, ...]]:
    names = [column.lstrip("-") for column in columns]
    falls = [column.startswith("-") != backwards for column in columns]
    order = [_ordered(name, falling=falling) for name, falling in zip(names, falls, strict=True)]
    if start is not None:
        rows = rows.filter(beyond(names, falls, start))
    return [tuple(key) for key in rows.order_by(*order).values_list(*names)[:size]]


def _ordered(name: str, *, falling: bool) -> OrderBy:
    if name != "number":
        return F(name).desc() if falling else F(name).asc()
    return F(name).desc(nulls_first=True) if falling else F(name).asc(nulls_last=True)


def beyond(names: Sequence[str], falls: Sequence[bool], start: Sequence[Any]) -> Q:
    """Rows after `start`: (a, b, c) > (x, y, z), column by column. Numbers that are missing come last."""
    found, equal = Q(pk__in=[]), Q()
    for name, falling, value in zip(names, falls, start, strict=True):
        found |= equal & _past(name, value, falling=falling)
        equal &= Q(**{f"{name}__isnull": True}) if value is None else Q(**{name: value})
    first = f"{names[0]}__lte" if falls[0] else f"{names[0]}__gte"
    return Q(**{first: start[0]}) & found


def _past(name: str, value: Any, *, falling: bool) -> Q:
    if value is None:
        return Q(**{f"{name}__isnull": False}) if falling else Q(pk__in=[])
    past = Q(**{f"{name}__{'lt' if falling else 'gt'}": value})
    return past if falling or name != "number" else past | Q(**{f"{name}__isnull": True})


#: What related rows hold that no table shows, and that takes long to read: reports of reading, bodies.
_UNSHOWN = (
    *(f"{name}__{field}" for name in ("version", "implemented_in") for field in ("report", "properties")),
    "duplicate_of__body", "duplicate_of__response", "duplicate_of__source_data", "duplicate_of__quote",
    "proposal__edits",
)


def _rows(asked: Asked, keys: Sequence[Key]) -> tuple[Row, ...]:
    """The rows of these keys with all that the table shows, in six queries."""
    ids = [key[-1] for _, key in keys]
    comments = Comment.objects.filter(pk__in=ids).select_related(
        "agency", "proposal", "duplicate_of", "version", "assignee", "implemented_in", "round",
    ).defer(*_UNSHOWN).order_by()
    found = {row.pk: row for row in comments}
    places = Placement.objects.filter(version=asked.version, comment__in=ids).order_by()
    placed = {place.comment_id: place for place in places} if asked.version else {}
    alike = selectors.alike(asked.person, asked.document, ids, seen_as=asked.seen_as)
    stated = stands.by_comment(asked.person, ids, seen_as=asked.seen_as)
    return tuple(
        Row(found[key[1][-1]], placed.get(key[1][-1]), cursor(asked.order, key),
            alike.get(key[1][-1], 0), tuple(stated.get(key[1][-1], ())))
        for key in keys if key[1][-1] in found
    )


def _key_of(asked: Asked, comment: Comment) -> Key:
    if asked.order == "place" and asked.version:
        rows = Placement.objects.filter(version=asked.version, comment=comment)
        place = rows.values_list(*ORDERS["place"][1]).first()
        return (0, tuple(place)) if place else (1, (comment.pk,))
    columns = ORDERS[asked.order][1] if asked.order != "place" else ("id",)
    return 1, tuple(getattr(comment, column.lstrip("-")) for column in columns)


def cursor(order: str, key: Key) -> str:
    """A row's key in an order, as an address holds it."""
    part, values = key
    text = json.dumps([order, part, *values], default=str, separators=(",", ":"))
    return urlsafe_b64encode(text.encode()).decode().rstrip("=")


def _read(order: str, cursor: str) -> Key | None:
    """The key in a cursor; `BadInput` when it is none, or one of another order."""
    if not cursor:
        return None
    try:
        given = json.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
        of, part, *values = given
    except (ValueError, TypeError) as error:
        raise BadInput("This is no place in the matrix.", code="cursor") from error
    columns = ("id",) if order == "place" and part == 1 else ORDERS[order][1]
    if of != order or part not in {0, 1} or len(values) != len(columns) or not _fits(columns, values):
        raise BadInput("This is no place in the matrix.", code="cursor")
    return part, tuple(values)


def _fits(columns: Sequence[str], values: Sequence[Any]) -> bool:
    """Whether each value is of its column's kind: words for codes and moments, numbers for the others."""
    def fits(column: str, value: Any) -> bool:
        if column in {"code", "-changed_at"}:
            return isinstance(value, str) and len(value) < 60
        return (value is None and column == "number") or (type(value) is int and abs(value) < 2**62)

    return all(map(fits, columns, values))
