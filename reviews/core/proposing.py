"""Proposals: what somebody would write instead, as exact edits on the base version."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from documents.core.comparing import redline_segments
from documents.core.model import Edit
from reviews.core.anchors import CommentAnchor


def edits_for(blocks: Sequence[tuple[str, str]], start: int, end: int, text: str) -> tuple[Edit, ...]:
    """The edits that put `text` in the place of `blocks[0]` from `start` to `blocks[-1]` up to `end`.

    `blocks` are (key, text) pairs in reading order, `text` has one line for each paragraph. Lines are
    paired with the blocks in order; blocks left over go, lines left over come in as new paragraphs.
    Taking away all words of a block takes the block away.
    """
    lines = _lines(blocks, text)
    edits: list[Edit] = []
    for index, (key, whole) in enumerate(blocks):
        first = start if index == 0 else 0
        last = end if index == len(blocks) - 1 else len(whole)
        line = lines[index] if index < len(lines) else ""
        if whole and not line and (first, last) == (0, len(whole)):
            edits.append(Edit("delete_block", key))
        else:
            edits += (
                _edit(key, first + a, first + b, new) for a, b, new in changes(whole[first:last], line)
            )
    edits += (Edit("insert_block", blocks[-1][0], text=line) for line in lines[len(blocks) :])
    return tuple(edits)


def text_after(texts: Mapping[str, str], anchor: CommentAnchor, edits: Sequence[Edit]) -> str:
    """What the words of `anchor` read as once `edits` are made; new paragraphs are lines of their own."""
    lines: list[str] = []
    for key, start, end in anchor.segments:
        mine = [edit for edit in edits if str(edit.block) == key]
        if not any(edit.kind == "delete_block" for edit in mine):
            lines.append(_edited(texts.get(key, ""), start, end, mine))
        lines += (edit.text for edit in mine if edit.kind == "insert_block")
    lines += (edit.text for edit in edits if edit.block is None)
    return "\n".join(lines)


def _edited(text: str, start: int, end: int, edits: Sequence[Edit]) -> str:
    """`text[start:end]` with the edits of characters that lie in it, joined and split at line breaks."""
    words = {"insert", "delete", "replace", "split"}
    inside = [edit for edit in edits if edit.kind in words and start <= edit.start and edit.end <= end]
    out, done = [], start
    for edit in sorted(inside, key=lambda edit: (edit.start, edit.end)):
        if edit.start < done:
            continue
        out += [text[done : edit.start], "\n" if edit.kind == "split" else edit.text]
        done = edit.end
    return "".join([*out, text[done:end]])


def _lines(blocks: Sequence[tuple[str, str]], text: str) -> list[str]:
    """One line a block; a single block that has line breaks of its own keeps them."""
    if len(blocks) == 1 and text.count("\n") <= blocks[0][1].count("\n"):
        return [text]
    return text.split("\n")


def _edit(block: str, start: int, end: int, text: str) -> Edit:
    if start == end:
        return Edit("insert", block, start, end, text)
    return Edit("replace", block, start, end, text) if text else Edit("delete", block, start, end)


def changes(old: str, new: str) -> Iterator[tuple[int, int, str]]:
    """(start, end, text): the stretches of `old` that become something else, in whole words."""
    place = start = 0
    text, is_open = "", False
    for kind, piece in redline_segments(old, new):
        if kind == "equal":
            if is_open:
                yield start, place, text
            place += len(piece)
            start, text, is_open = place, "", False
        else:
            place += len(piece) if kind == "delete" else 0
            text += piece if kind == "insert" else ""
            is_open = True
    if is_open:
        yield start, place, text
