"""The merge room of a version as it stands: all proposals for it, side by side, paragraph by paragraph."""

from __future__ import annotations

from collections import OrderedDict, defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property
from threading import Lock
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Max, Sum

from documents.core import codec
from documents.models import Block
from reviews import selectors
from reviews.core import lifecycle
from reviews.core.merging import settling, wishes
from reviews.core.merging.settling import Clash, Settled
from reviews.core.merging.wishes import Passage, Wish
from reviews.models import Comment, CommentState, Wording
from reviews.room import earlier

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

    from backend.accounts.models import Person
    from documents.core.model import Block as CoreBlock
    from documents.core.model import BlockId, Edit
    from documents.models import Version
    from reviews.core.merging.writing import Numbered
    from reviews.room.earlier import Earlier, Fate


@dataclass
class Topic:
    """One distinct change with all who ask for it; `edits` are all of it, `wish` what is still to be done."""

    edits: tuple[Edit, ...]
    comments: list[Comment]
    wish: Wish
    wordings: list[Wording] = field(default_factory=list)
    needs_words: bool = False
    fate: Fate = "here"

    @property
    def key(self) -> str:
        """The name of the topic in its room: the uid of the comment that asked first."""
        return str(self.comments[0].uid)

    @property
    def state(self) -> str:
        """open, granted, worded or refused."""
        return self.wish.state

    @property
    def is_open(self) -> bool:
        """Whether the editors owe a decision."""
        return self.wish.state == "open"

    def origins(self, version: int) -> list[int]:
        """The numbers of the earlier versions on which it was asked for; `version` is this one's key."""
        return sorted({one.version.number for one in self.comments if one.version_id != version})

    @property
    def agencies(self) -> list[tuple[str, int | None, int]]:
        """(code, hue, how many) of those who ask for it; the code is empty for people of no agency."""
        found: dict[str, list[int | None]] = {}
        for comment in self.comments:
            agency = comment.agency
            found.setdefault(agency.code if agency else "", []).append(agency.hue if agency else None)
        return [(code, hues[0], len(hues)) for code, hues in found.items()]


@dataclass
class Place:
    """A passage of the room: its paragraphs in the base, what is asked of them, what becomes of them."""

    passage: Passage
    rows: list[Block]
    blocks: settling.Blocks
    topics: list[Topic]
    wordings: list[Wording] = field(default_factory=list)
    words: tuple[Wish, ...] = ()

    @property
    def key(self) -> str:
        """The place's name in addresses: the key of its first paragraph."""
        return self.rows[0].key

    @property
    def row(self) -> Block:
        """The first paragraph."""
        return self.rows[0]

    @cached_property
    def settled(self) -> Settled:
        """What is decided, done."""
        granted = [topic.wish for topic in self.topics if topic.wish.state in {"granted", "worded"}]
        return settling.settled(self.blocks, [*(one for one in granted if one.edits), *self.words])

    @cached_property
    def clashes(self) -> tuple[Clash, ...]:
        """What cannot be had together of all that is not refused."""
        live = [topic.wish for topic in self.topics if topic.wish.state != "refused" and topic.wish.edits]
        if len(live) + len(self.words) < 2:
            return ()
        return settling.settled(self.blocks, [*live, *self.words]).clashes

    @cached_property
    def clashing(self) -> frozenset[str]:
        """The keys of all wishes that are in a conflict."""
        return frozenset(key for clash in self.clashes for key in clash.wishes)

    @property
    def is_open(self) -> bool:
        """Whether something here waits for a decision."""
        return bool(self.clashes) or any(topic.is_open for topic in self.topics)


@dataclass
class Room:
    """All of a version's proposals that are released to everyone with the document."""

    version: Version
    topics: list[Topic]
    places: list[Place]
    lost: list[Topic]  # of earlier versions, about words that this version no longer has
    numbers: Mapping[str, Numbered] | None = None  # once `numbering.numbers_of` was asked

    @property
    def gone(self) -> list[Topic]:
        """Those of the lost ones that nothing came of."""
        return [topic for topic in self.lost if topic.fate != "done"]

    @property
    def done(self) -> list[Topic]:
        """Those of the lost ones that the text reads like already."""
        return [topic for topic in self.lost if topic.fate == "done"]

    @cached_property
    def counts(self) -> dict[str, int]:
        """What the room's head tells: proposals, those decided, conflicts, undecided changes."""
        comments = [comment for topic in self.topics for comment in topic.comments]
        undecided = sum(len(topic.comments) for topic in self.topics if topic.is_open)
        return {
            "proposals": len(comments),
            "decided": len(comments) - undecided,
            "undecided": undecided,
            "granted": sum(
                topic.state in {"granted", "worded"} and topic.fate == "here" for topic in self.topics
            ),
            "conflicts": sum(len(place.clashes) for place in self.places),
            "returns": len({one.received_in_id for one in comments if one.received_in_id}),
        }

    def place(self, key: str) -> Place | None:
        """The place that holds a paragraph."""
        return next((place for place in self.places if any(row.key == key for row in place.rows)), None)


