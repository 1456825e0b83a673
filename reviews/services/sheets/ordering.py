"""Ordering large sheets: a task writes them with progress, whoever ordered fetches them later.

What is in the file was decided by the rights that its orderer had when it was made; when it is fetched, every
comment in it must still be one that they see. After a week the file is taken away.
"""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.core.files import File
from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.events import services as events
from backend.notices import services as notices
from documents import selectors as documents
from reviews import selectors
from reviews.core import sheets
from reviews.models import SheetExport
from reviews.services.sheets import exporting
from reviews.table import filters as filtering

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import datetime

    from backend.accounts.models import Person
    from documents.models import Version
    from reviews.table.filters import CommentFilter

#: Sheets of more comments than this are made by a task.
LARGE = 5_000
#: How long a file is kept.
KEPT = timedelta(days=7)
#: Orders of one person that may wait at the same time.
MOST_WAITING = 3
NOTICE = "reviews.sheet_ready"


def order_sheet(
    *, version: Version, wanted: CommentFilter, profile: str, kind: str, by: Person,
) -> SheetExport:
    """Have a sheet of the comments that the person sees, and the filters choose, made by a task.

    Raises `BadInput` for a profile or kind that there is not, `NotNow` while several orders wait.
    """
    if profile not in sheets.BY_NAME or kind not in sheets.BY_NAME[profile].kinds:
        raise BadInput("Name a profile, and a kind of file that it is written as.", code="profile")
    with transaction.atomic():
        waiting = SheetExport.objects.filter(by=by, ready_at=None, cancelled_at=None, failed="")
        if waiting.count() >= MOST_WAITING:
            raise NotNow("Several sheets of yours are being written: wait for one of them.", code="waiting")
        count = exporting.Export(version=version, by=by, wanted=wanted, profile=profile).placements().count()
        made = SheetExport.objects.create(
            version=version, profile=profile, kind=kind, filters=wanted.asked(), total=count, by=by,
            ordered_at=timezone.now(),
        )
        events.record(
            verb="reviews.sheet.ordered", actor=by, target=made, document=version.document_id,
            data={"export": str(made.uid), "version": version.pk},
        )
    return made


class _Cancelled(Exception):
    """Whoever ordered the sheet wants it no more."""


def cancel_sheet(*, ordered: SheetExport, by: Person) -> SheetExport:
    """Let a sheet that waits or is being written be: no file comes of it. Raises `NotYou`, `NotNow`."""
    if ordered.by_id != by.pk:
        raise NotYou("Who ordered the sheet can cancel it.")
    with transaction.atomic():
        now = SheetExport.objects.select_for_update().get(pk=ordered.pk)
        if now.state not in {"waiting", "writing"}:
            raise NotNow("It is not being written any more.", code="ended")
        now.cancelled_at = timezone.now()
        now.comments = []
        now.save(update_fields=["cancelled_at", "comments"])
        events.record(
            verb="reviews.sheet.cancelled", actor=by, target=now, document=now.version.document_id,
            data={"export": str(now.uid), "version": now.version_id},
        )
    return now


def fulfil(ordered: SheetExport) -> SheetExport:
    """Write an ordered sheet, with the rights that its orderer has now. Run again, it changes nothing."""
    if ordered.state not in {"waiting", "writing"}:
        return ordered
    if not documents.versions_visible_to(ordered.by).filter(pk=ordered.version_id).exists():
        return _refuse(ordered, "You no longer see this version.")
    wanted = filtering.read(ordered.filters)
    export = exporting.Export(
        version=ordered.version, by=ordered.by, wanted=wanted, profile=ordered.profile,
    )
    found = list(export.ids())
    ordered.total, ordered.comments = len(found), [comment for _, comment in found]
    ordered.save(update_fields=["total", "comments"])
    keys = [placement for placement, _ in found]
    rows = _counted(ordered, export, keys)
    try:
        with sheets.to_file(
            rows, profile=ordered.profile, kind=ordered.kind, about=export.about(),
        ) as stream:
            return _keep(ordered, export, File(stream))
    except _Cancelled:
        return ordered


def _counted(
    ordered: SheetExport, export: exporting.Export, keys: list[int],
) -> Iterator[dict[str, str]]:
    """The rows; between two pieces, when no query runs, what is done is noted for whoever looks.

    Raises `_Cancelled`.
    """
    for done, rows in export.pieces(keys):
        yield from rows
        if not SheetExport.objects.filter(pk=ordered.pk, cancelled_at=None).update(done=done):
            raise _Cancelled


def _keep(ordered: SheetExport, export: exporting.Export, file: File[bytes]) -> SheetExport:
    with transaction.atomic():
        now = SheetExport.objects.select_for_update().get(pk=ordered.pk)
        if now.state not in {"waiting", "writing"}:  # another worker was quicker, or it was cancelled
            return now
        now.file.save(f"{now.uid}.{sheets.ENDINGS[now.kind]}", file, save=False)
        now.size, now.folded, now.done = now.file.size, dict(export.folded), now.total
        now.ready_at = timezone.now()
        now.expires_at = now.ready_at + KEPT
        now.save()
        notices.tell(
            person=now.by, kind=NOTICE, dedupe_key=f"sheet:{now.uid}", document=now.version.document_id,
            data={"export": str(now.uid)},
        )
    return now


def _refuse(ordered: SheetExport, reason: str) -> SheetExport:
    ordered.failed = reason
    ordered.save(update_fields=["failed"])
    return ordered


def fetch(ordered: SheetExport, by: Person) -> File[bytes]:
    """The file of a sheet that is there, open for reading.

    Raises `NotNow` while it is written, after its time, and when there is a comment in it that the person
    no longer sees: then it is taken away.
    """
    if ordered.state != "ready":
        words = {
            "gone": "The file is no longer kept: order it anew.", "failed": ordered.failed,
            "cancelled": "It was cancelled: order it anew.",
        }.get(ordered.state, "The sheet is still being written.")
        raise NotNow(words, code=ordered.state)
    seen = set(
        selectors.placements_visible_to(by, ordered.version).order_by().values_list("comment", flat=True),
    )
    if not seen.issuperset(ordered.comments):
        _take_away(ordered)
        raise NotNow(
            "There is something in this file that you may no longer see: order it anew.", code="rights",
        )
    return ordered.file.open("rb")


def _take_away(ordered: SheetExport) -> None:
    ordered.file.delete(save=False)
    ordered.comments = []
    ordered.save(update_fields=["file", "comments"])


def tend(now: datetime | None = None) -> int:
    """Take away the files whose time is over; how many. Run by the clock."""
    moment = now or timezone.now()
    over = list(SheetExport.objects.filter(expires_at__lte=moment).exclude(file="")[:50])
    for ordered in over:
        _take_away(ordered)
    return len(over)
