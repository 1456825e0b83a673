"""The next version: a base's own Word file with the accepted proposals laid in, clean and as a redline.

Ordered by a person, made by a task. What becomes a version records which proposals it holds; when it is
issued, those are done.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from backend.errors import DraftroomError, NotNow
from backend.events import services as events
from documents.core import codec
from documents.core.model import Unreadable
from documents.models import Version, VersionState
from documents.services import files, versions
from documents.services.confinement import confined
from reviews import selectors
from reviews.core import word
from reviews.core.merging import writing
from reviews.core.merging.writing import Credited, Order
from reviews.models import Comment, Fulfilment, Implementation, Merge, MergeState, Return
from reviews.room import gathering
from reviews.services.answers import axes
from reviews.services.answers.operations import MOST, Chosen
from reviews.services.room import merging
from reviews.services.word import marking

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Person
    from documents.core.model import Comment as WordComment
    from reviews.models import Wording
    from reviews.room.gathering import Room


@dataclass(frozen=True, slots=True)
class Obstacles:
    """What stands in the way of a next version; `undecided` and `placeless` do not, but are told.

    `placeless` were accepted with modification for an earlier version, and nothing is left to write on:
    their text is gone, or reads already as they ask.
    """

    conflicts: int
    without_words: int
    placeless: int
    undecided: int
    newer: int | None
    waiting: int | None
    is_empty: bool

    @property
    def reason(self) -> str:
        """Why no version can be made now, "" when one can."""
        if self.newer:
            return f"Version {self.newer} was issued since: merge what is left there."
        if self.waiting:
            return f"Version {self.waiting} is not issued yet: issue or discard it first."
        if self.conflicts:
            return f"Decide the conflicts first: {self.conflicts} are left."
        if self.without_words:
            return (
                f"{self.without_words} proposals were accepted with modification, and the words are not"
                " written: write them, or decide these anew."
            )
        return "Nothing is accepted yet." if self.is_empty else ""


def obstacles(room: Room) -> Obstacles:
    """What a person must do before the next version can be made."""
    document = room.version.document
    newer = document.versions.filter(state=VersionState.ISSUED, number__gt=room.version.number)
    waiting = document.versions.filter(state__in=[VersionState.READING, VersionState.WORKING])
    wanting = [topic for topic in room.topics if topic.needs_words]
    return Obstacles(
        conflicts=room.counts["conflicts"],
        without_words=sum(len(topic.comments) for topic in wanting if topic.fate == "here"),
        placeless=sum(len(topic.comments) for topic in wanting if topic.fate != "here"),
        undecided=room.counts["undecided"],
        newer=newer.order_by("-number").values_list("number", flat=True).first(),
        waiting=waiting.values_list("number", flat=True).first(),
        is_empty=room.counts["granted"] == 0,
    )


def order(
    *, version: Version, by: Person, label: str = "", note: str = "", makes_version: bool = True,
) -> Merge:
    """Have the next version made, or only its redline. Raises `NotYou`, `NotNow`."""
    merging.demand_editor(by, version)
    if not version.is_issued:
        raise NotNow("This version is not issued yet.")
    reason = obstacles(gathering.room_of(by, version)).reason if makes_version else ""
    if reason:
        raise NotNow(reason, code="not_ready")
    with transaction.atomic():
        made = Merge.objects.create(
            base=version, makes_version=makes_version, label=label.strip(), note=note.strip(),
            ordered_at=timezone.now(), ordered_by=by,
        )
        events.record(
            verb="reviews.merge.ordered", actor=by, target=made, document=version.document,
            data={"version": version.pk, "makes_version": makes_version},
        )
    return made


def fulfil(merge: Merge) -> Merge:
    """Make the files that were ordered, with the rights that the orderer has now. Run again, no change."""
    if merge.state != MergeState.ORDERED:
        return merge
    by, base = merge.ordered_by, merge.base
    try:
        merging.demand_editor(by, base)
        room = gathering.room_of(by, base)
        if merge.makes_version and (reason := obstacles(room).reason):
            raise NotNow(reason, code="not_ready")
        asked, holders = order_of(room)
        asked = replace(asked, comments=remarks(by, base, room))
        made = confined(writing.made, files.content(base.file), asked)
        if not all(made.check[name] for name in _MUST):
            raise NotNow("The file that was written does not read as decided. Nothing was changed.")
    except (DraftroomError, Unreadable) as error:
        return _refuse(merge, str(error))
    left = dict(made.left)
    held = {key: found for key, found in holders.items() if key not in left}
    return _keep(merge, made, held, left)


_MUST = ("reads_as_decided", "redline_accepted_reads_as_next", "redline_rejected_reads_as_base")


def order_of(room: Room) -> tuple[Order, dict[str, list[tuple[Comment, Wording | None]]]]:
    """All that is decided as it is to be written, without remarks; and, by source, what it fulfils."""
    edits, holders = laid_in(room)
    return Order(tuple(edits), (), _texts(room), _files(edits)), holders


def laid_in(room: Room) -> tuple[list[Credited], dict[str, list[tuple[Comment, Wording | None]]]]:
    """All edits that are decided, each under a name, and by source the proposals that it fulfils.

    A source is what asked for an edit: a topic, or the editors' words.
    """
    topics = {topic.wish.key: topic for topic in room.topics}
    words = {
        wish.key: one
        for place in room.places for wish, one in zip(place.words, place.wordings, strict=True)
    }
    of = {str(topic.comments[0].uid): topic for topic in room.topics}
    credited: list[Credited] = []
    holders: dict[str, list[tuple[Comment, Wording | None]]] = {}
    for place in room.places:
        for owned in place.settled.edits:
            source = owned.wishes[0]
            if source in words:
                first = words[source]
                voice = next(
                    (of[each["of"]] for each in first.edits
                     if each["of"] in of and codec.edit_from_json(each["edit"]) == owned.edit), None,
                )
                name, date = (
                    (voice.comments[0].author_name, voice.comments[0].created_at) if voice
                    else (first.made_by.name, first.made_at)
                )
            else:
                said = topics[source].comments[0]
                name, date = said.author_name, said.created_at
            credited.append(Credited(owned.edit, word.writable(name), word.word_date(date), source))
            holders[source] = _fulfilled(owned.wishes, topics, words, holders.get(source, []))
    return credited, holders


def _fulfilled(
    keys: Iterable[str], topics: dict[str, Any], words: dict[str, Any], known: list[Any],
) -> list[Any]:
    found = {comment.pk: (comment, wording) for comment, wording in known}
    for key in keys:
        if key in words:
            for comment in words[key].answers.all():
                found[comment.pk] = (comment, words[key])
        else:
            for comment in topics[key].comments:
                found.setdefault(comment.pk, (comment, None))
    return list(found.values())


def _files(edits: Iterable[Credited]) -> dict[str, bytes]:
    """The files that blocks are taken from: returns, and versions that had proposals in their own file."""
    names = {str(one.edit.donor).partition("/")[0] for one in edits if one.edit.donor is not None}
    returns = Return.objects.filter(pk__in=[name[1:] for name in names if name[:1] == "r"])
    own = Version.objects.filter(pk__in=[name[1:] for name in names if name[:1] == "v"])
    return {
        **{f"r{row.pk}": files.content(row.file) for row in returns.select_related("file")},
        **{f"v{row.pk}": files.content(row.file) for row in own.select_related("file")},
    }


def _texts(room: Room) -> dict[str, str]:
    return {str(block.id): block.text for place in room.places for block in place.blocks}


def remarks(by: Person, base: Version, room: Room) -> tuple[WordComment, ...]:
    """The decided proposals as Word comments: what was said, the thread, the answer; changes in words
    where they are not in the redline under their author's own name."""
    decided = [
        comment.pk for topic in room.topics if not topic.is_open for comment in topic.comments
    ]
    firsts = {
        topic.comments[0].pk for topic in room.topics if topic.state == "granted"
    }
    rows = selectors.placements_visible_to(by, base).filter(comment__in=decided)
    texts = dict(base.blocks.values_list("key", "text"))
    first_block = base.blocks.order_by("ordinal").values_list("key", flat=True).first() or ""
    shown = {str(uid) for uid in Comment.objects.filter(pk__in=firsts).values_list("uid", flat=True)}
    threads = [
        replace(
            thread, edits=(), shows_change=False,
            proposed=None if thread.said.key in shown else thread.proposed,
        )
        for thread in marking.threads_of(rows, base, texts)
    ]
    return word.markup_of(threads, first_block).markup.comments


