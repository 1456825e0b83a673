"""Returns: marked-up Word files that come back, kept byte for byte, read once, reported on."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents.core.model import Unreadable
from documents.services import files
from documents.services.versions import checked_upload, safe_name
from reviews import rules, selectors
from reviews.models import Comment, Reply, Return, ReturnState, Visibility, WordName
from reviews.services.asking import admission
from reviews.services.talk import comments
from reviews.services.word import intake

if TYPE_CHECKING:
    from datetime import datetime

    from django.db.models import QuerySet

    from backend.accounts.models import Agency, Person
    from documents.models import Version


def receive_return(
    *, version: Version, data: bytes, file_name: str, by: Person, audience: str = Visibility.AGENCY,
    agency: Agency | None = None,
) -> Return:
    """Keep a marked-up copy of a version that came back; a task reads it.

    Whoever steers the document may hand in what another agency sent them, for everyone with the document.
    The same bytes sent again by the same side give the first return back. Raises `NotYou`, `NotNow`,
    `TooLarge`, `BadInput`.
    """
    standing = demand_may_hand_in(by, version, audience, what="file")
    voice = _voice(version, standing, agency, audience)
    checked_upload(data, file_name)
    stored = files.store(data=data, content_type=files.WORD)
    with transaction.atomic():
        audience = under_rules(version, by, voice, audience)
        same = Return.objects.select_for_update().filter(
            version=version, file=stored, agency=voice, visibility=audience, received_by=by,
        )
        if known := same.first():
            return known
        received = Return.objects.create(
            document=version.document, version=version, file=stored, file_name=safe_name(file_name),
            agency=voice, visibility=audience, received_at=timezone.now(), received_by=by,
        )
        events.record(
            verb="reviews.return.received", actor=by, target=received, document=version.document,
            data={"version": version.pk, "agency": voice.pk if voice else None, "visibility": audience},
        )
    return received


def demand_may_hand_in(by: Person, version: Version, audience: str, *, what: str) -> rules.Standing:
    """The standing of who hands in a file or a sheet with comments; `what` names it to them.

    Raises `NotYou` for observers, `NotNow` before the version is issued, `BadInput` for another audience.
    """
    standing = rules.standing(by, version.document)
    if not standing.comments:
        raise NotYou("Observers read; ask a coordinator to become a reviewer.")
    if not version.is_issued:
        raise NotNow("This version is not issued yet: comments start when it is.")
    if audience not in {Visibility.AGENCY, Visibility.DOCUMENT}:
        raise BadInput(f"Say who may see what is in the {what}: your agency, or everyone with the document.")
    return standing


def _voice(
    version: Version, standing: rules.Standing, agency: Agency | None, audience: str,
) -> Agency | None:
    """Whose comments these are: of an agency that takes part, where somebody hands them in who steers."""
    if agency is not None and standing.steers and audience == Visibility.DOCUMENT:
        if version.document.participations.filter(agency=agency, ended_at=None).exists():
            return agency
        raise BadInput(f"{agency.code} takes no part in this document.", code="agency")
    return comments.speaking_for(standing, agency, audience)


def under_rules(
    version: Version, by: Person, agency: Agency | None, audience: str, arrived_at: datetime | None = None,
) -> str:
    """Who may see the file, by the rules of the version's round; raises what posting a comment would."""
    if audience == Visibility.AGENCY:
        return admission.terms_within(version=version, by=by, agency=agency).visibility
    return admission.terms(version=version, by=by, agency=agency, arrived_at=arrived_at).visibility


def take_in(*, received: Return) -> Return:
    """Read a return and take it in; run again after a crash, it goes on where it stopped."""
    if received.state != ReturnState.READING:
        return received
    by = received.received_by
    if not rules.can_comment(by, received.document):
        return _finish(received, ReturnState.UNREADABLE, {"reason": "The sender may not comment any more."})
    taking = intake.Intake(
        version=received.version, by=by, agency=received.agency, visibility=received.visibility,
        received=received,
    )
    try:
        report = intake.take_in_file(taking, files.content(received.file), silent=True)
    except Unreadable as error:
        return _finish(received, ReturnState.UNREADABLE, {"reason": error.reason, "part": error.part})
    return _finish(received, ReturnState.TAKEN_IN, report)


def _finish(received: Return, state: str, report: dict[str, object]) -> Return:
    with transaction.atomic():
        reading = Return.objects.filter(pk=received.pk, state=ReturnState.READING)
        if reading.update(state=state, report=report):
            events.record(
                verb="reviews.return.taken_in", actor=received.received_by, target=received,
                document=received.document, data={"version": received.version_id, "state": state},
            )
    received.refresh_from_db()
    return received


def name_person(*, received: Return, name: str, person: Person, by: Person) -> int:
    """Say whom a Word name means in this document; how many comments and replies get their author.

    Only who sent the file, for themselves or a colleague, and those who steer the document may.
    """
    standing = rules.standing(by, received.document)
    if received.received_by_id != by.pk and not standing.steers:
        raise NotYou("Only who sent the file can say who is who in it.")
    if not rules.standing(person, received.document).comments:
        raise BadInput(f"{person.name} does not comment on this document.")
    with transaction.atomic():
        WordName.objects.update_or_create(
            document=received.document, name=name, defaults={"person": person, "said_by": by},
        )
        named = Q(author_name=name) | Q(hidden_name=name)
        count = Comment.objects.filter(named, received_in=received, author=None).update(author=person)
        count += _replies_under(standing, received, by).filter(named, author=None).update(author=person)
        report = received.report
        report.get("names", {}).pop(name, None)
        Return.objects.filter(pk=received.pk).update(report=report)
        events.record(
            verb="reviews.return.name_said", actor=by, target=received, document=received.document,
            data={"person": person.pk},
        )
    received.refresh_from_db()
    return count


def _replies_under(standing: rules.Standing, received: Return, by: Person) -> QuerySet[Reply]:
    """Replies that a name in the file may be behind: those of the sender's agency, all for who steers."""
    replies = Reply.objects.filter(comment__document=received.document_id)
    if standing.steers:
        return replies
    seen = selectors.comments_visible_to(by).filter(document=received.document_id)
    return replies.filter(agency=received.agency_id, comment__in=seen.order_by().values("pk"))
