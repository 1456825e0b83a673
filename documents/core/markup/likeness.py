"""Which block of a file a new one should look like, judged by styles and numbering alone."""

from __future__ import annotations

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


def nearest_of_kind(found: TextMap, block: BlockId | None, kind: BlockKind, level: int) -> TextBlock | None:
    """The block of this kind and level nearest to `block`, looking back first."""
    names = list(found.by_id)
    here = names.index(str(block)) if block is not None and str(block) in found.by_id else -1
    for name in [*reversed(names[: here + 1]), *names[here + 1 :]]:
        candidate = found.by_id[name]
        if candidate.element.tag == P and kind_of(found, candidate) == (kind, level):
            return candidate
    return None


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
