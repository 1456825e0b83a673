"""Filters over comments: one frozen value for what lists, Word files, sheets and the API let one ask for."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping
from dataclasses import asdict, dataclass, fields
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any, Protocol

from django.db.models import Q, QuerySet

from backend.accounts.models import Agency
from reviews.core import lifecycle
from reviews.models import (
    Acknowledgement,
    Comment,
    CommentState,
    CommentType,
    Disposition,
    Implementation,
    Lateness,
    Placement,
    Severity,
    Side,
    Source,
)
from reviews.table import stands

if TYPE_CHECKING:
    from backend.accounts.selectors import Viewer
    from documents.models import Version

#: Name in the address -> the field of a comment that must be equal.
FIELDS = {
    "state": "state", "type": "type", "severity": "severity", "agency": "agency__code",
    "disposition": "disposition", "implementation": "implementation", "acknowledgement": "acknowledgement",
    "lateness": "lateness", "source": "source", "author": "author_name", "round": "round__number",
}
CHOICES = {
    "type": CommentType.choices,
    "severity": [*Severity.choices, ("none", "None given")],
    "state": [
        ("open", "Waiting for an answer"), ("all", "All, withdrawn ones too"), *CommentState.choices,
    ],
    "disposition": [*Disposition.choices, ("none", "None yet")],
    "implementation": Implementation.choices,
    "acknowledgement": Acknowledgement.choices,
    "lateness": Lateness.choices,
    "source": Source.choices,
    "stand": Side.choices,
    "proposal": [("yes", "With other words"), ("no", "Without")],
    "mine": [("1", "Only mine")],
}
#: The longest value of a filter, in characters.
LONGEST = 200

class Language(Protocol):
    """The query language as filters need it; whoever knows it says so by `register`."""

    def comment_ids(self, text: str, person: Viewer) -> QuerySet[Any, Any] | Collection[int]:
        """Ids of the comments that answer the text, of those that the person sees."""

    def said_of(self, text: str, person: Viewer) -> list[str]:
        """Words on what of the text finds nothing for the person, with what they may have meant."""

    def wrong_values(self, text: str, person: Viewer) -> list[str]:
        """Words on values of fields that there are not for the person."""


_language: Language | None = None


@dataclass(frozen=True, slots=True)
class CommentFilter:
    """What was asked for; "" asks for nothing. Axes with choices take several values with commas."""

    state: str = ""
    type: str = ""
    severity: str = ""
    agency: str = ""
    disposition: str = ""
    implementation: str = ""
    acknowledgement: str = ""
    lateness: str = ""
    source: str = ""
    stand: str = ""
    stated_by: str = ""
    author: str = ""
    assignee: str = ""
    round: str = ""
    q: str = ""
    query: str = ""
    section: str = ""
    proposal: str = ""
    mine: str = ""

    def asked(self) -> dict[str, str]:
        """The filters that ask for something, as they stand in an address."""
        return {name: value for name, value in asdict(self).items() if value}

    def __bool__(self) -> bool:
        """Whether anything is asked for."""
        return bool(self.asked())


NAMES = tuple(field.name for field in fields(CommentFilter))


def register(language: Language) -> None:
    """Let `query=` be understood."""
    global _language  # noqa: PLW0603 - said once, when the apps are ready
    _language = language


def has_language() -> bool:
    """Whether `query=` is understood."""
    return _language is not None


def said_of(wanted: CommentFilter, person: Viewer) -> list[str]:
    """Words for people on what of a query finds nothing."""
    return _language.said_of(wanted.query, person) if _language is not None and wanted.query else []


def wrong_values(query: Mapping[str, Any], person: Viewer) -> list[str]:
    """Words on values in a query of an address or a body that there are not for the person."""
    text = str(query.get("query", ""))[:LONGEST]
    return _language.wrong_values(text, person) if _language is not None and text else []


def read(query: Mapping[str, Any]) -> CommentFilter:
    """The filters in an address; unknown ones, and values that there are not, are left out."""
    found = {name: str(query[name])[:LONGEST] for name in NAMES if query.get(name)}
    return CommentFilter(**{name: value for name, value in found.items() if _is_known(name, value)})


def wrong(query: Mapping[str, Any]) -> list[str]:
    """The names of filters in an address whose value there is not."""
    return sorted(name for name in NAMES if query.get(name) and not _is_known(name, str(query[name])))


def _is_known(name: str, value: str) -> bool:
    if name == "round":
        return value.isdecimal() and len(value) < 6
    return name not in CHOICES or set(value.split(",")) <= set(dict(CHOICES[name]))


def condition(
    wanted: CommentFilter, person: Viewer, prefix: str = "", *, version: Version | None = None,
    seen_as: Viewer | None = None,
) -> Q:
    """The filter as a condition on comments (or on what points to them, by `prefix`).

    Without a word on states, withdrawn comments are left out. A `section` is one of `version`. Stands are
    those that the person, and `seen_as`, see.
    """
    found = Q()
    for name, value in wanted.asked().items():
        found &= _SPECIAL[name](value, person, prefix) if name in _SPECIAL else _equal(name, value, prefix)
    if not wanted.state:
        found &= ~Q(**{f"{prefix}state": CommentState.WITHDRAWN})
    if wanted.section and version is not None:
        found &= _in_section(wanted.section, version, prefix)
    if wanted.stand or wanted.stated_by:
        found &= _stated(wanted, person, prefix, seen_as)
    return found


def _equal(name: str, value: str, prefix: str) -> Q:
    values = ["" if each == "none" else each for each in value.split(",")] if name in CHOICES else [value]
    return Q(**{f"{prefix}{FIELDS[name]}__in": values}) if len(values) > 1 else Q(
        **{f"{prefix}{FIELDS[name]}": values[0]},
    )


def _state(value: str, person: Viewer, prefix: str) -> Q:  # noqa: ARG001 - called from a table
    states = set(value.split(","))
    if "all" in states:
        return Q()
    if "open" in states:
        states = states - {"open"} | lifecycle.open_states()
    return Q(**{f"{prefix}state__in": sorted(states)})


def _agency(value: str, person: Viewer, prefix: str) -> Q:  # noqa: ARG001
    if value == "none":
        return Q(**{f"{prefix}agency": None})
    return Q(**{f"{prefix}agency__in": Agency.objects.filter(code__in=value.split(","))})


def _assignee(value: str, person: Viewer, prefix: str) -> Q:
    """`me`, `none`, or somebody's name."""
    if value in {"me", "none"}:
        return Q(**{f"{prefix}assignee": person.pk if value == "me" else None})
    return Q(**{f"{prefix}assignee__name": value})