def _refuse(merge: Merge, reason: str) -> Merge:
    with transaction.atomic():
        waiting = Merge.objects.filter(pk=merge.pk, state=MergeState.ORDERED)
        if waiting.update(state=MergeState.REFUSED, report={"reason": reason}):
            events.record(
                verb="reviews.merge.refused", actor=merge.ordered_by, target=merge,
                document=merge.base.document, data={"version": merge.base_id},
            )
    merge.refresh_from_db()
    return merge


def _keep(
    merge: Merge, made: writing.Made, held: dict[str, list[tuple[Comment, Wording | None]]],
    left: dict[str, str],
) -> Merge:
    redline = files.store(data=made.redline, content_type=files.WORD)
    proposals = {comment.pk: (comment, words) for found in held.values() for comment, words in found}
    report = {
        "proposals": len(proposals), "check": made.check,
        "left": [{"number": _number(source), "reason": reason} for source, reason in left.items()],
    }
    with transaction.atomic():
        locked = Merge.objects.select_for_update().get(pk=merge.pk)
        if locked.state != MergeState.ORDERED:
            return locked
        if merge.makes_version:
            locked.version = _version(merge, made.clean)
            Fulfilment.objects.bulk_create(
                [
                    Fulfilment(
                        comment=comment, version=locked.version, wording=words,
                        how=Fulfilment.How.WORDED if words else Fulfilment.How.LAID_IN,
                    )
                    for comment, words in proposals.values()
                ],
                batch_size=500, ignore_conflicts=True,
            )
        locked.state, locked.redline, locked.report = MergeState.MADE, redline, report
        locked.save(update_fields=["state", "redline", "report", "version"])
        events.record(
            verb="reviews.merge.made", actor=merge.ordered_by, target=locked, document=merge.base.document,
            data={"version": locked.version_id, "proposals": len(proposals)},
        )
    return locked


def _number(source: str) -> str:
    if source.startswith("w"):
        return "The editors' words"
    return str(Comment.objects.filter(pk=int(source)).first() or source)


def _version(merge: Merge, data: bytes) -> Version:
    base = merge.base
    made = versions.upload_version(
        document=base.document, data=data, file_name=f"{base.document.slug}-v{base.number + 1}.docx",
        by=merge.ordered_by, label=merge.label, note=merge.note,
    )
    made.parents.set([base])
    return made


def mark_done(version: Version) -> int:
    """When a version is issued: the proposals that it holds are implemented in it. Run again, no change."""
    by = version.issued_by
    if not version.is_issued or by is None:
        return 0
    rows = Comment.objects.filter(
        fulfilments__version=version, implementation=Implementation.PENDING,
    )
    waiting = list(rows.order_by("pk"))
    for first in range(0, len(waiting), MOST):
        axes.mark_implemented(
            document=version.document, chosen=[Chosen(one) for one in waiting[first : first + MOST]],
            version=version, by=by,
        )
    return len(waiting)
