"""Decided changes laid on a base, from many hands and many files: what `lay` does, and more.

Beside words and paragraphs: rows and tables, pictures and whatever else stands in paragraphs taken from
other packages; the look of words and the kind of paragraphs. A `delete_block` or `insert_block` with
`xml` "row" or "cell" means that the table's row or cell goes or comes with it. A donor is named
"package/block"; for words with objects in them `xml` says which of its characters (`objects.origin`).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise

from lxml import etree

from documents.core import reading
from documents.core.comparing import objects
from documents.core.markup import blocks, characters, donors, laying, looks, pairing, twins
from documents.core.markup.laying import Laid, Layer
from documents.core.markup.names import DEL, INS, TBL, TC, TR, P
from documents.core.markup.writing import Stamp, inline_nodes, mark_cell, mark_paragraph, mark_row, wrap
from documents.core.model import OBJECT, Block, BlockId, Change, Comment, Draft, Edit, Markup

#: What `Edit.xml` says of a paragraph that comes or goes with its table row, or its cell.
ROW, CELL = "row", "cell"
_HELD = ("footnote", "endnote", "textbox")
_ARRIVING = ("insert_block", "move_block")
_INLINE = ("insert", "delete", "replace", "split")


def weave(clean: bytes, markup: Markup, packages: Mapping[str, bytes] | None = None) -> Laid:
    """Lay changes and comments on a clean package; what cannot be laid is named in `problems`.

    `packages` are those that donors name. Raises Unreadable.
    """
    if not (markup.comments or markup.changes):
        return Laid(clean, ())
    loom = Loom(Layer.on(clean), packages or {})
    loom.weave(markup)
    return Laid(loom.layer.bench.finish(), tuple(loom.layer.problems))


def homed(edits: Sequence[Edit], base: Draft, theirs: Draft, package: str) -> tuple[Edit, ...]:
    """Edits found by comparing, with donors named as the package's, and whole rows and cells as such.

    Notes and boxes that are new as a whole are left to what brings their mark or object.
    """
    coming = {edit.donor for edit in edits if edit.kind == "insert_block" and edit.donor is not None}
    going = {edit.block for edit in edits if edit.kind == "delete_block" and edit.block is not None}
    new, gone = _whole_rows(theirs, coming), _whole_rows(base, going)
    new_cells = _whole_cells(theirs, coming - new, base)
    gone_cells = _whole_cells(base, going - gone, theirs)
    bringing = {edit.donor for edit in edits if edit.donor is not None and objects.span(edit)}
    brought = _brought(theirs, coming, coming | bringing)
    found = []
    for edit in edits:
        if edit.kind == "insert_block" and edit.donor in brought:
            continue
        if edit.kind == "insert_block" and edit.donor is not None:
            xml = ROW if edit.donor in new else CELL if edit.donor in new_cells else edit.xml
            found.append(replace(edit, donor=f"{package}/{edit.donor}", xml=xml))
        elif edit.kind == "delete_block" and edit.block in gone:
            found.append(replace(edit, xml=ROW))
        elif edit.kind == "delete_block" and edit.block in gone_cells:
            found.append(replace(edit, xml=CELL))
        elif edit.donor is not None and objects.span(edit):
            found.append(replace(edit, donor=f"{package}/{edit.donor}"))
        else:
            found.append(replace(edit, donor=None))
    return tuple(found)


def _brought(draft: Draft, coming: set[BlockId], bringing: set[BlockId]) -> set[BlockId]:
    """Those of the blocks that are all of a note or box whose mark or object is in a block of `bringing`."""
    held: list[list[Block]] = []
    for block in draft.blocks:
        if block.kind not in _HELD:
            continue
        last = held[-1][-1] if held else None
        is_next = last is not None and (last.kind, last.anchor) == (block.kind, block.anchor)
        if is_next and (block.kind == "textbox" or not block.number):
            held[-1].append(block)
        else:
            held.append([block])
    return {
        block.id for blocks in held for block in blocks
        if blocks[0].anchor in bringing and all(one.id in coming for one in blocks)
    }


def _whole_rows(draft: Draft, names: set[BlockId]) -> set[BlockId]:
    """Those of the blocks that together are all of some table row."""
    rows: dict[tuple[int, int], set[BlockId]] = {}
    for block in draft.blocks:
        if block.cell is not None:
            rows.setdefault((block.cell.table, block.cell.row), set()).add(block.id)
    return {name for row in rows.values() if row <= names for name in row}


def _whole_cells(draft: Draft, names: set[BlockId], other: Draft) -> set[BlockId]:
    """Those of the blocks that are all of some cell, without which its row is one of the other draft's.

    An emptied cell is none: its row has as many cells there.
    """
    if not any(block.id in names and block.cell is not None for block in draft.blocks):
        return set()
    known = {tuple(row.values()) for row in _texts_of_rows(other, set()).values()}
    whole, left = _texts_of_rows(draft, set()), _texts_of_rows(draft, names)
    fewer = {
        place: row for place, row in left.items()
        if len(row) < len(whole[place]) and tuple(row.values()) in known
    }
    return {
        block.id for block in draft.blocks
        if block.id in names and block.cell is not None
        and block.cell.column not in fewer.get((block.cell.table, block.cell.row), {block.cell.column: ""})
    }


def _texts_of_rows(draft: Draft, without: set[BlockId]) -> dict[tuple[int, int], dict[int, str]]:
    """The texts of the cells of each row by column, without some blocks: (table, row) → {column: text}."""
    found: dict[tuple[int, int], dict[int, str]] = {}
    for block in draft.blocks:
        if block.cell is not None and block.id not in without:
            row = found.setdefault((block.cell.table, block.cell.row), {})
            row[block.cell.column] = f"{row.get(block.cell.column, '')}{block.text}\n"
    return found


@dataclass(slots=True, eq=False)
class Loom:
    """A layer, the packages that give blocks to it, and the rows that were brought already."""

    layer: Layer
    packages: Mapping[str, bytes]
    opened: dict[str, donors.Donor] = field(default_factory=dict)
    brought: set[etree._Element] = field(default_factory=set)
    names: dict[str, dict[etree._Element, str]] = field(default_factory=dict)  # of blocks, by package
    new_tables: dict[etree._Element, bool] = field(default_factory=dict)

    def weave(self, markup: Markup) -> None:
        """Words first, then looks, then paragraphs and rows, comments last."""
        before = {block.id: block for block in reading.read_map(self.layer.found).blocks}
        changes = [_plain(change, before) for change in markup.changes if self._has_block(change)]
        formats = [one for one in changes if one.edit.kind == "format"]
        kinds = [one for one in changes if one.edit.kind == "structure"]
        others = [
            one for one in changes
            if one.edit.kind not in ("format", "structure") and self.layer._is_possible(one)
        ]
        remarks = [comment for comment in markup.comments if self._has_place(comment)]
        self._take_objects(others)
        self.layer._cut([*others, *(cut for one in formats for cut in _cuts(one))], remarks)
        characters.lay_all(self.layer, [one for one in others if one.edit.kind in _INLINE])
        for one in formats:
            looks.lay_look(self.layer, one, before[one.edit.block].spans)  # type: ignore[index]
        for one in kinds:
            looks.lay_kind(self.layer, one)
        whole = [one for one in others if one.edit.kind not in _INLINE]
        blocks.lay_all(self.layer, [one for one in whole if one.edit.kind not in _ARRIVING], None)
        gone = [one for one in whole if one.edit.kind == "delete_block"]
        self._strike_around(gone, ROW, TR, mark_row)
        self._strike_around(gone, CELL, TC, mark_cell)
        self._arrive([one for one in whole if one.edit.kind in _ARRIVING])
        twins.keep_in_step(self.layer.strips.values())
        numbers = laying._comment_numbers(remarks, self.layer.bench)
        self.layer._comments(Markup(tuple(remarks)), remarks, numbers, set())
        twins.keep_in_step(self.layer.strips.values())

    def _has_block(self, change: Change) -> bool:
        edit = change.edit
        if edit.kind not in ("format", "structure"):
            return True
        block = self.layer.found.by_id.get(str(edit.block))
        if block is None or block.element.tag != P:
            self.layer.refuse(change, "no-block", f"there is no paragraph {edit.block}")
            return False
        if edit.kind == "format" and not 0 <= edit.start <= edit.end <= block.length:
            self.layer.refuse(change, "range", f"{edit.start}..{edit.end} is outside of it")
            return False
        return True

    def _has_place(self, comment: Comment) -> bool:
        return self.layer._has_place(comment, was_there=False)

    def _take_objects(self, changes: Sequence[Change]) -> None:
        """Runs with pictures, notes, equations for new words that hold some."""
        for change in changes:
            edit = change.edit
            if edit.kind in ("insert", "replace") and OBJECT in edit.text and edit.donor is not None:
                given, span = self._given(edit), objects.span(edit)
                nodes = given[0].stretch(given[1], *span) if given is not None and span else []
                if nodes:
                    self.layer.given[id(change)] = nodes

    # -- rows

    def _strike_around(
        self, changes: Sequence[Change], xml: str, tag: str,
        mark: Callable[[etree._Element, Stamp, str], None],
    ) -> None:
        """Rows or cells all of whose paragraphs go, and are meant to go with it."""
        gone = {
            self.layer.found.by_id[str(one.edit.block)].element: one
            for one in changes if one.edit.xml == xml
        }
        homes = {next(element.iterancestors(tag), None): change for element, change in gone.items()}
        for home, change in homes.items():
            if home is not None and all(paragraph in gone for paragraph in home.iter(P)):
                mark(home, self.layer.stamp(change), DEL)

    # -- what comes

    def _arrive(self, changes: Sequence[Change]) -> None:
        """New and moved blocks; several behind one place follow each other in the order given."""
        coming = {one.edit.donor for one in changes if one.edit.xml == ROW}
        places: blocks.Places = {}
        for change in changes:
            if change.edit.kind == "move_block":
                blocks._move(self.layer, change, places)
                continue
            if change.edit.xml == ROW:
                if not self._bring_row(change, coming, places):
                    self.layer.refuse(change, "structure", "the file that its row comes from is not here")
                continue
            if change.edit.xml == CELL:
                if not self._bring_cell(change, places):
                    self.layer.refuse(change, "structure", "the row of the new cell is not there")
                continue
            place = blocks.place_of(self.layer, change, places)
            element = self._paragraph(change) if place is not None else None
            if place is not None and element is not None:
                place(element)

    def _given(self, edit: Edit) -> tuple[donors.Donor, str] | None:
        """The package that a donor names, opened once, and the block in it."""
        name, _, block = str(edit.donor or "").rpartition("/")
        if name not in self.packages:
            return None
        if name not in self.opened:
            self.opened[name] = donors.Donor.of(
                self.packages[name], self.layer.bench, self.layer.numbers,
            )
        return (self.opened[name], block) if block in self.opened[name].found.by_id else None

    def _paragraph(self, change: Change) -> etree._Element | None:
        given = self._given(change.edit)
        paragraph = given[0].paragraph(given[1]) if given else None
        if paragraph is None:
            return blocks._new_paragraph(self.layer, change, None)
        self._mark_new(paragraph, change)
        return paragraph

    def _bring_row(
        self, change: Change, coming: set[BlockId | None], places: blocks.Places,
    ) -> bool:
        """Bring the row of a new cell's paragraph, or all of its table if that is new; once each."""
        given = self._given(change.edit)
        if given is None:
            return False
        donor, name = given
        source = donor.found.by_id[name].element
        row = next(source.iterancestors(TR), None)
        if row is None:
            return False
        table = next(row.iterancestors(TBL))
        is_new_table = self._is_new(table, donor, str(change.edit.donor).rpartition("/")[0], coming)
        top = table if is_new_table else row
        if top in self.brought:
            return True
        copy = donor.copy(top, donor.found.by_id[name].pieces[-1].flow.story.part)
        self._mark_new(copy, change)
        if is_new_table:
            as_table = replace(change, edit=replace(change.edit, kind_to="paragraph"))
            place = blocks.place_of(self.layer, as_table, places)
            if place is None:
                return True
            place(copy)
        elif not self._put_row(copy, change, places):
            self.layer.refuse(change, "place", "the table that the new row belongs to is not there")
        self.brought.add(top)
        return True

    def _is_new(
        self, table: etree._Element, donor: donors.Donor, package: str, coming: set[BlockId | None],
    ) -> bool:
        """Whether all paragraphs of a package's table come."""
        if package not in self.names:
            self.names[package] = {block.element: f"{package}/{block.id}" for block in donor.found.blocks}
        if table not in self.new_tables:
            names = self.names[package]
            self.new_tables[table] = all(names.get(one) in coming for one in table.iter(P))
        return self.new_tables[table]

    def _put_row(
        self, row: etree._Element, change: Change, places: blocks.Places,
    ) -> bool:
        """Put a row behind the one that holds the block before it, or at the top of the table after it."""
        key = (change.edit.block, True)
        if key not in places:
            before = self.layer.found.by_id.get(str(change.edit.block))
            if before is None:
                return False
            self.layer.bench.tree(self.layer.part(before.id))
            above = next(before.element.iterancestors(TR), None)
            if above is None:
                table = next((one for one in before.element.itersiblings() if one.tag in (TBL, P)), None)
                first = next(table.iter(TR), None) if table is not None and table.tag == TBL else None
                if first is None:
                    return False
                first.addprevious(row)
                places[key] = blocks._After(row, first.getparent())  # type: ignore[arg-type]
                return True
            places[key] = blocks._After(above, above.getparent())  # type: ignore[arg-type]
        places[key](row)
        return True

    def _bring_cell(
        self, change: Change, places: blocks.Places,
    ) -> bool:
        """Bring the cell of a new cell's paragraph, once, behind the cell of the block before it: or where
        it is the first of its row, before the cell that follows."""
        given = self._given(change.edit)
        before = self.layer.found.by_id.get(str(change.edit.block))
        if given is None or before is None:
            return False
        donor, name = given
        cell = next(donor.found.by_id[name].element.iterancestors(TC), None)
        if cell is None:
            return False
        if cell in self.brought:
            return True
        after = next(before.element.iterancestors(TC), None)
        is_first = not any(one.tag == TC for one in cell.itersiblings(preceding=True))
        self.layer.bench.tree(self.layer.part(before.id))
        copy = donor.copy(cell, donor.found.by_id[name].pieces[-1].flow.story.part)
        mark_cell(copy, self.layer.stamp(change), INS)
        for paragraph in copy.iter(P):
            wrap(inline_nodes(paragraph), self.layer.stamp(change), INS)
        key = (change.edit.block, True)
        if key in places:
            places[key](copy)
        elif is_first:
            first = _first_cell_behind(before.element, after)
            if first is None:
                return False
            first.addprevious(copy)
            places[key] = blocks._After(copy, copy.getparent())  # type: ignore[arg-type]
        elif after is not None:
            places[key] = blocks._After(after, after.getparent())  # type: ignore[arg-type]
            places[key](copy)
        else:
            return False
        self.brought.add(cell)
        return True

    def _mark_new(self, element: etree._Element, change: Change) -> None:
        """Mark everything in a new element as inserted."""
        stamp = self.layer.stamp(change)
        for row in element.iter(TR):
            mark_row(row, stamp, INS)
        for paragraph in [one for one in element.iter(P) if not pairing.is_in_box(one, element)]:
            wrap(inline_nodes(paragraph), stamp, INS)
            if next(paragraph.iterancestors(TC), None) is None:
                mark_paragraph(paragraph, stamp, INS)


def _first_cell_behind(
    paragraph: etree._Element, cell: etree._Element | None,
) -> etree._Element | None:
    """The first cell of the row or table that follows a paragraph."""
    row = cell.getparent() if cell is not None else None
    following = row.itersiblings(TR) if row is not None else paragraph.itersiblings(TBL)
    home = next(iter(following), None)
    return next(home.iter(TC), None) if home is not None else None


def _plain(change: Change, before: Mapping[BlockId, Block]) -> Change:
    """A change of links as the words written anew: Word has no mark for it."""
    edit = change.edit
    if edit.kind != "format" or edit.block is None:
        return change
    block = before[edit.block]
    size = edit.end - edit.start
    if looks.links(block.spans, edit.start, edit.end) == looks.links(edit.spans, 0, size):
        return change
    text = block.text[edit.start : edit.end]
    return replace(change, edit=replace(edit, kind="replace", text=text))


def _cuts(change: Change) -> list[Change]:
    """Changes that make the layer cut runs wherever the look changes."""
    places = looks.borders(change)
    edit = change.edit
    return [
        replace(change, edit=Edit("delete", edit.block, start, end))
        for start, end in pairwise(places)
    ]
