"""The pictures that proposals bring, read out of the files that they came in when somebody looks."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from documents.core import codec
from documents.core.model import Unreadable
from documents.models import StoredFile, Version
from documents.services import files
from documents.services.confinement import confined
from documents.services.versions import SHOWN_MEDIA
from reviews.core.merging import pictures
from reviews.models import Return

if TYPE_CHECKING:
    from reviews.core.merging.pictures import Album, Picture
    from reviews.models import Comment

#: Files whose pictures one process remembers: where they stand and what they are called, not their bytes.
MOST_ALBUMS = 64


@dataclass(frozen=True, slots=True)
class Brought:
    """A picture of a proposal: the `place`-th that it brings. Others than browsers show are only named."""

    place: int
    picture: Picture
    file: int
    view: str

    @property
    def is_shown(self) -> bool:
        """Whether a browser may be given it."""
        return self.picture.content_type in SHOWN_MEDIA


def brought(comment: Comment) -> list[Brought]:
    """The pictures that a comment's proposal brings, in the order of its edits."""
    found: list[tuple[Picture, int, str]] = []
    for edit in (codec.edit_from_json(one) for one in comment.proposal.edits):
        if not pictures.has_objects(edit):
            continue
        home, view, _ = str(edit.donor).split("/", 2)
        file = _file(home)
        if file is not None:
            found += [(one, file, view) for one in pictures.brought(edit, _album(file, view))]
    return [Brought(place, *one) for place, one in enumerate(found)]


def content(one: Brought) -> bytes:
    """Its bytes. Raises `Unreadable`."""
    return confined(pictures.content, _data(one.file), one.view, one.picture.name)


def may_bring(comment: Comment) -> bool:
    """Whether there is anything but words among what it proposes; asks no file."""
    return any(pictures.has_objects(codec.edit_from_json(one)) for one in comment.proposal.edits)


def _file(home: str) -> int | None:
    """The stored file that donors name "r12" (a return) or "v3" (a version's own)."""
    rows = Return.objects if home[:1] == "r" else Version.objects
    return rows.filter(pk=home[1:]).values_list("file_id", flat=True).first()


@lru_cache(MOST_ALBUMS)
def _album(file: int, view: str) -> Album:
    try:
        return confined(pictures.album, _data(file), view)
    except Unreadable:
        return {}


def _data(file: int) -> bytes:
    return files.content(StoredFile.objects.get(pk=file))
