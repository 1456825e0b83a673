"""The rounds of the story: who was asked to review which version, until when, and what they read."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.utils import timezone

from backend.accounts.models import Agency
from backend.demo import cast, clock
from backend.demo.story import people
from documents.models import Version
from reviews.models import Milestone, MilestoneKind, Round, RoundKind, RoundState
from reviews.selectors import progress
from reviews.services.asking import attending, invitations, rounds
from reviews.services.asking.rounds import Dates, Rules

#: Days from today on which the open round of a stage ends, if no step of the plan says so.
AHEAD = 9


@dataclass(frozen=True, slots=True)
class Asked:
    """What a round was called, what it asked, and the end that was announced first, where it was extended."""

    title: str
    kind: RoundKind
    asked: str
    first_end: datetime | None = None
    extension: str = ""


ASKED = {
    2: Asked(
        "Agency review of the first draft", RoundKind.AGENCY,
        "Is the science case complete for your agency? Please check the chapter on your destinations first.",
    ),
    3: Asked(
        "Workshop review", RoundKind.EXPERT,
        "Comments of the participants of the Paris workshop, before and after it.",
    ),
    4: Asked(
        "Community review of the second draft", RoundKind.PUBLIC,
        "Is the case convincing for readers who are not specialists? What is missing for your community?",
        datetime(2016, 8, 31, 12, tzinfo=UTC),
        "The summer schools of two societies end after the first date.",
    ),
    5: Asked(
        "Silence procedure", RoundKind.SILENCE,
        "The text is final unless one agency objects in writing before the end.",
    ),
}
#: How many of the sections each agency's people had read by the end, the most eager first.
EAGER = ("NASA", "ESA", "JAXA", "CNES", "DLR", "CSA", "UKSA", "ISRO", "COSPAR", "ESF", "SSERVI", "ASI")


def open_round(version: Version, opened: datetime, closed: datetime) -> Round:
    """The version's round, planned, announced and opened on its day, unless it is there."""
    if found := Round.objects.filter(version=version, title=ASKED[version.number].title).first():
        return found
    story, by = ASKED[version.number], cast.person(people.COORDINATOR)
    with clock.at(opened - timedelta(minutes=5)):
        made = rounds.create_round(
            version=version, title=story.title, when=Dates(_words(story.first_end or closed)), by=by,
            kind=story.kind, asked=story.asked, rules=Rules(acknowledgement_requested=True),
        )
        for agency in Agency.objects.filter(
            participations__document=version.document, participations__ended_at=None,
        ):
            invitations.invite_agency(round_=made, agency=agency, by=by)
        invitations.invite_person(round_=made, person=cast.person(people.GUEST), by=by)
        made = rounds.announce_round(round_=made, by=by)
    if story.first_end is not None:
        with clock.at(story.first_end - timedelta(days=3)):
            made = rounds.extend_round(
                round_=made, when=Dates(_words(closed)), reason=story.extension, by=by,
            )
    _read(made, opened + (closed - opened) / 2)
    return made


def _words(moment: datetime) -> str:
    return f"{moment.day} {moment:%B %Y %H:%M} UTC"


def _read(round_: Round, moment: datetime) -> None:
    """The first agencies of `EAGER` read much, the later ones little; the last section only one of them."""
    keys = [section.key for section in progress.sections_of(round_.version)]
    with clock.at(moment):
        for place, code in enumerate(EAGER):
            share = keys if place == 0 else keys[: max(len(keys) - 1 - place, 1)]
            for number in range(1, 3 if place < 5 else 2):
                person = cast.person(f"{code} reviewer {number}")
                attending.mark_read(round_=round_, sections=share, by=person)
        attending.say_nothing(round_=round_, section=keys[0], by=cast.person("CSA reviewer 1"))
        if round_.kind == RoundKind.PUBLIC:
            attending.note_absence(
                person=cast.person("ESF reviewer 1"), from_on=moment.date(),
                to_on=moment.date() + timedelta(days=13), note="Field campaign",
            )


def close_round(version: Version, closed: datetime) -> None:
    """The end of the version's round, on its day."""
    found = Round.objects.filter(version=version, title=ASKED[version.number].title).first()
    if found is not None and found.state == RoundState.OPEN:
        with clock.at(closed):
            rounds.close_round(
                round_=found, by=cast.person(people.COORDINATOR), reason="All who were asked have answered.",
            )


def keep_open(version: Version) -> None:
    """Let the round that a stage stops in end some days from today, as its plan does."""
    found = Round.objects.filter(version=version, state=RoundState.OPEN).first()
    if found is None or found.closes_at > timezone.now():
        return
    step = Milestone.objects.filter(
        document=version.document, kind=MilestoneKind.ROUND, met_on=None, due_at__gt=timezone.now(),
    ).order_by("due_at").first()
    end = step.due_at if step and step.due_at else timezone.now() + timedelta(days=AHEAD)
    with clock.at(found.closes_at - timedelta(days=1)):
        rounds.extend_round(
            round_=found, when=Dates(_words(end)), by=cast.person(people.COORDINATOR),
            reason="Kept open in this demonstration, to have something to answer.",
        )
