"""Telling people that something concerns them, and how they want to be told."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db import models, transaction
from django.utils import timezone

from backend.accounts.models import Person
from backend.errors import BadInput
from backend.events.models import Event
from backend.notices import kinds, mail, selectors
from backend.notices.models import MailState, Notice, NoticeSetting
from backend.tasks import services as tasks


def tell(
    *,
    person: Person,
    kind: str,
    dedupe_key: str,
    document: models.Model | int | None = None,
    data: Mapping[str, Any] | None = None,
    event: Event | None = None,
) -> Notice | None:
    """Put a notice before the person and, if they want it, into their mail.

    `dedupe_key` names the occasion; None is returned when they were told of it before. In the
    caller's transaction: the mail goes out if and only if that commits.
    """
    known = kinds.named(kind)
    if known is None:
        raise BadInput(f"There are no notices of the kind {kind}.", code="kind")
    is_mailed = person.is_active and selectors.wants_mail(person, known)
    with transaction.atomic():
        notice, is_new = Notice.objects.get_or_create(
            person=person,
            dedupe_key=dedupe_key,
            defaults={
                "kind": kind,
                "document_id": document.pk if isinstance(document, models.Model) else document,
                "data": dict(data or {}),
                "event": event,
                "mail_state": MailState.DUE if is_mailed else MailState.NONE,
            },
        )
        if is_new and is_mailed:
            tasks.enqueue(mail.send_notice, notice_id=notice.pk)
    return notice if is_new else None


def mark_read(*, person: Person, up_to: int) -> int:
    """Mark the person's notices up to this id as read; return how many were new."""
    with transaction.atomic():
        unread = Notice.objects.filter(person=person, read_at=None, pk__lte=up_to)
        return unread.update(read_at=timezone.now())


def mark_one_read(*, notice: Notice) -> None:
    """Mark one notice as read."""
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk, read_at=None).update(read_at=timezone.now())


def choose_mail(*, person: Person, by_mail: Iterable[str]) -> None:
    """Mail the person notices of these kinds, and of no other."""
    wanted = set(by_mail)
    with transaction.atomic():
        for kind in kinds.registered():
            NoticeSetting.objects.update_or_create(
                person=person, kind=kind.name, defaults={"by_mail": kind.name in wanted}
            )


def stop_mail(*, token: str) -> str:
    """Mail no more notices of the kind that the link in a mail names; return the kind's label."""
    person, kind = mail.said_in(token)
    with transaction.atomic():
        NoticeSetting.objects.update_or_create(person=person, kind=kind.name, defaults={"by_mail": False})
    return kind.label
