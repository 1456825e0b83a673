"""Telling people what their saved searches find that is new.

The rights are those of the moment: the search runs as its owner, and the notice's words are made
anew when it is read or mailed. A notice carries the items' ids, never their text.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django_tasks import task
from django_tasks_db.models import DBTaskResult

from backend.accounts.models import Person
from backend.notices import kinds
from backend.notices import services as notices
from backend.notices.kinds import Kind, Told
from backend.notices.models import Notice
from backend.tasks import services as tasks
from search import saved as keeping
from search import selectors, services
from search.core.engine import EngineUnavailable
from search.core.items import stable_hash
from search.core.parser import parse
from search.core.results import Hit
from search.found import Found
from search.models import Alert, SavedSearch

logger = logging.getLogger(__name__)
KIND = "search.news"
#: Hits that one notice names.
MOST_TOLD = 50
#: Lines of them that it shows.
SHOWN = 5


def due_searches() -> QuerySet[SavedSearch]:
    """Searches whose owners are to be told now if there is anything new."""
    is_due = Q(alert=Alert.AT_ONCE) | Q(next_at__lte=timezone.now())
    return SavedSearch.objects.filter(is_due, forgotten_at=None, person__is_active=True)


def look_in_the_morning() -> None:
    """Queue a look when somebody's morning has come."""
    if due_searches().filter(next_at__lte=timezone.now()).exists():
        look_soon()


def look_soon() -> None:
    """Queue a look, unless one waits already."""
    path = look_for_news.module_path
    if due_searches().exists() and not DBTaskResult.objects.ready().filter(task_path=path).exists():
        tasks.enqueue(look_for_news)


@task()
def look_for_news() -> None:
    """Look into every search that is due; without an index, at another time."""
    try:
        for saved in due_searches().select_related("person").iterator(chunk_size=200):
            look(saved)
    except EngineUnavailable as problem:
        logger.warning("No alerts of searches now: %s", problem)


def look(saved: SavedSearch) -> Notice | None:
    """Tell the owner what is new, by others, since they last looked or were told; None for nothing."""
    person = saved.person
    hits = services.hits_for(person, saved.query, limit=keeping.MOST_WATCHED, without_own=True)
    with transaction.atomic():
        rows = SavedSearch.objects.select_for_update().filter(pk=saved.pk, forgotten_at=None)
        now = rows.filter(query=saved.query).first()
        if now is None:
            return None
        known = keeping.unpacked(now.known)
        fresh = _shown(person, [hit for hit in hits if keeping.mark(hit) not in set(known)])
        now.known = keeping.packed(fresh, known)
        now.next_at = keeping.next_time(now.alert, timezone.now(), person.time_zone)
        now.save(update_fields=["known", "next_at"])
        return _tell(now, fresh) if fresh else None


def _shown(person: Person, hits: Sequence[Hit]) -> list[Hit]:
    """Those that the database shows to the person; the index may be a moment ahead or behind."""
    seen = selectors.shown_to(person, hits, ())
    return [hit for hit in hits if hit.id in seen]


def _tell(saved: SavedSearch, fresh: Sequence[Hit]) -> Notice | None:
    digest = stable_hash("\x1f".join(sorted(hit.id for hit in fresh)))
    return notices.tell(
        person=saved.person, kind=KIND, dedupe_key=f"search:{saved.uid}:{digest:x}",
        data={"search": str(saved.uid), "more": max(len(fresh) - MOST_TOLD, 0), "hits": [
            [hit.id, hit.kind, hit.document, hit.first_version, hit.last_version]
            for hit in fresh[:MOST_TOLD]]},
    )


def words(person: Person, notice: Notice) -> Told | None:
    """What of the news the person may see now."""
    saved = keeping.saved_searches_of(person).filter(uid=notice.data.get("search")).first()
    if saved is None:
        return None
    hits = [Hit(name, kind, document, first, last, score=0.0)
            for name, kind, document, first, last in notice.data.get("hits", [])]
    found = selectors.found_for(person, hits, parse(saved.query).leaves())
    if not found:
        return None
    more = notice.data.get("more", 0) if len(found) == len(hits) else 0  # rights changed: nothing is said
    count = len(found) + more
    lines = [_line(each) for each in found[:SHOWN]]
    rest = count - len(lines)
    if rest:
        lines.append(f"and {rest} more")
    return Told(
        title=f"{count} new {'hit' if count == 1 else 'hits'} for “{saved.name}”", text="\n".join(lines),
        path=f"{reverse('search:search')}?{urlencode({'q': saved.query})}",
    )


def _line(found: Found) -> str:
    said = "".join(fragment.text for fragment in found.fragments)
    where = " · ".join(part for part in (
        found.document.name if found.document else "", found.place, found.says) if part)
    return f"{where}: {' '.join(said.split())}" if where else said


kinds.register(Kind(KIND, "News for your saved searches", words))
