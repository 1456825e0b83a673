"""A comparison as tracked changes on the old file: accepted it reads as the new one, rejected as the old.

Blocks that continue get their changed words marked; the others are struck, and what is new is taken
from the new package with all that it needs. Containers (body, cells, rows, notes) are walked side by
side; where one cannot be followed into, it is replaced as a whole, so that the text is always right.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from lxml import etree

from documents.core import reading
from documents.core.comparing import compare
from documents.core.markup import blocks, continuing, pairing
from documents.core.markup.donors import Donor
from documents.core.markup.laying import Layer
from documents.core.markup.lifting import cleaned
from documents.core.markup.names import DEL, INS, MOVE_FROM, MOVE_TO, SDT, TBL, TC, TR, P, w
from documents.core.markup.problems import CannotLay, Problem
from documents.core.markup.writing import Stamp, inline_nodes, mark_paragraph, mark_row, wrap
from documents.core.model import OBJECT, BlockId, Change, Edit
from documents.core.textmap import TextMap, final_paragraphs, final_text, map_package

#: What goes, what it stands before, the container, what comes, and the parts of both.
_Swap = tuple[list[etree._Element], etree._Element | None, etree._Element, list[etree._Element], str, str]
_WRAPPED = (SDT, w("customXml"), w("ins"), w("smartTag"))


def redline(old: bytes, new: bytes, author: str, date: str) -> bytes:
    """The old file with tracked changes by `author` at `date` that make it read as the new one.

    Markup in either file is taken off first. Where the two have different numbers of headers or footers,
    the old ones stay: Word tracks no coming and going of those. Raises Unreadable, or CannotLay when the
    two cannot be brought together (it checks the result both ways before giving it back).
    """
    before, after = cleaned(old), cleaned(new)
    for detail in ("structure", "paragraphs", "body"):
        line = Redline.between(before, after, author, date)
        line.draw(detail)
        if line.reads_right():
            return line.layer.bench.finish()
    raise CannotLay((Problem("place", "", None, "the two versions cannot be brought into one file"),))


@dataclass(slots=True, eq=False)
class Redline:
    """The old package while the changes towards the new one are drawn into it."""

    layer: Layer
    donor: Donor
    author: str
    date: str
    old_lines: list[str]
    links: dict[etree._Element, etree._Element] = field(default_factory=dict)
    edits: dict[BlockId, list[Edit]] = field(default_factory=dict)
    names: dict[etree._Element, str] = field(default_factory=dict)
    texts: dict[etree._Element, str] = field(default_factory=dict)
    new_texts: dict[etree._Element, str] = field(default_factory=dict)
    pairs: list[tuple[etree._Element, etree._Element, str, str]] = field(default_factory=list)
    replaced: list[_Swap] = field(default_factory=list)
    #: Splits and joins by their first old paragraph; who belongs to whom on both sides.
    groups: dict[etree._Element, continuing.Group] = field(default_factory=dict)
    members: dict[etree._Element, list[etree._Element]] = field(default_factory=dict)
    led: set[etree._Element] = field(default_factory=set)  # those that go with the one before them
    notes: tuple[pairing.Notes, pairing.Notes] = ({}, {})
    drawn: list[continuing.Group] = field(default_factory=list)
    moved: list[tuple[etree._Element, etree._Element]] = field(default_factory=list)
    move_names: dict[etree._Element, str] = field(default_factory=dict)

    @classmethod
    def between(cls, old: bytes, new: bytes, author: str, date: str) -> Redline:
        """Open both packages and compare what they hold."""
        layer = Layer.on(old)
        donor = Donor.of(new, layer.bench, layer.numbers)
        ours, theirs = layer.found, donor.found
        line = cls(layer, donor, author, date, _lines(ours))
        line.notes = pairing.notes_of(ours), pairing.notes_of(theirs)
        line.names = {block.element: block.id for block in ours.blocks}
        line.texts = {block.element: block.text for block in ours.blocks}
        line.new_texts = {block.element: block.text for block in theirs.blocks}
        return line

    def draw(self, detail: str = "structure") -> None:
        """Draw all changes: with splits, joins and moves as such ("structure"); with words marked in
        paragraphs that continue one as one ("paragraphs"); or the body replaced as a whole ("body").
        """
        if detail != "body":
            self._compare(structure=detail == "structure")
        ours, theirs = self.layer.found, self.donor.found
        for old_story, new_story in pairing.stories(ours, theirs):
            self._container(old_story.element, new_story.element, old_story.part, new_story.part)
        self._write()

    def reads_right(self) -> bool:
        """Whether the result reads as the old version rejected, and as the new one accepted."""
        found = map_package(self.layer.bench.package)
        apart = pairing.apart(self.layer.found, self.donor.found)
        final = [
            final_text(one) for one in final_paragraphs(found.pieces) if one[0].flow.story.kind not in apart
        ]
        new = [
            block.text for block in self.donor.found.blocks if block.pieces[0].flow.story.kind not in apart
        ]
        return _lines(found) == self.old_lines and final == new

    def stamp(self) -> Stamp:
        """Author and date for one mark or several."""
        return Stamp(self.author, self.date, self.layer.numbers)

    def _compare(self, *, structure: bool) -> None:
        ours, theirs = self.layer.found, self.donor.found
        comparison = compare(reading.read_map(ours), reading.read_map(theirs))
        structural = {edit.block for edit in comparison.edits if edit.kind in ("split", "join", "move_block")}
        for link in comparison.links:
            if link.relation in ("same", "edit") and not link.moved and link.old not in structural:
                old, new = ours.by_id[str(link.old)].element, theirs.by_id[str(link.new)].element
                if old.tag == new.tag == P:
                    self.links[old] = new
        for edit in comparison.edits:
            if edit.kind in ("insert", "delete", "replace") and edit.block is not None:
                self.edits.setdefault(edit.block, []).append(edit)
        if structure:
            self.moved = continuing.moved(comparison, ours, theirs)
            for group in continuing.groups(comparison, ours, theirs):
                olds, news = ([one.element for one in side] for side in (group.old, group.new))
                self.groups[olds[0]] = group
                self.links[olds[0]] = news[0]
                self.members |= {olds[0]: olds, news[0]: news}
                self.led |= {*olds[1:], *news[1:]}

    def _leaders(self, home: etree._Element) -> list[etree._Element]:
        """The blocks of a container, without paragraphs that go with the one before them."""
        return [one for one in pairing.children(home) if one not in self.led]

    def _whole(self, several: list[etree._Element]) -> list[etree._Element]:
        """Blocks with the paragraphs that go with them."""
        return [one for leader in several for one in self.members.get(leader, [leader])]

    # -- containers side by side

    def _container(self, old: etree._Element, new: etree._Element, part: str, new_part: str) -> None:
        """Blocks of a body, cell, note, header or text box."""
        ours, theirs = self._leaders(old), self._leaders(new)
        place = kept = 0
        for i, j in [*pairing.matched(ours, theirs, self.links), (len(ours), len(theirs))]:
            before = ours[i] if i < len(ours) else None
            self._replace(ours[place:i], before, old, theirs[kept:j], part, new_part)
            if i < len(ours):
                self._pair(ours[i], theirs[j], part, new_part)
            place, kept = i + 1, j + 1

    def _replace(
        self,
        gone: list[etree._Element],
        before: etree._Element | None,
        home: etree._Element,
        come: list[etree._Element],
        part: str,
        new_part: str,
    ) -> None:
        if gone or come:
            self.replaced.append((self._whole(gone), before, home, self._whole(come), part, new_part))

    def _pair(self, old: etree._Element, new: etree._Element, part: str, new_part: str) -> None:
        if old.tag == TBL and new.tag == TBL:
            self._table(old, new, part, new_part)
        elif old in self.groups:
            self.drawn.append(self.groups[old])
        elif old.tag == P and new.tag == P and self._follows(old, new):
            self.pairs.append((old, new, part, new_part))
            for one, two in pairing.inner(old, new):
                self._container(one, two, part, new_part)
            for kind, one, two in pairing.notes(old, new, *self.notes):
                self._container(one, two, kind[0], kind[1])
        elif old.tag == new.tag and old.tag in _WRAPPED and pairing.content(old) is not None:
            one, two = pairing.content(old), pairing.content(new)  # type: ignore[assignment]
            if one is not None and two is not None:
                self._container(one, two, part, new_part)
        else:
            self._replace([old], old.getnext(), _home(old), [new], part, new_part)

    def _follows(self, old: etree._Element, new: etree._Element) -> bool:
        """Whether the paragraph's edits give the new text, and nothing in it needs the new file's XML."""
        text = self.texts.get(old, "")
        for edit in reversed(self.edits.get(self.names.get(old, ""), [])):
            added = "" if edit.kind == "delete" else edit.text
            removed = text[edit.start : edit.end] if edit.kind != "insert" else ""
            if OBJECT in added or OBJECT in removed:
                return False
            end = edit.start if edit.kind == "insert" else edit.end
            text = text[: edit.start] + added + text[end:]
        return text == self.new_texts.get(new, "") and pairing.alike_inside(old, new)

    def _table(self, old: etree._Element, new: etree._Element, part: str, new_part: str) -> None:
        ours, theirs = pairing.rows(old), pairing.rows(new)
        if ours is None or theirs is None:
            if pairing.text_of(old) != pairing.text_of(new):
                self._replace([old], old.getnext(), _home(old), [new], part, new_part)
            return
        place = kept = 0
        for i, j in [*pairing.matched_rows(ours, theirs, self.links), (len(ours), len(theirs))]:
            before = ours[i] if i < len(ours) else None
            self._replace(ours[place:i], before, old, theirs[kept:j], part, new_part)
            if i < len(ours):
                for one, two in zip(ours[i].findall(TC), theirs[j].findall(TC), strict=True):
                    self._container(one, two, part, new_part)
            place, kept = i + 1, j + 1

    # -- writing

    def _write(self) -> None:
        changes = [
            Change(f"{self.names[old]}:{place}", self.author, self.date, edit)
            for old, _, _, _ in self.pairs
            for place, edit in enumerate(self.edits.get(self.names.get(old, ""), []))
        ]
        changes += self._of_groups(continuing.WITHIN)
        self.layer.lay_characters(changes)
        blocks.lay_all(self.layer, self._of_groups(("join",)), None)
        refused = {problem.block for problem in self.layer.problems}
        for old, new, part, new_part in self.pairs:
            if self.names.get(old) in refused:
                self._replace([old], old.getnext(), _home(old), [new], part, new_part)
        self._name_moves()
        for gone, before, home, come, part, new_part in self.replaced:
            self.layer.bench.tree(part)
            self._come(gone, before, home, come, part, new_part)
            for one in gone:
                self._strike(one)

    def _of_groups(self, kinds: Sequence[str]) -> list[Change]:
        """The edits of some kinds that split or join paragraphs, or change words of those."""
        return [
            Change(f"{edit.block}:{place}", self.author, self.date, edit)
            for group in self.drawn
            for place, edit in enumerate(group.edits)
            if edit.kind in kinds
        ]

    def _name_moves(self) -> None:
        """Give a name to each paragraph that is struck here and comes there unchanged."""
        gone = {one for swap in self.replaced for one in swap[0]}
        come = {one for swap in self.replaced for one in swap[3]}
        for old, new in self.moved:
            if old in gone and new in come:
                self.move_names[old] = self.move_names[new] = f"move{self.layer.numbers()}"

    def _come(
        self,
        gone: list[etree._Element],
        before: etree._Element | None,
        home: etree._Element,
        come: list[etree._Element],
        part: str,
        new_part: str,
    ) -> None:
        new = [
            (self.donor.copy(one, new_part, part), self.move_names.get(one))
            for top in come
            for one in pairing.unwrapped(top)
        ]
        if gone:
            place: etree._Element | None = gone[-1]
        else:
            place = _place_before(before, home)
        for one, move in new:
            self._insert(one, INS if move is None else MOVE_TO)
            if place is None:
                _put_first(home, one)
            else:
                tail, place.tail = place.tail, None
                place.addnext(one)
                one.tail = tail
            if move is not None:
                blocks.between_ranges(one, "moveTo", move, self.stamp())
            place = one if move is None else one.getnext()

    def _insert(self, element: etree._Element, tag: str) -> None:
        """Mark everything in a new element as inserted, or as moved here."""
        for row in element.iter(TR):
            mark_row(row, self.stamp(), INS)
        for paragraph in [one for one in element.iter(P) if not pairing.is_in_box(one, element)]:
            wrap(inline_nodes(paragraph), self.stamp(), tag)
            if next(paragraph.iterancestors(TC), None) is None:
                mark_paragraph(paragraph, self.stamp(), tag)

    def _strike(self, element: etree._Element) -> None:
        """Mark everything in an old element as deleted, or as moved away."""
        move = self.move_names.get(element)
        tag = DEL if move is None else MOVE_FROM
        for row in element.iter(TR):
            mark_row(row, self.stamp(), DEL)
        for paragraph in [one for one in element.iter(P) if not pairing.is_in_box(one, element)]:
            blocks.strike_paragraph(paragraph, self.stamp(), tag)
            if element.tag not in (TBL, TR):
                mark_paragraph(paragraph, self.stamp(), tag)
        if move is not None:
            blocks.between_ranges(element, "moveFrom", move, self.stamp())


def _home(element: etree._Element) -> etree._Element:
    home = element.getparent()
    assert home is not None
    return home


def _place_before(before: etree._Element | None, home: etree._Element) -> etree._Element | None:
    """The element after which something goes that is to stand before `before`, or at the end."""
    if before is not None:
        return before.getprevious()
    last = [one for one in home if one.tag != w("sectPr")]
    return last[-1] if last else None


def _put_first(home: etree._Element, element: etree._Element) -> None:
    lead = [one for one in home if str(one.tag).endswith(("Pr", "tblGrid")) and one.tag != w("sectPr")]
    home.insert(home.index(lead[-1]) + 1 if lead else 0, element)


def _lines(found: TextMap) -> list[str]:
    return [block.text for block in found.blocks]
