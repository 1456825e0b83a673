"""Telling agencies that they are asked, that it is over, and that words they objected to changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse

from backend.accounts.models import Membership, Person
from backend.notices import kinds
from backend.notices import services as notices
from documents import selectors as documents
from documents.models import DocumentRole, Role
from reviews.models import Approval, ApprovalState
from reviews.selectors import positions

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.notices.models import Notice
    from documents.models import Version
    from reviews.models import Position

ASKED, ENDED, CHANGED = "reviews.approval_asked", "reviews.approval_ended", "reviews.position_again"


def asked(approval: Approval) -> None:
    """Tell the focal points of all agencies that are asked."""
    _tell(ASKED, focal_points(approval.asked.values("agency")), approval)


def ended(approval: Approval) -> None:
    """Tell all who were asked, and who steers the document, how it ended."""
    steering = Person.objects.filter(pk__in=DocumentRole.objects.filter(
        document=approval.document_id, role__in=[Role.EDITOR, Role.COORDINATOR], ended_at=None,
    ).values("person"))
    told = {person.pk: person for person in focal_points(approval.asked.values("agency"))}
    _tell(ENDED, (told | {person.pk: person for person in steering}).values(), approval)


def words_changed(position: Position, version: Version) -> None:
    """Ask an agency again whose objection a new version may have met."""
    for person in focal_points([position.agency_id]):
        notices.tell(
            person=person, kind=CHANGED, document=version.document_id,
            data={"position": position.pk, "version": version.pk},
            dedupe_key=f"{CHANGED}:{position.pk}:{version.pk}",
        )


def focal_points(agencies: Any) -> Iterable[Person]:
    """People who speak for these agencies now."""
    rows = Membership.objects.filter(
        agency__in=agencies, role=Membership.Role.FOCAL_POINT, ended_at=None,
    )
    return Person.objects.filter(is_active=True, pk__in=rows.values("person"))


def _tell(kind: str, people: Iterable[Person], approval: Approval) -> None:
    for person in people:
        notices.tell(
            person=person, kind=kind, document=approval.document_id, data={"approval": approval.pk},
            dedupe_key=f"{kind}:{approval.pk}",
        )


def _visible(person: Person, notice: Notice) -> Approval | None:
    rows = positions.approvals_visible_to(person).select_related("document", "version")
    return rows.filter(pk=notice.data.get("approval")).first()


def _path(approval: Approval) -> str:
    return reverse("reviews:approval", args=[approval.document.slug, approval.number])


def _asked(person: Person, notice: Notice) -> kinds.Told | None:
    approval = _visible(person, notice)
    if approval is None or approval.state != ApprovalState.OPEN:
        return None
    silence = " Silence is consent." if approval.policy == "silence" else ""
    return kinds.Told(
        f"{approval.title}: what does your agency say of {approval.version}?",
        f"Until {approval.words} ({approval.closes_at:%-d %b %Y %H:%M} UTC).{silence}", _path(approval),
    )


def _ended(person: Person, notice: Notice) -> kinds.Told | None:
    approval = _visible(person, notice)
    if approval is None or approval.state == ApprovalState.OPEN:
        return None
    reason = approval.outcome.get("reason", "")
    return kinds.Told(
        f"{approval.title}: {approval.get_state_display().lower()}", reason, _path(approval),
    )


def _changed(person: Person, notice: Notice) -> kinds.Told | None:
    position = positions.asked_again(person).filter(pk=notice.data.get("position")).first()
    version = documents.versions_visible_to(person).filter(pk=notice.data.get("version")).first()
    if position is None or version is None:
        return None
    return kinds.Told(
        f"{version} changes words that {position.agency.code} objected to",
        f"You said: {position.text}", _path(position.approval),
    )


KINDS = (
    kinds.Kind(ASKED, "My agency is asked for its position", _asked),
    kinds.Kind(ENDED, "An approval that concerns me is over", _ended),
    kinds.Kind(CHANGED, "Words that my agency objected to changed", _changed),
)
