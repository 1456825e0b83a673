"""Paragraphs of two versions that continue as several, several as one, or unchanged in another place."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from lxml import etree

from documents.core.markup.names import TC, P, w
from documents.core.model import OBJECT, BlockId, Comparison, Edit
from documents.core.textmap import TextMap
from documents.core.textmap.atoms import TextBlock

_WORDS = ("insert", "delete", "replace")
#: Edits that stay within one old paragraph.
WITHIN = (*_WORDS, "split")
_BOX = w("txbxContent")


@dataclass(frozen=True, slots=True)
class Group:
    """Neighbouring old paragraphs that are neighbouring new ones, and the edits that make them so."""

    old: tuple[TextBlock, ...]
    new: tuple[TextBlock, ...]
    edits: tuple[Edit, ...]


def groups(comparison: Comparison, ours: TextMap, theirs: TextMap) -> list[Group]:
    """The splits and joins that tracked paragraph marks can show."""
    edits: dict[BlockId, list[Edit]] = {}
    for edit in comparison.edits:
        if edit.block is not None and edit.kind in (*WITHIN, "join"):
            edits.setdefault(edit.block, []).append(edit)
    splits: dict[BlockId, list[BlockId]] = {}
    joins: dict[BlockId, list[BlockId]] = {}
    for link in comparison.links:
        if link.relation == "split":
            splits.setdefault(link.old, []).append(link.new)
        elif link.relation == "join":
            joins.setdefault(link.new, []).append(link.old)
    pairs = [([old], several) for old, several in splits.items()]
    pairs += [(several, [new]) for new, several in joins.items()]
    found = [
        Group(
            tuple(ours.by_id[str(one)] for one in olds),
            tuple(theirs.by_id[str(one)] for one in news),
            tuple(edit for one in olds for edit in edits.get(one, ())),
        )
        for olds, news in pairs
    ]
    return [group for group in found if _can_be_shown(group)]


def moved(
    comparison: Comparison, ours: TextMap, theirs: TextMap
) -> list[tuple[etree._Element, etree._Element]]:
    """Paragraphs outside of tables that moved and say the same as before."""
    pairs = [
        (ours.by_id[str(link.old)], theirs.by_id[str(link.new)])
        for link in comparison.links
        if link.moved and link.relation == "same"
    ]
    return [
        (old.element, new.element)
        for old, new in pairs
        if _is_plain(old) and _is_plain(new) and not _is_in_table(old) and not _is_in_table(new)
    ]


def _can_be_shown(group: Group) -> bool:
    """Whether both stand together, hold nothing but text, and the edits give the new text."""
    both = (*group.old, *group.new)
    return (
        all(_is_plain(one) for one in both)
        and _stand_together(group.old)
        and _stand_together(group.new)
        and _edited(group) == "\n".join(block.text for block in group.new)
    )


def _is_plain(block: TextBlock) -> bool:
    has_box = next(block.element.iter(_BOX), None) is not None
    return block.element.tag == P and OBJECT not in block.text and not has_box


def _is_in_table(block: TextBlock) -> bool:
    return next(block.element.iterancestors(TC), None) is not None


def _stand_together(several: Sequence[TextBlock]) -> bool:
    return all(one.element.getnext() is two.element for one, two in pairwise(several))


def _edited(group: Group) -> str:
    """The text of the old paragraphs with the edits done; borders of paragraphs as newlines."""
    by_block: Mapping[BlockId, list[Edit]] = {
        block.id: [edit for edit in group.edits if edit.block == block.id] for block in group.old
    }
    text = ""
    for block in group.old:
        text += _done(block.text, by_block[block.id])
        text += "" if any(edit.kind == "join" for edit in by_block[block.id]) else "\n"
    return text.removesuffix("\n")


def _done(text: str, edits: Iterable[Edit]) -> str:
    for edit in reversed([edit for edit in edits if edit.kind != "join"]):
        end = edit.end if edit.kind in ("delete", "replace") else edit.start
        added = "\n" if edit.kind == "split" else "" if edit.kind == "delete" else edit.text
        text = text[: edit.start] + added + text[end:]
    return text
