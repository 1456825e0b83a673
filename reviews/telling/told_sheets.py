"""Telling people that a sheet which they ordered is written."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

from backend.notices import kinds
from backend.notices.kinds import Kind, Told
from documents import selectors as documents
from reviews.models import SheetExport
from reviews.services.sheets import ordering

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from backend.notices.models import Notice


def _ready(person: Person, notice: Notice) -> Told | None:
    """Nothing once the file is gone, or the version out of sight."""
    rows = SheetExport.objects.filter(by=person, uid=notice.data.get("export"))
    made = rows.select_related("version__document").first()
    if made is None or made.state != "ready":
        return None
    if not documents.versions_visible_to(person).filter(pk=made.version_id).exists():
        return None
    return Told(
        f"Your sheet of {made.total:,} comments is written: {made.version}", "",
        reverse("reviews:ordered_sheet", args=[made.version.document.slug, made.version.number, made.uid]),
    )


kinds.register(Kind(ordering.NOTICE, "A sheet that I ordered is written", _ready, by_mail=False))
