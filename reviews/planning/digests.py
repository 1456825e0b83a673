"""What a coordinator should know on a Monday: late, at risk, and who is waited for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

from documents.models import Document, DocumentRole, Role
from reviews import work
from reviews.planning import outlook

if TYPE_CHECKING:
    from datetime import datetime

    from backend.accounts.models import Person

#: So far ahead a late forecast is news.
AHEAD = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Digest:
    """Sentences under three heads."""

    late: tuple[str, ...]
    at_risk: tuple[str, ...]
    waiting: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether all is well."""
        return not (self.late or self.at_risk)

    @property
    def title(self) -> str:
        """What a line can say of it."""
        late, risk = len(self.late), len(self.at_risk)
        said = [f"{late} step{'' if late == 1 else 's'} overdue"] if late else []
        said += [f"{risk} at risk"] if risk else []
        return "Plans: " + " and ".join(said)

    @property
    def text(self) -> str:
        """All of it as plain text."""
        parts = (("Overdue", self.late), ("At risk", self.at_risk), ("Waiting for others", self.waiting))
        return "\n\n".join(f"{head}\n" + "\n".join(lines) for head, lines in parts if lines)


def digest_of(person: Person, *, now: datetime) -> Digest:
    """The digest of all documents that the person coordinates."""
    roles = DocumentRole.objects.filter(person=person, role=Role.COORDINATOR, ended_at=None)
    mine = Document.objects.filter(pk__in=roles.values("document")).order_by("title", "id")
    documents = {document.pk: document for document in mine}
    book = outlook.book_of(documents.values(), today=now.date())
    late, at_risk = [], []
    today = (now - timedelta(hours=12)).date()
    for key, step in sorted(book.steps.items(), key=lambda found: found[1].to_on):
        if step.document_id not in documents or not step.is_open:
            continue
        name = f"{documents[step.document_id].name}: {step.title}"
        foreseen = book.foreseen[key].outlook
        if (step.due_at and step.due_at < now) or (not step.due_at and step.to_on < today):
            late.append(f"{name}, planned {step.words}")
        elif foreseen.late > 0 and step.to_on <= now.date() + AHEAD:
            at_risk.append(f"{name}, planned {step.words}, foreseen {foreseen.on:%-d %B %Y}")
    waiting = [f"{each.document.name}: {each.text}" for each in work.waiting_of(person)]
    return Digest(tuple(late), tuple(at_risk), tuple(waiting))
