"""Notices as mails: made and sent by the worker, with the rights and wishes of that moment."""

from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from backend.accounts.models import Person
from backend.errors import Missing
from backend.notices import kinds, selectors
from backend.notices.kinds import Kind, Told
from backend.notices.models import MailState, Notice

SALT = "backend.notices.stop"
OPEN = (MailState.DUE, MailState.SENDING)


@task()
def send_notice(notice_id: int) -> None:
    """Send a notice's mail, once.

    A worker that dies between sending and noting it leaves `sending` behind: the mail goes out again
    with the same Message-ID, by which mail programs know it as one.
    """
    with transaction.atomic():
        rows = Notice.objects.select_for_update(of=("self",)).select_related("person")
        notice = rows.filter(pk=notice_id, mail_state__in=OPEN).first()
        if notice is None:
            return
        message = _message(notice)
        _note(notice, MailState.SENDING if message else MailState.SKIPPED)
    if message is not None:
        message.send()
        _note(notice, MailState.SENT)


def _note(notice: Notice, state: MailState) -> None:
    with transaction.atomic():
        Notice.objects.filter(pk=notice.pk).update(mail_state=state, mail_at=timezone.now())


def _message(notice: Notice) -> EmailMessage | None:
    person, kind = notice.person, kinds.named(notice.kind)
    if kind is None or not person.is_active or not selectors.wants_mail(person, kind):
        return None
    with timezone.override(ZoneInfo(person.time_zone)):
        told = kind.words(person, notice)
        return _written(notice, kind, told) if told else None


def _written(notice: Notice, kind: Kind, told: Told) -> EmailMessage:
    person = notice.person
    stop = f"{settings.SITE_URL}{reverse('notices:stop', args=[token_for(person, kind)])}"
    context = {
        "person": person,
        "told": told,
        "kind": kind,
        "site_name": settings.SITE_NAME,
        "address": f"{settings.SITE_URL}{told.path}",
        "settings": f"{settings.SITE_URL}{reverse('notices:settings')}",
        "stop": stop,
    }
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    return EmailMessage(
        " ".join(told.title.split())[:200],
        render_to_string("notices/mail.txt", context).strip() + "\n",
        to=[person.email],
        headers={
            "Message-ID": f"<{notice.uid}@{host}>",
            "Auto-Submitted": "auto-generated",
            "List-Unsubscribe": f"<{stop}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
        },
    )


def token_for(person: Person, kind: Kind) -> str:
    """What the link at a mail's end says, signed: who wants no more of what."""
    return signing.dumps({"person": person.pk, "kind": kind.name}, salt=SALT)


def said_in(token: str) -> tuple[Person, Kind]:
    """The person and the kind of a mail's link; `Missing` when it is none of ours."""
    try:
        said = signing.loads(token, salt=SALT)
    except signing.BadSignature as forged:
        raise Missing from forged
    person = Person.objects.filter(pk=said["person"], is_active=True).first()
    kind = kinds.named(said["kind"])
    if person is None or kind is None:
        raise Missing
    return person, kind
