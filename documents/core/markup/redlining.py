"""Two versions as one Word file: the old package with tracked changes that make it the new one."""

from __future__ import annotations

from documents.core import reading
from documents.core.comparing import compare
from documents.core.markup.laying import try_lay
from documents.core.markup.problems import CannotLay
from documents.core.model import Change, Markup


def redline(old: bytes, new: bytes, author: str, date: str) -> bytes:
    """The old package with every change to the new one under this author and ISO date.

    Both packages are clean (see `lift`). Inserted blocks come from the new package with what they
    need. Raises CannotLay naming the first change that cannot be written, and Unreadable.
    """
    comparison = compare(reading.read(old), reading.read(new))
    changes = tuple(Change(f"d{place}", author, date, edit) for place, edit in enumerate(comparison.edits))
    laid = try_lay(old, Markup(changes=changes), new)
    if laid.problems:
        raise CannotLay(laid.problems)
    return laid.data
