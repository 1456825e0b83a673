"""The merge room as its pages show it: places with what is asked, what is disputed, what comes of it."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING

from documents.core.model import OBJECT
from documents.services.versions import SHOWN_MEDIA, media_url
from reviews.core.merging import pictures, showing, writing
from reviews.models import Comment
from reviews.services.room import wordings
from reviews.table import filters as filtering

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from backend.accounts.models import Person
    from documents.core.model import BlockId
    from documents.models import Block
    from reviews.core.merging.showing import Line
    from reviews.room.gathering import Place, Room, Topic
    from reviews.services.room.wordings import Region
    from reviews.table.filters import CommentFilter

#: What of the room is shown.
SHOWN = (
    ("", "Everything"), ("undecided", "Undecided"), ("conflicts", "Conflicts"), ("words", "Words wanted"),
    ("granted", "Accepted"), ("refused", "Not accepted"),
)


@dataclass
class TopicCard:
    """One change: who asks, why, its redline, where it stands."""

    topic: Topic
    lines: list[Line]
    is_disputed: bool
    has_words: bool
    origin: str = ""  # where it comes from, if from an earlier version

    @property
    def brings(self) -> bool:
        """Whether there are things in it that are not words: pictures, equations, notes."""
        return any(pictures.has_objects(edit) for edit in self.topic.edits)

    @property
    def seen(self) -> str:
        """The comments' revisions as "uid:revision uid:revision"."""
        return seen_of(self.topic.comments)

    @property
    def reasons(self) -> list[Comment]:
        """The comments that say why."""
        return [one for one in self.topic.comments if one.body.strip()]


@dataclass
class Side:
    """One side of a conflict: its change, and how the disputed words read with it."""

    card: TopicCard
    text: str

    @property
    def words(self) -> str:
        """The same with a sign where an object stands."""
        return showing.visible(self.text)


@dataclass(frozen=True, slots=True)
class BasePicture:
    """A picture that stands in disputed words; `url` is empty for one that browsers do not show."""

    url: str
    alt: str


@dataclass
class Dispute:
    """A conflict: the words in the base, each side's, and the words that take their place."""

    region: Region
    sides: list[Side]
    is_order: bool
    pictures: Sequence[BasePicture] = ()

    @property
    def is_of_things(self) -> bool:
        """Whether every side brings something that words cannot say: one of them is to be chosen."""
        return bool(self.sides) and all(side.card.brings for side in self.sides)

    @property
    def base(self) -> str:
        """The disputed words with a sign where an object stands."""
        return showing.visible(self.region.original)

    @property
    def suggestion(self) -> str:
        """The words that the result begins with: the first side's that is words alone."""
        return next((side.text for side in self.sides if not side.card.brings), "")

    @property
    def seen(self) -> str:
        """The revisions of all comments of all sides."""
        return seen_of(one for side in self.sides for one in side.card.topic.comments)


@dataclass
class PlaceCard:
    """A place as it is drawn; `kept` is what somebody typed that could not be done, `error` why."""

    place: Place
    topics: list[TopicCard]
    shown: frozenset[str] | None = None
    error: str = ""
    kept: dict[str, str] = field(default_factory=dict)
    is_wording: str = ""

    @cached_property
    def disputes(self) -> list[Dispute]:
        """The conflicts of the place."""
        cards = {card.topic.wish.key: card for card in self.topics}
        found = []
        for clash, region in zip(self.place.clashes, wordings.regions(self.place), strict=True):
            sides = [
                Side(cards[key], wordings.text_in(
                    self.place, region, [edit for topic, edit in region.covers if topic.wish.key == key],
                ))
                for key in clash.wishes if key in cards
            ]
            is_order = clash.is_order and len(sides) == len(clash.wishes)
            found.append(Dispute(region, sides, is_order, pictures_in(self.place, region)))
        return found

    @cached_property
    def base(self) -> list[tuple[Block, tuple[tuple[str, str], ...]]]:
        """(row, pieces) for each paragraph, with what is asked and disputed marked."""
        live = [each.topic for each in self.topics if each.topic.state != "refused"]
        edits = [edit for topic in live for edit in topic.wish.edits]
        texts = {str(block.id): block.text for block in self.place.blocks}
        found = []
        for row in self.place.rows:
            mine = [edit for edit in edits if str(edit.block) == row.key]
            disputed = [
                (dispute.region.start, dispute.region.end) for dispute in self.disputes
                if dispute.region.block == dispute.region.end_block == row.key
            ]
            found.append((row, showing.marked(texts.get(row.key, row.text), mine, disputed)))
        return found

    @cached_property
    def result(self) -> list[Line]:
        """The place with what is accepted, as a redline."""
        here = {row.key for row in self.place.rows}
        before = [block for block in self.place.blocks if str(block.id) in here]
        after = [
            block for block in self.place.settled.blocks
            if str(block.id) in here or block.id not in {each.id for each in self.place.blocks}
        ]
        return showing.result_lines(before, after)

    @cached_property
    def named(self) -> dict[BlockId, tuple[str, str]]:
        """What the next version's numbering calls each block of the result, and the block's words."""
        blocks = self.place.settled.blocks
        names = writing.named(blocks)
        return {block.id: (name, block.text) for block, name in zip(blocks, names, strict=True)}

    @property
    def is_changed(self) -> bool:
        """Whether anything is accepted here."""
        return bool(self.place.settled.edits)


