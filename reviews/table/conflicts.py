"""Conflicts of a version as one person sees them: agencies by what they want, of visible comments only."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from documents.core.comparing import redline_segments
from reviews import selectors
from reviews.core import clusters
from reviews.core.clusters import Change, Cluster
from reviews.models import Comment, CommentState, Proposal, Stand
from reviews.table import stands

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from backend.accounts.selectors import Viewer
    from documents.core.comparing.redline import Segment
    from documents.models import Version
    from reviews.core.clusters import Wording
    from reviews.rules import Standing

_WORDS = {"insert", "delete", "replace"}


@dataclass(frozen=True, slots=True)
class Said:
    """What a voice says to a wording: stated (`for`, `against`, `neutral`), or told by its own proposal
    (`want`, `against`, `other`); "" when it says nothing of it.
    """

    voice: str
    stance: str
    stand: Stand | None = None


@dataclass(frozen=True, slots=True)
class Choice:
    """One wording of a conflict: as a redline, its comments, and what each voice says to it."""

    wording: Wording
    redline: tuple[Segment, ...]
    comments: tuple[Comment, ...]
    said: tuple[Said, ...]
    to_state: tuple[Comment, ...]  # on which the person may state a stand now


@dataclass(frozen=True, slots=True)
class Card:
    """One conflict: words of a block, the choices, and comments on the same words without a proposal."""

    cluster: Cluster
    section: str
    paragraph: int | None
    before: str
    after: str
    choices: tuple[Choice, ...]
    remarks: tuple[Comment, ...]

    @property
    def is_open(self) -> bool:
        """Whether a proposal of it still waits for its answer."""
        comments = (comment for choice in self.choices for comment in choice.comments)
        return any(comment.state in {"registered", "proposed"} for comment in comments)

    @property
    def voices(self) -> tuple[str, ...]:
        """Everybody who proposes something here, or states how they stand to it."""
        return tuple(said.voice for said in self.choices[0].said)

    @property
    def reasons(self) -> tuple[Stand, ...]:
        """The stands stated here that give a reason, each once for an agency, a side and its words."""
        found = {
            (said.voice, said.stand.side, said.stand.reason): said.stand
            for choice in self.choices for said in choice.said if said.stand and said.stand.reason
        }
        return tuple(found.values())


def found(person: Viewer, version: Version) -> list[Cluster]:
    """The conflicts among the proposals on a version that the person sees, in the order of the text."""
    rows = Proposal.objects.filter(
        selectors.comment_visible_to(person, "comment__"), comment__version=version,
    ).exclude(comment__state__in=[CommentState.WITHDRAWN, CommentState.DRAFT])
    changes = list(_changes(rows.values_list("comment_id", "comment__agency__code", "comment__author_name",
                                             "edits")))
    blocks = version.blocks.filter(key__in={change.block for change in changes}).order_by("ordinal")
    texts = dict(blocks.values_list("key", "text"))
    return clusters.clusters(
        (_whole(change, texts.get(change.block, "")) for change in changes), texts,
    )


def _changes(rows: Iterable[tuple[int, str | None, str, Any]]) -> Iterator[Change]:
    for comment, agency, author, edits in rows:
        for edit in edits:
            block, kind = str(edit.get("block") or ""), edit.get("kind")
            if not block or kind not in {*_WORDS, "delete_block"}:
                continue
            end = int(str(edit.get("end") or 0)) if kind != "delete_block" else -1
            start = int(str(edit.get("start") or 0))
            yield Change(comment, agency or author, block, start, end, str(edit.get("text") or ""))


def _whole(change: Change, text: str) -> Change:
    """A block that is taken out as a change of all its words."""
    if change.end >= 0:
        return change
    return Change(change.comment, change.voice, change.block, 0, len(text), "")


def cards(person: Viewer, version: Version, some: Sequence[Cluster], standing: Standing) -> list[Card]:
    """Cards for some of the conflicts, in four queries."""
    ids = {comment for cluster in some for comment in cluster.comments}
    rows = Comment.objects.filter(pk__in=ids).select_related("agency", "proposal")
    comments = {row.pk: row for row in rows}
    keys = {cluster.block for cluster in some}
    blocks = {block.key: block for block in version.blocks.filter(key__in=keys)}
    remarks = _remarks(person, version, keys, ids)
    stated = stands.by_comment(person, ids)
    return [
        Card(
            cluster, blocks[cluster.block].section, blocks[cluster.block].paragraph,
            blocks[cluster.block].text[: cluster.start], blocks[cluster.block].text[cluster.end :],
            tuple(_choice(cluster, wording, comments, stated, standing) for wording in cluster.wordings),
            tuple(one for one in remarks[cluster.block] if _touches(one, cluster)),
        )
        for cluster in some
    ]


def _choice(
    cluster: Cluster, wording: Wording, comments: dict[int, Comment], stated: dict[int, list[Stand]],
    standing: Standing,
) -> Choice:
    own = tuple(comments[pk] for pk in wording.comments)
    return Choice(
        wording, redline_segments(cluster.base, wording.text), own,
        tuple(_said(cluster, wording, voice, stated) for voice in _voices(cluster, stated)),
        tuple(one for one in own if stands.speaking(standing, [one])),
    )


def _voices(cluster: Cluster, stated: dict[int, list[Stand]]) -> list[str]:
    """Everybody who proposes something there, or states something of what is proposed."""
    stating = {stand.agency.code for pk in cluster.comments for stand in stated.get(pk, ())}
    return sorted(stating.union(cluster.voices))


def _said(cluster: Cluster, wording: Wording, voice: str, stated: dict[int, list[Stand]]) -> Said:
    """What was stated counts before what a proposal tells; of several stands on a wording the newest."""
    own = [stand for pk in wording.comments for stand in stated.get(pk, ()) if stand.agency.code == voice]
    if own:
        newest = max(own, key=lambda stand: stand.pk)
        return Said(voice, newest.side, newest)
    return Said(voice, cluster.stance(voice, wording) if voice in cluster.voices else "")


def _remarks(
    person: Viewer, version: Version, keys: set[str], but: set[int],
) -> dict[str, list[Comment]]:
    """Visible comments on these blocks that propose nothing."""
    rows = Comment.objects.filter(
        selectors.comment_visible_to(person), version=version, start_block__in=keys, proposal=None,
    ).exclude(pk__in=but).exclude(state__in=[CommentState.WITHDRAWN, CommentState.DRAFT])
    found_: dict[str, list[Comment]] = defaultdict(list)
    for row in rows.select_related("agency").order_by("id")[:500]:
        found_[row.start_block].append(row)
    return found_


def _touches(comment: Comment, cluster: Cluster) -> bool:
    end = comment.end_offset if comment.end_block == cluster.block else cluster.end
    return comment.start_offset < max(cluster.end, cluster.start + 1) and cluster.start < max(end, 1)
