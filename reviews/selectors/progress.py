"""How far a round has come: who read which section, said something to it, or that there is nothing to say.

Comments are counted from what the viewer may see, so that a sealed round tells nobody outside an agency
of its comments; that a section was read, and an explicit "no comments", are told to who steers.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import TYPE_CHECKING

from django.db.models import Q
from django.utils import timezone

from backend.accounts.models import Membership
from reviews import rules, selectors
from reviews.models import (
    Absence,
    AnchorKind,
    CommentState,
    Invitation,
    InvitationState,
    NilReturn,
    Reading,
    Visibility,
)
from reviews.selectors import rounds

if TYPE_CHECKING:
    from backend.accounts.models import Agency, Person
    from backend.accounts.selectors import Viewer
    from documents.models import Version
    from reviews.models import Round

#: Letters that stand over a column of the map.
SHORT = 7
#: A map has this many sections at most; of a longer outline only the higher headings are shown.
MOST_SECTIONS = 40


@dataclass(frozen=True, slots=True)
class Section:
    """A part of the version under one heading; `keys` are its own and those of the headings below it."""

    key: str
    number: str
    title: str
    keys: frozenset[str]

    @property
    def short(self) -> str:
        """`§5`, or the beginning of a heading without a number."""
        if self.number:
            return f"§{self.number}"
        word = self.title.split()[0] if self.title.split() else "…"
        return word if len(word) <= SHORT else f"{word[: SHORT - 1]}…"


@dataclass(slots=True)
class Cell:
    """What one row's people did with one section."""

    section: Section
    readers: int = 0
    comments: int = 0
    nothing: int = 0

    @property
    def level(self) -> str:
        """`none`, `read`, `nothing` or `said`: what the cell's shade, and its word, tell."""
        if self.comments:
            return "said"
        if self.nothing:
            return "nothing"
        return "read" if self.readers else "none"

    @property
    def words(self) -> str:
        """The cell in words."""
        parts = [
            f"{self.comments} comment{'' if self.comments == 1 else 's'}" if self.comments else "",
            "no comments" if self.nothing else "",
            f"read by {self.readers}" if self.readers else "",
        ]
        return ", ".join(part for part in parts if part) or "not read"


@dataclass(slots=True)
class Row:
    """An agency, or a person within it, with a cell for each section."""

    label: str
    cells: list[Cell]
    agency: Agency | None = None
    person: Person | None = None
    invitation: Invitation | None = None
    away: list[Absence] = field(default_factory=list)

    @property
    def state(self) -> str:
        """How far they are, in words."""
        if self.invitation is not None:
            return InvitationState(self.invitation.state).label
        return "Taking part" if any(cell.level != "none" for cell in self.cells) else "Not begun"


@dataclass(frozen=True, slots=True)
class HeatMap:
    """Sections and rows, and in sentences what must not be found out only after the deadline."""

    sections: tuple[Section, ...]
    rows: tuple[Row, ...]
    alarms: tuple[str, ...]

    @property
    def answered(self) -> int:
        """How many of those asked have answered."""
        return sum(row.invitation is not None and row.invitation.answered_at is not None for row in self.rows)


def sections_of(version: Version) -> tuple[Section, ...]:
    """The version by its highest headings; one level deeper when there would be fewer than three."""
    rows = version.blocks.filter(kind="heading").order_by("ordinal")
    headings = list(rows.values_list("key", "level", "number", "text"))
    levels = sorted({level for _, level, _, _ in headings})
    for level in levels:
        shown = [heading for heading in headings if heading[1] <= level]
        if len(shown) >= 3 or level == levels[-1]:
            return _cut(headings, level)[:MOST_SECTIONS]
    return ()


def _cut(headings: list[tuple[str, int, str, str]], deepest: int) -> tuple[Section, ...]:
    sections: list[tuple[str, str, str, list[str]]] = []
    for key, level, number, text in headings:
        if level <= deepest or not sections:
            sections.append((key, number, text, [key]))
        else:
            sections[-1][3].append(key)
    return tuple(Section(key, number, text, frozenset(keys)) for key, number, text, keys in sections)


def agencies_map(round_: Round, viewer: Viewer) -> HeatMap:
    """A row for each agency and each person asked on their own; alarms for who steers the document."""
    sections = sections_of(round_.version)
    invitations = _shown_invitations(round_, viewer)
    marks = _Marks(round_, viewer, sections)
    away = _absences(round_, [row.person_id for row in invitations if row.person_id])
    rows = [
        Row(
            _label(row), marks.cells(row.agency_id, None if row.agency_id else row.person_id),
            row.agency, row.person, row, away.get(row.person_id or 0, []),
        )
        for row in invitations
    ]
    others = marks.cells_of_nobody(invitations)
    if any(cell.level != "none" for cell in others):
        rows.append(Row("Others with the document", others))
    steers = viewer.is_authenticated and rules.standing(viewer, round_.document).steers
    return HeatMap(sections, tuple(rows), tuple(_alarms(sections, rows)) if steers else ())


def people_map(round_: Round, viewer: Viewer, agency: Agency) -> HeatMap:
    """A row for each member of an agency, for its focal points and for who steers the document.

    What a colleague has read is theirs and their focal point's to know: other members find their own row.
    """
    standing = rules.standing(viewer, round_.document)
    sees_all = standing.steers or agency.pk in standing.focal
    sections = sections_of(round_.version)
    marks = _Marks(round_, viewer, sections)
    members = Membership.objects.filter(agency=agency, ended_at=None).select_related("person")
    members = members if sees_all else members.filter(person=viewer.pk or 0)
    people = [row.person for row in members.order_by("person__name")]
    away = _absences(round_, [person.pk for person in people])
    rows = [
        Row(person.name, marks.cells(agency.pk, person.pk), agency, person, None, away.get(person.pk, []))
        for person in people
    ]
    return HeatMap(sections, tuple(rows), ())


