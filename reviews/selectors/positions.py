"""What a person may see of approvals and positions, and the table of agreement."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from backend.accounts.models import Agency
from documents import selectors as documents
from reviews.core import positions as counting
from reviews.core.positions import Count, Rules
from reviews.models import Approval, ApprovalState, Position

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from backend.accounts.selectors import Viewer


def approvals_visible_to(person: Viewer) -> QuerySet[Approval]:
    """Approvals of versions that the person sees."""
    seen = documents.documents_visible_to(person)
    return Approval.objects.filter(document__in=seen, version__in=documents.versions_visible_to(person))


def positions_visible_to(person: Viewer) -> QuerySet[Position]:
    """Positions of those approvals: what agencies say is said to all who take part."""
    return Position.objects.filter(approval__in=approvals_visible_to(person))


@dataclass(frozen=True, slots=True)
class Row:
    """An agency's newest positions: on the whole, and on each section asked about."""

    agency: Agency
    is_observer: bool
    whole: Position | None
    sections: tuple[Position | None, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Agencies down, sections across, and what it comes to now."""

    sections: tuple[str, ...]
    rows: tuple[Row, ...]
    count: Count
    silent: int = 0  # sections asked about that are left out: nobody spoke of them by themselves

    def spoken(self) -> Table:
        """The same with only the sections of which somebody spoke by themselves."""
        kept = [place for place in range(len(self.sections)) if any(row.sections[place] for row in self.rows)]
        rows = tuple(replace(row, sections=tuple(row.sections[n] for n in kept)) for row in self.rows)
        sections = tuple(self.sections[n] for n in kept)
        return Table(sections, rows, self.count, len(self.sections) - len(kept))


def rules_of(approval: Approval) -> Rules:
    """The approval's policy as the core's value."""
    return Rules(
        approval.policy, approval.silence, approval.quorum,  # type: ignore[arg-type]
        approval.needed, approval.most_against,
    )


def table(approval: Approval) -> Table:
    """The state of agreement, in three queries."""
    newest: dict[tuple[int, UUID | None], Position] = {}
    said = approval.positions.select_related("agency", "stated_by", "changed_in").prefetch_related("comments")
    for position in said.order_by("id"):
        newest[position.agency_id, position.lineage] = position
    lineages = [UUID(lineage) for lineage, _ in approval.sections]
    rows = [
        Row(
            asked.agency, asked.is_observer, newest.get((asked.agency_id, None)),
            tuple(newest.get((asked.agency_id, lineage)) for lineage in lineages),
        )
        for asked in approval.asked.select_related("agency").order_by("agency__code")
    ]
    return Table(tuple(heading for _, heading in approval.sections), tuple(rows), count(rows, approval))


def count(rows: list[Row], approval: Approval) -> Count:
    """What the positions come to: a section that is blocked blocks the whole for its agency."""
    return counting.count(
        {row.agency.code: _stance(row) for row in rows if not row.is_observer}, rules_of(approval),
    )


def _stance(row: Row) -> str | None:
    every = [position.stance for position in (row.whole, *row.sections) if position]
    blocking = [stance for stance in ("disapprove", "approve_conditionally") if stance in every]
    return blocking[0] if blocking else row.whole.stance if row.whole else None


def waiting_for(person: Person) -> list[tuple[Approval, Agency]]:
    """Open approvals in which an agency that the person speaks for has said nothing on the whole yet."""
    agencies = Agency.objects.filter(
        memberships__person=person, memberships__role="focal_point", memberships__ended_at=None,
    )
    open_ones = approvals_visible_to(person).filter(state=ApprovalState.OPEN)
    rows = open_ones.filter(asked__agency__in=agencies).select_related("document", "version").distinct()
    found = []
    for approval in rows:
        answered = set(approval.positions.filter(lineage=None).values_list("agency", flat=True))
        mine = agencies.filter(pk__in=approval.asked.values("agency")).exclude(pk__in=answered)
        found += [(approval, agency) for agency in mine]
    return found


def asked_again(person: Person) -> QuerySet[Position]:
    """Blocking positions of the person's agencies whose words changed since."""
    agencies = Agency.objects.filter(
        memberships__person=person, memberships__role="focal_point", memberships__ended_at=None,
    )
    rows = positions_visible_to(person).filter(agency__in=agencies, changed_in__isnull=False)
    blocking = rows.filter(stance__in=counting.BLOCKING)
    return blocking.select_related("approval__document", "agency", "changed_in")
