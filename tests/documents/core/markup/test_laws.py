"""The laws of design.md §3 on the real files of CORE.csv."""

from __future__ import annotations

import csv
import os
from pathlib import Path

import pytest

from documents.core import markup, reading
from documents.core.model import OBJECT, Change, Comment, Edit, Markup, Point, Unreadable

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).parents[5] / "shared"))
CORPUS = SHARED / "corpus"
DATE = "2026-11-22T10:00:00Z"

pytestmark = pytest.mark.skipif(not CORPUS.is_dir(), reason=f"no corpus in {CORPUS}")


def _files() -> list[str]:
    if not CORPUS.is_dir():
        return []
    with (CORPUS / "CORE.csv").open(encoding="utf-8") as table:
        return [row["file"] for row in csv.DictReader(table)]


def _lifted(name: str) -> tuple[bytes, bytes, Markup]:
    data = (CORPUS / name).read_bytes()
    try:
        return data, *markup.lift(data)
    except Unreadable as error:
        pytest.skip(f"cannot be read: {error}")


def _new_markup(clean: bytes) -> Markup:
    """One replacement, one insertion and a comment in the first blocks that have plain text."""
    blocks = [
        block
        for block in reading.read(clean).blocks
        if len(block.text) > 3 and OBJECT not in block.text and block.kind not in ("header", "footer")
    ][:5]
    changes = [
        Change(f"{900 + place}", "ESA", DATE, Edit("replace", block.id, 1, 3, "new words"))
        for place, block in enumerate(blocks)
    ]
    comments = [
        Comment(f"c{place}", "Ann", "A", DATE, "why?", "", False, Point(block.id, 0), Point(block.id, 2))
        for place, block in enumerate(blocks)
    ]
    return Markup(tuple(comments), tuple(changes))


@pytest.mark.parametrize("name", _files())
def test_what_was_lifted_can_be_laid_back(name: str) -> None:
    _, clean, lifted = _lifted(name)

    again_clean, again = markup.lift(markup.lay(clean, lifted))

    assert reading.text(again_clean) == reading.text(clean)
    assert [one.edit for one in again.changes] == [one.edit for one in lifted.changes]
    assert [(one.text, one.start, one.end) for one in again.comments] == [
        (one.text, one.start, one.end) for one in lifted.comments
    ]


@pytest.mark.parametrize("name", _files())
def test_the_clean_file_reads_as_the_original_view(name: str) -> None:
    data, clean, _ = _lifted(name)

    assert reading.text(clean) == reading.text(data, "original")


@pytest.mark.parametrize("name", _files())
def test_rejecting_new_markup_gives_the_clean_text_back(name: str) -> None:
    _, clean, _ = _lifted(name)
    wanted = _new_markup(clean)

    laid = markup.lay(clean, wanted)

    assert reading.text(markup.settle(laid, accept=False)) == reading.text(clean)
    assert reading.text(markup.settle(laid, accept=True)) == reading.text(laid, "final")
    assert markup.check(clean, laid, wanted).faults == ()
