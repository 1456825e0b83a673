"""The sender's own sheet goes back: with our answers in it, or with what did not come in marked."""

from __future__ import annotations

from pathlib import PurePath
from typing import TYPE_CHECKING

from backend.errors import NotNow
from documents.services import files
from documents.services.confinement import confined
from reviews import selectors
from reviews.core import sheets
from reviews.core.sheets import Mark
from reviews.models import Comment, ReturnState, RowState
from reviews.services.sheets import exporting

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Person
    from reviews.models import Return, SheetRow


def with_answers(*, received: Return, by: Person) -> tuple[bytes, str]:
    """The file as it came with our columns filled, and its name.

    Only answers to comments that this person sees; rows that are not answered stay as they are.
    """
    _demand_read(received)
    seen = selectors.comments_visible_to(by).filter(document=received.document)
    rows = list(received.rows.exclude(comment=None).order_by("ordinal"))
    comments = {
        comment.pk: comment
        for comment in seen.filter(pk__in=Comment.objects.filter(sheet_rows__received=received).values("pk"))
        .select_related("duplicate_of")
    }
    marks = [
        Mark(row.tab, row.number, answer) for row in rows
        if (comment := comments.get(row.comment_id or 0)) and (answer := _answer(comment, received.profile))
    ]
    return _returned(received, marks), _named(received, "answers")


def _answer(comment: Comment, profile: str) -> dict[str, str]:
    return exporting.answer_of(comment, profile) if comment.state in exporting.ANSWERED else {}


def with_problems(*, received: Return) -> tuple[bytes, str]:
    """The file as it came, each row that did not come in with the reason beside it, and its name."""
    _demand_read(received)
    bad = received.rows.filter(state__in=[RowState.BAD, RowState.FAILED]).order_by("ordinal")
    marks = [Mark(row.tab, row.number, {}, reasons(row)) for row in bad]
    return _returned(received, marks), _named(received, "marked")


def reasons(row: SheetRow) -> str:
    """What keeps a row out, in a sentence or two: "Type: There is no such type. (Such as ge, te or ed.)"."""
    return " ".join(_sentences(row.problems))


def _sentences(problems: Iterable[dict[str, str]]) -> Iterable[str]:
    for problem in problems:
        if problem.get("blocks"):
            column = f"{' '.join(problem['column'].split())}: " if problem["column"] else ""
            example = f" (Such as {problem['example']}.)" if problem.get("example") else ""
            yield f"{column}{problem['reason']}{example}"


def _demand_read(received: Return) -> None:
    if received.state in {ReturnState.READING, ReturnState.UNREADABLE} or not received.profile:
        raise NotNow("This sheet has not been read.")


def _returned(received: Return, marks: list[Mark]) -> bytes:
    return confined(
        sheets.returned, files.content(received.file), marks, profile=received.profile,
        mapping=received.mapping,
    )


def _named(received: Return, what: str) -> str:
    name = PurePath(received.file_name)
    return f"{name.stem}-{what}{name.suffix}"
