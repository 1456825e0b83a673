"""Deciding in the merge room: proposals granted, refused, deferred; and taking it back."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.db import transaction

from backend.errors import NotNow, NotYou
from reviews import rules
from reviews.models import CommentState, Operation
from reviews.room import gathering
from reviews.services.answers import operations
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backend.accounts.models import Person
    from documents.models import Version
    from reviews.models import Comment
    from reviews.room.gathering import Room, Topic


def demand_editor(by: Person, version: Version) -> None:
    """`NotYou` unless the person may merge here."""
    if not rules.standing(by, version.document).steers:
        raise NotYou("Only editors and coordinators merge proposals.")


def decide(
    *, version: Version, topics: Sequence[str], answer: Answer, by: Person,
    seen: Mapping[str, int] | None = None, rivals: bool = False,
) -> Operation:
    """Answer all who ask for these changes (topics by key) alike, in one operation.

    `rivals` rejects, in the same step, everything that cannot be had together with them. `seen` are
    the revisions that the person had read: 409 when somebody decided meanwhile. Raises `NotYou`,
    `NotNow`, `BadInput`.
    """
    demand_editor(by, version)
    with transaction.atomic():
        room = gathering.room_of(by, version)
        chosen = named(room, topics)
        answers = [(one, again(one, answer)) for topic in chosen for one in topic.comments]
        if rivals:
            answers += _against(room, chosen)
        return operations.answer_each(
            document=version.document,
            answers=[(Chosen(one, (seen or {}).get(str(one.uid))), said) for one, said in answers], by=by,
        )


def named(room: Room, keys: Iterable[str]) -> list[Topic]:
    """The topics with these keys, in the room's order; `NotNow` when one is not there any more."""
    wanted = set(keys)
    found = [topic for topic in room.topics if topic.key in wanted]
    if len(found) < len(wanted) or not found:
        raise NotNow("Some of these changes are not here any more. Look at the room again.", code="changed")
    return found


def again(comment: Comment, answer: Answer) -> Answer:
    """The answer with the note that a second answer to one comment needs."""
    if comment.state == CommentState.DECIDED and not answer.note:
        return replace(answer, note="Decided anew in the merge room.")
    return answer


def _against(room: Room, chosen: Sequence[Topic]) -> list[tuple[Comment, Answer]]:
    """Rejections of what clashes with the chosen ones, each with the reason."""
    keys = {topic.wish.key for topic in chosen}
    names = ", ".join(str(one) for topic in chosen for one in topic.comments[:3])
    reason = f"Another wording was chosen in this place: {names}."
    rivals = {
        key
        for place in room.places if any(topic.wish.key in keys for topic in place.topics)
        for clash in place.clashes if keys & set(clash.wishes)
        for key in clash.wishes if key not in keys
    }
    losing = [topic for topic in room.topics if topic.wish.key in rivals and topic.state != "refused"]
    return [
        (one, again(one, Answer("rejected", reason))) for topic in losing for one in topic.comments
    ]


def last_operation(person: Person, version: Version) -> Operation | None:
    """What undo would take back: the person's newest decisions in this document that still stand."""
    rows = Operation.objects.filter(
        document_id=version.document_id, by=person, undone_by=None, kind__in=["decide", "propose"],
    )
    return rows.order_by("-id").first()


def undo(*, version: Version, by: Person) -> operations.Undone:
    """Take back the person's last step. Raises `NotNow` when there is none."""
    demand_editor(by, version)
    last = last_operation(by, version)
    if last is None:
        raise NotNow("There is nothing of yours to undo here.", code="nothing")
    return operations.undo_operation(operation=last, by=by)
