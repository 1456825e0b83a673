"""Kinds of notices: what each is called, and how its words are made for the person who reads it.

The apps above register theirs when they are ready, as they do the readers of the river.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from backend.accounts.models import Person
from backend.notices.models import Notice


@dataclass(frozen=True, slots=True)
class Told:
    """A notice in words: one line, what more there is to say, and the address where it leads."""

    title: str
    text: str = ""
    path: str = "/"


@dataclass(frozen=True, slots=True)
class Kind:
    """`words` gives None when the person may no longer see what the notice is about: then nothing is told."""

    name: str
    label: str
    words: Callable[[Person, Notice], Told | None]
    by_mail: bool = True


_kinds: dict[str, Kind] = {}


def register(*kinds: Kind) -> None:
    """Let notices of these kinds be told."""
    _kinds.update({kind.name: kind for kind in kinds})


def registered() -> list[Kind]:
    return list(_kinds.values())


def named(name: str) -> Kind | None:
    return _kinds.get(name)


def words_for(person: Person, notice: Notice) -> Told | None:
    """The notice as this person may read it now; None when there is nothing that they may."""
    kind = named(notice.kind)
    return kind.words(person, notice) if kind else None


def with_words(person: Person, notices: Iterable[Notice]) -> list[tuple[Notice, Told]]:
    """Those of the notices that still say something, with their words."""
    found = [(notice, words_for(person, notice)) for notice in notices]
    return [(notice, told) for notice, told in found if told is not None]
