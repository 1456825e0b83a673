"""Comments and tracked changes that lay in a version's own file become comments when it is issued."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.core.model import Unreadable
from documents.services import files
from reviews.models import Visibility
from reviews.services.talk import placements
from reviews.services.word import intake

if TYPE_CHECKING:
    from documents.models import Version


def take_in(*, version: Version) -> dict[str, object]:
    """Take the markup in, seen by everyone with the document, as is the file. Running again is harmless."""
    if not version.is_issued or not (version.report.get("comments") or version.report.get("changes")):
        return {}
    by = version.issued_by or version.created_by
    taking = intake.Intake(version=version, by=by, agency=None, visibility=Visibility.DOCUMENT)
    try:
        report = intake.take_in_file(taking, files.content(version.file), silent=False)
    except Unreadable as error:
        return {"problems": [{"place": version.file_name, "reason": str(error)}]}
    placements.place_everything(version.document)
    return report
