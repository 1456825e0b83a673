"""A version that an editor finished in Word: which of the accepted proposals it holds."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from documents.models import VersionState
from documents.services import drafts
from reviews import rules
from reviews.core import lifecycle
from reviews.core.merging import recognising, showing
from reviews.models import Comment, Fulfilment
from reviews.room import gathering

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Person
    from documents.core.model import Edit
    from documents.models import Version
    from reviews.core.merging.showing import Line
    from reviews.core.merging.wishes import Wish
    from reviews.models import Wording
    from reviews.room.gathering import Room


@dataclass(frozen=True, slots=True)
class Found:
    """An accepted change, who asked for it, and the words that the editors gave it, if they did."""

    comments: tuple[Comment, ...]
    lines: tuple[Line, ...]
    wording: Wording | None


@dataclass(frozen=True, slots=True)
class Holding:
    """What a version holds of what was accepted for its base."""

    base: Version
    held: tuple[Found, ...]
    changed: tuple[Found, ...]
    missing: tuple[Found, ...]
    extra: tuple[Line, ...]


def base_of(version: Version) -> Version | None:
    """The issued version that this one was made from."""
    return version.parents.filter(state=VersionState.ISSUED).order_by("-number").first()


def holding(version: Version, by: Person) -> Holding | None:
    """Compare a version with its base, and with what was accepted there; None without a base."""
    base = base_of(version)
    if base is None:
        return None
    room = gathering.room_of(by, base)
    wanted = _wanted(room)
    draft = drafts.draft_of(base)
    said = recognising.recognised(draft, drafts.draft_of(version), list(wanted))
    found = {wish.key: one for wish, one in wanted.items()}

    def those(keys: Iterable[str]) -> tuple[Found, ...]:
        return tuple(found[key] for key in keys)

    return Holding(
        base, held=those(said.held), changed=those(said.changed), missing=those(said.missing),
        extra=tuple(showing.lines_of(draft.blocks, _shown(said.extra))),
    )


def _shown(edits: Iterable[Edit]) -> list[Edit]:
    """Those that say something to a reader: no empty paragraphs, no formatting."""
    return [edit for edit in edits if edit.kind not in {"format", "structure"}]


def _wanted(room: Room) -> dict[Wish, Found]:
    """The accepted changes of a room, with who asked for them."""
    wanted: dict[Wish, Found] = {}
    for place in room.places:
        for topic in place.topics:
            if topic.wish.state in {"granted", "worded"} and topic.wish.edits:
                lines = tuple(showing.lines_of(place.blocks, topic.wish.edits))
                wanted[topic.wish] = Found(tuple(topic.comments), lines, None)
        for wish, wording in zip(place.words, place.wordings, strict=True):
            lines = tuple(showing.lines_of(place.blocks, wish.edits))
            wanted[wish] = Found(tuple(wording.answers.all()), lines, wording)
    return wanted


def recognise(version: Version) -> int:
    """Record which accepted proposals an issued version holds; how many. Run again, no change.

    What we made ourselves has its record already.
    """
    by, base = version.issued_by or version.created_by, base_of(version)
    if base is None or hasattr(version, "merge") or not version.is_issued:
        return 0
    accepted = Comment.objects.filter(version=base, disposition__in=lifecycle.CHANGES_TEXT)
    if not accepted.filter(proposal__isnull=False).exists():
        return 0
    if not rules.standing(by, version.document).steers:
        return 0
    found = holding(version, by)
    rows = [
        Fulfilment(comment=comment, version=version, how=Fulfilment.How.FOUND, wording=one.wording)
        for one in (found.held if found else ()) for comment in one.comments
    ]
    Fulfilment.objects.bulk_create(rows, batch_size=500, ignore_conflicts=True)
    return len(rows)
