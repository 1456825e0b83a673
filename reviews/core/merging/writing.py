"""The files that a merge gives: the next version clean, and as tracked changes of those who asked."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from documents.core import markup, reading
from documents.core.comparing import applied
from documents.core.comparing.script import Inapplicable
from documents.core.markup import weaving
from documents.core.markup.lifting import cleaned
from documents.core.model import Block, BlockKind, Change, Comment, Draft, Edit, Markup, Unreadable


@dataclass(frozen=True, slots=True)
class Credited:
    """An edit to be laid in, under a name and a date; `source` is what asked for it."""

    edit: Edit
    author: str
    date: str
    source: str


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be laid on a base file: `texts` are the base's as the edits know them, by block.

    `files` are those that donors name: "r12/final/b7" is block b7 of the file r12 with its changes
    accepted, "r12/clean/b7" of the same without its markup.
    """

    edits: tuple[Credited, ...]
    comments: tuple[Comment, ...]
    texts: Mapping[str, str]
    files: Mapping[str, bytes]


@dataclass(frozen=True, slots=True)
class Made:
    """The two files, what could not be carried (source, reason), and what they prove of themselves."""

    clean: bytes
    redline: bytes
    left: tuple[tuple[str, str], ...]
    check: dict[str, Any]


def made(base: bytes, order: Order) -> Made:
    """Lay the edits in. What a change needs and cannot have is left out as a whole, and named.

    Raises `Unreadable`.
    """
    clean = cleaned(base)
    draft = reading.read(clean)
    texts = {str(block.id): block.text for block in draft.blocks}
    if any(texts.get(block) != text for block, text in order.texts.items()):
        raise Unreadable("the file does not read as it did when it was taken in", code="other_text")
    packages = _packages(order)
    edits, left, laid = _possible(clean, order.edits, packages)
    done = markup.settle(laid, accept=True)
    if not _reads(draft, edits, done):
        culprits = _culprits(clean, draft, edits, packages)
        left |= dict.fromkeys(culprits, "what the file read as with it was not what was decided")
        edits, more, laid = _possible(clean, [one for one in edits if one.source not in culprits], packages)
        left |= more
        done = markup.settle(laid, accept=True)
    redline = weaving.weave(clean, Markup(order.comments, _changes(edits)), packages)
    check = _checked(draft, edits, done, redline.data)
    names = {comment.id for comment in order.comments}
    check["comments_left_out"] = len({one.id for one in redline.problems} & names)
    return Made(done, redline.data, tuple(left.items()), check)


@dataclass(frozen=True, slots=True)
class Numbered:
    """A block of the next version: what Word shows before it, what it is, and its words."""

    number: str
    kind: BlockKind
    text: str


def numbered(base: bytes, order: Order) -> dict[str, Numbered]:
    """The blocks of the file with the edits done, by the names of their blocks (see `named`).

    Edits that the file has no room for are left out. Empty where the file does not read as decided:
    nothing is sure then. Raises `Unreadable`.
    """
    clean = cleaned(base)
    edits, _, laid = _possible(clean, order.edits, _packages(order))
    wanted = _wanted(reading.read(clean), edits)
    done = [block for block in reading.read(markup.settle(laid, accept=True)).blocks if block.text]
    names = [name for name, block in zip(named(wanted), wanted, strict=True) if block.text]
    if _texts(wanted) != [block.text for block in done]:
        return {}
    return {
        name: Numbered(block.number, block.kind, block.text)
        for name, block in zip(names, done, strict=True)
    }


def named(blocks: Sequence[Block]) -> list[str]:
    """Names of the blocks of a result: those of the base by their ids, new ones by whom they follow.

    "b7+2" is the second new block after b7, "+1" the first one before all others.
    """
    found: list[str] = []
    last, new = "", 0
    for block in blocks:
        is_new = str(block.id).startswith("+")
        last, new = (last, new + 1) if is_new else (str(block.id), 0)
        found.append(f"{last}+{new}" if is_new else last)
    return found


def _packages(order: Order) -> dict[str, bytes]:
    """The packages that donors name, as they are to be taken from."""
    wanted = {str(one.edit.donor).rpartition("/")[0] for one in order.edits if one.edit.donor is not None}
    found = {}
    for name in sorted(wanted):
        file, _, view = name.partition("/")
        if file in order.files:
            data = order.files[file]
            found[name] = markup.settle(data, accept=True) if view == "final" else cleaned(data)
    return found


def _possible(
    clean: bytes, edits: Sequence[Credited], packages: Mapping[str, bytes],
) -> tuple[Sequence[Credited], dict[str, str], bytes]:
    """The edits that the file has room for, why others have none, and the file with them laid on.

    The edits of one source stand and fall together.
    """
    left: dict[str, str] = {}
    while True:
        rest = [one for one in edits if one.source not in left]
        changes = _changes(rest)
        laid = weaving.weave(clean, Markup(changes=changes), packages)
        refused = {problem.id: problem.reason for problem in laid.problems}
        found = {
            one.source: refused[change.id]
            for one, change in zip(rest, changes, strict=True) if change.id in refused
        }
        if not found:
            return rest, left, laid.data
        left |= found


def _culprits(
    clean: bytes, draft: Draft, edits: Sequence[Credited], packages: Mapping[str, bytes],
) -> list[str]:
    """The sources whose edits alone do not give the text that they say, found by halving."""
    laid = weaving.weave(clean, Markup(changes=_changes(edits)), packages)
    if not laid.problems and _reads(draft, edits, markup.settle(laid.data, accept=True)):
        return []
    sources = list(dict.fromkeys(one.source for one in edits))
    if len(sources) < 2:
        return sources
    found: list[str] = []
    for half in (sources[: len(sources) // 2], sources[len(sources) // 2 :]):
        found += _culprits(clean, draft, [one for one in edits if one.source in half], packages)
    return found


def _reads(draft: Draft, edits: Sequence[Credited], done: bytes) -> bool:
    """Whether a file reads as the base with the edits done."""
    return _texts(reading.read(done).blocks) == _texts(_wanted(draft, edits))


def _changes(edits: Sequence[Credited]) -> tuple[Change, ...]:
    return tuple(
        Change(f"e{place}", one.author, one.date, one.edit, group=one.source)
        for place, one in enumerate(edits)
    )


def _checked(draft: Draft, edits: Sequence[Credited], done: bytes, redline: bytes) -> dict[str, Any]:
    """Read both files: the clean one as the edits say, the redline as both when accepted and rejected."""
    return {
        "reads_as_decided": _reads(draft, edits, done),
        "redline_accepted_reads_as_next": _filled(reading.text(redline, "final"))
        == _filled(reading.text(done)),
        "redline_rejected_reads_as_base": reading.text(redline) == [block.text for block in draft.blocks],
    }


def _wanted(draft: Draft, edits: Sequence[Credited]) -> Sequence[Block]:
    try:
        return applied(draft, [one.edit for one in edits]).blocks
    except Inapplicable:
        return ()


def _texts(blocks: Sequence[Block]) -> list[str]:
    """Texts without empty paragraphs: the last one of a cell stays when its words go."""
    return _filled([block.text for block in blocks])


def _filled(texts: Sequence[str]) -> list[str]:
    return [text for text in texts if text]
