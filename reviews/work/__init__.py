"""My work: what waits for a person, and what they wait for; short lines, the most urgent first.

A line is a small function that looks at the desk of one person and yields what it finds:

    @work.line
    def returns_to_read(desk: Desk) -> Iterator[Task]: ...

Register it in a module that the app imports when it is ready. It asks for all documents at once: the
number of queries must not grow with them. `work.waits` registers lines of what others owe the person.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import TYPE_CHECKING

from django.utils import timezone

from reviews.work.desk import Desk, Due

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Document

__all__ = ["Desk", "Due", "Task", "Waiting", "both_of", "line", "waiting_of", "waits", "work_of"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do: a sentence that begins with a verb, where to do it, how many, and until when."""

    text: str
    document: Document
    url: str
    count: int = 0
    due: Due | None = None

    @property
    def is_overdue(self) -> bool:
        """Whether its time is over."""
        return self.due is not None and self.due.is_over

    @property
    def due_at(self) -> datetime | None:
        """The moment of the deadline, where it has one."""
        return self.due.at if self.due else None


@dataclass(frozen=True, slots=True)
class Waiting:
    """What others owe the person: said of them, and who can be reminded. `key` is its own in a document."""

    key: str
    text: str
    document: Document
    url: str
    people: tuple[int, ...]
    due: Due | None = None


_lines: list[Callable[[Desk], Iterable[Task]]] = []
_waits: list[Callable[[Desk], Iterable[Waiting]]] = []


def line(find: Callable[[Desk], Iterable[Task]]) -> Callable[[Desk], Iterable[Task]]:
    """Let these lines stand in My work."""
    _lines.append(find)
    return find


def waits(find: Callable[[Desk], Iterable[Waiting]]) -> Callable[[Desk], Iterable[Waiting]]:
    """Let these lines stand under what the person waits for."""
    _waits.append(find)
    return find


def both_of(person: Person) -> tuple[list[Task], list[Waiting]]:
    """What waits for the person, and for what the person waits, from one reading of the desk."""
    desk = Desk(person, timezone.now())
    return _tasks(desk), _waiting(desk)


def work_of(person: Person) -> list[Task]:
    """What waits for the person in all their documents."""
    return _tasks(Desk(person, timezone.now()))


def waiting_of(person: Person, document: Document | None = None) -> list[Waiting]:
    """What the person waits for from others, in all their documents or in one."""
    return _waiting(Desk(person, timezone.now(), only=document))


def _tasks(desk: Desk) -> list[Task]:
    return sorted((task for find in _lines for task in find(desk)), key=_urgency)


def _waiting(desk: Desk) -> list[Waiting]:
    found = [waiting for find in _waits for waiting in find(desk)]
    return sorted(found, key=lambda each: (_day(each.due), each.text))


def _urgency(task: Task) -> tuple[bool, date, float, str]:
    moment = task.due.at.timestamp() if task.due and task.due.at else float("inf")
    return (not task.is_overdue, _day(task.due), moment, task.text)


def _day(due: Due | None) -> date:
    return due.on if due else date.max
