"""Which elements of the file make up each change.

Word cuts one deletion into a piece for every run and container, and marks a new paragraph both at its
text and at its mark; a reader joins them. Here the pieces are found again.
"""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import ID
from documents.core.model import Change
from documents.core.textmap import Piece, Revision, TextMap, Walked

_WHOLE = ("insert_block", "delete_block", "move_block")


def elements_by_change(found: TextMap, changes: tuple[Change, ...]) -> dict[etree._Element, Change]:
    """Revision element → the change that it is a piece of; elements of no known change are left out."""
    known = {change.id: change for change in changes}
    moves = {change.group: change for change in changes if change.edit.kind == "move_block"}
    result: dict[etree._Element, Change] = {}
    for _, walked in found.stories:
        before = _pieces_before(walked)
        last: tuple[Revision, Change] | None = None
        for revision in walked.revisions:
            change = (
                moves.get(f"move:{revision.name}")
                or known.get(revision.id)
                or _of_paragraph(revision, known, before)
                or _continued(revision, last)
            )
            if change is not None:
                result[revision.element] = change
                last = revision, change
        for one in walked.alterations:
            change = known.get(one.element.get(ID, ""))
            if change is not None:
                result[one.element] = change
    return result


def _pieces_before(walked: Walked) -> dict[int, Piece]:
    """Identity of a piece → the one before it in its flow."""
    found: dict[int, Piece] = {}
    last: dict[int, Piece] = {}
    for piece in walked.pieces:
        if id(piece.flow) in last:
            found[id(piece)] = last[id(piece.flow)]
        last[id(piece.flow)] = piece
    return found


def _of_paragraph(revision: Revision, known: dict[str, Change], before: dict[int, Piece]) -> Change | None:
    """The change of a whole paragraph that the revision's text belongs to."""
    piece = revision.where[0]
    if piece is None:
        return None
    earlier = before.get(id(piece))
    for mark in (*piece.mark, *(earlier.mark if earlier is not None else ())):
        change = known.get(mark.id)
        if change is not None and change.edit.kind in _WHOLE and mark.pending == revision.pending:
            return change
    return None


def _continued(revision: Revision, last: tuple[Revision, Change] | None) -> Change | None:
    if last is None:
        return None
    one, change = last
    same = (one.kind, one.author, one.date, one.where[0]) == (
        revision.kind,
        revision.author,
        revision.date,
        revision.where[0],
    )
    return change if same else None
