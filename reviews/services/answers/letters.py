"""Writing to the authors of the comments that a filter finds, or to the focal points of their agencies."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import Person
from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from backend.notices import kinds
from backend.notices import services as notices
from documents import rules as documents_rules
from reviews.models import Audience, Letter, LetterLine
from reviews.selectors import letters

if TYPE_CHECKING:
    from uuid import UUID

    from backend.notices.models import Notice
    from reviews.models import Comment
    from reviews.selectors.letters import Addressed
    from reviews.table.matrix import Asked

KIND = "reviews.letter"
LONGEST_SUBJECT, LONGEST = 150, 8_000
#: Comments and recipients of one letter, and letters that one person writes in a day.
MOST_COMMENTS, MOST_RECIPIENTS, MOST_A_DAY = 5_000, 300, 20
#: Comments that a mail names.
NAMED = 30
_BATCH = 500


def preview(*, asked: Asked, audience: str, by: Person) -> Addressed:
    """Who would get a letter about what was asked for. Raises `NotYou`."""
    if not documents_rules.can_edit(by, asked.document):
        raise NotYou("Only editors and coordinators write to the authors of comments.")
    if audience not in Audience.values:
        raise BadInput("Write to the authors, or to the focal points.", code="audience")
    return letters.addressed(asked.comments(), audience=audience, by=by, most=MOST_COMMENTS)


def write_letter(
    *, uid: UUID, asked: Asked, audience: str, subject: str, body: str, expected: int, by: Person,
) -> Letter:
    """Write to all of them; a task tells each. The same `uid` again gives the letter that is written.

    `expected` is how many comments the writer saw chosen. Raises `NotYou`, `BadInput`, and `NotNow`
    when the filter finds others by now or the day's letters are written.
    """
    addressed = preview(asked=asked, audience=audience, by=by)
    _check(subject, body)
    with transaction.atomic():
        Person.objects.select_for_update().get(pk=by.pk)  # one letter after the other: they are counted
        written = Letter.objects.filter(uid=uid).first()
        if written is not None:
            if written.written_by_id != by.pk or written.document_id != asked.document.pk:
                raise BadInput("This uid is another letter's.", code="uid")
            return written
        _demand(addressed, expected, by)
        letter = Letter.objects.create(
            uid=uid, document=asked.document, audience=audience, subject=" ".join(subject.split()),
            body=body.strip(), asked=asked.wanted.asked(), written_at=timezone.now(), written_by=by,
        )
        LetterLine.objects.bulk_create(
            [LetterLine(letter=letter, comment_id=pk, person_id=person) for pk, person in addressed.lines],
            batch_size=_BATCH,
        )
        events.record(
            verb="reviews.letter.written", actor=by, target=letter, document=asked.document,
            data={"comments": addressed.comments, "audience": audience},
        )
    return letter


def _check(subject: str, body: str) -> None:
    if not subject.strip() or len(subject) > LONGEST_SUBJECT:
        raise BadInput(f"Give it a subject of at most {LONGEST_SUBJECT} characters.", code="subject")
    if not body.strip() or len(body) > LONGEST:
        raise BadInput(f"Write 1 to {LONGEST:,} characters.", code="body")


def _demand(addressed: Addressed, expected: int, by: Person) -> None:
    if addressed.comments > MOST_COMMENTS or len(addressed.recipients) > MOST_RECIPIENTS:
        raise BadInput(
            f"A letter is about at most {MOST_COMMENTS:,} comments and goes to at most {MOST_RECIPIENTS} "
            "people: narrow the filter.", code="too_many",
        )
    if not addressed.recipients:
        raise BadInput("Nobody would get it.", code="nobody")
    if addressed.comments != expected:
        raise NotNow(
            f"The filter finds {addressed.comments} comments now, not {expected}: look again who gets it.",
            code="changed", comments=addressed.comments,
        )
    since = timezone.now() - timedelta(days=1)
    if Letter.objects.filter(written_by=by, written_at__gt=since).count() >= MOST_A_DAY:
        raise NotNow(f"You wrote {MOST_A_DAY} letters within a day: write the next one later.", code="rate")


def deliver(letter: Letter) -> int:
    """Tell everybody to whom it is written; how many were told for the first time. Run again, it is none."""
    people = Person.objects.filter(pk__in=letter.lines.values("person"), is_active=True)
    told = 0
    for person in people.order_by("pk"):
        told += notices.tell(
            person=person, kind=KIND, dedupe_key=f"letter:{letter.uid}", document=letter.document_id,
            data={"letter": str(letter.uid)},
        ) is not None
    return told


def _words(person: Person, notice: Notice) -> kinds.Told | None:
    """The letter, with those of its comments that its reader sees; nothing once they see none."""
    rows = letters.letters_visible_to(person).select_related("document", "written_by")
    letter = rows.filter(uid=notice.data.get("letter")).first()
    comments = list(letters.about(person, letter)[: NAMED + 1]) if letter else []
    if letter is None or not comments:
        return None
    return kinds.Told(
        f"{letter.subject} ({letter.document.name})",
        f"{letter.written_by.name} writes about {_named(comments)}:\n\n{letter.body}",
        reverse("reviews:letter", args=[letter.document.slug, letter.uid]),
    )


def _named(comments: list[Comment]) -> str:
    names = [row.register_number or f"“{row.body[:40].strip()}”" for row in comments[:NAMED]]
    return ", ".join(names) + (" and more" if len(comments) > NAMED else "")


KINDS = (kinds.Kind(KIND, "Editors write to me about comments of mine, or of my agency", _words),)
