"""A version's blocks as the core's values, and back."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING

from documents.core import codec
from documents.core.model import Block as CoreBlock
from documents.core.model import Draft, Link
from documents.core.rendering import render_units
from documents.models import Block, Version

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping

    from documents.core.model import BlockId

#: Kinds that get a running paragraph number in the margin.
NUMBERED = frozenset({"paragraph", "list_item", "quote", "code", "equation", "figure"})


def draft_of(version: Version) -> Draft:
    """The version's blocks as the core reads them; comments, changes and media are left out."""
    rows = version.blocks.order_by("ordinal").values_list("data", flat=True)
    return Draft(blocks=tuple(codec.block_from_json(data) for data in rows), properties=version.properties)


def block_rows(
    *,
    version: Version,
    draft: Draft,
    media_url: Callable[[str], str],
    lineage: Mapping[BlockId, uuid.UUID],
) -> Iterator[Block]:
    """Rows for a draft's blocks, in reading order; blocks without a known lineage begin one."""
    html = {unit.blocks[0]: unit.html for unit in render_units(draft, media_url=media_url)}
    paragraph = 0
    section, section_key = "", ""
    for ordinal, block in enumerate(draft.blocks):
        if block.kind == "heading":
            section = f"{block.number} {block.text}".strip()[:300]
            section_key = str(block.id)
        is_numbered = block.kind in NUMBERED and block.anchor is None and bool(block.text.strip())
        paragraph += is_numbered
        yield Block(
            version=version,
            ordinal=ordinal,
            key=str(block.id),
            lineage=lineage.get(block.id) or uuid.uuid4(),
            kind=block.kind,
            level=block.level,
            number=block.number[:60],
            text=block.text,
            paragraph=paragraph if is_numbered else None,
            section=section,
            section_key=section_key,
            html=html.get(block.id, ""),
            data=codec.block_to_json(block),
        )


def inherited_lineage(
    older: Mapping[BlockId, uuid.UUID],
    links: Iterable[Link],
) -> dict[BlockId, uuid.UUID]:
    """Which new block goes on with which old one's lineage: the link that keeps most words wins."""
    lineage: dict[BlockId, uuid.UUID] = {}
    given: set[uuid.UUID] = set()
    for link in sorted(links, key=lambda link: -link.share):
        line = older.get(link.old)
        if line and line not in given and link.new not in lineage:
            lineage[link.new] = line
            given.add(line)
    return lineage


def words_in(blocks: Iterable[CoreBlock]) -> int:
    """How many words a reader meets."""
    return sum(len(block.text.split()) for block in blocks)
