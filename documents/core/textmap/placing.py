"""Places that a file names: ranges and references of comments, bookmarks."""

from __future__ import annotations

from lxml import etree

from documents.core.package import names
from documents.core.package.names import W
from documents.core.textmap.atoms import Mark, MarkKind
from documents.core.textmap.state import Handler, Pass

_MARKS: dict[str, MarkKind] = {
    W + "commentRangeStart": "comment_start", W + "commentRangeEnd": "comment_end",
    W + "bookmarkStart": "bookmark_start", W + "bookmarkEnd": "bookmark_end",
}


class Placing(Pass):
    """Handlers of marks."""

    def _mark_handlers(self) -> dict[str, Handler]:
        return {**dict.fromkeys(_MARKS, self._mark), W + "commentReference": self._comment_reference}

    def _mark(self, element: etree._Element) -> None:
        kind = _MARKS[element.tag]
        self._place_mark(element, kind, element.get(names.NAME, ""))

    def _comment_reference(self, element: etree._Element) -> None:
        self._place_mark(element, "comment_reference", "")

    def _place_mark(self, element: etree._Element, kind: MarkKind, name: str) -> None:
        mark_id = element.get(names.ID, "")
        if self._piece is not None:
            self.found.marks.append(
                Mark(kind, mark_id, element, self._piece, len(self._piece.atoms), name))
        elif kind.endswith("_end") and self._flow.last is not None:
            last = self._flow.last
            self.found.marks.append(Mark(kind, mark_id, element, last, len(last.atoms), name))
        else:
            self._loose.append(Mark(kind, mark_id, element, None, 0, name))  # type: ignore[arg-type]
