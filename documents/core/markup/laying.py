"""Laying markup on a clean package: comments, tracked changes, and what only XML can say.

Everything is placed by offsets in the clean text. Runs are split once at all places that matter;
insertions and comment marks go between the units, then deletions are wrapped around them, so that
marks inside a deleted stretch stay between its pieces (word.md §5.5).
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

from lxml import etree

from documents.core.limits import DEFAULT, Limits
from documents.core.markup import blocks, characters, comments, identity, opaque, twins, writing
from documents.core.markup.ground import Ground
from documents.core.markup.names import ID, RANGE_END, RANGE_START, REFERENCE, P
from documents.core.markup.numbers import ids_in, para_ids
from documents.core.markup.parts import Workbench
from documents.core.markup.problems import CannotLay, Problem
from documents.core.markup.units import Strip, cut
from documents.core.model import BlockId, Change, Comment, Markup, Point
from documents.core.textmap import map_package

_CHARACTER_EDITS = ("insert", "delete", "replace")


@dataclass(frozen=True, slots=True)
class Laid:
    """The package with markup on it, and what of the markup could not be laid."""

    data: bytes
    problems: tuple[Problem, ...]


def lay(clean: bytes, markup: Markup, donor: bytes | None = None, limits: Limits = DEFAULT) -> bytes:
    """Put `markup` on a clean package. Raises CannotLay if any of it would be lost.

    Inserted blocks with a `donor` block id are taken from the package `donor`.
    """
    laid = try_lay(clean, markup, donor, limits)
    if laid.problems:
        raise CannotLay(laid.problems)
    return laid.data


def try_lay(clean: bytes, markup: Markup, donor: bytes | None = None, limits: Limits = DEFAULT) -> Laid:
    """Put on what can be; the rest is named in `problems`."""
    if not (markup.comments or markup.changes or markup.opaque):
        return Laid(clean, ())
    layer = Layer.on(clean, limits)
    layer.lay(markup, donor)
    return Laid(layer.bench.finish(), tuple(layer.problems))


@dataclass(slots=True, eq=False)
class Layer(Ground):
    """A clean package, and the laying of edits and comments on it."""

    written: list[comments.Written] = field(default_factory=list)
    starts: dict[int, etree._Element] = field(default_factory=dict)  # by comment number

    def lay(self, markup: Markup, donor: bytes | None, known: Collection[str] | None = None) -> None:
        """All of the markup: edits first, then kept XML, then comments on what that gives.

        `known` are comments that may go where Word puts none, since they come from this very file.
        """
        changes = [change for change in markup.changes if self._is_possible(change)]
        known = opaque.known_comments(markup) if known is None else known
        remarks = [comment for comment in markup.comments if self._has_place(comment, comment.id in known)]
        self._cut(changes, remarks)
        self._reserve_ids(markup)
        inline = (*_CHARACTER_EDITS, "split")
        characters.lay_all(self, [one for one in changes if one.edit.kind in inline])
        blocks.lay_all(self, [one for one in changes if one.edit.kind not in inline], donor)
        twins.keep_in_step(self.strips.values())
        numbers = _comment_numbers(remarks, self.bench)
        restored = opaque.restore(self.bench, markup, {str(one) for one in numbers.values()})
        self.problems = [one for one in self.problems if not restored.has(one.id)] + restored.problems
        if any(entry.get("kind") == "xml" for entry in markup.opaque):
            self._map_again(remarks)
        left_out = {
            (tag, str(numbers[name])) for tag, name in opaque.incomplete_marks(markup) if name in numbers
        }
        self._comments(markup, remarks, numbers, restored.marks | left_out)
        twins.keep_in_step(self.strips.values())

    def lay_characters(self, changes: list[Change]) -> None:
        """Only changes within blocks; what cannot be laid is in `problems`."""
        possible = [change for change in changes if self._is_possible(change)]
        self._cut(possible, ())
        characters.lay_all(self, possible)
        twins.keep_in_step(self.strips.values())

    def _reserve_ids(self, markup: Markup) -> None:
        """Changes keep their ids as `w:id` where they can; those in kept XML are not given again."""
        for change in markup.changes:
            if self.numbers.reserve(change.id):
                self.own_ids[id(change)] = change.id
        for entry in markup.opaque:
            self.numbers.used.update(ids_in(entry.get("xml", "").encode()))

    def _map_again(self, remarks: Iterable[Comment]) -> None:
        self.found = map_package(self.bench.package)
        self.strips = {}
        self._cut((), [one for one in remarks if self._still_there(one)])

    def _still_there(self, comment: Comment) -> bool:
        return all(str(point.block) in self.found.by_id for point in (comment.start, comment.end))

    def _is_possible(self, change: Change) -> bool:
        edit = change.edit
        if opaque.needs_xml(change):
            return False  # laid by what the markup keeps of the file's own XML, or reported there
        if edit.block is None:
            return edit.kind == "insert_block"
        block = self.found.by_id.get(str(edit.block))
        if block is None:
            self.refuse(change, "no-block", f"there is no block {edit.block}")
            return False
        if block.element.tag != P:
            self.refuse(change, "place", "an embedded document takes no tracked changes")
            return False
        if edit.kind in (*_CHARACTER_EDITS, "split") and not 0 <= edit.start <= edit.end <= block.length:
            self.refuse(change, "range", f"{edit.start}..{edit.end} is outside its {block.length} characters")
            return False
        return True

    def _has_place(self, comment: Comment, was_there: bool) -> bool:
        """Whether the file has the place of a comment; one that `was_there` may go where no new one may."""
        for point in (comment.start, comment.end):
            block = self.found.by_id.get(str(point.block))
            if block is None:
                self.refuse(comment, "no-block", f"there is no block {point.block}")
                return False
            if not 0 <= point.offset <= block.length:
                self.refuse(comment, "range", f"{point.offset} is outside its {block.length} characters")
                return False
            if block.element.tag != P:
                self.refuse(comment, "place", "an embedded document takes no comment")
                return False
        reason = "" if was_there else self.odd_place(comment)
        if reason:
            self.refuse(comment, "place", reason)
        return not reason

    def odd_place(self, comment: Comment) -> str:
        """Why Word would not have put a comment there, "" when it would."""
        if self.found.by_id[str(comment.start.block)].pieces[0].flow.story.kind in ("header", "footer"):
            return "Word has no comments in headers and footers"
        if self._story(comment.start) != self._story(comment.end):
            return "a comment cannot reach from a text into its notes, boxes or margins"
        return ""

    def _story(self, point: Point) -> tuple[int, int]:
        """What a comment's range cannot leave: a story, or one text box in it."""
        piece = self.found.by_id[str(point.block)].pieces[0]
        return id(piece.flow.story), id(piece.anchor)

    def _cut(self, changes: Iterable[Change], remarks: Iterable[Comment]) -> None:
        cuts: dict[BlockId, set[int]] = {}
        for change in changes:
            edit = change.edit
            if edit.block is not None and edit.kind in (*_CHARACTER_EDITS, "split"):
                cuts.setdefault(edit.block, set()).update((edit.start, edit.end or edit.start))
        for comment in remarks:
            for point in (comment.start, comment.end):
                cuts.setdefault(point.block, set()).add(point.offset)
        for block, offsets in cuts.items():
            self.strips[block] = cut(self.found.by_id[str(block)], offsets)
            self.bench.tree(self.part(block))

    def _comments(
        self,
        markup: Markup,
        remarks: list[Comment],
        numbers: Mapping[str, int],
        marked: set[tuple[str, str]],
    ) -> None:
        """Write the comments and, but for those that came back with kept XML, their marks."""
        package = self.bench.package
        styles = comments.comment_styles(package)
        keys, written = para_ids(package), []
        for comment in remarks:
            key = identity.free_key(comment.key, comment.id, keys)
            element = comments.element(comment, numbers[comment.id], key, styles)
            written.append(comments.Written(comment, numbers[comment.id], key, element))
        order = {block.id: place for place, block in enumerate(self.found.blocks)}
        for one in written:
            if (RANGE_START, str(one.number)) not in marked:
                self._start_mark(one, order)
        for one in reversed(written):
            self._end_mark(one, order, styles, marked)
        known = {comment.id for comment in remarks}
        for comment in remarks:
            if comment.parent and comment.parent not in known:
                self.refuse(comment, "parent", f"comment {comment.parent} is not there to answer")
        self.written = written
        if written:
            details = opaque.restore_comments(self.bench, written, markup)
            part = comments.write(self.bench, written, details)
            opaque.restore_relations(self.bench, markup, part)

    def _start_mark(self, one: comments.Written, order: Mapping[str, int]) -> None:
        point, _ = _in_order(one.comment, order)
        mark = etree.Element(RANGE_START, {ID: str(one.number)})
        strip = self.strip(point.block)
        unit = strip.ending_behind(point.offset) if one.comment.start != one.comment.end else None
        if unit is not None:
            writing.opened_before(unit.node, self.numbers).addprevious(mark)
        else:
            characters.put_after(strip, point.offset, mark, self.numbers)
        self.starts[one.number] = mark

    def _end_mark(
        self,
        one: comments.Written,
        order: Mapping[str, int],
        styles: comments.Styles,
        marked: set[tuple[str, str]],
    ) -> None:
        if {(RANGE_END, str(one.number)), (REFERENCE, str(one.number))} <= marked:
            return
        start, point = _in_order(one.comment, order)
        strip = self.strip(point.block)
        place = self.starts.get(one.number) if start == point else self._last_within(strip, point.offset)
        mark = etree.Element(RANGE_END, {ID: str(one.number)})
        run = comments.styled_run(styles)
        etree.SubElement(run, REFERENCE).set(ID, str(one.number))
        for element, tag in ((run, REFERENCE), (mark, RANGE_END)):
            if (tag, str(one.number)) in marked:
                continue
            if place is None:
                characters.put_after(strip, point.offset, element, self.numbers)
            else:
                _follow(place, element)

    def _last_within(self, strip: Strip, offset: int) -> etree._Element | None:
        """The node that ends at the offset, with what replaces it."""
        unit = strip.reaching(offset)
        if unit is None:
            return None
        node = writing.opened_after(unit.node, self.numbers)
        following = node.getnext()
        while following is not None and following in strip.replacements:
            node, following = following, following.getnext()
        return node


