"""What Word will show before the paragraphs of the next version, and what new ones are."""

from __future__ import annotations

from typing import TYPE_CHECKING

from documents.core.model import Unreadable
from documents.services import files
from documents.services.confinement import confined
from reviews.core.merging import writing
from reviews.services.room import next_version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from reviews.core.merging.writing import Numbered
    from reviews.room.gathering import Room

#: Edits after which paragraphs are others, and so may be their numbers.
_STRUCTURAL = frozenset({"insert_block", "delete_block", "move_block", "split", "join", "structure"})


def numbers_of(room: Room) -> Mapping[str, Numbered]:
    """The next version's blocks as decided so far, by the names that `writing.named` gives them.

    Empty where the numbers stay as they are, or can not be told: no paragraph comes, goes or moves, or
    the file that would be written is not what was decided. Kept with the room as long as it is.
    """
    if room.numbers is None:
        room.numbers = _counted(room)
    return room.numbers


def _counted(room: Room) -> Mapping[str, Numbered]:
    decided = [owned.edit for place in room.places for owned in place.settled.edits]
    if not any(edit.kind in _STRUCTURAL for edit in decided):
        return {}
    order, _ = next_version.order_of(room)
    try:
        return confined(writing.numbered, files.content(room.version.file), order)
    except Unreadable:
        return {}
