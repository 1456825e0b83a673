"""Merging what is not words: kinds of blocks, levels, formatting; three-way, value by value."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

from documents.core.comparing.applying import reformatted
from documents.core.comparing.edits import NOT_FORMAT
from documents.core.comparing.lines import line_of
from documents.core.merging.record import Record
from documents.core.model import Block, Span

Format = tuple[int, int, tuple[Span, ...]]
Look = frozenset[tuple[str, str]]


def shaped(record: Record, inside: range) -> tuple[Block, ...]:
    """The base blocks of a group with the kind and level that the sides agree on."""
    blocks = []
    for index in inside:
        block = record.blocks[index]
        wanted: dict[tuple[str, int], list[int]] = {}
        for s, each in enumerate(record.scripts):
            if index in each.kinds:
                wanted.setdefault(each.kinds[index], []).append(s)
        if len(wanted) == 1:
            (kind, level), sides = next(iter(wanted.items()))
            record.share(sides, "kind", range(index, index + 1))
            block = replace(block, kind=kind, level=level)  # type: ignore[arg-type]
        elif wanted:
            _kind_conflict(record, index, wanted)
        blocks.append(block)
    return tuple(blocks)


def _kind_conflict(record: Record, index: int, wanted: dict[tuple[str, int], list[int]]) -> None:
    block = record.blocks[index]
    line = line_of(block)
    number = record.conflict(
        "structure",
        (block.id, 0, block.id, len(block.text)),
        block.text,
        [
            (sides, (replace(line, kind=kind, level=level),))  # type: ignore[arg-type]
            for (kind, level), sides in wanted.items()
        ],
    )
    for sides in wanted.values():
        for s in sides:
            record.in_conflict[s, "kind", index, 0] = number


def formatted(record: Record, inside: range) -> list[Block]:
    """The base blocks of a group with the formatting that the sides gave to words that stayed."""
    blocks = []
    for index in inside:
        block = record.blocks[index]
        several = {s: each.formats[index] for s, each in enumerate(record.scripts) if index in each.formats}
        if several:
            formats = next(iter(several.values())) if len(several) == 1 else _merged(block, several)
            block = replace(block, spans=reformatted(block.spans, formats))
        blocks.append(block)
    return blocks


def _merged(block: Block, several: dict[int, list[Format]]) -> list[Format]:
    """Stretch by stretch: what any side took away goes, what any side added comes."""
    borders = {0, len(block.text)}
    for span in block.spans:
        borders.update((span.start, span.end))
    for formats in several.values():
        for start, end, spans in formats:
            borders.update((start, end), *((span.start + start, span.end + start) for span in spans))
    cuts = sorted(border for border in borders if 0 <= border <= len(block.text))
    result = []
    for start, end in pairwise(cuts):
        before = _look(block.spans, start)
        looks = [_look_of(formats, before, start) for formats in several.values()]
        gone = frozenset().union(*(before - look for look in looks))
        come = frozenset().union(*(look - before for look in looks))
        after = (before - gone) | come
        if after != before:
            spans = tuple(Span(0, end - start, kind, value) for kind, value in sorted(after))  # type: ignore[arg-type]
            result.append((start, end, spans))
    return result


def _look_of(formats: Iterable[Format], before: Look, place: int) -> Look:
    for start, end, spans in formats:
        if start <= place < end:
            return _look(spans, place - start)
    return before


def _look(spans: Iterable[Span], place: int) -> Look:
    return frozenset(
        (span.kind, span.value)
        for span in spans
        if span.start <= place < span.end and span.kind not in NOT_FORMAT
    )
