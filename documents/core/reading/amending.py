"""Insertions in which others struck words: as they were first written, and as each of those leaves them.

Word keeps one text with two hands in it. To whoever decides these are rivals for one place: what the
first author wants there, and what the second makes of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from documents.core.model import AMENDS, Change, Edit
from documents.core.reading.changes import named
from documents.core.reading.revised import Finding, spans_of
from documents.core.textmap import Atom, Piece, Revision, TextMap


@dataclass(frozen=True, slots=True)
class Amendment:
    """An insertion with words struck by others.

    `insertion` is the change that brings what is left of it, "" when nothing is; `written` is all of it
    under its author. `amended` are what the others make of it, each as a change of theirs, with no text
    when they strike all of it; `strikes` are the changes of the file that these stand for.
    """

    insertion: str
    written: Change
    amended: tuple[Change, ...]
    strikes: frozenset[str]


def amendments(found: TextMap) -> tuple[Amendment, ...]:
    """All insertions in which somebody else struck something, in reading order."""
    told = named(found)
    groups: dict[tuple[object, ...], list[tuple[str, Finding]]] = {}
    for name, one in told:
        if one.within is not None and one.within.author != one.revision.author and one.atoms:
            groups.setdefault(_place(one, one.within), []).append((name, one))
    insertions = {
        _place(one, one.revision): (name, one) for name, one in reversed(told)
        if one.atoms and one.within is None and one.edit.kind in ("insert", "insert_block")
    }
    made = [_amendment(struck, insertions.get(place)) for place, struck in groups.items()]
    return tuple(one for one in made if one is not None)


def _place(one: Finding, revision: Revision) -> tuple[object, ...]:
    """Where an insertion stands: a new paragraph is one, and so is all that one hand writes at one point."""
    if revision.scope == "mark":
        return ("block", id(revision))
    return ("inline", one.edit.block, one.edit.start, revision.author, revision.date)


def _amendment(
    struck: Sequence[tuple[str, Finding]], insertion: tuple[str, Finding] | None,
) -> Amendment | None:
    _, first = struck[0]
    within = first.within
    assert within is not None
    is_block = within.scope == "mark"
    if is_block and insertion is None:
        return None  # a paragraph that nothing is left of: where it would stand is not told
    place = first.edit.start
    edit = insertion[1].edit if insertion else Edit("insert", first.edit.block, place, place)
    pieces = _pieces(first, insertion[1] if insertion else None, is_block=is_block)
    atoms = [
        atom for piece in pieces for atom in piece.atoms
        if atom.run.pending and (is_block or _is_of(atom, within, place))
    ]
    name = insertion[0] if insertion else f"{struck[0][0]}:written"
    written = _change(name, within, edit, _left(atoms, within))
    hands = {one.revision.author: (name, one.revision) for name, one in reversed(struck)}
    amended = tuple(
        replace(
            _change(name, revision, replace(edit, xml=AMENDS), _left(atoms, within, revision)),
            group=written.id, detail="amends",
        )
        for name, revision in reversed(hands.values())
    )
    strikes = frozenset(name for name, _ in struck)
    return Amendment(insertion[0] if insertion else "", written, amended, strikes)


def _pieces(struck: Finding, insertion: Finding | None, *, is_block: bool) -> list[Piece]:
    """The pieces that hold a new paragraph, or the block that words were put into."""
    home = struck.atoms[0].run.piece
    if not is_block:
        return home.block.pieces if home.block is not None else [home]
    return list(dict.fromkeys(atom.run.piece for one in (insertion, struck) if one for atom in one.atoms))


def _is_of(atom: Atom, within: Revision, at: int) -> bool:
    return atom.at == at and any(
        one.pending and (one.author, one.date) == (within.author, within.date) for one in atom.run.revisions
    )


def _left(atoms: Iterable[Atom], writer: Revision, striker: Revision | None = None) -> list[Atom]:
    """What the writer keeps of it, less what the striker takes out; others' strikes do not count."""
    gone = {writer.author, striker.author} if striker is not None else {writer.author}
    return [
        atom for atom in atoms
        if not any(not one.pending and one.author in gone for one in atom.run.revisions)
    ]


def _change(name: str, revision: Revision, edit: Edit, atoms: Sequence[Atom]) -> Change:
    text = "".join(atom.text for atom in atoms)
    return Change(
        name, revision.author, revision.date, replace(edit, text=text, spans=tuple(spans_of(atoms))),
    )
