"""Which block of a file a new one should look like, judged by styles and numbering alone."""

from __future__ import annotations

from bisect import bisect_right

from documents.core.markup.names import P_PR, TC, VAL, P, w
from documents.core.model import BlockId, BlockKind
from documents.core.textmap import TextMap
from documents.core.textmap.atoms import TextBlock

_NAMED: dict[BlockKind, tuple[str, ...]] = {
    "title": ("title",),
    "caption": ("caption",),
    "quote": ("quote", "intense quote"),
    "code": ("html preformatted", "code", "source code"),
}


_CLOSE = 30


class Likeness:
    """The blocks of a draft by kind; looked through once, and only when what is close does not do."""

    def __init__(self, found: TextMap) -> None:
        self.found = found
        self._blocks = list(found.by_id.values())
        self._places: dict[tuple[BlockKind, int], list[int]] | None = None

    def nearest(self, block: BlockId | None, kind: BlockKind, level: int) -> TextBlock | None:
        """The block of this kind and level nearest to `block`, looking back first."""
        held = None if block is None else self.found.by_id.get(str(block))
        here = -1 if held is None else held.order
        for at in range(here, max(here - _CLOSE, -1), -1):
            if self._kind(at) == (kind, level):
                return self._blocks[at]
        places = self._all().get((kind, level), [])
        before = bisect_right(places, here)
        return self._blocks[places[max(before - 1, 0)]] if places else None

    def _kind(self, at: int) -> tuple[BlockKind, int] | None:
        block = self._blocks[at]
        return kind_of(self.found, block) if block.element.tag == P else None

    def _all(self) -> dict[tuple[BlockKind, int], list[int]]:
        if self._places is None:
            self._places = {}
            for at in range(len(self._blocks)):
                kind = self._kind(at)
                if kind is not None:
                    self._places.setdefault(kind, []).append(at)
        return self._places


def kind_of(found: TextMap, block: TextBlock) -> tuple[BlockKind, int]:
    """The block's kind and level as far as its style and numbering tell."""
    piece = block.pieces[-1]
    story = piece.flow.story.kind
    if story in ("footnote", "endnote", "header", "footer"):
        return story, 0
    level = found.styles.outline_level(piece.style) if piece.style else None
    heading = found.styles.heading_level(piece.style) if piece.style else 0
    if (level is not None and level < 9) or heading:
        return "heading", level + 1 if level is not None and level < 9 else heading
    for kind, words in _NAMED.items():
        if piece.style and found.styles.is_called(piece.style, *words):
            return kind, 0
    if next(block.element.iterancestors(TC), None) is not None:
        return "cell", 0
    depth = _list_level(found, block)
    return ("list_item", depth) if depth is not None else ("paragraph", 0)


def _list_level(found: TextMap, block: TextBlock) -> int | None:
    numbering = block.element.find(f"{P_PR}/{w('numPr')}")
    if numbering is not None:
        number, level = numbering.find(w("numId")), numbering.find(w("ilvl"))
        if number is not None and number.get(VAL) == "0":
            return None
        return int(level.get(VAL, "0")) if level is not None and level.get(VAL, "0").isdigit() else 0
    style = block.pieces[-1].style
    inherited = found.styles.numbering(style) if style else None
    return inherited[1] if inherited else None


def style_for(found: TextMap, kind: BlockKind, level: int) -> str:
    """The id of the file's own style for a kind, "" when it has none."""
    wanted = (f"heading {level}",) if kind == "heading" else _NAMED.get(kind, ())
    if kind == "list_item":
        wanted = ("list paragraph",)
    package = found.package
    for part in package.related(package.main, "styles"):
        for style in package.tree(part).iter(w("style")):
            name = style.find(w("name"))
            if name is not None and name.get(VAL, "").lower() in wanted:
                return style.get(w("styleId"), "")
    return ""
