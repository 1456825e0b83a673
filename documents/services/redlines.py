"""Two versions beside each other, in rows that people can read."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal

from django.db import transaction
from django.db.models import F

from backend.errors import NotNow
from backend.events import services as events
from documents.core import markup, reading
from documents.core.comparing import answers, redline_segments
from documents.core.model import Shown, Unreadable
from documents.models import Block, Export, Version
from documents.services import comparisons, files

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from backend.accounts.models import Person
    from documents.core.model import BlockId, Link

Kind = Literal["same", "edited", "inserted", "deleted"]
Segment = tuple[str, str]  # ("equal" | "insert" | "delete", text)

#: Unchanged paragraphs shown on each side of a change; the rest is folded.
CONTEXT = 1


@dataclass(frozen=True, slots=True)
class Row:
    """What became of some paragraphs: `old` ones on the left, `new` ones on the right.

    `answers` are form fields that show something else: of those no text tells.
    `number` counts the changes from 1; unchanged rows have none. `hidden` is the number of unchanged
    paragraphs that this row stands for (then `first` and `last` are ordinals of the newer version).
    """

    kind: Kind
    old: tuple[Block, ...] = ()
    new: tuple[Block, ...] = ()
    segments: tuple[Segment, ...] = ()
    is_moved: bool = False
    number: int = 0
    answers: tuple[answers.Answer, ...] = ()
    hidden: int = 0
    first: int = 0
    last: int = 0


def rows(older: Version, newer: Version) -> list[Row]:
    """All paragraphs of both versions in reading order of the newer; a deleted one stands where it was."""
    links = comparisons.comparison_of(older, newer).links
    old, new = _said(_blocks(older), _blocks(newer), links)
    ordered = list(_ordered(old, new, links))
    return _numbered(ordered)


def folded(all_rows: list[Row]) -> list[Row]:
    """The same with long unchanged stretches as one row that says how many it hides."""
    shown = {
        near
        for at, row in enumerate(all_rows)
        if row.kind != "same"
        for near in range(at - CONTEXT, at + CONTEXT + 1)
    }
    result: list[Row] = []
    stretch: list[Row] = []
    for at, row in enumerate(all_rows):
        if at in shown:
            result += _fold(stretch)
            stretch = []
            result.append(row)
        else:
            stretch.append(row)
    return result + _fold(stretch)


def _fold(stretch: list[Row]) -> list[Row]:
    if len(stretch) < 2:
        return stretch
    first, last = stretch[0].new[0].ordinal, stretch[-1].new[-1].ordinal
    return [Row("same", hidden=len(stretch), first=first, last=last)]


def _blocks(version: Version) -> dict[str, Block]:
    """All paragraphs, with what fields show in them in `shown`."""
    rows = version.blocks.order_by("ordinal").defer("html", "data").annotate(shown=F("data__shown"))
    return {row.key: row for row in rows}


def _said(
    old: dict[str, Block], new: dict[str, Block], links: Iterable[Link]
) -> tuple[dict[str, Block], dict[str, Block]]:
    """The paragraphs that have words, and those without in whose form something was answered anew."""
    answered = {
        key
        for link in links
        if _answers((old[str(link.old)],), (new[str(link.new)],))
        for key in (("old", str(link.old)), ("new", str(link.new)))
    }
    return (
        {key: one for key, one in old.items() if one.text.strip() or ("old", key) in answered},
        {key: one for key, one in new.items() if one.text.strip() or ("new", key) in answered},
    )


def _answers(old: tuple[Block, ...], new: tuple[Block, ...]) -> tuple[answers.Answer, ...]:
    return answers.between(_shown(old), _shown(new))


def _shown(blocks: tuple[Block, ...]) -> list[Shown]:
    return [Shown(**one) for block in blocks for one in getattr(block, "shown", None) or ()]


def _ordered(old: dict[str, Block], new: dict[str, Block], links: Iterable[Link]) -> Iterator[Row]:
    groups = _groups(old, new, links)
    by_old = {key: group for group in groups for key in group.old}
    by_new = {key: group for group in groups for key in group.new}
    place = {key: at for at, key in enumerate(old)}
    gone = [key for key in old if key not in by_old]
    given: set[int] = set()
    next_gone = 0
    for key, block in new.items():
        group = by_new.get(key)
        if group is None:
            yield Row("inserted", new=(block,), segments=(("insert", block.text),))
            continue
        if id(group) in given:
            continue
        given.add(id(group))
        if not group.is_moved:
            start = min(place[name] for name in group.old)
            while next_gone < len(gone) and place[gone[next_gone]] < start:
                yield _deleted(old[gone[next_gone]])
                next_gone += 1
        yield _linked(group, old, new)
    for key in gone[next_gone:]:
        yield _deleted(old[key])


@dataclass(slots=True)
class _Group:
    old: list[str]
    new: list[str]
    is_moved: bool = False


def _groups(old: dict[str, Block], new: dict[str, Block], links: Iterable[Link]) -> list[_Group]:
    """Paragraphs that go together: one with one, one with several after a split, several with one."""
    near: dict[tuple[str, BlockId], list[Link]] = defaultdict(list)
    kept = [link for link in links if str(link.old) in old and str(link.new) in new]
    for link in kept:
        near["old", str(link.old)].append(link)
        near["new", str(link.new)].append(link)
    groups: list[_Group] = []
    seen: set[tuple[str, BlockId]] = set()
    for link in kept:
        side: tuple[str, BlockId] = ("old", str(link.old))
        if side in seen:
            continue
        group, waiting = _Group([], []), [side]
        while waiting:
            node = waiting.pop()
            if node in seen:
                continue
            seen.add(node)
            (group.old if node[0] == "old" else group.new).append(str(node[1]))
            for other in near[node]:
                group.is_moved = group.is_moved or other.moved
                waiting += [("old", str(other.old)), ("new", str(other.new))]
        group.old.sort(key=lambda key: old[key].ordinal)
        group.new.sort(key=lambda key: new[key].ordinal)
        groups.append(group)
    return groups


def _linked(group: _Group, old: dict[str, Block], new: dict[str, Block]) -> Row:
    before = tuple(old[key] for key in group.old)
    after = tuple(new[key] for key in group.new)
    old_text = "\n".join(block.text for block in before)
    new_text = "\n".join(block.text for block in after)
    answered = _answers(before, after)
    if old_text == new_text and not group.is_moved and not answered:
        return Row("same", before, after, (("equal", new_text),))
    segments = tuple(redline_segments(old_text, new_text))
    return Row("edited", before, after, segments, group.is_moved, answers=answered)


def _deleted(block: Block) -> Row:
    return Row("deleted", old=(block,), segments=(("delete", block.text),))


def _numbered(ordered: list[Row]) -> list[Row]:
    result, number = [], 0
    for row in ordered:
        number += row.kind != "same"
        result.append(
            row if row.kind == "same" else replace(row, number=number)
        )
    return result


def redline_file(*, older: Version, newer: Version, by: Person, date: str) -> bytes:
    """The older version's Word file with tracked changes that lead to the newer one.

    `date` is the ISO moment written at each change. What was made, and whether it reads as both
    versions, is noted. Raises `NotNow` when these two files cannot be written as one.
    """
    try:
        before, after = files.content(older.file), files.content(newer.file)
        data = markup.redline(before, after, by.name, date)
    except (Unreadable, markup.CannotLay) as error:
        numbers = f"Versions {older.number} and {newer.number}"
        reason = f"{numbers} can be compared here, but not as one Word file: {error}"
        raise NotNow(reason, code="cannot_lay") from error
    outcome = {
        "accepted_reads_as_newer": reading.text(data, "final") == reading.text(after, "original"),
        "rejected_reads_as_older": reading.text(data, "original") == reading.text(before, "original"),
    }
    with transaction.atomic():
        made = Export.objects.create(
            version=newer,
            kind="redline",
            parameters={"older": older.number},
            outcome=outcome,
            made_by=by,
            sha256=hashlib.sha256(data).hexdigest(),
        )
        events.record(verb="documents.version.redlined", actor=by, target=made, document=newer.document)
    return data
