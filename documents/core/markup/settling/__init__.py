"""Accepting and rejecting tracked changes in a tree, as Word does (ISO 29500-1 §17.13.5).

A verdict is asked for each revision element: True accepts it, False rejects it, None leaves it.
Run-level wrappers go or open up; deleted paragraph marks join paragraphs; rows and cells follow
their mark; property changes drop their record or put the old properties back.
"""

from __future__ import annotations

from lxml import etree

from documents.core.markup.names import MOVE_FROM, MOVE_TO
from documents.core.markup.settling.controls import settle_controls
from documents.core.markup.settling.elements import MOVE_MARKS, TRACES, Verdict, revisions
from documents.core.markup.settling.paragraphs import settle_marks
from documents.core.markup.settling.properties import settle_numbering, settle_records
from documents.core.markup.settling.tables import settle_cells, settle_rows
from documents.core.markup.settling.taking import remove
from documents.core.markup.settling.wrappers import settle_wrappers

__all__ = ["TRACES", "Verdict", "revisions", "settle_tree"]


def settle_tree(root: etree._Element, verdict: Verdict) -> bool:
    """Accept or reject revisions below `root`, in place. Returns whether anything was changed.

    Paragraph marks settle while tables that are about to go still stand between them: Word does not
    join paragraphs over a table.
    """
    changed = settle_records(root, verdict)
    changed |= settle_numbering(root, verdict)
    changed |= settle_controls(root, verdict)
    wrapped = settle_wrappers(root, verdict)
    joined = settle_marks(root, verdict)
    changed |= settle_rows(root, verdict)
    changed |= settle_cells(root, verdict)
    if wrapped or joined:
        _drop_orphaned_move_marks(root)
    return changed or wrapped or joined


def _drop_orphaned_move_marks(root: etree._Element) -> None:
    """Marks of moves none of whose runs and paragraph marks are left."""
    if next(root.iter(MOVE_FROM, MOVE_TO), None) is None:
        for mark in list(root.iter(*MOVE_MARKS)):
            remove(mark)