#: Rooms that one process keeps as long as nothing in them changes.
MOST_ROOMS = 8

#: Rows that are read one by one at most; beyond, all are.
MOST_ANEW = 200

#: Proposals by key, with their edits, in their order.
_Rows = dict[int, "tuple[Comment, tuple[Edit, ...]]"]


@dataclass(frozen=True, slots=True)
class _Kept:
    """A room, the rows that it was made of, and what was so when it was."""

    state: tuple[Any, ...]
    room: Room
    rows: _Rows


_rooms: OrderedDict[tuple[object, ...], _Kept] = OrderedDict()
_lock = Lock()


def room_of(person: Person, version: Version) -> Room:
    """The room, in a handful of queries whatever its size; conflicts are worked out when asked for.

    A room in which nothing changed since it was last asked for is given again: it is only read. Where
    something changed, only the rows that did are read anew.
    """
    place = (person.uid, version.uid)
    state = _state_of(person, version)
    with _lock:
        known = _rooms.get(place)
    if known is not None and known.state == state:
        room = known.room
    else:
        rows = _rows_now(person, version, state[0], known.rows if known is not None else {})
        room = _gathered(person, version, rows)
        known = _Kept(state, room, rows)
    with _lock:
        _rooms[place] = known
        _rooms.move_to_end(place)
        while len(_rooms) > MOST_ROOMS:
            _rooms.popitem(last=False)
    return room


def _state_of(person: Person, version: Version) -> tuple[Any, ...]:
    """What is another as soon as anything in the room is: every change counts up a comment's revision.

    First the (key, revision) of all proposals.
    """
    own = tuple(selectors.proposals_in_room(person, version).order_by("pk").values_list("pk", "revision"))
    earlier_ones = selectors.earlier_proposals(person, version).order_by().aggregate(
        count=Count("pk"), revisions=Sum("comment__revision"), changed=Max("comment__changed_at"),
        places=Sum("ordinal"), offsets=Sum("start_offset"),
    )
    words = Wording.objects.filter(version=version).aggregate(count=Count("pk"), last=Max("pk"))
    return (own, *earlier_ones.values(), *words.values())


def _rows_now(
    person: Person, version: Version, wanted: Sequence[tuple[int, int]], known: _Rows,
) -> _Rows:
    """The proposals by key, with their edits; those at the revision that is known are not read again."""
    changed = [pk for pk, revision in wanted if pk not in known or known[pk][0].revision != revision]
    asked = selectors.proposals_in_room(person, version)
    if len(changed) <= MOST_ANEW:
        asked = asked.filter(pk__in=changed)
    fresh = {
        one.pk: (one, tuple(codec.edit_from_json(edit) for edit in one.proposal.edits))
        for one in (asked if changed else ())
    }
    found = ((pk, fresh.get(pk) or known.get(pk)) for pk, _ in wanted)
    return {pk: row for pk, row in found if row is not None}


def _gathered(person: Person, version: Version, rows: _Rows) -> Room:
    before = earlier.earlier(person, version)
    wordings = _wordings(version)
    topics = _topics([*rows.values(), *((one.comment, one.edits) for one in before)], wordings, before)
    order: dict[BlockId, int] = dict(version.blocks.values_list("key", "ordinal"))
    live = _active(wordings, topics)
    words = {f"w{one.pk:09d}": one for one in live}
    own = [Wish(key, _edits_of(one), "granted") for key, one in words.items()]
    whole = [replace(topic.wish, edits=topic.edits) for topic in topics]
    found = wishes.passages([*whole, *own], order)
    by_key = {topic.wish.key: topic for topic in topics}
    blocks = _rows_of(version, found)
    places = [_place(passage, blocks, by_key, words) for passage in found]
    known = {wish.key for passage in found for wish in passage.wishes}
    return Room(version, topics, places, [topic for topic in topics if topic.wish.key not in known])


def _wordings(version: Version) -> list[Wording]:
    """The wordings that count, with whom they answer: not undone, not replaced by one that counts."""
    rows = Wording.objects.filter(version=version).select_related("made_by").prefetch_related(
        "answers", "replaces",
    )
    done = rows.exclude(operation__undone_by__isnull=False, operation__undone_by__undone_by__isnull=True)
    found = list(done.order_by("id"))
    gone: set[int] = set()
    for one in reversed(found):
        if one.pk not in gone:
            gone.update(old.pk for old in one.replaces.all())
    return [one for one in found if one.pk not in gone]


