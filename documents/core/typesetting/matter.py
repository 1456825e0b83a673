"""A draft as the plain tree that the template sets: nothing in it is code, all of it is data."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import groupby
from typing import Any

from documents.core.model import OBJECT, Block, BlockKind, Draft
from documents.core.typesetting import lists, mathematics, tables
from documents.core.typesetting.front import parts
from documents.core.typesetting.runs import Run, Surroundings, runs

Piece = dict[str, Any]

_DEEPEST_TABLE = 4  # tables around a table; typst refuses to go much deeper
_APART = ("footnote", "endnote", "header", "footer", "textbox")


class Matter:
    """One draft on its way to paper. `pictures` gives the printable file of each media name."""

    def __init__(self, draft: Draft, pictures: Mapping[str, str], said: tuple[str, ...]) -> None:
        body = [block for block in draft.blocks if block.kind not in _APART]
        self._notes = _notes(draft)
        self._endnotes: list[str] = []
        self._boxes = _boxes(draft)
        self._level = 0
        places = {
            span.value: str(block.id) for block in body for span in block.spans if span.kind == "bookmark"
        }
        self._targets = set(places.values())
        self._around = Surroundings(pictures, places, self._note, self._endnote)
        cut = parts(body, said)
        self.lines = cut.lines
        self.before = self._pieces(cut.before)
        self.text = self._pieces(cut.text) + self._end()
        self.headings = sum(block.kind == "heading" for block in cut.text)
        self.missing = tuple(dict.fromkeys(self._around.missing))

    def _pieces(self, blocks: Iterable[Block]) -> list[Piece]:
        pieces: list[Piece] = []
        for kind, group in groupby(blocks, key=_group):
            found = list(group)
            if isinstance(kind, int):
                pieces.append(tables.table(found, self._cell))
            elif kind == "list_item":
                pieces += lists.nested([(block, self._runs(block)) for block in found])
                pieces += [box for block in found for box in self._boxes_at(block)]
            else:
                pieces += [piece for block in found for piece in self._one(block)]
        return _captioned(pieces)

    def _cell(self, blocks: list[Block]) -> list[Piece]:
        depth = min(len(block.cell.outer) for block in blocks if block.cell)
        if depth >= _DEEPEST_TABLE and any(block.cell and len(block.cell.outer) > depth for block in blocks):
            self._around.missing.append("Tables that lie very deep in each other are printed as paragraphs.")
            return self._pieces(_freed(block) for block in blocks)
        return self._pieces(
            _freed(block) if block.cell and len(block.cell.outer) == depth else block for block in blocks
        )

    def _one(self, block: Block) -> list[Piece]:
        if not block.text.strip() and not block.objects and not block.shown:
            return self._boxes_at(block)
        piece: Piece = {"kind": block.kind, "body": self._runs(block)}
        if str(block.id) in self._targets:
            piece["name"] = str(block.id)
        if block.kind == "heading":
            self._level = min(max(block.level, 1), self._level + 1, 6)
            piece |= {"level": self._level, "number": block.number}
        elif block.number and block.kind not in ("caption", "toc"):
            piece["number"] = block.number
        if equation := _lone_equation(block):
            piece |= equation
        elif _is_figure(block):
            piece["kind"] = "figure"
        return [piece, *self._boxes_at(block)]

    def _runs(self, block: Block) -> list[Run]:
        return runs(block, self._around)

    def _note(self, key: str) -> list[list[Run]]:
        return [self._runs(block) for block in self._notes.get(key, ())]

    def _endnote(self, key: str) -> int:
        if key not in self._endnotes:
            self._endnotes.append(key)
        return self._endnotes.index(key) + 1

    def _boxes_at(self, block: Block) -> list[Piece]:
        held = self._boxes.get(str(block.id), [])
        return [{"kind": "box", "body": self._pieces(held)}] if held else []

    def _end(self) -> list[Piece]:
        if not self._endnotes:
            return []
        bodies = [self._note(key) for key in self._endnotes]
        items = [
            {"number": str(number), "body": body[0] if body else [], "within": []}
            for number, body in enumerate(bodies, start=1)
        ]
        heading: Piece = {"kind": "heading", "level": 1, "number": "", "body": [{"t": "Notes"}]}
        return [heading, {"kind": "list", "numbered": True, "items": items}]


def _group(block: Block) -> int | BlockKind:
    if block.cell:
        return block.cell.outer[0] if block.cell.outer else block.cell.table
    return block.kind


def _freed(block: Block) -> Block:
    """A paragraph of a cell as it is set inside that cell."""
    return replace(block, cell=None, kind="paragraph" if block.kind == "cell" else block.kind)


def _notes(draft: Draft) -> dict[str, list[Block]]:
    """The blocks of each note by the id that its mark names: that block and those that follow it."""
    named = {
        item.value for block in draft.blocks for item in block.objects if item.kind in ("footnote", "endnote")
    }
    notes: dict[str, list[Block]] = {}
    current: list[Block] = []
    for block in draft.blocks:
        if block.kind not in ("footnote", "endnote"):
            continue
        if str(block.id) in named:
            current = notes.setdefault(str(block.id), [])
        current.append(block)
    return notes


def _boxes(draft: Draft) -> dict[str, list[Block]]:
    boxes: dict[str, list[Block]] = {}
    for block in draft.blocks:
        if block.kind == "textbox" and block.anchor is not None:
            boxes.setdefault(str(block.anchor), []).append(replace(block, kind="paragraph", cell=None))
    return boxes


def _is_figure(block: Block) -> bool:
    shown = any(item.kind in ("image", "chart", "diagram", "object") for item in block.objects)
    return shown and not block.text.replace(OBJECT, "").strip()


def _lone_equation(block: Block) -> Piece:
    """An equation that stands alone in its paragraph, with its number if it has one."""
    found = [item for item in block.objects if item.kind == "equation"]
    rest = block.text.replace(OBJECT, "").strip()
    numbered = rest.startswith("(") and rest.endswith(")") and len(rest) < 12
    if len(found) != 1 or len(block.objects) != 1 or not (numbered or not rest) or block.kind == "heading":
        return {}
    node = mathematics.tree(found[0].value)
    return {"kind": "equation", "math": node, "alt": found[0].alt or mathematics.spoken(node), "number": rest}


def _captioned(pieces: list[Piece]) -> list[Piece]:
    """Figures with the caption below them (or above), tables with the one above (or below)."""
    out: list[Piece] = []
    for piece in pieces:
        last = out[-1] if out else {}
        if piece["kind"] == "caption" and last.get("kind") == "figure" and "caption" not in last:
            last["caption"] = piece
        elif piece["kind"] == "table" and last.get("kind") == "caption":
            out[-1] = {**piece, "caption": last}
        else:
            out.append(piece)
    return out
