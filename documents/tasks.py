"""Work that takes longer than a page may: reading versions, making publications' files."""

from __future__ import annotations

from django_tasks import task

from documents.models import Publication, Version
from documents.services import publications, renditions, versions


@task()
def read_version(version_id: int) -> None:
    """Read an uploaded file; a version discarded meanwhile needs nothing."""
    version = Version.objects.select_related("document", "file").filter(pk=version_id).first()
    if version:
        versions.read_version(version=version)


@task()
def make_version_pdf(version_id: int) -> None:
    """Make the PDF with numbered lines of an issued version."""
    version = Version.objects.select_related("document__owner", "file").filter(pk=version_id).first()
    if version:
        renditions.pdf_of(version)


@task()
def make_publication_files(publication_id: int) -> None:
    """Make the PDF and the clean Word file of a publication."""
    rows = Publication.objects.select_related("version__file", "document__owner")
    publications.make_files(publication=rows.get(pk=publication_id))
