"""What may come next in a query that is being typed: words, fields, and the values of a field.

Everything offered is something that the person sees: words of visible items, their documents, the
authors of comments that they may read, the rounds of their documents.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable

from django.utils import timezone

from backend.accounts import selectors as accounts
from backend.accounts.selectors import Viewer
from documents import selectors as documents
from documents.models import Block
from reviews import selectors as reviews
from reviews.models import Disposition, Severity
from reviews.selectors import rounds
from search import narrowing, registry, scopes
from search.core import fields
from search.core.engine import EngineUnavailable
from search.engines import engine

#: The last word of a query: perhaps a minus, perhaps a field, perhaps an open quote.
_LAST = re.compile(
    r"""(?:^|(?<=\s)|(?<=\())(?P<minus>-?)(?:(?P<name>[^\W\d_]+):)?(?P<value>"[^"]*|[^\s"]*)$""")


def completions(person: Viewer, text: str, *, limit: int = 6) -> tuple[str, ...]:
    """Whole queries that begin as typed, the likeliest first; none after a space."""
    found = _LAST.search(text)
    if found is None or not found.group():
        return ()
    before, name, value = text[:found.start()] + found["minus"], found["name"], found["value"]
    if name is None:
        offered: Iterable[str] = [*_fields(value), *_words(person, value, limit)]
    else:
        offered = (f"{name}:{each}" for each in _values(person, name.casefold(), value.strip('"')))
    given = found.group().removeprefix(found["minus"]).casefold()
    return tuple(dict.fromkeys(before + each for each in offered if each.casefold() != given))[:limit]


def _fields(beginning: str) -> list[str]:
    """Fields that begin so, two letters at least."""
    if len(beginning) < 2 or beginning.startswith('"'):
        return []
    return [f"{name}:" for name in fields.names() if name.startswith(beginning.casefold())]


def _words(person: Viewer, beginning: str, limit: int) -> tuple[str, ...]:
    try:
        return engine().suggest(beginning.casefold(), scopes=scopes.scopes_of(person), limit=limit)
    except EngineUnavailable:
        return ()


def _values(person: Viewer, name: str, beginning: str) -> list[str]:
    """Values of a field that begin so, or hold it in the middle, quoted where they need it."""
    offer = _OFFERS.get(name)
    if offer is None:
        return []
    wanted = beginning.casefold()
    known = list(dict.fromkeys(str(value) for value in offer(person, beginning)))
    ordered = [value for value in known if value.casefold().startswith(wanted)]
    ordered += [value for value in known if wanted in value.casefold() and value not in ordered]
    return [f'"{value}"' if " " in value else value for value in ordered]


def _states(_: Viewer, __: str) -> list[str]:
    return ["open", "closed", *narrowing.STATES]


def _documents(person: Viewer, _: str) -> list[str]:
    rows = documents.documents_visible_to(person).order_by("title")[:200]
    return [row.name for row in rows]


def _authors(person: Viewer, beginning: str) -> list[str]:
    rows = reviews.comments_visible_to(person).filter(author_name__icontains=beginning)
    names = rows.order_by("author_name").values_list("author_name", flat=True).distinct()[:20]
    return ["me", *names]


def _agencies(person: Viewer, _: str) -> list[str]:
    return list(accounts.agencies_visible_to(person).values_list("code", flat=True))


def _rounds(person: Viewer, _: str) -> list[str]:
    rows = rounds.rounds_visible_to(person)
    return [*dict.fromkeys(str(number) for number in rows.values_list("number", flat=True)),
            *rows.order_by("-id").values_list("title", flat=True)[:50]]


def _versions(person: Viewer, _: str) -> list[str]:
    numbers = documents.versions_visible_to(person).order_by("number").values_list("number", flat=True)
    return ["latest", "all", *(str(number) for number in numbers.distinct())]


def _numbers(person: Viewer, beginning: str) -> list[str]:
    code, _, number = beginning.upper().partition("-")
    rows = reviews.comments_visible_to(person).filter(code__startswith=code).exclude(number=None)
    known = [f"{code}-{number:03d}" for code, number in rows.order_by("code", "number").values_list(
        "code", "number").distinct()[:500]]
    return [each for each in known if number in each.rpartition("-")[2]][:20]


def _sections(person: Viewer, beginning: str) -> list[str]:
    rows = Block.objects.filter(version__in=documents.versions_visible_to(person), kind="heading")
    named = rows.filter(text__icontains=beginning) if not beginning[:1].isdigit() else rows.filter(
        number__startswith=beginning)
    column = "number" if beginning[:1].isdigit() else "text"
    return list(named.order_by(column).values_list(column, flat=True).distinct()[:20])


def _years(_: Viewer, beginning: str) -> list[str]:
    this = timezone.now().year
    return [str(year) for year in range(this, this - 12, -1) if str(year).startswith(beginning)]


Offer = Callable[[Viewer, str], Iterable[str]]
_OFFERS: dict[str, Offer] = {
    "agency": _agencies, "in": _documents, "document": _documents, "by": _authors, "author": _authors,
    "is": _states, "status": _states, "state": _states, "round": _rounds, "version": _versions,
    "number": _numbers, "section": _sections, "before": _years, "after": _years, "year": _years,
    "kind": lambda *_: registry.labels(), "type": lambda *_: narrowing.TYPES,
    "severity": lambda *_: Severity.values, "disposition": lambda *_: Disposition.values,
    "decision": lambda *_: Disposition.values,
}
