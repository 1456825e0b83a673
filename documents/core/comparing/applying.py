"""Edits applied to a version: the text that they give."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from documents.core.comparing.edits import NOT_FORMAT
from documents.core.comparing.lines import Flow, Hunk, Line, clipped, closed_up, line_of
from documents.core.comparing.script import Script, script
from documents.core.model import Block, Draft, Edit, Span


def applied(base: Draft, edits: Iterable[Edit], donor: Draft | None = None) -> Draft:
    """The base with all edits done at once. Blocks keep their ids; new ones are named "+1", "+2" …

    Edits name blocks and offsets of the base. What is inserted or moved behind the same block stands
    in the order of the edits. Raises `Inapplicable` when an edit does not fit.
    """
    givers = {block.id: block for block in donor.blocks} if donor else None
    plan = script(base, edits, donor=givers)
    blocks: list[Block] = []
    for group in _groups(base, plan):
        if isinstance(group, Line):
            blocks.append(_new_block(group, len(blocks)))
        else:
            blocks += _changed_blocks(base, group, plan, len(blocks))
    return replace(base, blocks=tuple(blocks), comments=(), changes=())


def _groups(base: Draft, plan: Script) -> list[Line | list[int]]:
    """New lines and groups of joined blocks, in the order of the result."""
    order: list[Line | int] = []
    for index in range(len(base.blocks) + 1):
        order += plan.slots.get(index, [])
        if index < len(base.blocks) and index not in plan.moved and index not in plan.deleted:
            order.append(index)
    result: list[Line | list[int]] = []
    waiting: list[Line | list[int]] = []
    for item in order:
        if isinstance(item, Line):
            (waiting if _is_open(result, plan) else result).append(item)
        elif _is_open(result, plan) and isinstance(result[-1], list) and result[-1][-1] + 1 == item:
            result[-1].append(item)
        else:
            result += waiting
            waiting = []
            result.append([item])
        if waiting and not _is_open(result, plan):
            result += waiting
            waiting = []
    return result + waiting


def _is_open(result: list[Line | list[int]], plan: Script) -> bool:
    """Whether the last group goes on with the block that follows it."""
    return bool(result) and isinstance(result[-1], list) and result[-1][-1] in plan.joins


def _changed_blocks(base: Draft, group: list[int], plan: Script, count: int) -> list[Block]:
    pieces = Flow()
    for index in group:
        block = base.blocks[index]
        pieces.add(block_lines(block, plan.hunks.get(index, []), plan.formats.get(index, [])))
    flow = pieces.lines()
    first = base.blocks[group[0]]
    kind, level = plan.kinds.get(group[0], (first.kind, first.level))
    line = flow[0]
    blocks = [replace(first, text=line.text, spans=line.spans, objects=line.objects, kind=kind, level=level,
                      shown=line.shown)]
    return blocks + [_new_block(line, count + 1 + k) for k, line in enumerate(flow[1:])]


def block_lines(
    block: Block, hunks: Iterable[Hunk], formats: Iterable[tuple[int, int, tuple[Span, ...]]] = ()
) -> list[Line]:
    """A block with hunks and formatting done to it: one line, more when it was split."""
    if formats:
        block = replace(block, spans=reformatted(block.spans, formats))
    flow = Flow()
    place = 0
    for hunk in hunks:
        flow.add([line_of(block, place, hunk.start)])
        flow.add(hunk.lines)
        flow.add(_still_shown(block, hunk))
        place = hunk.end
    flow.add([line_of(block, place)])
    return flow.lines()


def _still_shown(block: Block, hunk: Hunk) -> list[Line]:
    """What was shown among words that go: they may go without it."""
    shown = line_of(block, hunk.start, hunk.end).shown if block.shown and hunk.start < hunk.end else ()
    return [Line("", shown=tuple(replace(one, offset=0) for one in shown))] if shown else []


def reformatted(
    spans: tuple[Span, ...], formats: Iterable[tuple[int, int, tuple[Span, ...]]]
) -> tuple[Span, ...]:
    """Spans with the formatting of some ranges set anew."""
    result = list(spans)
    for start, end, inside in formats:
        kept = [span for span in result if span.kind in NOT_FORMAT]
        for span in result:
            if span.kind not in NOT_FORMAT:
                kept += [
                    replace(piece, start=piece.start + shift, end=piece.end + shift)
                    for low, high, shift in ((0, start, 0), (end, span.end, end))
                    if low < high
                    for piece in clipped([span], low, high)
                ]
        kept += [replace(span, start=span.start + start, end=span.end + start) for span in inside]
        result = kept
    return closed_up(result)


def _new_block(line: Line, place: int) -> Block:
    return Block(f"+{place + 1}", line.kind, line.text, line.level, spans=line.spans, objects=line.objects,
                 shown=line.shown)
