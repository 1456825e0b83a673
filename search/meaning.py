"""What a query means to a person: names of what they see as keys, and words on values that mean nothing.

A name that the person may not see is answered as one that there is not, word for word; what is offered
instead is of what they see.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from difflib import get_close_matches
from functools import cache

from backend.accounts import selectors as accounts
from backend.accounts.selectors import Viewer
from documents import selectors as documents
from reviews import selectors as reviews
from reviews.core import lifecycle
from reviews.models import Disposition, Severity
from reviews.selectors import rounds
from search import narrowing, registry, selectors
from search.core.parser import parse
from search.core.query import Attribute, Match, Problem, Query, resolved, walk

#: How like a name must be to be offered, and among how many it is looked for.
ALIKE, MOST_NAMES = 0.6, 1_000

#: What a value of a field means to the person who asks, as `keys` says it.
Meant = Callable[[Attribute, str], Sequence[str] | None]

#: Values that mean several stored ones.
_GROUPS: dict[tuple[Attribute, str], list[str]] = {
    ("status", "open"): sorted(lifecycle.open_states()),
    ("status", "closed"): ["closed", "decided"],
    ("kind", "paragraph"): ["text"],
    ("kind", "recommendation"): ["finding"],
    ("kind", "findings"): ["finding"],
    ("disposition", "none"): [""],
    ("disposition", "modified"): ["accepted_modified"],
    ("severity", "none"): [""],
}
_LABELS: dict[Attribute, dict[str, str]] = {
    "type": narrowing.TYPES, "status": narrowing.STATES,
    "disposition": dict(Disposition.choices), "severity": dict(Severity.choices),
}
#: The field that people write for an attribute, where it has another name.
_FIELDS: dict[Attribute, str] = {"document": "in", "author": "by", "status": "is"}
_CALLED: dict[Attribute, str] = {"author": "person", "document": "document", "status": "state"}


def understood(person: Viewer, text: str, *, typing: bool = False) -> Query:
    """The query, its names replaced by the keys of what the person sees.

    Its problems tell which values mean nothing, unless it is still being typed.
    """
    query = parse(text, typing=typing)

    @cache
    def meant(attribute: Attribute, value: str) -> Sequence[str] | None:
        return keys(person, attribute, value)

    unknown = () if typing else tuple(_unknown(person, query, meant))
    found = resolved(query, meant)
    return replace(found, problems=(*query.problems, *unknown))


def keys(person: Viewer, attribute: Attribute, value: str) -> Sequence[str] | None:
    """What a value of a field means to this person; None when it is a stored value as it stands."""
    if attribute == "document":
        return selectors.document_keys(person, value)
    if attribute == "author":
        return selectors.own_keys(person) if value == "me" else selectors.author_keys(person, value)
    if attribute == "round":
        return selectors.round_keys(person, value)
    return _GROUPS.get((attribute, value)) or _plural(attribute, value)


def _plural(attribute: Attribute, value: str) -> Sequence[str] | None:
    """`kind:comments` means `kind:comment`; the label of a type or state means its value."""
    labels = _labels(attribute)
    if value in labels:
        return None
    meant = [key for key, label in labels.items() if str(label).casefold() == value.replace("-", " ")]
    return meant or None


def _labels(attribute: Attribute) -> dict[str, str]:
    return dict(registry.labels()) if attribute == "kind" else _LABELS.get(attribute, {})


def _unknown(person: Viewer, query: Query, meant: Meant) -> Iterable[Problem]:
    """A word on each value that means nothing to the person, with the likest that does."""
    asked = [node for node in walk(query.root) if isinstance(node, Match)] if query.root else []
    for attribute, value in dict.fromkeys((node.attribute, value) for node in asked for value in node.values):
        if not _is_known(person, attribute, value, meant):
            yield _problem(attribute, value, _likest(value, _names(person, attribute)))


def _is_known(person: Viewer, attribute: Attribute, value: str, meant: Meant) -> bool:
    if attribute in ("document", "author", "round"):
        return value == "me" or bool(meant(attribute, value))
    if attribute == "number":
        return True  # that it finds nothing says it
    if attribute == "agency":
        return accounts.agencies_visible_to(person).filter(code__iexact=value).exists()
    return value in _labels(attribute) or meant(attribute, value) is not None


def _problem(attribute: Attribute, value: str, likest: str) -> Problem:
    field, called = _FIELDS.get(attribute, attribute), _CALLED.get(attribute, attribute)
    quoted = f'"{likest}"' if " " in likest else likest
    hint = f" Did you mean {field}:{quoted}?" if likest else ""
    said = f"You see no {called} “{value}”, so “{field}:{value}” finds nothing."
    return Problem("unknown_value", said + hint)


def _likest(value: str, names: Iterable[str]) -> str:
    """The name that is most like the value, or holds a part that is; "" when none is."""
    known: dict[str, str] = {}
    for name in names:
        for part in (name, *name.split()):
            known.setdefault(part.casefold(), name)
    found = get_close_matches(value, known, n=1, cutoff=ALIKE)
    return known[found[0]] if found else ""


def _names(person: Viewer, attribute: Attribute) -> Iterable[str]:
    offer = _NAMES.get(attribute)
    if offer:
        return offer(person)
    stored = [value for value in _labels(attribute) if value]
    return [*stored, *(value for of, value in _GROUPS if of == attribute)]


def _documents(person: Viewer) -> list[str]:
    return [row.name for row in documents.documents_visible_to(person).order_by("-pk")[:MOST_NAMES]]


def _authors(person: Viewer) -> list[str]:
    said = reviews.comments_visible_to(person).order_by().values_list("author_name", flat=True)
    return list(said.distinct()[:MOST_NAMES])


def _agencies(person: Viewer) -> list[str]:
    return list(accounts.agencies_visible_to(person).values_list("code", flat=True))


def _rounds(person: Viewer) -> list[str]:
    return list(rounds.rounds_visible_to(person).order_by("-id").values_list("title", flat=True)[:MOST_NAMES])


_NAMES: dict[Attribute, Callable[[Viewer], Iterable[str]]] = {
    "document": _documents, "author": _authors, "agency": _agencies, "round": _rounds,
}