def _mine(value: str, person: Viewer, prefix: str) -> Q:  # noqa: ARG001
    return Q(**{f"{prefix}author_id": person.pk})


def _proposal(value: str, person: Viewer, prefix: str) -> Q:  # noqa: ARG001
    return Q(**{f"{prefix}proposal__isnull": value == "no"})


def _text(value: str, person: Viewer, prefix: str) -> Q:  # noqa: ARG001
    """Every word must stand somewhere in what is said, proposed, answered or quoted, or be the number."""
    return reduce(lambda found, word: found & _word(word, prefix), value.split(), Q())


def _word(word: str, prefix: str) -> Q:
    code, _, number = word.rpartition("-")
    if code and number.isdecimal() and len(number) < 9:
        return Q(**{f"{prefix}code__iexact": code, f"{prefix}number": int(number)})
    places = ("body", "response", "quote", "proposal__text")
    return reduce(or_, (Q(**{f"{prefix}{place}__icontains": word}) for place in places))


def _query(value: str, person: Viewer, prefix: str) -> Q:
    """What the query language finds; where nobody knows it, the words as they are."""
    if _language is None:
        return _text(value, person, prefix)
    return Q(**{f"{prefix}pk__in": _language.comment_ids(value, person)})


def _elsewhere(value: str, person: Viewer, prefix: str) -> Q:  # noqa: ARG001 - needs more than its value
    return Q()


def _stated(wanted: CommentFilter, person: Viewer, prefix: str, seen_as: Viewer | None) -> Q:
    """Comments on which an agency (`stated_by`) takes a side (`stand`): one stand answers both."""
    rows = stands.counting(person, seen_as=seen_as)
    if wanted.stand:
        rows = rows.filter(side__in=wanted.stand.split(","))
    if wanted.stated_by:
        rows = rows.filter(agency__code__in=wanted.stated_by.split(","))
    return Q(**{f"{prefix}pk__in": rows.values("comment")})


def _in_section(key: str, version: Version, prefix: str) -> Q:
    """Comments that lie below a heading, its sub-sections included."""
    placed = Placement.objects.filter(version=version, ordinal__range=section_range(version, key))
    return Q(**{f"{prefix}pk__in": placed.exclude(comment__anchor_kind="document").values("comment_id")})


def section_range(version: Version, key: str) -> tuple[int, int]:
    """First and last ordinal of a section; an unknown one holds nothing."""
    heading = version.blocks.filter(key=key, kind="heading").first()
    if heading is None:
        return (1, 0)
    after = version.blocks.filter(kind="heading", ordinal__gt=heading.ordinal, level__lte=heading.level)
    end = after.order_by("ordinal").values_list("ordinal", flat=True).first()
    return heading.ordinal, end - 1 if end is not None else 10**8


_SPECIAL: Mapping[str, Callable[[str, Any, str], Q]] = {
    "state": _state, "agency": _agency, "assignee": _assignee, "mine": _mine, "proposal": _proposal,
    "q": _text, "query": _query, "section": _elsewhere, "stand": _elsewhere, "stated_by": _elsewhere,
}


def narrow(
    comments: QuerySet[Comment], wanted: CommentFilter, person: Viewer, *, version: Version | None = None,
) -> QuerySet[Comment]:
    """Those of the comments that the filter lets through."""
    return comments.filter(condition(wanted, person, version=version))