def _shown_invitations(round_: Round, viewer: Viewer) -> list[Invitation]:
    rows = rounds.invitations_visible_to(viewer).filter(round=round_)
    rows = rows.exclude(state__in=[InvitationState.REVOKED, InvitationState.DELEGATED])
    return list(
        rows.select_related("agency", "person", "delegated_from__person").order_by(
            "agency__code", "person__name", "email",
        ),
    )


def _label(invitation: Invitation) -> str:
    if invitation.agency is not None:
        return invitation.agency.code
    if invitation.person is not None:
        return invitation.person.name
    return invitation.name or invitation.email


def _absences(round_: Round, people: Iterable[int | None]) -> dict[int, list[Absence]]:
    found: dict[int, list[Absence]] = defaultdict(list)
    first, last = round_.opens_at.date(), round_.closes_at.date()
    rows = Absence.objects.filter(person__in=[pk for pk in people if pk], from_on__lte=last, to_on__gte=first)
    for row in rows.order_by("from_on"):
        found[row.person_id].append(row)
    return found


class _Marks:
    """All that was done in a round, read in four queries, by agency, person and section."""

    def __init__(self, round_: Round, viewer: Viewer, sections: tuple[Section, ...]) -> None:
        self.sections = sections
        self.place = {key: section.key for section in sections for key in section.keys}
        self.marks: list[tuple[str, int | None, int | None, str]] = []
        self._read(round_, viewer)

    def _read(self, round_: Round, viewer: Viewer) -> None:
        seen = self._whose(round_, viewer)
        readings = Reading.objects.filter(seen, round=round_)
        for agency, person, key in readings.values_list("agency", "person", "section_key"):
            self._add("read", agency, person, self.place.get(key, ""))
        nothing = NilReturn.objects.filter(seen, round=round_, withdrawn_at=None)
        for agency, person, key in nothing.values_list("agency", "person", "section_key"):
            for section in [self.place.get(key, "")] if key else [one.key for one in self.sections]:
                self._add("nothing", agency, person, section)
        comments = selectors.comments_visible_to(viewer).filter(round=round_).exclude(
            Q(anchor_kind=AnchorKind.DOCUMENT) | Q(visibility=Visibility.AUTHOR)
            | Q(state=CommentState.WITHDRAWN),
        )
        in_section = dict(round_.version.blocks.values_list("key", "section_key"))
        for agency, person, block in comments.values_list("agency", "author", "start_block"):
            heading = block if block in self.place else in_section.get(block, "")
            self._add("said", agency, person, self.place.get(heading, ""))

    @staticmethod
    def _whose(round_: Round, viewer: Viewer) -> Q:
        """Whose reading the viewer may know of: everybody's, or their own agencies' and their own."""
        standing = rules.standing(viewer, round_.document)
        if standing.steers:
            return Q()
        return Q(agency__in=standing.agencies) | Q(person=standing.person_id or 0)

    def _add(self, kind: str, agency: int | None, person: int | None, section: str) -> None:
        if section:
            self.marks.append((kind, agency, person, section))

    def cells(self, agency: int | None, person: int | None) -> list[Cell]:
        """A row's cells: of an agency, of one of its members, or of a person on their own (agency None)."""
        if agency is None:
            return self._counted(lambda _a, p: p == person)
        return self._counted(lambda a, p: a == agency and (person is None or p == person))

    def cells_of_nobody(self, invitations: list[Invitation]) -> list[Cell]:
        """What people did whom no row stands for."""
        agencies = {row.agency_id for row in invitations if row.agency_id}
        people = {row.person_id for row in invitations if row.person_id}
        return self._counted(lambda a, p: a not in agencies and p not in people)

    def _counted(self, wanted: object) -> list[Cell]:
        by_section = {section.key: Cell(section) for section in self.sections}
        readers: dict[str, set[int | None]] = defaultdict(set)
        for kind, agency, person, section in self.marks:
            if not wanted(agency, person):  # type: ignore[operator]
                continue
            cell = by_section[section]
            if kind == "read":
                readers[section].add(person)
            elif kind == "nothing":
                cell.nothing += 1
            else:
                cell.comments += 1
        for section, found in readers.items():
            by_section[section].readers = len(found)
        return list(by_section.values())


def _alarms(sections: tuple[Section, ...], rows: list[Row]) -> Iterable[str]:
    """Sections that nobody has read yet, or nobody outside one agency."""
    if len(rows) < 2:
        return
    for place, section in enumerate(sections):
        readers = [row.label for row in rows if row.cells[place].level != "none"]
        name = f"{section.short} {section.title}" if section.number else f"“{section.title}”"
        if not readers:
            yield f"Nobody has read {name} yet."
        elif len(readers) == 1:
            yield f"Nobody but {readers[0]} has read {name} yet."


def is_away(absences: Iterable[Absence], day: date | None = None) -> bool:
    """Whether a day, today if none is given, lies in one of the absences."""
    on = day or timezone.now().date()
    return any(row.from_on <= on <= row.to_on for row in absences)
