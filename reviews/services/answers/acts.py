"""One door to everything that can be done to many comments at once, for the matrix and the API alike."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.errors import BadInput
from reviews.services.answers import axes, operations
from reviews.services.answers.decisions import Answer

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from backend.accounts.models import Person
    from documents.models import Document, Version
    from reviews.models import Comment, Operation
    from reviews.services.answers.operations import Chosen

#: What can be done, and how a button says it.
KINDS = {
    "answer": "Answer", "propose": "Propose answer", "decide": "Decide", "assign": "Assign",
    "done": "Note as done", "verify": "Verify", "unverify": "Not done after all",
    "admit": "Admit late comments", "refuse": "Refuse late comments",
}
CHOICES = list(KINDS.items())


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants done; each kind reads what it needs."""

    kind: str
    disposition: str = ""
    response: str = ""
    duplicate_of: Comment | None = None
    note: str = ""
    reference: str = ""
    assignee: Person | None = None
    version: Version | None = None


def perform(*, wish: Wish, document: Document, chosen: Sequence[Chosen], by: Person) -> Operation:
    """Do it to all of them or to none. Raises what the services of each kind raise."""
    if wish.kind not in _DOERS:
        raise BadInput("There is no such act.", code="kind")
    return _DOERS[wish.kind](wish, document, chosen, by)


def _answer(step: str) -> Callable[[Wish, Document, Sequence[Chosen], Person], Operation]:
    def answer(wish: Wish, document: Document, chosen: Sequence[Chosen], by: Person) -> Operation:
        said = Answer(wish.disposition, wish.response, wish.duplicate_of, wish.note, wish.reference)
        return operations.answer_comments(document=document, chosen=chosen, answer=said, by=by, step=step)

    return answer


def _assign(wish: Wish, document: Document, chosen: Sequence[Chosen], by: Person) -> Operation:
    return axes.assign_comments(document=document, chosen=chosen, assignee=wish.assignee, by=by)


def _done(wish: Wish, document: Document, chosen: Sequence[Chosen], by: Person) -> Operation:
    if wish.version is None:
        raise BadInput("Name the version in which it is done.", code="version")
    return axes.mark_implemented(
        document=document, chosen=chosen, version=wish.version, by=by, note=wish.note,
    )


def _implementation(to: str) -> Callable[[Wish, Document, Sequence[Chosen], Person], Operation]:
    def change(wish: Wish, document: Document, chosen: Sequence[Chosen], by: Person) -> Operation:
        return axes.set_implementation(document=document, chosen=chosen, to=to, by=by, note=wish.note)

    return change


def _judge(*, admit: bool) -> Callable[[Wish, Document, Sequence[Chosen], Person], Operation]:
    def judge(wish: Wish, document: Document, chosen: Sequence[Chosen], by: Person) -> Operation:
        return axes.judge_late(document=document, chosen=chosen, admit=admit, by=by, note=wish.note)

    return judge


_DOERS: Mapping[str, Callable[[Wish, Document, Sequence[Chosen], Person], Operation]] = {
    "answer": _answer(""), "propose": _answer("propose"), "decide": _answer("decide"), "assign": _assign,
    "done": _done, "verify": _implementation("verified"), "unverify": _implementation("pending"),
    "admit": _judge(admit=True), "refuse": _judge(admit=False),
}
