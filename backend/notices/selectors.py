"""What a person has been told, and how they want to be told."""

from django.core.cache import cache
from django.db.models import Max, QuerySet

from backend.accounts.models import Person
from backend.accounts.selectors import Viewer
from backend.events.models import Event
from backend.notices import kinds
from backend.notices.kinds import Kind
from backend.notices.models import Notice, NoticeSetting

#: What the bell counts up to: each notice is asked whether it still says something.
COUNTED = 20
#: Newest notices that it asks at most, where many say nothing any more; seconds that its answer is kept.
ASKED, REMEMBERED = 200, 300


def notices_of(person: Viewer) -> QuerySet[Notice]:
    """The person's notices, newest first."""
    return Notice.objects.filter(person=person.pk)


def unread_count(person: Viewer) -> int:
    """How many notices are new and still say something, up to `COUNTED`.

    Whether one does is looked up again after whatever happened since: a right that ended counts at once.
    One that says nothing any more never counts, however old.
    """
    unread = notices_of(person).filter(read_at=None)
    newest = list(unread[:COUNTED])
    if not newest or not isinstance(person, Person):
        return 0
    happened = Event.objects.aggregate(newest=Max("id"))["newest"] or 0
    key = f"bell:{happened}:" + ":".join(str(notice.pk) for notice in newest)
    telling = cache.get(key)
    if telling is None:
        telling = _telling(person, newest, unread)
        cache.set(key, telling, REMEMBERED)
    return int(telling)


def _telling(person: Person, batch: list[Notice], unread: QuerySet[Notice]) -> int:
    """How many still say something; no more are asked than are needed to count."""
    found = len(kinds.with_words(person, batch))
    for first in range(COUNTED, ASKED, COUNTED):
        if len(batch) < COUNTED or found >= COUNTED:
            break
        batch = list(unread[first : first + COUNTED])
        found += len(kinds.with_words(person, batch))
    return min(found, COUNTED)


def wants_mail(person: Person, kind: Kind) -> bool:
    """Whether mails of this kind go to the person: as they said, or as is usual."""
    said = NoticeSetting.objects.filter(person=person, kind=kind.name).first()
    return said.by_mail if said else kind.by_mail


def settings_of(person: Person) -> list[tuple[Kind, bool]]:
    """Every kind with whether the person gets it by mail."""
    said = dict(NoticeSetting.objects.filter(person=person).values_list("kind", "by_mail"))
    return [(kind, said.get(kind.name, kind.by_mail)) for kind in kinds.registered()]
