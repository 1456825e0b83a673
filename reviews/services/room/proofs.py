"""What people say about proofs: editors' notes, passages followed, what disagreement forbids."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from documents import rules
from documents.models import Version
from documents.services import ancestry, redlines
from reviews.models import CommentState, EditorsNote, FollowedPassage, Implementation, ProofPolicy
from reviews.proving import proofs
from reviews.services.answers import axes
from reviews.services.answers.operations import Chosen

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Person
    from documents.gates import Move
    from documents.models import Document

#: The longest note, in characters.
LONGEST = 2_000


def note_changes(*, version: Version, changes: Iterable[int], text: str, by: Person) -> list[EditorsNote]:
    """Say why passages changed that no comment asked for; `changes` are numbers of the comparison.

    A change that has a note already gets the new words in their place; the old note stays in the
    record. Raises `NotYou`, `BadInput`.
    """
    if not rules.can_edit(by, version.document):
        raise NotYou("Only editors and coordinators write notes on changes.")
    wanted = sorted(set(changes))
    said = text.strip()
    if not said or len(said) > LONGEST:
        raise BadInput(f"Say why, in at most {LONGEST} characters.", code="reason")
    older = ancestry.predecessor(version)
    known = {row.number for row in redlines.rows(older, version) if row.number} if older else set()
    if not wanted or not known.issuperset(wanted):
        raise BadInput("Choose changes of this version.", code="change")
    moment = timezone.now()
    with transaction.atomic():
        Version.objects.select_for_update().get(pk=version.pk)
        version.editors_notes.filter(change__in=wanted, withdrawn_at=None).update(withdrawn_at=moment)
        notes = [
            EditorsNote.objects.create(version=version, change=number, text=said, at=moment, by=by)
            for number in wanted
        ]
        _tell("reviews.changes.noted", version, by, changes=wanted)
    return notes


def withdraw_note(*, note: EditorsNote, by: Person) -> None:
    """Take a note back; the change is listed as unexplained again."""
    if not rules.can_edit(by, note.version.document):
        raise NotYou("Only editors and coordinators take notes back.")
    with transaction.atomic():
        if not EditorsNote.objects.filter(pk=note.pk, withdrawn_at=None).update(withdrawn_at=timezone.now()):
            raise NotNow("This note is withdrawn already.")
        _tell("reviews.changes.note_withdrawn", note.version, by, changes=[note.change])


def follow_passage(*, document: Document, lineage: UUID, by: Person, wanted: bool = True) -> None:
    """Follow a paragraph through all versions, or no longer. Twice is once."""
    rows = FollowedPassage.objects.filter(document=document, person=by, lineage=lineage)
    with transaction.atomic():
        if not wanted:
            rows.delete()
        elif not rows.exists():
            FollowedPassage.objects.get_or_create(document=document, person=by, lineage=lineage)


def set_policy(*, document: Document, rule: str, by: Person) -> ProofPolicy:
    """Say whether disagreements between answers and text only warn, or forbid to issue and publish."""
    if not rules.can_coordinate(by, document):
        raise NotYou("Only coordinators set what is forbidden.")
    if rule not in ProofPolicy.Rule.values:
        raise BadInput("Choose to warn or to forbid.", code="rule")
    with transaction.atomic():
        policy, _ = ProofPolicy.objects.update_or_create(document=document, defaults={"rule": rule})
        events.record(
            verb="reviews.proof.policy_set", actor=by, target=policy, document=document, data={"rule": rule},
        )
    return policy


def note_implementation(*, version: Version) -> int:
    """Note for each accepted comment whose own words an issued version changes that it is done there.

    Only what comparing finds counts; words changed near by are left for a person. Return how many.
    """
    by = version.issued_by
    report = proofs.report(by, version) if by else None
    if by is None or report is None:
        return 0
    done = [
        Chosen(finding.comment) for finding in report.proved
        if finding.evidence.outcome in {"as_proposed", "changed"}
        and finding.comment.implementation == Implementation.PENDING
        and finding.comment.state == CommentState.DECIDED
    ]
    if done:
        axes.mark_implemented(
            document=version.document, chosen=done, version=version, by=by, note="Found by comparing.",
        )
    return len(done)


def forbids(document: Document) -> bool:
    """Whether the document's policy forbids disagreements."""
    return ProofPolicy.objects.filter(document=document, rule=ProofPolicy.Rule.FORBID).exists()


def gate(version: Version, move: Move, by: Person) -> None:
    """The gate of issuing and publishing: objects to disagreements where the policy forbids them."""
    if not forbids(version.document):
        return
    report = proofs.report(by, version)
    if report is None or not report.disagreements:
        return
    raise NotNow(
        f"Answers and text disagree in {report.disagreements} places, and this document may not be "
        f"{'issued' if move == 'issue' else 'published'} so. Its proof lists them: give the answers that are "
        "true, change the text, or write an editor's note.",
        code="proof",
    )


def _tell(verb: str, version: Version, by: Person, **data: object) -> None:
    events.record(verb=verb, actor=by, target=version, document=version.document_id, data=data)