def _edits_of(wording: Wording) -> tuple[Edit, ...]:
    return tuple(codec.edit_from_json(each["edit"]) for each in wording.edits)


def _topics(
    asked: Iterable[tuple[Comment, tuple[Edit, ...]]], wordings: Sequence[Wording],
    before: Sequence[Earlier],
) -> list[Topic]:
    fates = {one.comment.pk: one.fate for one in before}
    waiting = frozenset(one.comment.pk for one in before if one.waits)
    same: dict[tuple[object, ...], list[tuple[Comment, tuple[Edit, ...]]]] = {}
    for comment, edits in sorted(asked, key=lambda pair: pair[0].pk):
        same.setdefault(wishes.identity(edits) or (comment.pk,), []).append((comment, edits))
    worded: defaultdict[int, list[Wording]] = defaultdict(list)
    for wording in wordings:
        for answer in wording.answers.all():
            worded[answer.pk].append(wording)
    topics = [_topic([one for one, _ in group], group[0][1], worded, waiting) for group in same.values()]
    for topic in topics:
        topic.fate = fates.get(topic.comments[0].pk, "here")
    return topics


def _topic(
    comments: list[Comment], edits: tuple[Edit, ...], worded: Mapping[int, list[Wording]],
    waiting: Collection[int],
) -> Topic:
    said = [one for one in comments if _is_accepted(one)]
    modified = [one for one in said if one.disposition in earlier.MODIFIED]
    mine = {wording.pk: wording for one in modified for wording in worded.get(one.pk, ())}
    key = f"{comments[0].pk:09d}"
    if mine:
        covered = frozenset().union(*(covered_by(wording) for wording in mine.values()))
        rest = tuple(edit for edit in edits if wishes.identity([edit]) not in covered)
        return Topic(edits, comments, Wish(key, rest, "worded"), list(mine.values()))
    if len(modified) < len(said):
        return Topic(edits, comments, Wish(key, edits, "granted"))
    if said or any(one.state in lifecycle.open_states() or one.pk in waiting for one in comments):
        return Topic(edits, comments, Wish(key, edits, "open"), needs_words=bool(said))
    return Topic(edits, comments, Wish(key, edits, "refused"))


def _is_accepted(comment: Comment) -> bool:
    answered = comment.state in {CommentState.DECIDED, CommentState.CLOSED}
    return answered and comment.disposition in lifecycle.CHANGES_TEXT


def covered_by(wording: Wording) -> frozenset[tuple[object, ...]]:
    """The identities of the edits that a wording stands in the place of."""
    return frozenset(wishes.identity([codec.edit_from_json(edit)]) for edit in wording.covers)


def _active(wordings: Iterable[Wording], topics: Iterable[Topic]) -> list[Wording]:
    """Wordings that some accepted proposal still stands behind."""
    used = {wording.pk for topic in topics for wording in topic.wordings}
    return [one for one in wordings if one.pk in used]


def _rows_of(version: Version, found: Iterable[Passage]) -> dict[int, Block]:
    """The blocks of all passages by position; ordinals count from zero without gaps."""
    places = {place for passage in found for place in (*passage.positions, *passage.reach)}
    rows = version.blocks.filter(ordinal__in=places).defer("html")
    return {row.ordinal: row for row in rows}


def _place(
    passage: Passage, rows: Mapping[int, Block], topics: Mapping[str, Topic], words: Mapping[str, Wording],
) -> Place:
    order = sorted({*passage.positions, *passage.reach})
    blocks: list[CoreBlock] = [codec.block_from_json(rows[place].data) for place in order]
    mine = [topics[wish.key] for wish in passage.wishes if wish.key in topics]
    return Place(
        passage, [rows[place] for place in passage.positions], tuple(blocks), mine,
        [words[wish.key] for wish in passage.wishes if wish.key in words],
        tuple(wish for wish in passage.wishes if wish.key in words),
    )


@dataclass
class Section:
    """A section of the room's map: how many changes are asked for, undecided, in conflict."""

    key: str
    title: str
    first: str
    changes: int = 0
    undecided: int = 0
    conflicts: int = 0


def sections(room: Room) -> list[Section]:
    """The room by section, in reading order."""
    found: dict[str, Section] = {}
    for place in room.places:
        row = place.row
        title = row.section or "Before the first heading"
        section = found.setdefault(row.section_key, Section(row.section_key, title, place.key))
        section.changes += len(place.topics)
        section.undecided += sum(topic.is_open for topic in place.topics)
        section.conflicts += len(place.clashes)
    return list(found.values())
