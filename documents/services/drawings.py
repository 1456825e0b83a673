"""Pictures that browsers do not show, drawn as PNG when a version is read; each one once, by its digest."""

from __future__ import annotations

import hashlib
import logging
import time
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils import timezone

from documents.core import metafiles
from documents.core.model import Unreadable
from documents.models import Drawing
from documents.services import converter, files
from documents.services.confinement import confined

if TYPE_CHECKING:
    from documents.core.model import Draft, Media
    from documents.models import Version

logger = logging.getLogger(__name__)

#: Pictures of one file that are drawn, and the bytes that one may have.
MOST: Final = 100
LARGEST: Final = 16 * 1024 * 1024
#: A picture that could not be drawn is tried again with a file that comes so much later.
AGAIN: Final = timedelta(days=1)


def of(media: Mapping[str, Media]) -> dict[str, Drawing]:
    """What was drawn of a draft's pictures, by their names; new ones are drawn now. It never fails."""
    wanted = {
        name: hashlib.sha256(item.data).hexdigest()
        for name, item in media.items() if metafiles.kind(item.data) and len(item.data) <= LARGEST
    }
    if not wanted:
        return {}
    known = {one.sha256: one for one in Drawing.objects.filter(sha256__in=wanted.values())}
    late = timezone.now() - AGAIN
    sources = {
        sha256: media[name].data for name, sha256 in wanted.items()
        if sha256 not in known or (known[sha256].file_id is None and known[sha256].tried_at < late)
    }
    if sources and converter.is_there():
        known |= {one.sha256: one for one in _drawn(dict(list(sources.items())[:MOST]))}
    return {
        name: known[sha256] for name, sha256 in wanted.items()
        if sha256 in known and known[sha256].file_id is not None
    }


def shown(draft: Draft, drawn: Mapping[str, Drawing]) -> Draft:
    """The draft with the drawings in place of its own pictures, as pages and paper show it."""
    pictures = {name: files.content(one.file) for name, one in drawn.items() if one.file is not None}
    return metafiles.with_drawings(draft, pictures)


def of_version(version: Version) -> dict[str, bytes]:
    """The drawings among a version's pictures, by name."""
    rows = version.media.filter(drawing__isnull=False).select_related("file")
    return {row.name: files.content(row.file) for row in rows}


def _drawn(sources: Mapping[str, bytes]) -> list[Drawing]:
    """Draw these pictures, by digest, and keep what became of each; time may end before all were tried."""
    ends = time.monotonic() + settings.PICTURE_SECONDS
    waiting = list(sources)
    found: list[Drawing] = []
    while waiting and (left := ends - time.monotonic()) > 1:
        outcome = _pages({one: sources[one] for one in waiting}, left * _share(waiting))
        pictures = {one: _picture(pdf) for one, pdf in outcome.made.items()}
        missing = [one for one in waiting if one not in pictures]
        failed = missing
        if outcome.stopped:
            # They are taken in turn: the one that stopped it left half a page, or is the first without any.
            failed = [] if pictures and list(pictures.values())[-1][0] is None else missing[:1]
        found += [_kept(one, *said) for one, said in pictures.items()]
        found += [_kept(one, None, "the converter could not draw it") for one in failed]
        waiting = [one for one in missing if one not in failed]
    return found


def _pages(pictures: Mapping[str, bytes], seconds: float) -> converter.Outcome:
    pages = {name: metafiles.page(data) for name, data in pictures.items()}
    try:
        return converter.to_pdf(pages, seconds)
    except OSError:
        logger.exception("The converter could not be given its work")
        return converter.Outcome(stopped=True)


def _share(waiting: list[str]) -> float:
    """How much of the time that is left a run may take: some is kept for those behind one that hangs."""
    return 1.0 if len(waiting) == 1 else 0.5


def _picture(pdf: bytes) -> tuple[bytes | None, str]:
    """The pixels of what the converter made, and what is wrong otherwise."""
    try:
        picture = confined(metafiles.drawn, pdf)
    except (RuntimeError, Unreadable, OSError, ValueError) as error:
        return None, f"the converter's page cannot be read: {error}"
    return picture, "" if picture else "nothing is to be seen on it"


def _kept(sha256: str, picture: bytes | None, reason: str) -> Drawing:
    stored = files.store(data=picture, content_type=metafiles.PNG) if picture else None
    if stored is None:
        logger.info("The picture %s is not drawn: %s", sha256[:12], reason)
    row, _ = Drawing.objects.update_or_create(
        sha256=sha256, defaults={"file": stored, "reason": reason[:200], "tried_at": timezone.now()})
    return row
