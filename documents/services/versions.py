"""Versions: uploaded, read, issued. A version never changes once it is issued."""

from __future__ import annotations

import hashlib
from dataclasses import asdict
from typing import TYPE_CHECKING

from django.conf import settings
from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou, TooLarge
from backend.events import services as events
from documents import gates, rules
from documents.core import reading
from documents.core.comparing import compare
from documents.core.limits import Limits
from documents.core.model import Unreadable, Warning  # noqa: A004 - the word that the interface uses
from documents.core.package import open_package
from documents.models import Block, Document, Media, Version, VersionState
from documents.services import comparisons, drafts, drawings, files
from documents.services.confinement import confined

if TYPE_CHECKING:
    import uuid
    from collections.abc import Iterator

    from backend.accounts.models import Person
    from documents.core.model import BlockId, Draft

#: Picture types that a browser may be given; others are shown as placeholders.
SHOWN_MEDIA = frozenset({"image/png", "image/jpeg", "image/gif"})


def checked_upload(data: bytes, file_name: str) -> None:
    """Refuse what is too large or not a sound Word package, before anything is stored.

    Raises `TooLarge` or `BadInput` with the file, the part and the reason.
    """
    if len(data) > settings.UPLOAD_MAX_BYTES:
        limit = settings.UPLOAD_MAX_BYTES // (1024 * 1024)
        raise TooLarge(f"{file_name} is larger than {limit} MB. Compress its pictures in Word and try again.")
    try:
        open_package(data, Limits())
    except Unreadable as error:
        raise BadInput(f"{file_name}: {error}", code=error.code, part=error.part) from error


def upload_version(
    *,
    document: Document,
    data: bytes,
    file_name: str,
    by: Person,
    label: str = "",
    note: str = "",
) -> Version:
    """Take a Word file in as the document's next version, to be read by a task and then issued.

    The same bytes as a version that is not refused give that version back. Raises `NotYou`, `NotNow`
    (another upload waits to be issued), `TooLarge`, `BadInput`.
    """
    if not rules.can_edit(by, document):
        raise NotYou("Only editors and coordinators can upload versions.")
    checked_upload(data, file_name)
    stored = files.store(data=data, content_type=files.WORD)
    with transaction.atomic():
        locked = Document.objects.select_for_update().get(pk=document.pk)
        waiting = locked.versions.filter(state__in=[VersionState.READING, VersionState.WORKING]).first()
        if waiting and waiting.file_id == stored.pk:
            return waiting
        if waiting:
            raise NotNow(f"Version {waiting.number} is not issued yet: issue or discard it first.")
        number = (locked.versions.aggregate(last=Max("number"))["last"] or 0) + 1
        version = Version.objects.create(
            document=locked,
            number=number,
            label=label.strip(),
            note=note.strip(),
            file=stored,
            file_name=safe_name(file_name),
            created_by=by,
        )
        version.parents.set(locked.versions.filter(state=VersionState.ISSUED).order_by("-number")[:1])
        events.record(
            verb="documents.version.uploaded",
            actor=by,
            target=version,
            document=locked,
            data={"number": number, "sha256": stored.sha256},
        )
    return version


def safe_name(file_name: str) -> str:
    """The last part of a name as sent, without control characters, ready for a download's header."""
    last = file_name.replace("\\", "/").rsplit("/", 1)[-1]
    return (
        "".join(char for char in last if char.isprintable() and char not in '"<>|:*?')[:200] or "draft.docx"
    )


def read_version(*, version: Version) -> Version:
    """Read an uploaded version's file into blocks. Run again, it changes nothing.

    A file that cannot be read makes the version `unreadable`, with the reason in its report.
    """
    if version.state != VersionState.READING:
        return version
    try:
        draft = confined(reading.read, files.content(version.file))
    except Unreadable as error:
        return _refuse(version, error)
    return _keep_draft(version, draft)


def _refuse(version: Version, error: Unreadable) -> Version:
    with transaction.atomic():
        report = {"error": {"code": error.code, "part": error.part, "reason": error.reason}}
        if Version.objects.filter(pk=version.pk, state=VersionState.READING).update(
            state=VersionState.UNREADABLE,
            report=report,
        ):
            events.record(
                verb="documents.version.unreadable",
                actor=version.created_by,
                target=version,
                document=version.document,
                data={"number": version.number, "reason": error.reason},
            )
    version.refresh_from_db()
    return version


