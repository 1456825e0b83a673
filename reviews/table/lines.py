"""Lines: a comment as the matrix shows it to one person, in one row, with what they may do."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING
from uuid import UUID

from documents.core.comparing import redline_segments
from documents.models import Block
from reviews import rules
from reviews.cards import LABELS
from reviews.core import lifecycle
from reviews.models import CommentState, Side

if TYPE_CHECKING:
    from collections.abc import Iterable

    from documents.core.comparing.redline import Segment
    from documents.models import Version
    from reviews.models import Comment, Placement, Stand
    from reviews.rules import Standing
    from reviews.table.matrix import Row

#: Characters of a text that a row of one height shows at most; all of it opens below.
GLANCE = 160


@dataclass
class Line:
    """One row. `step` is what the person's answer would be: `decide`, `propose`, or nothing."""

    comment: Comment
    placement: Placement | None
    cursor: str
    section: str
    paragraph: int | None
    step: str
    alike: int = 0
    stands: tuple[Stand, ...] = ()

    @property
    def sides(self) -> str:
        """How many agencies say what of it: "2 for, 1 against"; nothing when none does."""
        count = Counter(stand.side for stand in self.stands)
        return ", ".join(f"{count[side]} {side}" for side in Side.values if count[side])

    @cached_property
    def redline(self) -> tuple[Segment, ...]:
        """The beginning of the proposal as pieces that stay, go and come."""
        proposal = getattr(self.comment, "proposal", None)
        if proposal is None:
            return ()
        return redline_segments(proposal.original[:GLANCE], proposal.text[:GLANCE])

    @property
    def label(self) -> str:
        """The answer in words, nothing without one."""
        return LABELS.get(self.comment.disposition, "")

    @property
    def mark(self) -> str:
        """What kind of answer it is, for its colour and sign."""
        if self.comment.disposition in {"rejected", "out_of_scope"}:
            return "rejected"
        return "accepted" if self.comment.disposition in lifecycle.CHANGES_TEXT else ""

    @property
    def number(self) -> str:
        """Its register number, or the beginning of its uid before it has one."""
        return self.comment.register_number or "not released"


def lines(
    rows: Iterable[Row], version: Version | None, standing: Standing, *, reads: bool = False,
) -> list[Line]:
    """The rows as lines, in one more query; with `reads` nothing may be done to them."""
    rows = list(rows)
    keys = {row.placement.start_block for row in rows if row.placement}
    blocks = version.blocks.filter(key__in=keys).order_by() if version else Block.objects.none()
    places = {
        key: (section, paragraph)
        for key, section, paragraph in blocks.values_list("key", "section", "paragraph")
    }
    return [_line(row, places, standing, reads=reads) for row in rows]


def _line(row: Row, places: dict[str, tuple[str, int | None]], standing: Standing, *, reads: bool) -> Line:
    section, paragraph = places.get(row.placement.start_block, ("", None)) if row.placement else ("", None)
    return Line(
        row.comment, row.placement, row.cursor, short(section), paragraph,
        "" if reads else step(standing, row.comment), row.alike, row.stands,
    )


def step(standing: Standing, comment: Comment) -> str:
    """How far the person's answer to a comment goes now: `decide`, `propose`, or not at all."""
    if comment.state not in {*lifecycle.open_states(), CommentState.DECIDED}:
        return ""
    if rules.can_decide(standing, comment):
        return "decide"
    return "propose" if comment.state != CommentState.DECIDED and rules.can_propose(standing, comment) else ""


def short(section: str) -> str:
    """"3.2" of "3.2 Cislunar habitat"; the beginning of a heading without a number."""
    first, _, rest = section.partition(" ")
    if rest and first[:1].isdigit():
        return first
    return section if len(section) < 10 else f"{section[:8].rstrip()}…"


@dataclass(frozen=True, slots=True)
class Words:
    """A paragraph with the words that a comment is about: before, them, after."""

    before: str
    quote: str
    after: str
    section: str


def words(placement: Placement | None, block: Block | None) -> Words | None:
    """The words in their place in the version that is shown; None where there is no place."""
    if placement is None or block is None:
        return None
    segments = [(start, end) for key, start, end in placement.segments if key == block.key]
    start, end = segments[0] if segments else (0, 0)
    return Words(block.text[:start], block.text[start:end], block.text[end:], block.section)


def is_uid(text: str) -> bool:
    """Whether a word of an address is a uid."""
    try:
        return str(UUID(text)) == text
    except ValueError:
        return False
