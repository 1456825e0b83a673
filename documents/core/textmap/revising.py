"""Tracked changes as the pass meets them: wrappers, marks, moves, records of old properties."""

from __future__ import annotations

from lxml import etree

from documents.core.package import names
from documents.core.package.names import W
from documents.core.textmap.atoms import Alteration, Piece, Revision, RevisionKind, RevisionScope
from documents.core.textmap.state import Handler, Pass

REVISIONS: dict[str, RevisionKind] = {
    names.INSERT: "insert", names.DELETE: "delete",
    names.MOVE_TO: "move_to", names.MOVE_FROM: "move_from",
    W + "cellIns": "insert", W + "cellDel": "delete",
}
_MOVE_STARTS = (W + "moveFromRangeStart", W + "moveToRangeStart")
_MOVE_ENDS = (W + "moveFromRangeEnd", W + "moveToRangeEnd")
_ALTERED_RANGES = tuple(
    W + f"customXml{kind}Range{end}"
    for kind in ("Ins", "Del", "MoveFrom", "MoveTo") for end in ("Start", "End")
)
PROPERTY_CHANGES = tuple(W + name for name in (
    "rPrChange", "pPrChange", "sectPrChange", "tblPrChange", "tblPrExChange", "trPrChange", "tcPrChange",
    "tblGridChange", "numberingChange", "cellMerge",
))
_WRAPPERS = (names.INSERT, names.DELETE, names.MOVE_TO, names.MOVE_FROM)


class Revising(Pass):
    """Handlers of revisions."""

    def _revision_handlers(self) -> dict[str, Handler]:
        return {
            **dict.fromkeys(_WRAPPERS, self._revision),
            **dict.fromkeys(_MOVE_STARTS, self._move_start),
            **dict.fromkeys(_MOVE_ENDS, self._move_end),
            **dict.fromkeys(_ALTERED_RANGES, self._altered),
        }

    def _revision(self, element: etree._Element) -> None:
        revision = self._new_revision(element, REVISIONS[element.tag], "run")
        saved = self._revisions, self._pending, self._deleted
        self._enter(revision)
        self._children(element)
        self._revisions, self._pending, self._deleted = saved

    def _enter(self, revision: Revision) -> None:
        self._revisions += (revision,)
        if revision.pending:
            self._pending = True
        else:
            self._deleted = True

    def _new_revision(self, element: etree._Element, kind: RevisionKind, scope: RevisionScope) -> Revision:
        moves = self._move_names.get(kind)
        revision = Revision(
            kind, scope, element, element.get(names.ID, ""), element.get(names.AUTHOR, ""),
            element.get(names.DATE, ""), next(reversed(moves.values())) if moves else "",
            (self._piece, len(self._piece.atoms) if self._piece else 0),
        )
        self.found.revisions.append(revision)
        return revision

    def _mark_properties(self, piece: Piece, properties: etree._Element) -> None:
        for child in properties:
            kind = REVISIONS.get(child.tag)
            if kind is not None:
                revision = self._new_revision(child, kind, "mark")
                piece.mark += (revision,)
                piece.mark_pending = piece.mark_pending or revision.pending
                piece.mark_deleted = piece.mark_deleted or not revision.pending
            elif child.tag == W + "rPrChange":
                self.found.alterations.append(Alteration(child, piece))

    def _numbering_changes(self, piece: Piece, properties: etree._Element) -> None:
        for child in properties:
            if child.tag in (names.INSERT, W + "numberingChange"):
                self.found.alterations.append(Alteration(child, piece))

    def _move_start(self, element: etree._Element) -> None:
        kind: RevisionKind = "move_from" if element.tag == _MOVE_STARTS[0] else "move_to"
        name = element.get(names.NAME, "")
        open_moves = self._move_names[kind]
        open_moves.pop(element.get(names.ID, ""), None)  # so that the one begun last comes last
        open_moves[element.get(names.ID, "")] = name
        for revision in self._piece.mark if self._piece is not None else ():
            if revision.kind == kind and not revision.name:
                revision.name = name  # the paragraph's mark stands before the range that names its move

    def _move_end(self, element: etree._Element) -> None:
        kind = "move_from" if element.tag == _MOVE_ENDS[0] else "move_to"
        self._move_names[kind].pop(element.get(names.ID, ""), None)

    def _altered(self, element: etree._Element) -> None:
        index = len(self._piece.atoms) if self._piece else 0
        self.found.alterations.append(Alteration(element, self._piece or self._flow.last, index, index))
