"""Settling a conflict: one wording is accepted, its rivals are rejected with the reason, in one act."""

from __future__ import annotations

from typing import TYPE_CHECKING

from backend.errors import BadInput
from reviews.services.answers import operations
from reviews.services.answers.decisions import Answer

if TYPE_CHECKING:
    from collections.abc import Sequence

    from backend.accounts.models import Person
    from documents.models import Document
    from reviews.models import Operation
    from reviews.services.answers.operations import Chosen


def settle_conflict(
    *, document: Document, accepted: Sequence[Chosen], rejected: Sequence[Chosen], reason: str, by: Person,
) -> Operation:
    """Accept the comments of one wording and reject the others, each with the reason.

    Where the person may not decide, the answers are proposed. Raises what `operations.answer_each` does;
    then nothing is done. An answer that was given before changes with the same reason as its note.
    """
    if not reason.strip():
        raise BadInput("Say why the others are not taken: they read it.", code="reason")
    if not accepted and not rejected:
        raise BadInput("Choose a wording, or the text as it stands.", code="choose")
    yes = Answer("accepted", note=reason)
    no = Answer("rejected", reason, note=reason)
    answers = [(one, yes) for one in accepted] + [(one, no) for one in rejected]
    return operations.answer_each(document=document, answers=answers, by=by)
