"""Keeping searches: saving, changing, forgetting and taking back."""

from __future__ import annotations

from array import array
from collections.abc import Iterable
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from backend.accounts.models import Person
from backend.accounts.selectors import Viewer
from backend.errors import BadInput, NotNow
from backend.events import services as events
from search import services
from search.core.engine import EngineUnavailable
from search.core.items import stable_hash
from search.core.parser import MAX_LENGTH, parse
from search.core.results import Hit
from search.models import Alert, SavedSearch

#: Searches that a person may keep.
MOST = 200
#: Hits that an alert can watch; a wider search has to be narrowed.
MOST_WATCHED = 5_000
#: When daily and weekly alerts come, on the owner's clock; the weekly ones on Mondays.
MORNING = time(7)


def saved_searches_of(person: Viewer) -> QuerySet[SavedSearch]:
    """The searches that the person keeps; nobody else sees them."""
    return SavedSearch.objects.filter(person=person.pk, forgotten_at=None)


def forgotten_searches_of(person: Viewer) -> QuerySet[SavedSearch]:
    """Those that the person can take back."""
    return SavedSearch.objects.filter(person=person.pk).exclude(forgotten_at=None)


def save_search(*, query: str, name: str = "", alert: str = Alert.NONE, by: Person) -> SavedSearch:
    """Keep a query. What it finds now counts as known.

    Raises `BadInput` when it looks for nothing, or for too much to be told of.
    """
    text = _checked(query, alert)
    hits = _watched(by, text, alert)
    with transaction.atomic():
        if saved_searches_of(by).count() >= MOST:
            raise NotNow(f"You keep {MOST} searches already: forget one first.")
        saved = SavedSearch.objects.create(
            person=by, name=name.strip() or text[:120], query=text, alert=alert, created_at=timezone.now(),
            known=packed(hits), next_at=next_time(alert, timezone.now(), by.time_zone),
        )
        _tell("saved", saved)
    return saved


def change_search(
    *, saved: SavedSearch, name: str | None = None, query: str | None = None, alert: str | None = None,
) -> SavedSearch:
    """Give it another name, other words or another alert; from now on, what is found now is known."""
    wanted = saved.alert if alert is None else alert
    text = _checked(saved.query if query is None else query, wanted)
    watches_anew = text != saved.query or (saved.alert == Alert.NONE and wanted != Alert.NONE)
    hits = _watched(saved.person, text, wanted) if watches_anew else None
    with transaction.atomic():
        locked = SavedSearch.objects.select_for_update().get(pk=saved.pk)
        locked.name = (name or "").strip() or locked.name
        locked.query, locked.alert = text, wanted
        locked.next_at = next_time(wanted, timezone.now(), saved.person.time_zone)
        if hits is not None:
            locked.known = packed(hits)
        locked.save(update_fields=["name", "query", "alert", "next_at", "known"])
        _tell("changed", locked)
    return locked


def forget_search(*, saved: SavedSearch) -> None:
    """Keep it no longer; it can be taken back."""
    with transaction.atomic():
        SavedSearch.objects.filter(pk=saved.pk).update(forgotten_at=timezone.now())
        _tell("forgotten", saved)


def take_back_search(*, saved: SavedSearch) -> None:
    """Keep a forgotten one again; what it finds now counts as known."""
    hits = _watched(saved.person, saved.query, saved.alert)
    with transaction.atomic():
        SavedSearch.objects.filter(pk=saved.pk).update(
            forgotten_at=None, known=packed(hits),
            next_at=next_time(saved.alert, timezone.now(), saved.person.time_zone))
        _tell("saved", saved)


def next_time(alert: str, now: datetime, zone: str) -> datetime | None:
    """The next morning, or the next Monday's, on the clock of `zone`."""
    if alert not in {Alert.DAILY, Alert.WEEKLY}:
        return None
    here = now.astimezone(ZoneInfo(zone))
    day = here.date() + timedelta(days=1 if here.time() >= MORNING else 0)
    if alert == Alert.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, MORNING, ZoneInfo(zone))


def mark(hit: Hit) -> int:
    """By what a hit is known again."""
    return stable_hash(hit.id)


def packed(hits: Iterable[Hit], known: Iterable[int] = ()) -> bytes:
    """The marks of hits, after those that are known already, as they are kept."""
    marks = dict.fromkeys([*known, *map(mark, hits)])
    return array("q", list(marks)[-4 * MOST_WATCHED:]).tobytes()


def unpacked(known: bytes | memoryview) -> list[int]:
    return array("q", bytes(known)).tolist()


def _checked(query: str, alert: str) -> str:
    text = query.strip()
    if len(text) > MAX_LENGTH:
        raise BadInput(f"A search has {MAX_LENGTH} characters at most.", code="query")
    parsed = parse(text)
    if parsed.root is None:
        reason = parsed.problems[0].message if parsed.problems else "Say what to look for."
        raise BadInput(reason, code="query")
    if alert not in Alert.values:
        raise BadInput("There is no such alert.", code="alert")
    return text


def _watched(person: Person, text: str, alert: str) -> tuple[Hit, ...]:
    """What the person finds now, if there is an alert to know it."""
    if alert == Alert.NONE:
        return ()
    try:
        hits = services.hits_for(person, text, limit=MOST_WATCHED + 1)
    except EngineUnavailable as problem:
        raise NotNow("The search index is being built: try again in a moment.") from problem
    if len(hits) > MOST_WATCHED:
        raise BadInput(
            f"More than {MOST_WATCHED:,} hits can not be watched: narrow the search.", code="query")
    return hits


def _tell(verb: str, saved: SavedSearch) -> None:
    events.record(verb=f"search.saved.{verb}", actor=saved.person, target=saved)
