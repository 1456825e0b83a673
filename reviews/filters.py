"""Filters over comments: what lists, Word files and the API let one ask for, and nothing else."""

from __future__ import annotations

from collections.abc import Mapping

from django.db.models import Q

from reviews.core import lifecycle
from reviews.models import CommentState, CommentType, Disposition, Severity, Source

#: Name in the address -> the field of a comment that must be equal.
FIELDS = {
    "state": "state", "type": "type", "severity": "severity", "agency": "agency__code",
    "disposition": "disposition", "source": "source", "author": "author_name",
}
CHOICES = {
    "type": CommentType.choices,
    "severity": [*Severity.choices, ("none", "None given")],
    "state": [
        ("open", "Waiting for an answer"), ("all", "All, withdrawn ones too"), *CommentState.choices,
    ],
    "disposition": Disposition.choices,
    "source": Source.choices,
}


def asked(query: Mapping[str, str]) -> dict[str, str]:
    """The filters in an address, known ones only."""
    found = {name: query[name][:200] for name in (*FIELDS, "mine") if query.get(name)}
    return {name: value for name, value in found.items() if _is_known(name, value)}


def _is_known(name: str, value: str) -> bool:
    return name not in CHOICES or value in dict(CHOICES[name])


def condition(filters: Mapping[str, str], person_id: int | None, prefix: str = "") -> Q:
    """The filters as a condition on comments (or on what points to them, by `prefix`).

    Without a word on states, withdrawn comments are left out.
    """
    wanted = Q()
    for name, value in filters.items():
        if name == "mine":
            wanted &= Q(**{f"{prefix}author_id": person_id})
        elif name == "state" and value in {"open", "all"}:
            wanted &= Q(**{f"{prefix}state__in": lifecycle.open_states()}) if value == "open" else Q()
        else:
            wanted &= Q(**{f"{prefix}{FIELDS[name]}": "" if (name, value) == ("severity", "none") else value})
    if "state" not in filters:
        wanted &= ~Q(**{f"{prefix}state": CommentState.WITHDRAWN})
    return wanted
