"""Markup by chance on a version: comments and edits at any place that has text.

Chance comes from outside (`random.Random`, or hypothesis' own), so that a run can be made again. The
places are all blocks: paragraphs, cells, notes, text boxes, headers; offsets lie anywhere, and every
other time at a border of formatting, links, fields or objects. Each new word is one that stands nowhere
else, so that any reader can be asked for it.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator

from documents.core.model import OBJECT, Block, Change, Comment, Draft, Edit, Markup, Point, Span

MARGINS = ("header", "footer")
#: Blocks in a text of its own, which no comment leaves.
APART = {"footnote", "endnote", "textbox", *MARGINS}
DATE = "2016-05-12T10:00:00Z"
TEXTS = (
    "{}", " {} ", "{}\twith a tab", "{}\nafter a break", "\u05e9\u05dc\u05d5\u05dd {}", "{} \u6f22\u5b57",
    "e\u0301 {}", "\U0001f680{}", "<&> {} \"'", "soft\u00adhyphen {} non\u2011breaking", "{}.",
)  # fmt: skip
INLINE = ("insert", "insert", "delete", "replace", "replace", "replace", "replace", "several")
#: Changes of whole blocks: not beside each other, where what they mean together is a matter of order.
KINDS = (*INLINE, "split", "join", "delete_block", "insert_block", "move_block")


def marking(draft: Draft, chance: random.Random, most: int = 12) -> Markup:
    """Up to `most` changes, each by another author, and as many comments."""
    blocks = [block for block in draft.blocks if block.text and set(block.text) != {OBJECT}]
    if not blocks:
        return Markup()
    chosen = chance.sample(blocks, min(len(blocks), chance.randint(1, most)))
    order = {block.id: place for place, block in enumerate(draft.blocks)}
    edits: list[Edit] = []
    for number, block in enumerate(chosen):
        near = {edit.block for edit in edits if edit.block is not None and edit.kind not in INLINE}
        near |= {edit.to for edit in edits if edit.to is not None}
        alone = not _holds_a_box(draft, block) and all(
            abs(order[block.id] - order[other]) > 1 for other in near
        )
        free = [one for one in draft.blocks if one.kind not in MARGINS and one.id not in near]
        edits += _edits(free, block, chance, number, KINDS if alone else INLINE)
    changes = tuple(
        Change(f"m{place}", f"Reviewer {place}", DATE, edit) for place, edit in enumerate(edits)
    )  # fmt: skip
    return Markup(tuple(_comments(blocks, chance, most)), changes)


def _holds_a_box(draft: Draft, block: Block) -> bool:
    """Whether text boxes hang from the block: they stand between it and the paragraph that follows it."""
    return any(one.anchor == block.id and one.kind == "textbox" for one in draft.blocks)


def word_of(place: int, letter: str = "e") -> str:
    """A word that stands nowhere else."""
    return f"zqx{letter}{place}qz"


def _edits(
    free: list[Block], block: Block, chance: random.Random, number: int, kinds: tuple[str, ...]
) -> Iterator[Edit]:
    kind = chance.choice(kinds)
    text = chance.choice(TEXTS).format(word_of(number))
    start, end = _range(block, chance)
    if kind == "insert":
        yield Edit("insert", block.id, start, start, text, _spans(text, chance))
    elif kind == "delete":
        yield Edit("delete", block.id, start, end)
    elif kind == "replace":
        yield Edit("replace", block.id, start, end, text, _spans(text, chance))
    elif kind == "several":
        yield from _several(block, chance, number)
    elif kind == "split":
        yield Edit("split", block.id, start, start)
    elif kind in ("join", "delete_block"):
        yield Edit(kind, block.id, 0, len(block.text) if kind == "delete_block" else 0)
    elif kind == "insert_block":
        yield Edit("insert_block", block.id, text=text, kind_to=block.kind, level_to=block.level)
    else:
        other = chance.choice(free or [block])
        yield Edit("move_block", block.id, 0, len(block.text), to=other.id, kind_to=block.kind)


def _several(block: Block, chance: random.Random, number: int) -> Iterator[Edit]:
    """Edits side by side in one block: what one leaves the next may begin with."""
    places = sorted({_offset(block, chance) for _ in range(6)})
    for place, (start, end) in enumerate(zip(places[::2], places[1::2], strict=False)):
        kind = chance.choice(("insert", "delete", "replace"))
        text = word_of(number * 100 + place, "s")
        if kind == "insert":
            yield Edit("insert", block.id, start, start, text)
        elif kind == "delete":
            yield Edit("delete", block.id, start, end)
        else:
            yield Edit("replace", block.id, start, end, text)


def _range(block: Block, chance: random.Random) -> tuple[int, int]:
    one, two = sorted((_offset(block, chance), _offset(block, chance)))
    return (one, two) if one < two else (max(0, one - 1), max(1, one))


def _offset(block: Block, chance: random.Random) -> int:
    length = len(block.text)
    borders = [place for span in block.spans for place in (span.start, span.end)]
    borders += [place for one in block.objects for place in (one.offset, one.offset + 1)]
    borders += [0, length]
    return chance.choice(borders) if chance.random() < 0.5 else chance.randint(0, length)


def _spans(text: str, chance: random.Random) -> tuple[Span, ...]:
    if chance.random() < 0.7 or len(text) < 2:
        return ()
    kind = chance.choice(("bold", "italic", "superscript", "link"))
    return (Span(0, len(text) // 2, kind, "https://example.org/a?b=1&c=2" if kind == "link" else ""),)


def _comments(blocks: list[Block], chance: random.Random, most: int) -> Iterator[Comment]:
    """Comments on characters, on several blocks, on one place; some answer one before, some are resolved."""
    order = [block for block in blocks if block.kind not in MARGINS]
    made: list[Comment] = []
    for number in range(chance.randint(0, most) if order else 0):
        first = chance.randrange(len(order))
        last = min(len(order) - 1, first + chance.choice((0, 0, 0, 1, 3)))
        if {order[first].kind, order[last].kind} & APART:
            last = first
        start, end = _range(order[first], chance)
        if last > first:
            end = _offset(order[last], chance)
        elif chance.random() < 0.2:
            end = start
        parent = chance.choice([one for one in made if not one.parent] or [None]) if number % 4 == 3 else None
        points = (
            (parent.start, parent.end)
            if parent
            else (Point(order[first].id, start), Point(order[last].id, end))
        )
        made.append(
            Comment(
                id=str(number + 1),
                author=f"Reader {number}",
                initials="R" * (number % 3),
                date=DATE if number % 5 else "",
                text=chance.choice(TEXTS).format(word_of(number, "c")),
                parent=parent.id if parent else "",
                resolved=parent.resolved if parent else chance.random() < 0.3,
                start=points[0],
                end=points[1],
            )
        )
    yield from made


def deleting(marks: Markup) -> set[object]:
    """Blocks of which some text is deleted, and with it what hangs from that text."""
    kinds = ("delete", "replace", "delete_block", "move_block")
    return {change.edit.block for change in marks.changes if change.edit.kind in kinds}


def without(marks: Markup, refused: set[str]) -> Markup:
    """The markup less what is named."""
    stays: Callable[[Change | Comment], bool] = lambda one: one.id not in refused  # noqa: E731
    return Markup(tuple(filter(stays, marks.comments)), tuple(filter(stays, marks.changes)), marks.opaque)
