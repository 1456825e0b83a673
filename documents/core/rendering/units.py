"""Blocks as HTML in units: a paragraph, a heading, a list, a table; each stands on its first block."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterator, Sequence
from dataclasses import dataclass
from html import escape

from documents.core.model import Block, BlockId, Draft
from documents.core.rendering.inline import Surroundings, render_text
from documents.core.rendering.layouts import changes_of_layout
from documents.core.rendering.tables import render_table

#: List items in one unit at most, so that long lists can be loaded in pieces.
LONGEST_LIST = 60
NOTES = frozenset({"footnote", "endnote"})
#: Kinds that are one element each, and that element.
SIMPLE = {
    "title": "p",
    "paragraph": "p",
    "caption": "p",
    "quote": "blockquote",
    "code": "pre",
    "toc": "p",
    "equation": "div",
    "figure": "figure",
    "textbox": "aside",
    "header": "p",
    "footer": "p",
    "footnote": "div",
    "endnote": "div",
    "cell": "p",
}


@dataclass(frozen=True, slots=True)
class Unit:
    """Blocks that are rendered together, and their HTML."""

    blocks: tuple[BlockId, ...]
    html: str


def render_units(draft: Draft, media_url: Callable[[str], str] = str) -> Iterator[Unit]:
    """The draft in units, in reading order. `media_url` gives the address of a picture by its name."""
    around = surroundings(draft, media_url)
    layouts = changes_of_layout(draft.sections)
    for group in _groups(draft.blocks, layouts):
        html = layouts.get(group[0].id, "") + _render_group(group, around)
        yield Unit(tuple(block.id for block in group), html)


def surroundings(draft: Draft, media_url: Callable[[str], str]) -> Surroundings:
    """What the draft's blocks may refer to."""
    return Surroundings(
        media_url=media_url,
        picture_types={name: item.content_type for name, item in draft.media.items()},
        bookmarks={
            span.value: block.id for block in draft.blocks for span in block.spans if span.kind == "bookmark"
        },
        notes={str(block.id): block.number for block in draft.blocks if block.kind in NOTES},
    )


def render_document(draft: Draft, media_url: Callable[[str], str] = str) -> str:
    """The whole draft as one HTML fragment."""
    return "\n".join(unit.html for unit in render_units(draft, media_url))


def render_block(block: Block, around: Surroundings) -> str:
    """One block as an element of its own, whatever stands around it."""
    content = (
        f'{_number(block)}<span class="text" data-block="{escape(str(block.id))}" dir="auto">'
        f"{render_text(block, around)}</span>"
    )
    name = f"h{min(max(block.level, 1) + 1, 6)}" if block.kind == "heading" else SIMPLE.get(block.kind, "p")
    level = f' data-level="{block.level}"' if block.level else ""
    return f'<{name} class="block {block.kind}" id="{escape(str(block.id))}"{level}>{content}</{name}>'


def _number(block: Block) -> str:
    return f'<span class="number">{escape(block.number)}</span> ' if block.number else ""


def _groups(blocks: Sequence[Block], borders: Container[BlockId]) -> Iterator[list[Block]]:
    """Blocks that are rendered together; a block of `borders` begins anew."""
    group: list[Block] = []
    for block in blocks:
        if group and (block.id in borders or not _goes_on(group, block)):
            yield group
            group = []
        group.append(block)
    if group:
        yield group


def _goes_on(group: list[Block], block: Block) -> bool:
    first = group[0]
    if first.cell and block.cell:
        return _top_table(first) == _top_table(block)
    return first.kind == block.kind == "list_item" and len(group) < LONGEST_LIST and not block.cell


def _top_table(block: Block) -> int:
    assert block.cell
    return block.cell.outer[0] if block.cell.outer else block.cell.table


def _render_group(group: list[Block], around: Surroundings) -> str:
    if group[0].cell:
        return render_table(group, lambda block: render_block(block, around))
    if group[0].kind == "list_item":
        return _list(group, around)
    return render_block(group[0], around)


def _list(group: list[Block], around: Surroundings) -> str:
    """Items of all depths as nested lists; an item that skips a depth opens the lists between."""
    pieces: list[str] = []
    depth = -1
    for block in group:
        level = max(block.level, 0)
        if level > depth:
            pieces += ['<ul class="list" role="list"><li class="item">'] * (level - depth)
        else:
            pieces += ["</li></ul>"] * (depth - level) + ['</li><li class="item">']
        pieces.append(
            f'<div class="block list_item" id="{escape(str(block.id))}" data-level="{level}">{_number(block)}'
            f'<span class="text" data-block="{escape(str(block.id))}" dir="auto">{render_text(block, around)}'
            "</span></div>"
        )
        depth = level
    return "".join(pieces) + "</li></ul>" * (depth + 1)
