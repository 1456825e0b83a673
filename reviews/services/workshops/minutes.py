"""The minutes of a meeting as a Word file of our own making: who, what, findings, decisions."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import docx

from documents.core.package.packing import with_fixed_time
from reviews import cards, selectors
from reviews.models import FindingKind, FindingState
from reviews.selectors import meetings

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.document import Document as WordFile

    from backend.accounts.models import Person
    from reviews.models import Finding, Meeting


def word(*, meeting: Meeting, person: Person) -> bytes:
    """The minutes as the person may read them; drafts of findings are marked as such."""
    made = docx.Document()
    made.core_properties.title = meeting.title
    made.core_properties.author = meeting.document.owner.name
    made.add_heading(meeting.title, level=0)
    made.add_paragraph(" · ".join(part for part in (meeting.place, days(meeting)) if part))
    _called_by(made, meeting)
    if meeting.summary:
        made.add_heading("Summary", level=1)
        for paragraph in meeting.summary.split("\n\n"):
            made.add_paragraph(paragraph.strip())
    _participants(made, meeting)
    _agenda(made, meeting, person)
    _findings(made, meeting, person)
    stream = io.BytesIO()
    made.save(stream)
    return with_fixed_time(stream.getvalue())


def days(meeting: Meeting) -> str:
    """`10–11 February 2016`: the days of a meeting as people write them."""
    first, last = meeting.starts_on, meeting.ends_on
    if first == last:
        return f"{last:%-d %B %Y}"
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{last:%-d %B %Y}"
    start = f"{first:%-d %B}" if first.year == last.year else f"{first:%-d %B %Y}"
    return f"{start} – {last:%-d %B %Y}"


def _called_by(made: WordFile, meeting: Meeting) -> None:
    for label, agencies in (("Host", meeting.hosts.all()), ("With", meeting.organisers.all())):
        names = ", ".join(f"{agency.name} ({agency.code})" for agency in agencies)
        if names:
            made.add_paragraph(f"{label}: {names}")


def _participants(made: WordFile, meeting: Meeting) -> None:
    rows = list(meeting.participants.select_related("agency").order_by("name"))
    if not rows:
        return
    made.add_heading("Participants", level=1)
    table = made.add_table(rows=1, cols=4, style="Table Grid")
    for cell, label in zip(table.rows[0].cells, ("Name", "Affiliation", "Country", "Part"), strict=True):
        cell.text = label
    for row in rows:
        affiliation = row.affiliation or (row.agency.code if row.agency else "")
        for cell, text in zip(
            table.add_row().cells, (row.name, affiliation, row.country, row.part), strict=True,
        ):
            cell.text = text


def _agenda(made: WordFile, meeting: Meeting, person: Person) -> None:
    seen = selectors.comments_visible_to(person)
    items = meeting.agenda.select_related("decision").order_by("ordinal", "id")
    hidden = set(meeting.agenda.exclude(comment=None).exclude(comment__in=seen).values_list("pk", flat=True))
    shown = [item for item in items if item.pk not in hidden]
    if not shown:
        return
    made.add_heading("Agenda and minutes", level=1)
    for item in shown:
        made.add_heading(" ".join(part for part in (item.starts, item.title) if part), level=2)
        if item.minutes:
            made.add_paragraph(item.minutes)
        if item.decision:
            made.add_paragraph(
                f"Decision: {cards.LABELS.get(item.decision.disposition, item.decision.disposition)}. "
                f"{item.decision.response}".strip(),
            )


def _findings(made: WordFile, meeting: Meeting, person: Person) -> None:
    rows = meetings.findings_visible_to(person).filter(meeting=meeting).exclude(state=FindingState.WITHDRAWN)
    found = list(meetings.for_page(rows, person))
    for kind, heading in ((FindingKind.FINDING, "Findings"), (FindingKind.RECOMMENDATION, "Recommendations")):
        mine = [one for one in found if one.kind == kind]
        if mine:
            made.add_heading(heading, level=1)
            _list(made, mine)


def _list(made: WordFile, found: Iterable[Finding]) -> None:
    for finding in found:
        paragraph = made.add_paragraph()
        paragraph.add_run(f"{finding.code}  ").bold = True
        paragraph.add_run(finding.text)
        if finding.state == FindingState.DRAFT:
            paragraph.add_run(" (draft)").italic = True
        if finding.rationale:
            made.add_paragraph(finding.rationale)
        for assignment in finding.assignments.all():
            where = assignment.section or (
                assignment.milestone.title if assignment.milestone else assignment.document.name
            )
            judged = assignment.get_reflection_display().lower()
            reason = f": {assignment.reason}" if assignment.reason else ""
            made.add_paragraph(f"{where}: {judged}{reason}", style="List Bullet")
