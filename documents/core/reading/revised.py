"""Tracked text and paragraph marks of one piece after another, as edits on the clean text.

Word marks runs, paragraph marks, rows and cells; people see words, paragraphs and rows that come and
go. A paragraph whose mark and whole text are inserted is a new block, one whose mark and whole text
are deleted goes as a block; elsewhere a pending mark is a split and a deleted one a join.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from documents.core.model import Edit, Span
from documents.core.reading.kinds import Kinds
from documents.core.styles import Styles
from documents.core.textmap import Atom, Piece, Revision, Run, TextBlock

#: Where a change begins and ends in reading order: (number of the block, offset).
Coordinate = tuple[int, int]
#: A piece of a row or cell that comes or goes: its block, its text, and its atoms where they are kept.
_Member = tuple[TextBlock | None, str, tuple[Atom, ...]]


@dataclass(frozen=True, slots=True)
class Finding:
    """A change before ids and groups are given. `within` is the insertion that a deletion strikes,
    `atoms` are what an insertion brings, or what is struck of it, where they are asked for."""

    revision: Revision
    edit: Edit
    start: Coordinate
    end: Coordinate
    detail: str = ""
    within: Revision | None = None
    atoms: tuple[Atom, ...] = ()


@dataclass(slots=True)
class _Stretch:
    """Text of one author and moment that is being gathered."""

    revision: Revision
    start: int
    end: int
    atoms: list[Atom] = field(default_factory=list)

    def goes_on(self, revision: Revision, at: int) -> bool:
        return self.end == at and _key(self.revision) == _key(revision)


class Revised:
    """Reads the pieces of a draft in order, a run of them at a time.

    Nothing of them is kept but words, unless findings are to have their atoms.
    """

    def __init__(self, styles: Styles, *, keeps_atoms: bool = False) -> None:
        self._keeps_atoms = keeps_atoms
        self._kinds = Kinds(styles)
        self._last: TextBlock | None = None  # the block before the piece, in reading order
        self._groups: dict[int, list[_Member]] = {}  # rows and cells that come or go, by their revision
        self._group_revisions: dict[int, Revision] = {}
        self._group_places: dict[int, TextBlock | None] = {}
        self._carried: list[Atom] = []  # of a new paragraph whose mark is struck: it runs on
        self._carried_as: Finding | None = None  # that paragraph, if nothing takes it up
        self._findings: list[Finding] = []

    def take(self, pieces: Iterable[Piece]) -> None:
        """Read the next pieces; the blocks that they are of must be whole."""
        for piece in pieces:
            self._piece(piece)
            # A new paragraph before a block's own words is read as a part of it: it stands behind the last.
            if piece.block is not None and (piece.end or piece is piece.block.pieces[-1]):
                self._last = piece.block

    def findings(self) -> list[Finding]:
        """All findings about text, marks, rows and cells, once all pieces were taken, in reading order."""
        for key, members in self._groups.items():
            self._row_or_cell(self._group_revisions[key], members, self._group_places[key])
        return sorted(self._findings, key=lambda one: one.start)

    # -- pieces

    def _piece(self, piece: Piece) -> None:
        outer = next((one for one in piece.revisions if one.scope != "run"), None)
        if outer is not None:
            self._group_revisions[id(outer)] = outer
            self._group_places.setdefault(id(outer), self._last)
            left = [atom for atom in piece.atoms if not atom.run.deleted]
            text = "".join(atom.text for atom in left)
            self._groups.setdefault(id(outer), []).append((piece.block, text, self._kept(left)))
        if piece.pending:
            return
        new = self._new_block(piece)
        if new is not None:
            self._insert_block(piece, *new)
            return
        if piece.block is None:
            return
        self._run_on(piece.block)
        gone = None if _goes_with_row(piece) else _whole_deletion(piece)
        self._text(piece, gone)
        self._mark(piece, gone)

    def _new_block(self, piece: Piece) -> tuple[Revision, TextBlock | None] | None:
        """(revision, block before) of a piece that is a new block with a place to stand after."""
        block = piece.block
        at = piece.index
        if block is None or (piece.end == 0 and at < len(block.pieces) - 1):
            revision, before = _pending(piece.mark), self._last
        elif piece.start == block.length and at > 0:
            revision, before = _pending(block.pieces[at - 1].mark), block
        else:
            return None
        return (revision, before) if revision is not None and self._may_follow(piece, before) else None

    def _may_follow(self, piece: Piece, before: TextBlock | None) -> bool:
        """A new paragraph of a cell, box or note follows one of the same; of the body, anything."""
        story = piece.flow.story
        if before is None:
            return story.kind == "body" and piece.cell is None and piece.anchor is None
        if piece.cell is None and piece.anchor is None:
            return before.pieces[-1].flow.story is story
        return before.pieces[-1].flow is piece.flow

    def _insert_block(self, piece: Piece, revision: Revision, before: TextBlock | None) -> None:
        self._struck_in_new(piece, revision, before)
        atoms = [*self._carried, *(atom for atom in piece.atoms if not atom.run.deleted)]
        kind, level = self._kinds.proposed(piece)
        edit = Edit(
            "insert_block", before.id if before else None, text="".join(atom.text for atom in atoms),
            spans=tuple(spans_of(atoms)), kind_to=kind, level_to=level,
        )
        place = (before.order + 1, 0) if before else (0, 0)
        finding = Finding(revision, edit, place, place, atoms=self._kept(atoms))
        if piece.mark_deleted and not piece.barrier:
            self._carried, self._carried_as = atoms, finding
            return
        self._carried = []
        self._findings.append(finding)

    def _run_on(self, block: TextBlock) -> None:
        """A new paragraph whose mark is struck before one that was there begins that one, or where
        nothing of that one is left takes its place."""
        carried, finding, self._carried = self._carried, self._carried_as, []
        if not carried or finding is None:
            return
        if not block.length or all(atom.run.deleted or atom.run.pending for atom in block.atoms):
            self._findings.append(finding)
            return
        place = (block.order, 0)
        edit = Edit("insert", block.id, text=finding.edit.text, spans=finding.edit.spans)
        self._findings.append(Finding(finding.revision, edit, place, place, atoms=finding.atoms))

    def _kept(self, atoms: Iterable[Atom]) -> tuple[Atom, ...]:
        return tuple(atoms) if self._keeps_atoms else ()

    def _struck_in_new(self, piece: Piece, revision: Revision, before: TextBlock | None) -> None:
        """What somebody deleted of a new paragraph: it is in neither view, yet it was said."""
        struck: list[_Stretch] = []
        for atom in piece.atoms:
            if atom.run.deleted:
                _gathered(struck, struck[-1] if struck else None, _deleting(atom.run.revisions), atom)
        at = before.length if before else 0
        place = (before.order, at) if before else (0, 0)
        for one in struck:
            text = "".join(atom.text for atom in one.atoms)
            edit = Edit("delete", before.id if before else None, at, at, text)
            self._findings.append(
                Finding(one.revision, edit, place, place, within=revision, atoms=self._kept(one.atoms)))

    # -- text

    def _text(self, piece: Piece, gone: Revision | None) -> None:
        block = piece.block
        if block is not None:
            self._findings += [self._of_stretch(block, one) for one in _stretches(piece, gone)]

    def _of_stretch(self, block: TextBlock, stretch: _Stretch) -> Finding:
        number = block.order
        start, end = (number, stretch.start), (number, stretch.end)
        run = stretch.atoms[0].run
        if not run.pending:
            edit = Edit("delete", block.id, stretch.start, stretch.end)
            return Finding(stretch.revision, edit, start, end)
        text = "".join(atom.text for atom in stretch.atoms)
        if _deleting(_own(run, run.piece)) is not None:
            edit = Edit("delete", block.id, stretch.start, stretch.start, text)
            writer, atoms = _pending(_own(run, run.piece)), self._kept(stretch.atoms)
            return Finding(stretch.revision, edit, start, end, within=writer, atoms=atoms)
        edit = Edit("insert", block.id, stretch.start, stretch.start, text, tuple(spans_of(stretch.atoms)))
        return Finding(stretch.revision, edit, start, end, atoms=self._kept(stretch.atoms))

    # -- paragraph marks

    def _mark(self, piece: Piece, gone: Revision | None) -> None:
        block = piece.block
        if block is None or not piece.mark:
            return
        number = block.order
        deleting, pending = _deleting(piece.mark), _pending(piece.mark)
        if gone is not None:
            edit = Edit("delete_block", block.id, 0, block.length)
            self._findings.append(Finding(gone, edit, (number, 0), (number + 1, 0)))
        elif pending is not None and deleting is None:
            if not self._is_told_by_the_next(piece, block):
                at = number, piece.end
                self._findings.append(Finding(pending, Edit("split", block.id, piece.end, piece.end), at, at))
        elif deleting is not None and pending is None and not _goes_with_row(piece):
            edit = Edit("join", block.id, block.length, block.length)
            self._findings.append(Finding(deleting, edit, (number, block.length), (number + 1, 0)))

    def _is_told_by_the_next(self, piece: Piece, block: TextBlock) -> bool:
        at = piece.index
        return at == len(block.pieces) - 1 or (
            block.length > 0 and block.pieces[at + 1].start == block.length
            and self._may_follow(block.pieces[at + 1], block))

    # -- rows and cells

    def _row_or_cell(self, revision: Revision, members: list[_Member], before: TextBlock | None) -> None:
        word = "inserted" if revision.pending else "deleted"
        blocks = [block for block, _, _ in members if block is not None]
        text = "\t".join(text for _, text, _ in members)
        atoms = tuple(atom for _, _, atoms in members for atom in atoms)
        first, last = (blocks[0], blocks[-1]) if blocks else (before, before)
        start = (first.order + (not blocks), 0) if first else (0, 0)
        edit = Edit(
            "structure", first.id if first else None, 0 if blocks or first is None else first.length,
            last.length if last else 0, text if revision.pending else "", to=last.id if last else None,
        )
        end = (last.order + 1, 0) if last else start
        self._findings.append(Finding(revision, edit, start, end, f"{revision.scope} {word}", atoms=atoms))


def _stretches(piece: Piece, gone: Revision | None) -> list[_Stretch]:
    """Revised text of a piece in stretches; what goes with its whole block (`gone`) is left out."""
    found: list[_Stretch] = []
    inserted: _Stretch | None = None
    deleted: _Stretch | None = None
    struck: _Stretch | None = None
    for atom in piece.atoms:
        run = atom.run
        revisions = _own(run, piece)
        if not revisions:
            inserted = deleted = struck = None
        elif run.pending and _deleting(revisions) is not None:
            struck = _gathered(found, struck, _deleting(revisions), atom)
        elif run.pending:
            inserted = _gathered(found, inserted, _pending(revisions), atom)
        elif run.deleted and not _goes_with_row(piece):
            inserted = None
            revision = _deleting(revisions)
            if gone is None or revision is None or revision.author != gone.author:
                deleted = _gathered(found, deleted, revision, atom)
    return found


def _goes_with_row(piece: Piece) -> bool:
    """Whether a row or cell that goes takes the piece along."""
    return piece.deleted and any(one.scope != "run" for one in piece.revisions)


def _own(run: Run, piece: Piece) -> tuple[Revision, ...]:
    """The revisions of a run, less those around its note or text box: what was changed in there is told
    even where the mark goes that it hangs from."""
    return run.revisions if _goes_with_row(piece) else run.revisions[len(piece.revisions) :]


def _gathered(
    found: list[_Stretch], stretch: _Stretch | None, revision: Revision | None, atom: Atom,
) -> _Stretch | None:
    """The stretch with the atom in it, or a new one."""
    if revision is None:
        return stretch
    if stretch is None or not stretch.goes_on(revision, atom.at):
        stretch = _Stretch(revision, atom.at, atom.at)
        found.append(stretch)
    stretch.atoms.append(atom)
    stretch.end = atom.at + (0 if atom.run.pending else len(atom.text))
    return stretch


def _key(revision: Revision) -> tuple[str, str, str, str]:
    return revision.kind, revision.author, revision.date, revision.name


def _pending(revisions: Iterable[Revision]) -> Revision | None:
    return next((one for one in revisions if one.pending), None)


def _deleting(revisions: Iterable[Revision]) -> Revision | None:
    return next((one for one in revisions if not one.pending), None)


def _whole_deletion(piece: Piece) -> Revision | None:
    """The revision of the mark when it takes the whole block with it: all text is deleted too."""
    block, deleting = piece.block, _deleting(piece.mark)
    if block is None or deleting is None or len(block.pieces) > 1 or _pending(piece.mark) is not None:
        return None
    for atom in piece.atoms:
        if not atom.run.deleted:
            return None
    return deleting


def spans_of(atoms: Iterable[Atom]) -> Iterator[Span]:
    """Formatting of new text, with offsets in that text."""
    open_spans: dict[str, Span] = {}
    at = 0
    for atom in atoms:
        end = at + len(atom.text)
        for kind in atom.run.format.kinds:
            before = open_spans.get(kind)
            if before is not None and before.end == at:
                open_spans[kind] = replace(before, end=end)
                continue
            if before is not None:
                yield before
            open_spans[kind] = Span(at, end, kind)
        at = end
    yield from open_spans.values()

