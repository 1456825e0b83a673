"""Proposals of earlier versions that still wait: as edits on a later version, or why there are none.

They are undecided, or were undone, or deferred before this version was issued, or accepted and in no
version yet. Their edits are followed exactly: where the words that they change stand as they did. What was
accepted with modification waits only there: where the text became another, that may be the modification.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

from documents.core import codec
from documents.core.comparing import compare
from documents.core.model import Change, Markup
from documents.models import Version
from documents.services import drafts
from reviews import selectors
from reviews.core import carrying, lifecycle
from reviews.models import CommentState, Disposition, PlacementStatus
from reviews.services.word import marking

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from uuid import UUID

    from backend.accounts.models import Person
    from documents.core.model import Comparison, Draft, Edit
    from reviews.models import Comment, Placement

#: Accepted, but not in the proposal's own words.
MODIFIED = lifecycle.CHANGES_TEXT - {"accepted"}

#: What became of a proposal's words: it can be done here, they are gone, or the text reads so already.
Fate = Literal["here", "gone", "done"]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A proposal of an earlier version; `waits` says that what was deferred is to be decided anew."""

    comment: Comment
    edits: tuple[Edit, ...]
    fate: Fate
    waits: bool


def earlier(person: Person, version: Version) -> list[Earlier]:
    """All that the person sees of them, in the order of their comments."""
    rows = list(selectors.earlier_proposals(person, version))
    if not rows:
        return []
    texts = dict(version.blocks.values_list("key", "text"))
    edits = _followed(rows, version)
    found = ((row, _one(row, version, edits.get(row.comment_id, ()), texts)) for row in rows)
    return [one for row, one in found if one.fate == "here" or not _may_be_met(row, version)]


def _may_be_met(row: Placement, version: Version) -> bool:
    """Whether it was accepted with other words than its own before the version was issued."""
    is_modified = row.comment.state == CommentState.DECIDED and row.comment.disposition in MODIFIED
    return is_modified and _is_answered_before(row, version)


def _is_answered_before(row: Placement, version: Version) -> bool:
    answered, issued = row.answered_at, version.issued_at or version.created_at  # type: ignore[attr-defined]
    return answered is not None and answered < issued


def _one(
    row: Placement, version: Version, edits: tuple[Edit, ...], texts: Mapping[str, str],
) -> Earlier:
    if row.confirmed_by_id or not edits:  # a place that somebody confirmed counts more than what was found
        edits = marking.edits_on(row, version, texts) or edits
    comment = row.comment
    is_deferred = comment.state == CommentState.DECIDED and comment.disposition == Disposition.DEFERRED
    waits = is_deferred and _is_answered_before(row, version)
    return Earlier(row.comment, edits, "here" if edits else _fate(row, texts), waits)


def _fate(row: Placement, texts: Mapping[str, str]) -> Fate:
    """Whether the place reads as was proposed: the new words are there, or what was to go is not."""
    proposal = row.comment.proposal
    if row.status == PlacementStatus.ORPHANED:
        return "gone"
    here = "\n".join(texts.get(key, "") for key, _, _ in row.segments)
    new, old = proposal.text.strip(), proposal.original.strip()
    if new and new in here:
        return "done"
    return "done" if old and not new and old not in here else "gone"


def _followed(rows: Iterable[Placement], version: Version) -> dict[int, tuple[Edit, ...]]:
    """Each comment's edits on the version; without those some of whose words do not stand there just so."""
    by_base: defaultdict[UUID, list[Comment]] = defaultdict(list)
    for row in rows:
        by_base[row.comment.version.uid].append(row.comment)
    return {
        pk: edits
        for base, comments in by_base.items() for pk, edits in _on(base, version.uid, comments).items()
    }


def _on(base: UUID, version: UUID, comments: Sequence[Comment]) -> dict[int, tuple[Edit, ...]]:
    old, new, comparison = _compared(base, version)
    changes = [
        Change(str(comment.pk), "", "", codec.edit_from_json(edit))
        for comment in comments for edit in comment.proposal.edits
    ]
    placed = carrying.carry(Markup(changes=tuple(changes)), old, new, comparison).changes
    found: defaultdict[int, list[Edit | None]] = defaultdict(list)
    for one in placed:
        found[int(one.change.id)].append(one.edit)
    return {
        pk: tuple(edit for edit in edits if edit is not None)
        for pk, edits in found.items() if None not in edits
    }


@lru_cache(4)
def _compared(base: UUID, version: UUID) -> tuple[Draft, Draft, Comparison]:
    """Two issued versions, which never change, and how one became the other."""
    old, new = (drafts.draft_of(Version.objects.get(uid=uid)) for uid in (base, version))
    return old, new, compare(old, new)
