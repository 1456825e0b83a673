"""What a person has been told, and how they want to be told."""

from django.db.models import QuerySet

from backend.accounts.models import Person
from backend.accounts.selectors import Viewer
from backend.notices import kinds
from backend.notices.kinds import Kind
from backend.notices.models import Notice, NoticeSetting


def notices_of(person: Viewer) -> QuerySet[Notice]:
    """The person's notices, newest first."""
    return Notice.objects.filter(person=person.pk)


def unread_count(person: Viewer) -> int:
    return notices_of(person).filter(read_at=None).count()


def wants_mail(person: Person, kind: Kind) -> bool:
    """Whether mails of this kind go to the person: as they said, or as is usual."""
    said = NoticeSetting.objects.filter(person=person, kind=kind.name).first()
    return said.by_mail if said else kind.by_mail


def settings_of(person: Person) -> list[tuple[Kind, bool]]:
    """Every kind with whether the person gets it by mail."""
    said = dict(NoticeSetting.objects.filter(person=person).values_list("kind", "by_mail"))
    return [(kind, said.get(kind.name, kind.by_mail)) for kind in kinds.registered()]