def _in_order(comment: Comment, order: Mapping[str, int]) -> tuple[Point, Point]:
    def place(point: Point) -> tuple[int, int]:
        return order[str(point.block)], point.offset

    start, end = sorted((comment.start, comment.end), key=place)
    return start, end


def _follow(place: etree._Element, element: etree._Element) -> None:
    tail, place.tail = place.tail, None
    place.addnext(element)
    element.tail = tail


def _comment_numbers(remarks: list[Comment], bench: Workbench) -> dict[str, int]:
    """Comment id → `w:id`: the id itself when it is a small number, else the next free one."""
    taken = _existing_comments(bench)
    wanted = {one.id: int(one.id) for one in remarks if one.id.isdecimal() and len(one.id) < 9}
    numbers = {name: number for name, number in wanted.items() if number not in taken and str(number) == name}
    taken |= set(numbers.values())
    free = 0
    for one in remarks:
        if one.id not in numbers:
            while free in taken:
                free += 1
            numbers[one.id] = free
            taken.add(free)
    return numbers


def _existing_comments(bench: Workbench) -> set[int]:
    package = bench.package
    return {
        int(element.get(ID, "0"))
        for part in package.related(package.main, "comments")
        for element in package.tree(part)
        if (element.get(ID) or "").isdecimal()
    }
