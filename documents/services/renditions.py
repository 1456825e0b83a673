"""Issued versions as PDF with numbered lines, and the map from page and line to the text."""

from __future__ import annotations

from django.db import IntegrityError, transaction

from backend.errors import NotNow
from documents.core import lines
from documents.models import Version, VersionPdf
from documents.services import drawings, files
from documents.services.confinement import confined


def pdf_of(version: Version) -> VersionPdf:
    """The version's PDF; made now where it is not there yet. `NotNow` before the version is issued."""
    known = VersionPdf.objects.filter(version=version).select_related("file").first()
    if known:
        return known
    if not version.is_issued:
        raise NotNow("This version is not issued yet: its pages and lines may still change.")
    pdf, found = confined(
        lines.typeset_with_lines, files.content(version.file), version.document.title,
        version.label or f"Version {version.number}", version.document.owner.name,
        drawings.of_version(version),
    )
    stored = files.store(data=pdf.data, content_type=files.PDF)
    rows = [[one.label, one.number, str(one.block), one.start, one.end] for one in found]
    try:
        with transaction.atomic():
            return VersionPdf.objects.create(
                version=version, file=stored, lines=rows, warnings=list(pdf.warnings),
            )
    except IntegrityError:  # somebody else asked for it at the same moment
        return VersionPdf.objects.select_related("file").get(version=version)
