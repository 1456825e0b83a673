"""The demo world at a stage of its story. Loading again changes nothing; a later stage goes on from there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time

from backend.demo import approval, asking, cast, clock, judging, notes, planning, shelf, workshop
from backend.demo.paper.versions import PAPER, ROADMAP, SUMMARY, Work
from backend.demo.story import people
from backend.demo.talk import Round, Talk
from backend.tasks import worker
from documents.models import Document, DocumentState, Publication, Version
from documents.services import publications
from search import saved


@dataclass(frozen=True, slots=True)
class Stage:
    """How far the story has come: the day, the last version, and whether its comments are decided."""

    name: str
    until: date
    version: int
    state: DocumentState
    answered: bool = False


STAGES = {
    stage.name: stage
    for stage in (
        Stage("outline", date(2015, 10, 1), 1, DocumentState.DRAFTING, answered=True),
        Stage("draft", date(2016, 1, 15), 2, DocumentState.IN_REVIEW),
        Stage("review", date(2016, 12, 2), 4, DocumentState.IN_REVIEW),
        Stage("resolved", date(2017, 12, 20), 5, DocumentState.IN_APPROVAL, answered=True),
        Stage("published", date(2018, 2, 3), 5, DocumentState.PUBLISHED, answered=True),
    )
}


#: Searches that people of the story keep: name, query, alert.
SEARCHES = {
    people.COORDINATOR: [("Critical and open", "is:open severity:critical", "at_once")],
    "Editor 1": [
        ("Critical and open", "is:open severity:critical", "at_once"),
        ("Days of the crew", '"42 days" OR "30 days"', "daily"),
        ("Rejected so far", "disposition:rejected", "none"),
    ],
}


def _moment(year: int, month: int, day: int) -> datetime:
    return datetime(year, month, day, 12, tzinfo=UTC)


ROUNDS = (
    Round(2, _moment(2015, 12, 14), _moment(2016, 1, 14), _moment(2016, 1, 28)),
    Round(3, _moment(2016, 2, 3), _moment(2016, 3, 11), _moment(2016, 6, 13)),
    Round(4, _moment(2016, 6, 22), _moment(2016, 9, 14), _moment(2017, 10, 20)),
    Round(5, _moment(2017, 12, 1), _moment(2017, 12, 15), _moment(2017, 12, 18)),
)


def load(name: str) -> None:
    """Bring the world to the stage `name`; what is further already stays as it is."""
    stage = STAGES[name]
    cast.gather()
    documents = shelf.put_all()
    for said in PAPER.versions[: stage.version]:
        planning.plan_until(documents, said.issued_on)
        version = shelf.issue(PAPER, said.number)
        _review(version, is_over=said.number < stage.version or stage.answered)
    if stage.until >= ROADMAP.version(1).issued_on:
        shelf.issue(ROADMAP, 1)
    publics = _publish(stage)
    planning.plan_until(documents, stage.until, stage.name)
    planning.tell_until(publics, stage.until)
    _keep_open(documents["paper"], stage)
    planning.stand_for_rounds(documents["paper"])
    planning.keep_calendars()
    if stage.name == "review":
        planning.keep_pace(documents["paper"])
    _set_state(documents["paper"], stage)
    worker.drain()
    _keep_searches()
    notes.explain(documents["paper"])
    if stage.name == "review":
        judging.judge(documents["paper"])
    workshop.put_on_record(documents)
    approval.state(documents)


def _keep_open(paper: Document, stage: Stage) -> None:
    """The round in which the stage stops goes on for some days from now."""
    if not stage.answered:
        asking.keep_open(paper.versions.get(number=stage.version))


def _keep_searches() -> None:
    """What the people who answer comments look for every morning."""
    for name, kept in SEARCHES.items():
        by = cast.person(name)
        if not saved.saved_searches_of(by).exists():
            for title, query, alert in kept:
                saved.save_search(query=query, name=title, alert=alert, by=by)


def _review(version: Version, *, is_over: bool) -> None:
    for round_ in ROUNDS:
        if round_.version == version.number:
            asking.open_round(version, round_.opened, round_.closed)
            talk = Talk(version, round_)
            talk.speak()
            talk.receive()
            talk.answer(early=True)
            if is_over:
                talk.release_rest()
                asking.close_round(version, round_.closed)
                talk.answer(early=False)


def _publish(stage: Stage) -> dict[str, Publication]:
    publics: dict[str, Publication] = {}
    if stage.until >= SUMMARY.version(1).issued_on:
        publics["summary"] = _public(SUMMARY, 1, date(2016, 12, 1))
    if stage.name == "published":
        publics["paper"] = _public(PAPER, 5, date(2018, 1, 25))
    return publics


def _public(work: Work, number: int, on: date) -> Publication:
    version = shelf.issue(work, number)
    if known := Publication.objects.filter(version=version).first():
        return known
    with clock.at(datetime.combine(on, time(12), tzinfo=UTC)):
        by = cast.person(people.COORDINATOR)
        return publications.publish_version(version=version, by=by, subtitle=work.series)


def _set_state(paper: Document, stage: Stage) -> None:
    """No service moves a document through its life yet, so the stage says it. It never goes back."""
    order = [each.state for each in STAGES.values()]
    if order.index(stage.state) >= max(
        (n for n, state in enumerate(order) if state == paper.state), default=0
    ):
        Document.objects.filter(pk=paper.pk).update(state=stage.state)
