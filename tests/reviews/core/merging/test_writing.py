"""The two files of a merge, judged by readers that are not ours."""

import io
import zipfile
from dataclasses import replace

import docx
import pytest

from bench.word import judges
from documents.core import reading
from documents.core.model import Comment, Edit, Point, Unreadable
from reviews.core.merging import writing
from reviews.core.merging.writing import Credited, Order
from tests import papers

BASE = papers.word_file(*papers.FIRST_DRAFT)
BLOCKS = reading.read(BASE).blocks
HABITAT = BLOCKS[3]
DATE = "2026-05-04T09:30:00Z"


def order(*edits, comments=()):
    credited = tuple(Credited(edit, f"Agency {n}", DATE, str(n)) for n, edit in enumerate(edits))
    return Order(credited, comments, {str(block.id): block.text for block in BLOCKS}, {})


def days():
    start = HABITAT.text.index("30")
    return Edit("replace", HABITAT.id, start, start + 2, "42")


@pytest.fixture(scope="module")
def files():
    answer = Comment("c1", "ESA", "E", DATE, "Why 30?", "", False, *[Point(HABITAT.id, 4)] * 2)
    asked = order(
        days(), Edit("insert_block", HABITAT.id, text="It grows."), Edit("delete_block", BLOCKS[6].id),
        Edit("move_block", BLOCKS[5].id, to=BLOCKS[0].id), comments=(answer,),
    )
    return writing.made(BASE, asked)


def test_nothing_is_left_and_all_checks_hold(files):
    assert files.left == ()
    assert files.check == {
        "reads_as_decided": True, "redline_accepted_reads_as_next": True,
        "redline_rejected_reads_as_base": True, "comments_left_out": 0,
    }


def test_pandoc_accepts_the_redline_to_the_next_version_and_rejects_it_to_the_base(files):
    assert judges.pandoc(files.redline, "accept") == judges.pandoc(files.clean, "accept")
    assert judges.pandoc(files.redline, "reject") == judges.pandoc(BASE, "accept")


def test_each_change_stands_under_its_own_name(files):
    assert {change.author for change in reading.read(files.redline).changes} == {
        "Agency 0", "Agency 1", "Agency 2", "Agency 3",
    }


def test_clean_file_has_no_markup_and_all_other_parts_of_the_base(files):
    draft = reading.read(files.clean)
    packages = [zipfile.ZipFile(io.BytesIO(data)) for data in (BASE, files.clean)]
    parts = [{name: package.read(name) for name in package.namelist()} for package in packages]

    assert (draft.changes, draft.comments) == ((), ())
    assert {name for name in parts[0] if parts[0][name] != parts[1].get(name)} == {"word/document.xml"}


def test_other_readers_open_both_files(files):
    texts = [one.text for one in docx.Document(io.BytesIO(files.clean)).paragraphs]

    assert texts[4:6] == [HABITAT.text.replace("30", "42"), "It grows."]
    if judges.soffice() is not None:
        assert all("42 days" in (text or "") for text in judges.libreoffice([files.clean, files.redline]))


def test_change_that_the_file_has_no_room_for_is_left_as_a_whole():
    broken = Edit("insert", HABITAT.id, 0, 0, "\ufffc")
    asked = order(days(), broken)
    both = Order(
        (*asked.edits, Credited(Edit("delete_block", BLOCKS[6].id), "x", DATE, "1")), (), asked.texts, {},
    )

    made = writing.made(BASE, both)

    assert [source for source, _ in made.left] == ["1"]
    assert BLOCKS[6].text in reading.text(made.clean)


def test_file_that_reads_otherwise_than_its_blocks_is_refused():
    asked = Order((), (), {str(HABITAT.id): "Other words."}, {})

    with pytest.raises(Unreadable) as refused:
        writing.made(BASE, asked)

    assert refused.value.code == "other_text"


def listed(*lines):
    """A file with a numbered list of these lines."""
    made = docx.Document()
    for line in lines:
        made.add_paragraph(line, style="List Number")
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_new_item_has_its_number_and_those_behind_it_count_on():
    base = listed("One.", "Two.", "Three.", "Four.")
    first, second, third, fourth = (block.id for block in reading.read(base).blocks)
    asked = order(
        Edit("insert_block", first, text="New.", kind_to="list_item"),
        Edit("insert_block", first, text="Newer.", kind_to="list_item"), Edit("delete_block", third),
    )

    found = writing.numbered(base, replace(asked, texts={}))

    assert {name: (one.number, one.text) for name, one in found.items()} == {
        first: ("1.", "One."), f"{first}+1": ("2.", "New."), f"{first}+2": ("3.", "Newer."),
        second: ("4.", "Two."), fourth: ("5.", "Four."),
    }


def test_new_bullet_is_a_bullet_and_a_plain_paragraph_is_none():
    item = BLOCKS[4]
    asked = order(
        Edit("insert_block", item.id, text="Beside it.", kind_to="list_item"),
        Edit("insert_block", HABITAT.id, text="It grows."),
    )

    found = writing.numbered(BASE, asked)

    assert (found[f"{item.id}+1"].number, found[f"{item.id}+1"].kind) == (item.number, "list_item")
    assert (found[f"{HABITAT.id}+1"].number, found[f"{HABITAT.id}+1"].kind) == ("", "paragraph")


def test_new_paragraph_before_all_others_is_named_so():
    asked = order(Edit("insert_block", None, text="Before all."))

    assert writing.numbered(BASE, asked)["+1"].text == "Before all."
