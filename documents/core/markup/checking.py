"""What an export proves about itself (word.md §5.9): read again, both ways, part by part.

Parts that the markup does not concern are the same bytes; the stories with every new mark rejected say
the same XML; accepted, the file reads as its final view, and as the caller's own text when that is
given; new words are shown; comments are all there; ids are nobody else's; properties stand in the order of
the schema.
"""

from __future__ import annotations

import functools
import itertools
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from lxml import etree

from documents.core import reading
from documents.core.limits import DEFAULT, Limits
from documents.core.markup import canonical, opaque, writing
from documents.core.markup.names import (
    COMPATIBILITY,
    ID,
    P_PR,
    PARA_ID,
    R_PR,
    w,
)
from documents.core.markup.parts import Workbench
from documents.core.markup.settlement import settle_package, stories
from documents.core.markup.settling import revisions
from documents.core.model import Markup, Unreadable
from documents.core.package import Package, open_package
from documents.core.textmap import Piece, TextMap, final_paragraphs, final_text, map_package

_LAST_OF_PARAGRAPH = {R_PR: 0, w("sectPr"): 1, w("pPrChange"): 2}
_FALLBACK = f"{{{COMPATIBILITY}}}Fallback"
_LIMIT = 0x80000000


@dataclass(frozen=True, slots=True)
class CheckReport:
    """`faults` are sentences, empty when all is well; `changed_parts` names what differs."""

    faults: tuple[str, ...]
    changed_parts: tuple[str, ...]

    @property
    def passed(self) -> bool:
        """Whether nothing was found."""
        return not self.faults


def check(
    before: bytes,
    after: bytes,
    markup: Markup,
    final: Sequence[str] | None = None,
    limits: Limits = DEFAULT,
) -> CheckReport:
    """Compare a clean package with the one that has `markup` laid on it.

    `final` is the text with every change accepted as the caller knows it, a string a paragraph.
    """
    try:
        old, new = open_package(before, limits), open_package(after, limits)
        read = map_package(new)
        found = [*_of_texts(map_package(old), read, final), *_of_new_words(read, markup),
                 *_of_comments(read, markup)]  # fmt: skip
        rejected = _settled(new, accept=False)
    except Unreadable as error:
        return CheckReport((f"the file cannot be read again: {error}",), ())
    changed = tuple(
        sorted(name for name in {*old.parts, *new.parts} if old.parts.get(name) != new.parts.get(name))
    )
    faults = [f"{name} was changed without need" for name in changed if not _may_change(name, old)]
    touched = [part for part in stories(old) if part in changed]
    faults += _of_ids(touched, old, new)
    faults += [f"properties in {part} stand in another order than the schema's" for part in touched
               if _disorders(new.tree(part)) - _disorders(old.tree(part))]  # fmt: skip
    faults += [f"{part} says something else with every change rejected" for part in touched
               if _says_otherwise(part, old, rejected)]  # fmt: skip
    return CheckReport((*faults, *found), changed)


def _may_change(name: str, package: Package) -> bool:
    concerned = {*stories(package), "[Content_Types].xml"}
    return name in concerned or name.endswith(".rels") or "/comments" in f"/{name}"


# -- what it reads as


def _settled(package: Package, *, accept: bool) -> Package:
    """The package with every change accepted or rejected in its trees."""
    bench = Workbench(open_package(package.data, package.limits))
    settle_package(bench, lambda _: accept)
    return bench.package


def _of_texts(old: TextMap, new: TextMap, final: Sequence[str] | None) -> Iterator[str]:
    if _texts(new) != _texts(old):
        yield "rejecting every change does not give the text back"
    read = [final_text(paragraph) for paragraph in final_paragraphs(new.pieces)]
    accepted = _texts(map_package(_settled(new.package, accept=True)))
    if accepted != read:
        yield "accepting every change does not give the text that it reads as"
    if final is not None and accepted != list(final):
        yield "accepting every change does not give the text that was meant"


def _of_new_words(new: TextMap, markup: Markup) -> Iterator[str]:
    """New words are shown where they were put: in their block, or as a paragraph of their own."""
    paragraphs = [_pending_text([piece]) for piece in new.pieces]
    alone, joined = set(paragraphs), "\n\n".join(paragraphs)
    of_block = functools.cache(lambda block: _pending_text(block.pieces))
    for change in markup.changes:
        edit = change.edit
        if edit.kind not in ("insert", "replace", "insert_block") or edit.donor is not None or edit.xml:
            continue
        block = None if edit.kind == "insert_block" else new.by_id.get(str(edit.block))
        inside = block is not None and edit.text in of_block(block)
        if not (inside or edit.text in alone or edit.text in joined):
            yield f"the new words of change {change.id} at {edit.block} are not shown"


def _pending_text(pieces: Sequence[Piece]) -> str:
    return "".join(atom.text for piece in pieces for atom in piece.atoms if atom.run.pending)


def _texts(found: TextMap) -> list[str]:
    return [block.text for block in found.blocks]


def _of_comments(found: TextMap, markup: Markup) -> Iterator[str]:
    package, comments = found.package, reading.read_map(found).comments
    if len(comments) != len(markup.comments):
        yield f"{len(comments)} comments are read again, not {len(markup.comments)}"
    numbers: Counter[str] = Counter()
    keys: Counter[str] = Counter()
    for part in package.related(package.main, "comments"):
        for comment in package.tree(part).iterchildren(w("comment")):
            numbers[comment.get(ID, "")] += 1
            keys.update(key.upper() for one in comment.iter() if (key := one.get(PARA_ID)))
    yield from (f"two comments have the id {number}" for number, count in numbers.items() if count > 1)
    yield from (f"two paragraphs of comments have the key {key}" for key, count in keys.items() if count > 1)
    yield from (f"the key {key} is too large for Word" for key in keys if not 0 < int(key, 16) < _LIMIT)


# -- what it says


def _says_otherwise(part: str, old: Package, rejected: Package) -> bool:
    """Whether a story differs once runs are joined and comment marks are off.

    Fallbacks do not count: one whose text box was changed says what its choice says from then on.
    """
    before, root = old.tree(part), rejected.tree(part)
    canonical.drop_comment_marks(root)
    for tree in (before, root):
        for fallback in list(tree.iter(_FALLBACK)):
            fallback.clear()
    return bool(opaque.differences(part, before, root))


def _of_ids(touched: Sequence[str], old: Package, new: Package) -> Iterator[str]:
    """New marks have ids of their own: none that the file had, none twice."""
    had = Counter(number for part in touched for number in _numbers(old.tree(part)))
    has = Counter(number for part in touched for number in _numbers(new.tree(part)))
    for number, count in has.items():
        if count > max(1, had[number]):
            yield f"{count} changes have the id {number}"


def _numbers(root: etree._Element) -> Iterator[str]:
    """Ids of revisions; those of a text box are in its fallback once more."""
    for one in revisions(root):
        if not str(one.tag).endswith("RangeEnd") and next(one.iterancestors(_FALLBACK), None) is None:
            yield one.get(ID, "")


def _disorders(root: etree._Element) -> set[tuple[str, str]]:
    """Pairs of properties that stand in another order than the schema's; a copy of one is no news."""
    found: set[tuple[str, str]] = set()
    for home in root.iter(R_PR, P_PR):
        order = _LAST_OF_PARAGRAPH if home.tag == P_PR else writing.RUN_ORDER
        tags = [str(one.tag) for one in home if home.tag == P_PR or one.tag in order]
        found.update(
            (before, after)
            for before, after in itertools.pairwise(tags)
            if order.get(after, -1) < order.get(before, -1)
        )
    return found
