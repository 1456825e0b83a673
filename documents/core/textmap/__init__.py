"""The text map: where every character of a Word file stands, for reading and for writing.

    found = map_package(open_package(data))
    found.blocks                  # TextBlock: id "b1"…, pieces, text, length (the clean text)
    found.by_id["b17"].atoms      # Atom: element, run, text, at, kind, field, lead
    found.atom_at("b17", 12)      # → (atom, index inside atom.text) of character 12
    found.stories                 # (Story, Walked): walked.marks, .revisions, .alterations, .fields
    found.comments                # the same for the bodies of comments, which are no blocks

**Coordinates.** Clean text is what reads when every change is rejected: atoms whose `run.pending` is
True (inside w:ins, w:moveTo, an inserted row or cell) have no length in it; their `at` is where they
would stand, `atom.offset` is None. Deleted atoms (`run.deleted`) are in it. Both may be True: a
deletion inside another's insertion is in neither view. Lengths: w:t and w:delText their characters
(outer blanks only with xml:space="preserve"; raw breaks inside count as blanks), tab, ptab, br, cr,
sym, noBreakHyphen, softHyphen one each, every object (drawing, pict, object, oMath, note reference)
one U+FFFC. Field instructions, hidden text, ruby readings, mc:Fallback (when the choice holds
anything), comment and note marks' own numbers have none and make no atom.

**From offset to XML.** `atom.kind == "text"`: character `i` of `atom.text` is character
`atom.lead + i` of `atom.element.text` (when the element has no child nodes; comments inside w:t are
rare, then cut outside it). Other kinds are whole elements. `atom.run.element` is the w:r (None for an
m:oMath), `atom.run.container` the chain of w:hyperlink, w:sdt, w:smartTag, w:fldSimple … around it,
innermost first by `.parent`, `atom.run.revisions` the changes around it, outermost first.
`atom.field` is the innermost field whose result holds the atom; its `elements` are the fldChar and
instrText elements that must stay together.

**Pieces and blocks.** A `Piece` is one w:p. Usually block = piece; a pending paragraph mark
(`mark_pending`) joins pieces into one block, whose properties are the last piece's. `piece.start`
and `.end` are its slice of the block. A piece with `block is None` is wholly pending (an inserted
row, or a paragraph inserted before a table or at the end of a cell). `mark` holds the revisions of
the paragraph mark, `revisions` those of rows and cells around, `barrier` says that the mark cannot
merge. Pieces come in document order, those of a text box right after the piece that anchors them.
`final_paragraphs` groups them as they read when everything is accepted.

**Marks.** Comment ranges and references, bookmarks: `mark.piece`, `mark.index` (before that atom, or
at the end), `mark.offset` in the clean text of `mark.piece.block`. Marks between paragraphs go to
the next piece when they begin something, to the one before when they end it.

The map keeps the package's own trees (`package.tree(part)`): a writer may change them in place, and
then maps again.
"""

from documents.core.textmap.assemble import clean_blocks, final_paragraphs, final_text
from documents.core.textmap.atoms import (
    Alteration,
    Atom,
    CellPlace,
    Container,
    Field,
    Flow,
    Mark,
    Piece,
    Revision,
    Run,
    Story,
    TextBlock,
)
from documents.core.textmap.state import Walked
from documents.core.textmap.stories import TextMap, map_package
from documents.core.textmap.walk import walk

__all__ = [
    "Alteration", "Atom", "CellPlace", "Container", "Field", "Flow", "Mark", "Piece", "Revision", "Run",
    "Story", "TextBlock", "TextMap", "Walked", "clean_blocks", "final_paragraphs", "final_text",
    "map_package", "walk",
]
