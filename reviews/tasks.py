"""Work that takes longer than a page may: placing comments, reading returns, writing large Word files."""

from __future__ import annotations

from django_tasks import task

from backend.tasks import services as tasks
from documents.models import Document, Export, Version
from reviews.models import Letter, Merge, Return, ReturnKind, SheetExport
from reviews.services import telling
from reviews.services.answers import groups, letters, sweeps
from reviews.services.approvals import positions
from reviews.services.room import next_version, proofs, recognising
from reviews.services.sheets import checking, importing, ordering
from reviews.services.talk import placements
from reviews.services.word import exports, own_markup, returns
from reviews.services.workshops import passages


@task()
def place_comments(document_id: int) -> None:
    """Bring the document's comments to all of its issued versions."""
    document = Document.objects.filter(pk=document_id).first()
    if document:
        placements.place_everything(document)


@task()
def take_in_own_markup(version_id: int) -> None:
    """Make comments of the markup that lay in an issued version's own file, then place everything."""
    version = Version.objects.select_related("document", "file", "created_by").filter(pk=version_id).first()
    if version:
        own_markup.take_in(version=version)


@task()
def take_in_return(return_id: int) -> None:
    """Read what came back and take it in; of a sheet, the next step."""
    row = Return.objects.select_related("document", "version__file", "file", "received_by", "agency")
    found = row.filter(pk=return_id).first()
    if found and found.kind == ReturnKind.SHEET:
        checking.check(found)
        importing.take_in(found)
    elif found:
        returns.take_in(received=found)


@task()
def write_word(export_id: int) -> None:
    """Make a Word file that was ordered."""
    rows = Export.objects.select_related("version__document", "version__file", "made_by")
    found = rows.filter(pk=export_id).first()
    if found:
        exports.fulfil(found)


@task()
def write_sheet(export_id: int) -> None:
    """Make a sheet that was ordered."""
    rows = SheetExport.objects.select_related("version__document", "by")
    found = rows.filter(pk=export_id).first()
    if found:
        ordering.fulfil(found)


@task()
def make_next_version(merge_id: int) -> None:
    """Lay what was accepted into the base's Word file."""
    rows = Merge.objects.select_related("base__document", "base__file", "ordered_by")
    found = rows.filter(pk=merge_id).first()
    if found:
        next_version.fulfil(found)


@task()
def mark_done(version_id: int) -> None:
    """Note which proposals an issued version holds; in a file from elsewhere they are found first."""
    version = Version.objects.select_related("document", "issued_by").filter(pk=version_id).first()
    if version:
        recognising.recognise(version)
        next_version.mark_done(version)


@task()
def tell_of_version(version_id: int) -> None:
    """Tell reviewers what an issued version did about their comments, and note what it did."""
    version = Version.objects.select_related("document__owner").filter(pk=version_id).first()
    if version:
        proofs.note_implementation(version=version)
        telling.tell_of(version)


@task()
def find_groups(document_id: int, *, always: bool = False) -> None:
    """Group comments that say nearly the same; of a very large document only when it is due."""
    document = Document.objects.filter(pk=document_id).first()
    if document and (always or groups.is_due(document)):
        groups.find_groups(document=document)


@task()
def follow_findings(version_id: int) -> None:
    """Look where words that reflect findings, or that agencies object to, are in an issued version."""
    version = Version.objects.select_related("document").filter(pk=version_id).first()
    if version:
        passages.follow_passages(version.document)
        telling.tell_of_lost(version)
        positions.ask_again(version)


@task()
def deliver_letter(letter_id: int) -> None:
    """Put a letter before everybody to whom it is written."""
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter:
        letters.deliver(letter)


@task()
def go_on_sweeping(sweep_id: int) -> None:
    """Act on the next comments of a sweep; what is left after a while is another task's."""
    if sweeps.go_on(sweep_id):
        tasks.enqueue(go_on_sweeping, sweep_id=sweep_id)
