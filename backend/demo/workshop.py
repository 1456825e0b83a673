"""Puts the workshop in Paris on record: who was there, what was found, and where the text says it."""

from __future__ import annotations

import tomllib
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from backend.accounts.models import Agency
from backend.demo import cast, clock
from backend.demo.story import people
from documents.models import Document
from reviews.models import AnchorKind, Meeting
from reviews.services.talk.comments import Place
from reviews.services.workshops import findings, meetings, passages
from reviews.services.workshops.meetings import Attendee, Facts

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from documents.models import Version
    from reviews.models import Assignment, Finding

STORY = Path(__file__).parent / "story" / "workshop.toml"
HELD = datetime(2016, 2, 11, 17, tzinfo=UTC)
#: The versions in whose text recommendations were looked for: the newest there is of them.
LOOKED_AT = (4, 5)


def put_on_record(documents: dict[str, Document]) -> None:
    """The meeting once, and its recommendations judged when a version after it is there."""
    paper = documents["paper"]
    version = paper.versions.filter(number__in=LOOKED_AT, issued_at__isnull=False).order_by("number").first()
    if version is None or Meeting.objects.filter(document=paper).exists():
        return
    story = tomllib.loads(STORY.read_text("utf-8"))
    editor = cast.person(people.EDITORS[0])
    with clock.at(HELD):
        meeting = _held(story, paper, documents, editor)
        found = [_adopted(meeting, "finding", said, editor) for said in story["finding"]]
        recommended = [
            _adopted(
                meeting, "recommendation", said, editor, [found[number - 1] for number in said["rests_on"]],
            )
            for said in story["recommendation"]
        ]
    with clock.at(version.issued_at or HELD):
        told = [*story["finding"], *story["recommendation"]]
        for finding, said in zip([*found, *recommended], told, strict=True):
            _assigned(finding, said, version, editor)


def _held(story: dict[str, Any], paper: Document, documents: dict[str, Document], by: Person) -> Meeting:
    agencies = {agency.code: agency for agency in Agency.objects.all()}
    roadmap = documents.get("roadmap")
    meeting = meetings.call_meeting(document=paper, by=by, facts=Facts(
        story["title"], story["starts_on"], story["ends_on"], story["place"], story["summary"],
        tuple(agencies[code] for code in story["hosts"]),
        tuple(agencies[code] for code in story["organisers"] if code in agencies),
        (roadmap,) if roadmap else (),
    ))
    meetings.add_participants(meeting=meeting, by=by, attendees=[
        Attendee(name, affiliation, country, part, agencies.get(code))
        for name, affiliation, country, code, part in story["participants"]
    ])
    for starts, title, minutes in story["agenda"]:
        item = meetings.add_item(meeting=meeting, title=title, starts=starts, by=by)
        meetings.minute_item(item=item, minutes=minutes, by=by)
    for name, text in story["materials"]:
        meetings.add_material(
            meeting=meeting, data=text.encode(), file_name=name, title="Programme", by=by,
        )
    return meeting


def _adopted(
    meeting: Meeting, kind: str, said: dict[str, Any], by: Person, rests_on: list[Finding] | None = None,
) -> Finding:
    made = findings.draft_finding(
        meeting=meeting, kind=kind, text=said["text"], by=by, rests_on=rests_on or (),
    )
    return findings.adopt_finding(finding=made, by=by)


def _assigned(finding: Finding, said: dict[str, Any], version: Version, by: Person) -> None:
    heading = version.blocks.select_related("version").filter(kind="heading", text=said["in"]).first()
    assignment = findings.assign_finding(
        finding=finding, document=version.document, heading=heading, by=by,
    )
    if words := said.get("words"):
        _linked(assignment, words, version, by)
    if reflection := said.get("reflection"):
        findings.judge_assignment(
            assignment=assignment, reflection=reflection, reason=said.get("reason", ""), by=by,
        )


def _linked(assignment: Assignment, words: str, version: Version, by: Person) -> None:
    block = version.blocks.filter(text__contains=words).order_by("ordinal").first()
    if block is None:
        raise LookupError(f"version {version.number} does not say {words!r}")
    start = block.text.index(words)
    place = Place(AnchorKind.RANGE, block.key, start, start + len(words), quote=words)
    passages.link_passage(assignment=assignment, version=version, place=place, by=by)
