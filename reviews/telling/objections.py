"""Who is told of disputes: coordinators of a new one, the commenter's agency when theirs is overruled."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from backend.accounts.models import Person
from backend.events import readers
from backend.notices import kinds
from backend.notices import services as notices
from backend.notices.kinds import Kind, Told
from documents.models import DocumentRole, Role
from reviews import rules, selectors
from reviews.models import Acknowledgement, Comment
from reviews.services.approvals.telling_positions import focal_points
from reviews.table import responding

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend.events.models import Event
    from backend.notices.models import Notice

MADE, OVERRULED = "reviews.dispute", "reviews.overruled"


def _made(person: Person, notice: Notice) -> Told | None:
    """Nothing once it is settled, overruled, or the person coordinates no more."""
    comment = _visible(person, notice)
    if comment is None or not rules.standing(person, comment.document).coordinates:
        return None
    [judged] = responding.judged(person, comment.document, [comment])
    if comment.acknowledgement != Acknowledgement.DISPUTED or judged.overruling:
        return None
    who = comment.agency.code if comment.agency else comment.author_name
    return Told(
        f"{who} is not satisfied with the answer to {comment}: {comment.document.name}", judged.reason,
        _path(comment),
    )


def _overruled(person: Person, notice: Notice) -> Told | None:
    """Nothing for who speaks for the agency no more, or when the answer has changed since."""
    comment = _visible(person, notice)
    if comment is None or not rules.can_respond(rules.standing(person, comment.document), comment):
        return None
    [judged] = responding.judged(person, comment.document, [comment])
    if judged.overruling is None:
        return None
    return Told(
        f"The answer to {comment} stands against your objection: {comment.document.name}",
        judged.overruling.reason, _path(comment),
    )


def _visible(person: Person, notice: Notice) -> Comment | None:
    rows = selectors.comments_visible_to(person).filter(pk=notice.data.get("comment", 0))
    return responding.with_reasons(rows).select_related("agency", "document").first()


def _path(comment: Comment) -> str:
    return f"{reverse('reviews:disputes', args=[comment.document.slug])}#a-{comment.uid}"


class Objecting:
    """Tells of disputes; each occasion once."""

    name = "reviews.objecting"
    verbs: Sequence[str] = ("reviews.comment.acknowledged", "reviews.comment.overruled")

    def handle(self, events: Sequence[Event]) -> None:
        """Whoever did it is not told of it."""
        for event in events:
            comment = Comment.objects.filter(pk=event.target_id or 0).first()
            if comment is None:
                continue
            if event.verb.endswith("overruled"):
                self._tell(event, OVERRULED, _speaking_for(comment))
            elif event.data.get("acknowledgement") == Acknowledgement.DISPUTED:
                self._tell(event, MADE, _coordinating(comment))

    @staticmethod
    def _tell(event: Event, kind: str, people: Iterable[Person]) -> None:
        for person in people:
            if person.pk != event.actor_id:
                notices.tell(
                    person=person, kind=kind, dedupe_key=f"event:{event.pk}", document=event.document_id,
                    data={"comment": event.target_id}, event=event,
                )


def _speaking_for(comment: Comment) -> Iterable[Person]:
    if comment.agency_id is not None:
        return focal_points([comment.agency_id])
    return Person.objects.filter(pk=comment.author_id or 0, is_active=True)


def _coordinating(comment: Comment) -> Iterable[Person]:
    roles = DocumentRole.objects.filter(document=comment.document_id, role=Role.COORDINATOR, ended_at=None)
    return Person.objects.filter(pk__in=roles.values("person"), is_active=True)


kinds.register(
    Kind(MADE, "An answer in a document that I coordinate is disputed", _made),
    Kind(OVERRULED, "A coordinator lets an answer stand against my objection", _overruled),
)
readers.register(Objecting())
