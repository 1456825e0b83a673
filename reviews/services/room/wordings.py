"""The editors' own words in the merge room, in the place of what some proposals ask for."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import BadInput, NotNow
from documents.core import codec
from documents.core.model import OBJECT, Edit
from reviews.core import proposing
from reviews.core.anchors import CommentAnchor
from reviews.core.merging import pictures, wishes
from reviews.models import Wording
from reviews.room import gathering
from reviews.services.answers import operations
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen
from reviews.services.room.merging import again, demand_editor, named
from reviews.services.talk import comments

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from backend.accounts.models import Person
    from documents.core.model import BlockId
    from documents.models import Version
    from reviews.core.merging.settling import Clash
    from reviews.room.gathering import Place, Room, Topic

#: Edits that say something in words, which other words can take the place of.
WORDS = frozenset({"insert", "delete", "replace", "insert_block", "delete_block", "split", "join"})


@dataclass(frozen=True, slots=True)
class Region:
    """Characters `start` of `block` to `end` of `end_block` in the base, and the edits that lie there."""

    block: str
    start: int
    end_block: str
    end: int
    original: str
    covers: tuple[tuple[Topic, Edit], ...]

    @property
    def name(self) -> str:
        """The region in one word, the same as long as the same edits meet there."""
        return f"{self.block}.{self.start}-{self.end_block}.{self.end}"


def regions(place: Place) -> list[Region]:
    """Where wishes clash in a place, in reading order."""
    return [region_of(place, clash) for clash in place.clashes]


def region_of(place: Place, clash: Clash) -> Region:
    """The region of a clash, with all edits of its wishes that lie in it."""
    order: dict[BlockId, int] = {block.id: n for n, block in enumerate(place.blocks)}
    first = (order[clash.block] if clash.block is not None else -1, clash.start)
    last = (order[clash.end_block] if clash.end_block is not None else -1, clash.end)
    covers = [
        (topic, edit)
        for topic in place.topics if topic.wish.key in clash.wishes
        for edit in topic.wish.edits if _lies_in(edit, order, first, last, clash.kind)
    ]
    return Region(
        str(clash.block or ""), clash.start, str(clash.end_block or ""), clash.end,
        _text(place, first, last), tuple(covers),
    )


def _lies_in(
    edit: Edit, order: Mapping[BlockId, int], first: tuple[int, int], last: tuple[int, int], kind: str,
) -> bool:
    here = order[edit.block] if edit.block is not None else -1
    if edit.kind == "insert_block":
        return kind == "insert" and here == first[0]
    if kind == "insert":
        return False
    if "_block" in edit.kind or edit.kind in {"join", "structure", "format"}:
        return first[0] <= here <= last[0] and kind != "text"
    return first <= (here, edit.start) and (here, max(edit.start, edit.end)) <= last


def region_of_topic(place: Place, topic: Topic) -> Region:
    """The smallest stretch of the base that holds all that a topic still asks for in words."""
    order: dict[BlockId, int] = {block.id: n for n, block in enumerate(place.blocks)}
    lengths = [len(block.text) for block in place.blocks]
    edits = [edit for edit in topic.wish.edits if edit.kind in WORDS] or [
        edit for edit in topic.edits if edit.kind in WORDS
    ]
    if not edits:
        raise BadInput("This change is not about words: accept or reject it as it is.", code="no_words")
    spans = []
    for edit in edits:
        here = order[edit.block] if edit.block is not None else -1
        size = lengths[here] if here >= 0 else 0
        if edit.kind == "delete_block":
            spans.append(((here, 0), (here, size)))
        elif edit.kind == "insert_block":
            spans.append(((here, size), (here, size)))
        else:
            spans.append(((here, edit.start), (here, max(edit.start, edit.end))))
    first, last = min(start for start, _ in spans), max(end for _, end in spans)
    start = str(place.blocks[first[0]].id) if first[0] >= 0 else ""
    end = str(place.blocks[last[0]].id) if last[0] >= 0 else ""
    covers = tuple((topic, edit) for edit in edits)
    return Region(start, first[1], end, last[1], _text(place, first, last), covers)


def _text(place: Place, first: tuple[int, int], last: tuple[int, int]) -> str:
    return "\n".join(
        place.blocks[n].text[
            first[1] if n == first[0] else 0 : last[1] if n == last[0] else len(place.blocks[n].text)
        ]
        for n in range(max(first[0], 0), last[0] + 1)
    )


def text_in(place: Place, region: Region, edits: Iterable[Edit]) -> str:
    """What a region reads as with some edits done to it; new paragraphs are lines of their own."""
    texts = {str(block.id): block.text for block in place.blocks}
    inside = list(edits)
    if region.original == "" and inside and all(edit.kind == "insert_block" for edit in inside):
        return "\n".join(edit.text for edit in inside)
    return proposing.text_after(texts, _anchor(place, region), inside)


def _anchor(place: Place, region: Region) -> CommentAnchor:
    keys = [str(block.id) for block in place.blocks]
    if not region.block:
        return CommentAnchor("block")
    first, last = keys.index(region.block), keys.index(region.end_block)
    segments = tuple(
        (
            key,
            region.start if key == region.block else 0,
            region.end if key == region.end_block else len(block.text),
        )
        for key, block in zip(keys[first : last + 1], place.blocks[first : last + 1], strict=True)
    )
    return CommentAnchor("range", region.block, region.start, region.end_block, region.end, segments=segments)


def word(
    *, version: Version, topics: Sequence[str], at: str, text: str, by: Person, note: str = "",
    seen: Mapping[str, int] | None = None, rejected: Sequence[str] = (),
) -> Wording:
    """Put words of one's own in a place where some topics meet, and answer all of them with it.

    `at` names the region that the person saw (`Region.name`); `rejected` are topics among them that the
    words do not follow: those are rejected with `note` as the reason. Raises `NotNow` (code "changed")
    when other proposals meet there now, `NotYou`, `BadInput`.
    """
    demand_editor(by, version)
    if len(text) > comments.LONGEST:
        raise BadInput(f"At most {comments.LONGEST} characters.", code="too_long")
    with transaction.atomic():
        room = gathering.room_of(by, version)
        chosen = named(room, topics)
        place, region = _meeting(room, chosen, at)
        if OBJECT in text and any(pictures.has_objects(edit) for _, edit in region.covers):
            raise BadInput(
                "Words cannot say which picture or note is meant: accept the change that brings it.",
                code="not_words",
            )
        new = text.replace("\r\n", "\n").strip("\n")
        edits = [{"edit": codec.edit_to_json(edit), "of": ""} for edit in _edits(place, region, new)]
        return _keep(version, place, region, _New(edits, new, note, seen or {}, rejected), by)


def line_up(
    *, version: Version, topics: Sequence[str], at: str, by: Person, note: str = "",
    seen: Mapping[str, int] | None = None,
) -> Wording:
    """Have all that is put in one place, one after the other in the order of `topics`."""
    demand_editor(by, version)
    with transaction.atomic():
        room = gathering.room_of(by, version)
        chosen = sorted(named(room, topics), key=lambda topic: list(topics).index(topic.key))
        place, region = _meeting(room, chosen, at)
        inside = [(topic, edit) for topic in chosen for mine, edit in region.covers if mine is topic]
        if len({(edit.kind, edit.block, edit.start) for _, edit in inside}) > 1:
            raise BadInput("These do not only put something in one place: choose one, or write your own.")
        edits = [{"edit": codec.edit_to_json(edit), "of": topic.key} for topic, edit in inside]
        text = text_in(place, region, [edit for _, edit in inside])
        return _keep(version, place, region, _New(edits, text, note, seen or {}), by)


def _meeting(room: Room, chosen: Sequence[Topic], at: str) -> tuple[Place, Region]:
    """The place and region where the topics meet, as the person saw it."""
    keys = {topic.wish.key for topic in chosen}
    for place in room.places:
        if not any(topic in place.topics for topic in chosen):
            continue
        for clash, region in zip(place.clashes, regions(place), strict=True):
            asked = {key for key in clash.wishes if not key.startswith("w")}
            if asked <= keys and region.name == at:
                return place, region
        if len(chosen) == 1:
            region = region_of_topic(place, chosen[0])
            if not at or region.name == at:
                return place, region
    raise NotNow(
        "Something else was proposed or decided here in the meantime. Look again; your words are kept.",
        code="changed",
    )


def _edits(place: Place, region: Region, text: str) -> tuple[Edit, ...]:
    inside = [edit for _, edit in region.covers]
    if inside and all(edit.kind == "insert_block" for edit in inside):
        first = inside[0]
        lines = [line for line in text.split("\n") if line.strip()]
        return tuple(
            Edit("insert_block", first.block, text=line, kind_to=first.kind_to, level_to=first.level_to)
            for line in lines
        )
    keys = [str(block.id) for block in place.blocks]
    chosen = place.blocks[keys.index(region.block) : keys.index(region.end_block) + 1]
    pairs = [(str(block.id), block.text) for block in chosen]
    return proposing.edits_for(pairs, region.start, region.end, text)


@dataclass(frozen=True, slots=True)
class _New:
    """Words to be kept, and how those are answered whose place they take."""

    edits: list[dict[str, Any]]
    text: str
    note: str
    seen: Mapping[str, int]
    rejected: Sequence[str] = ()


def _keep(version: Version, place: Place, region: Region, new: _New, by: Person) -> Wording:
    text, note, rejected = new.text, new.note, new.rejected
    meeting = list({topic.key: topic for topic, _ in region.covers}.values())
    response = note.strip() or (f"It now reads: “{text}”" if text else "These words go.")
    answers = []
    for topic in meeting:
        if topic.key in rejected and not note.strip():
            raise BadInput("Give the reason: whose words you do not follow reads it.", code="reason")
        said = Answer("rejected" if topic.key in rejected else "accepted_modified", response)
        answers += [
            (Chosen(one, new.seen.get(str(one.uid))), again(one, said)) for one in topic.comments
        ]
    if all(topic.key in rejected for topic in meeting):
        raise BadInput("Whose words do these follow? To follow none, reject them.", code="rejected")
    operation = operations.answer_each(document=version.document, answers=answers, by=by)
    old = _overlapped(place, region)
    covers = [edit for _, edit in region.covers]
    covers += [codec.edit_from_json(edit) for one in old for edit in one.covers]
    made = Wording.objects.create(
        version=version, start_block=region.block, start_offset=region.start, end_block=region.end_block,
        end_offset=region.end, original=region.original, text=text, edits=new.edits,
        covers=[codec.edit_to_json(edit) for edit in _distinct(covers)],
        made_at=timezone.now(), made_by=by, operation=operation,
    )
    answered = [one for topic in meeting if topic.key not in rejected for one in topic.comments]
    made.answers.set([*answered, *(one for before in old for one in before.answers.all())])
    made.replaces.set(old)
    return made


def _distinct(edits: Iterable[Edit]) -> list[Edit]:
    return list({wishes.identity([edit]): edit for edit in edits}.values())


def _overlapped(place: Place, region: Region) -> list[Wording]:
    """Wordings of the place that these words take the place of."""
    return [
        old for old in place.wordings
        if (old.start_block, old.end_block) == (region.block, region.end_block)
        and old.start_offset <= max(region.end, region.start) and region.start <= old.end_offset
    ]
