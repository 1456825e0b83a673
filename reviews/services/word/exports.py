"""Ordering Word files: small ones are made at once, large ones by a task that keeps the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction

from backend.events import services as events
from documents import selectors as documents
from documents.models import Export, StoredFile
from documents.services import files
from reviews import selectors
from reviews.services.word import marking
from reviews.table import filters as filtering

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.models import Person
    from documents.models import Version
    from reviews.models import Placement
    from reviews.services.word.marking import Marked

#: Beyond these a file is made by a task.
MANY_BLOCKS = 1_500
MANY_COMMENTS = 600


def is_large(version: Version, by: Person) -> bool:
    """Whether the file takes longer than a page may."""
    if version.block_count > MANY_BLOCKS:
        return True
    return selectors.placements_visible_to(by, version).count() > MANY_COMMENTS


def chosen(version: Version, by: Person, filters: dict[str, str]) -> QuerySet[Placement]:
    """The places of the comments that the person sees and the filters let through."""
    rows = selectors.placements_visible_to(by, version)
    return rows.filter(filtering.condition(filtering.read(filters), by, "comment__", version=version))


def make(*, version: Version, by: Person, filters: dict[str, str]) -> Marked:
    """The file, now; its making and its check are noted."""
    marked = marking.write_word(version=version, placements=chosen(version, by, filters))
    Export.objects.create(
        version=version, kind="markup", parameters=filters, sha256=marked.sha256, outcome=marked.outcome,
        made_by=by,
    )
    return marked


def order(*, version: Version, by: Person, filters: dict[str, str]) -> Export:
    """Let a task make the file; the record has no hash until it is there."""
    with transaction.atomic():
        export = Export.objects.create(
            version=version, kind="markup", parameters=filters, sha256="", made_by=by,
        )
        events.record(
            verb="reviews.export.ordered", actor=by, target=export, document=version.document_id,
            data={"version": version.pk},
        )
    return export


def fulfil(export: Export) -> None:
    """Make an ordered file, with the rights that its orderer has now. Run again, it changes nothing."""
    by = export.made_by
    if export.sha256 or by is None:
        return
    if not documents.versions_visible_to(by).filter(pk=export.version_id).exists():
        return
    rows = chosen(export.version, by, export.parameters)
    marked = marking.write_word(version=export.version, placements=rows)
    files.store(data=marked.data, content_type=files.WORD)
    Export.objects.filter(pk=export.pk).update(sha256=marked.sha256, outcome=marked.outcome)


def file_of(export: Export) -> StoredFile | None:
    """The file of an ordered export, once it is there."""
    return StoredFile.objects.filter(sha256=export.sha256).first() if export.sha256 else None
