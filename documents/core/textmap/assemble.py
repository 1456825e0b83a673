"""From pieces to blocks: what reads as one paragraph when changes are rejected, or accepted.

A paragraph whose mark is pending runs on into the next one of its flow when changes are rejected;
one whose mark is deleted does when they are accepted. Where a table or the end of a cell follows, the
mark cannot go: the paragraph goes as a whole when nothing is left of it and another one stays.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable

from lxml import etree

from documents.core.package.names import RPR, RUN, W
from documents.core.textmap.atoms import Flow, Piece, TextBlock

_ARRIVING = (W + "ins", W + "moveTo")
_LEAVING = (W + "del", W + "moveFrom")


def clean_blocks(pieces: Iterable[Piece]) -> list[TextBlock]:
    """The blocks of the clean text, in reading order; fills `block`, offsets and ids ("b1", …)."""
    assembling = Assembling()
    assembling.take(pieces)
    return _without(assembling.blocks, assembling.doubtful)


class Assembling:
    """Makes blocks of pieces as they come. Ids are given at once, so they hold while none is doubtful.

    `doubtful` are blocks that may vanish, when another paragraph of their flow stays; `is_settled` says
    that no block waits for a piece that runs on from it.
    """

    def __init__(self) -> None:
        self.blocks: list[TextBlock] = []
        self.doubtful: list[TextBlock] = []
        self._count = 0
        self._open: dict[Flow, TextBlock] = {}

    @property
    def is_settled(self) -> bool:
        return not self._open

    def take(self, pieces: Iterable[Piece]) -> None:
        """Add pieces, the next ones of the draft."""
        for piece in pieces:
            if piece.pending:
                _place_outside(piece)
                continue
            block = self._open.pop(piece.flow, None) or self._new_block()
            _append(block, piece)
            if piece.mark_pending and not piece.barrier:
                self._open[piece.flow] = block
            elif piece.mark_pending and not block.length and not _is_left(block.pieces, _ARRIVING):
                self.doubtful.append(block)

    def _new_block(self) -> TextBlock:
        self._count += 1
        block = TextBlock(f"b{self._count}")
        self.blocks.append(block)
        return block


def _append(block: TextBlock, piece: Piece) -> None:
    piece.index = len(block.pieces)
    block.pieces.append(piece)
    piece.block = block
    piece.start = offset = block.length
    for atom in piece.atoms:
        atom.at = offset
        if not atom.run.pending:
            offset += len(atom.text)
    piece.end = block.length = offset


def _place_outside(piece: Piece) -> None:
    piece.block, piece.start, piece.end, piece.index = None, 0, 0, 0


def _without(blocks: list[TextBlock], empty: list[TextBlock]) -> list[TextBlock]:
    """Blocks less those that vanish on rejection; the only paragraph of a flow always stays."""
    if not empty:
        return blocks
    doubtful = set(empty)
    kept = {block.pieces[0].flow for block in blocks if block not in doubtful}
    gone = {block for block in empty if block.pieces[0].flow in kept}
    for block in gone:
        for piece in block.pieces:
            _place_outside(piece)
    return _numbered([block for block in blocks if block not in gone])


def _numbered(blocks: list[TextBlock]) -> list[TextBlock]:
    for number, block in enumerate(blocks, 1):
        block.id = f"b{number}"
    return blocks


def final_paragraphs(pieces: Iterable[Piece]) -> list[list[Piece]]:
    """The paragraphs when every change is accepted, each as the pieces that it is made of."""
    paragraphs: list[list[Piece]] = []
    open_ones: dict[Flow, list[Piece]] = {}
    doubtful: set[int] = set()  # by identity
    for piece in pieces:
        if piece.deleted:
            continue
        paragraph = open_ones.pop(piece.flow, None)
        if paragraph is None:
            paragraph = []
            paragraphs.append(paragraph)
        paragraph.append(piece)
        if piece.mark_deleted and not piece.barrier:
            open_ones[piece.flow] = paragraph
        elif piece.mark_deleted and not final_text(paragraph) and not _is_left(paragraph, _LEAVING):
            doubtful.add(id(paragraph))
    kept = {one[0].flow for one in paragraphs if id(one) not in doubtful}
    return [one for one in paragraphs if id(one) not in doubtful or one[0].flow not in kept]


def _is_left(paragraph: Iterable[Piece], gone: Collection[str]) -> bool:
    """Whether runs without text stay where what is in `gone` goes: a note's own number, half of a field."""
    return any(
        not is_comment_mark(run) and not any(one.tag in gone for one in run.iterancestors())
        for piece in paragraph for run in piece.element.iter(RUN)
    )


def is_comment_mark(run: etree._Element) -> bool:
    """Whether a run holds the mark of a comment, and nothing else but properties."""
    return len(run) > 0 and all(child.tag in (RPR, W + "commentReference") for child in run)


def final_text(paragraph: Iterable[Piece]) -> str:
    """The text of such a paragraph."""
    return "".join(atom.text for piece in paragraph for atom in piece.atoms if not atom.run.deleted)
