"""Writing tracked changes around units of text: insertions, deletions, paragraph marks, moves."""

from __future__ import annotations

from documents.core.markup.writing.formatting import FORMATS, RUN_ORDER, put_in_order
from documents.core.markup.writing.inserting import inked, insert
from documents.core.markup.writing.marks import inline_nodes, mark_cell, mark_paragraph, mark_row
from documents.core.markup.writing.places import climb, opened_after, opened_before
from documents.core.markup.writing.stamps import Ink, Stamp
from documents.core.markup.writing.striking import covered_fields, delete, wrap

__all__ = [
    "FORMATS",
    "RUN_ORDER",
    "Ink",
    "Stamp",
    "climb",
    "covered_fields",
    "delete",
    "inked",
    "inline_nodes",
    "insert",
    "mark_cell",
    "mark_paragraph",
    "mark_row",
    "opened_after",
    "opened_before",
    "put_in_order",
    "wrap",
]