def _keep_draft(version: Version, draft: Draft) -> Version:
    parent = version.parents.order_by("-number").first()
    comparison = compare(drafts.draft_of(parent), draft) if parent else None
    lineage = drafts.inherited_lineage(_lineage_of(parent), comparison.links) if comparison and parent else {}
    drawn = drawings.of(draft.media)
    draft = drawings.shown(draft, drawn)
    media = {
        name: files.store(data=item.data, content_type=item.content_type)
        for name, item in draft.media.items()
        if item.content_type in SHOWN_MEDIA
    }
    with transaction.atomic():
        locked = Version.objects.select_for_update().get(pk=version.pk)
        if locked.state != VersionState.READING:
            return locked
        rows = drafts.block_rows(
            version=locked,
            draft=draft,
            lineage=lineage,
            media_url=lambda name: media_url(locked, name),
        )
        Block.objects.bulk_create(list(rows), batch_size=500)
        Media.objects.bulk_create(
            [
                Media(version=locked, name=name, content_type=stored.content_type, file=stored,
                      drawing=drawn.get(name))
                for name, stored in media.items()
            ]
        )
        if comparison and parent:
            comparisons.keep(older=parent, newer=locked, comparison=comparison)
        locked.state = VersionState.WORKING
        locked.block_count = len(draft.blocks)
        locked.word_count = drafts.words_in(draft.blocks)
        locked.properties = dict(draft.properties)
        locked.report = _report(draft)
        locked.save(update_fields=["state", "block_count", "word_count", "properties", "report"])
        events.record(
            verb="documents.version.read",
            actor=locked.created_by,
            target=locked,
            document=locked.document,
            data={"number": locked.number},
        )
    return locked


def _lineage_of(version: Version) -> dict[BlockId, uuid.UUID]:
    return dict(version.blocks.values_list("key", "lineage"))


def _report(draft: Draft) -> dict[str, object]:
    kinds: dict[str, int] = {}
    for block in draft.blocks:
        kinds[block.kind] = kinds.get(block.kind, 0) + 1
    return {
        "kinds": kinds,
        "pictures": len(draft.media),
        "comments": len(draft.comments),
        "changes": len(draft.changes),
        "warnings": [asdict(warning) for warning in (*draft.warnings, *_not_shown(draft))],
    }


def _not_shown(draft: Draft) -> Iterator[Warning]:
    """A warning for each picture that stands as a placeholder."""
    message = "a picture that browsers do not show: its alternative text stands for it"
    for block in draft.blocks:
        for one in block.objects:
            media = draft.media.get(one.value) if one.kind in ("image", "object") else None
            if media is not None and media.content_type not in SHOWN_MEDIA:
                yield Warning("picture-not-shown", message, media.name, block.id)


def media_url(version: Version, name: str) -> str:
    """Where a version's picture is served."""
    return reverse("documents:media", args=[version.document.slug, version.number, name])


def issue_version(
    *, version: Version, by: Person, label: str | None = None, note: str | None = None
) -> Version:
    """Freeze a version that was read: from now on everyone with the document reads it.

    Raises `NotYou`, or `NotNow` when it is not read, unreadable, issued already, or a gate objects.
    """
    if not rules.can_edit(by, version.document):
        raise NotYou("Only editors and coordinators can issue versions.")
    with transaction.atomic():
        locked = Version.objects.select_for_update().get(pk=version.pk)
        if locked.state != VersionState.WORKING:
            raise NotNow(f"Version {locked.number} is {locked.get_state_display().lower()}.")
        gates.ask(locked, "issue", by)
        locked.label = locked.label if label is None else label.strip()
        locked.note = locked.note if note is None else note.strip()
        locked.state, locked.issued_at, locked.issued_by = VersionState.ISSUED, timezone.now(), by
        locked.save(update_fields=["label", "note", "state", "issued_at", "issued_by"])
        events.record(
            verb="documents.version.issued",
            actor=by,
            target=locked,
            document=locked.document,
            data={"number": locked.number, "label": locked.label},
        )
    return locked


def discard_version(*, version: Version, by: Person) -> None:
    """Throw away an upload that was not issued; its number is free again.

    The event keeps who discarded what file. Raises `NotYou`, or `NotNow` for an issued version.
    """
    if not rules.can_edit(by, version.document):
        raise NotYou("Only editors and coordinators can discard versions.")
    with transaction.atomic():
        locked = Version.objects.select_for_update().get(pk=version.pk)
        if locked.state == VersionState.ISSUED:
            raise NotNow(f"Version {locked.number} is issued and stays for ever.")
        events.record(
            verb="documents.version.discarded",
            actor=by,
            target=locked,
            document=locked.document,
            data={"number": locked.number, "sha256": locked.file.sha256, "file_name": locked.file_name},
        )
        locked.delete()


def fingerprint(version: Version) -> str:
    """A short word for the version's exact bytes, for ETags and citations."""
    return hashlib.sha256(f"{version.pk}:{version.file.sha256}:{version.state}".encode()).hexdigest()[:16]