def pictures_in(place: Place, region: Region) -> list[BasePicture]:
    """The pictures of the base that stand in a region's words."""
    if OBJECT not in region.original:
        return []
    version = place.row.version
    shown = set(version.media.filter(content_type__in=SHOWN_MEDIA).values_list("name", flat=True))
    keys = [str(block.id) for block in place.blocks]
    first, last = keys.index(region.block), keys.index(region.end_block)
    return [
        BasePicture(media_url(version, one.value) if one.value in shown else "", one.alt)
        for key, block in zip(keys[first : last + 1], place.blocks[first : last + 1], strict=True)
        for one in block.objects
        if (key != region.block or one.offset >= region.start)
        and (key != region.end_block or one.offset < region.end)
    ]


def seen_of(comments: Iterable[Comment]) -> str:
    """Revisions of comments as a form carries them."""
    return " ".join(f"{one.uid}:{one.revision}" for one in comments)


def read_seen(text: str) -> dict[str, int]:
    """Such words read back; what is malformed is left out."""
    pairs = (word.partition(":") for word in text.split())
    return {uid: int(revision) for uid, _, revision in pairs if revision.isdecimal()}


def card(place: Place, **more: str) -> PlaceCard:
    """A place with all that its section shows."""
    topics = [
        TopicCard(
            topic, showing.lines_of(place.blocks, topic.edits), topic.wish.key in place.clashing,
            _has_words(topic), origin(topic, place.row.version_id),
        )
        for topic in place.topics
    ]
    return PlaceCard(place, topics, **more)  # type: ignore[arg-type]


def _has_words(topic: Topic) -> bool:
    """Whether other words can take the place of what it asks for: of a picture, none can."""
    said = [edit for edit in topic.edits if edit.kind in wordings.WORDS]
    return bool(said) and not all(pictures.has_objects(edit) for edit in said)


def origin(topic: Topic, version: int) -> str:
    """What an earlier version left over says of itself: "from v1, deferred there"; "" for others.

    What was accepted there with modification, without its words, says nothing of this: it asks for them.
    """
    numbers = topic.origins(version)
    if not numbers:
        return ""
    came = "from " + ", ".join(f"v{number}" for number in numbers)
    if topic.state != "open" or topic.needs_words:
        return came
    is_deferred = any(one.disposition == "deferred" for one in topic.comments)
    return f"{came}, {'deferred' if is_deferred else 'undecided'} there"


def chosen(room: Room, wanted: CommentFilter, shown: str, person: Person) -> list[Place]:
    """The places that hold something the filter lets through."""
    passing = passing_topics(room, wanted, shown, person)
    keys = {topic.wish.key for topic in passing}
    found = [place for place in room.places if any(topic.wish.key in keys for topic in place.topics)]
    if shown == "conflicts":
        return [place for place in found if place.clashes]
    return found


def passing_topics(room: Room, wanted: CommentFilter, shown: str, person: Person) -> list[Topic]:
    """The topics that the filter lets through: those with a comment that passes it."""
    topics = [topic for topic in room.topics if _is_shown(topic, room, shown)]
    if not wanted:
        return topics
    ids = [one.pk for topic in topics for one in topic.comments]
    condition = filtering.condition(wanted, person, version=room.version)
    passing = set(Comment.objects.filter(condition, pk__in=ids).values_list("pk", flat=True))
    return [topic for topic in topics if any(one.pk in passing for one in topic.comments)]


def _is_shown(topic: Topic, room: Room, shown: str) -> bool:
    if shown == "undecided":
        return topic.is_open
    if shown == "words":
        return topic.needs_words
    if shown == "conflicts":
        return topic.wish.key in clashing(room)
    if shown == "granted":
        return topic.state in {"granted", "worded"}
    return topic.state == "refused" if shown == "refused" else True


def clashing(room: Room) -> frozenset[str]:
    """The keys of all wishes that are in a conflict somewhere."""
    return frozenset().union(*(place.clashing for place in room.places)) if room.places else frozenset()


