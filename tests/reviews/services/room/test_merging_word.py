"""What returned Word files bring to the merge room, and what of it the next version's file has."""

import io
import zipfile

import docx
import pytest
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from PIL import Image

from documents.core import reading
from documents.core.model import OBJECT
from documents.services import files
from reviews.models import Comment, Return
from reviews.room import gathering
from reviews.services.answers.decisions import Answer
from reviews.services.room import merging, next_version
from reviews.services.word import returns
from tests import papers
from tests.marked import Marked


@pytest.fixture
def base(document, cast):
    """A version with a table."""
    made = docx.Document(io.BytesIO(papers.word_file(*papers.FIRST_DRAFT)))
    table = made.add_table(2, 2)
    for row, texts in zip(table.rows, (("Crew", "Days"), ("4", "30")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_paragraph("The end.")
    stream = io.BytesIO()
    made.save(stream)
    return papers.issue_file(document, stream.getvalue(), by=cast.editor)


@pytest.fixture
def send(base):
    """`send(person, marked)` sends a marked-up file back and takes it in."""

    def sent(by, data, name="back.docx"):
        received = returns.receive_return(
            version=base, data=data, file_name=name, by=by, audience="document",
        )
        return returns.take_in(received=received)

    return sent


def copy_of(base, author):
    return Marked(files.content(base.file), author)


def accept_all(base, by, work):
    room = gathering.room_of(by, base)
    merging.decide(
        version=base, topics=[topic.key for topic in room.topics], answer=Answer("accepted"), by=by,
    )
    merge = next_version.order(version=base, by=by)
    work()
    merge.refresh_from_db()
    return merge


def test_new_rows_paragraphs_and_bold_words_are_in_the_next_file(base, send, cast, work):
    marked = copy_of(base, "ESA reviewer 1")
    marked.replace("30 days", "42 days")
    marked.embolden("crews of four")
    marked.add_after("radio noise", "A telescope there hears the dark ages.")
    marked.add_row(["6", "42"])
    send(cast.esa_reviewer, marked.bytes())

    merge = accept_all(base, cast.editor, work)

    made = docx.Document(io.BytesIO(files.content(merge.version.file)))
    assert merge.report["left"] == []
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows] == [
        ["Crew", "Days"], ["4", "30"], ["6", "42"],
    ]
    assert [run.text for one in made.paragraphs for run in one.runs if run.bold] == ["crews of four"]
    texts = [one.text for one in made.paragraphs]
    assert texts[texts.index("A telescope there hears the dark ages.") - 1].endswith("radio noise.")


def test_picture_that_nobody_marked_comes_with_its_bytes(base, send, cast, work):
    picture = io.BytesIO()
    Image.new("RGB", (30, 20), "navy").save(picture, "PNG")
    marked = copy_of(base, "NASA reviewer 1")
    marked.document.add_picture(io.BytesIO(picture.getvalue()))
    send(cast.nasa_reviewer, marked.bytes())

    merge = accept_all(base, cast.editor, work)

    draft = reading.read(files.content(merge.version.file))
    assert [item.data for item in draft.media.values()] == [picture.getvalue()]


def _png(colour):
    stream = io.BytesIO()
    Image.new("RGB", (30, 20), colour).save(stream, "PNG")
    return stream.getvalue()


def test_picture_put_into_a_paragraph_comes_there_under_its_proposers_name(base, send, cast, work):
    marked = copy_of(base, "ESA reviewer 1")
    marked.put_picture("radio noise", _png("navy"))
    send(cast.esa_reviewer, marked.bytes())

    merge = accept_all(base, cast.editor, work)

    draft = reading.read(files.content(merge.version.file))
    holder = next(block for block in draft.blocks if block.objects)
    assert (holder.text.partition(OBJECT)[0][-11:], merge.report["left"]) == ("radio noise", [])
    assert [item.data for item in draft.media.values()] == [_png("navy")]
    changes = reading.read(files.content(merge.redline)).changes
    assert [(one.author, one.edit.kind, one.edit.text) for one in changes] == [
        ("ESA reviewer 1", "insert", OBJECT),
    ]


def test_same_picture_from_two_is_asked_once_and_another_is_against_it(base, send, cast):
    for person, colour in (
        (cast.esa_reviewer, "navy"), (cast.nasa_reviewer, "navy"), (cast.nasa_focal_point, "red"),
    ):
        marked = copy_of(base, person.name)
        marked.put_picture("radio noise", _png(colour))
        send(person, marked.bytes(), f"{colour}.docx")

    room = gathering.room_of(cast.editor, base)

    assert [len(topic.comments) for topic in room.topics] == [2, 1]
    assert room.counts["conflicts"] == 1


@pytest.fixture
def pictured(document, cast):
    """A version with a picture of its own between paragraphs."""
    made = docx.Document(io.BytesIO(papers.word_file(*papers.FIRST_DRAFT)))
    made.add_picture(io.BytesIO(_png("white")))
    made.add_paragraph("Figure 1. The habitat.")
    stream = io.BytesIO()
    made.save(stream)
    return papers.issue_file(document, stream.getvalue(), by=cast.editor)


def swapped(version, colour):
    """The version's file with another picture under the same name, and nothing marked."""
    stream = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(files.content(version.file))) as old, zipfile.ZipFile(stream, "w") as new:
        for name in old.namelist():
            new.writestr(name, _png(colour) if name.startswith("word/media/") else old.read(name))
    return stream.getvalue()


def send_back(version, by, data):
    received = returns.receive_return(
        version=version, data=data, file_name=f"{by.pk}.docx", by=by, audience="document",
    )
    return returns.take_in(received=received)


def test_picture_that_was_swapped_unmarked_is_asked_for_and_comes_into_the_next_file(
    pictured, cast, work,
):
    send_back(pictured, cast.esa_reviewer, swapped(pictured, "navy"))

    merge = accept_all(pictured, cast.editor, work)

    draft = reading.read(files.content(merge.version.file))
    assert [draft.media[one.value].data for block in draft.blocks for one in block.objects] == [_png("navy")]
    (change,) = reading.read(files.content(merge.redline)).changes[1:]
    assert (change.author, change.edit.kind) == (cast.esa_reviewer.name, "insert")


def test_two_who_swap_one_picture_for_others_are_in_conflict(pictured, cast):
    send_back(pictured, cast.esa_reviewer, swapped(pictured, "navy"))
    send_back(pictured, cast.nasa_reviewer, swapped(pictured, "red"))

    room = gathering.room_of(cast.editor, pictured)

    assert (len(room.topics), room.counts["conflicts"]) == (2, 1)


def test_cells_that_are_merged_are_named_with_their_place_for_who_merges(base, send, cast):
    marked = copy_of(base, "ESA reviewer 1")
    cell = marked.document.tables[0].cell(1, 0)
    merge = OxmlElement("w:cellMerge")
    for name, value in (("id", "901"), ("author", "ESA reviewer 1"), ("date", "2016-05-03T12:00:00Z"),
                        ("vMerge", "cont")):
        merge.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(merge)

    received = send(cast.esa_reviewer, marked.bytes())

    (problem,) = received.report["problems"]
    assert problem["place"] == "ESA reviewer 1, at “4”"
    assert problem["reason"].startswith("Cells are merged or split here.")


def test_words_struck_in_anothers_insertion_are_a_rival_of_it(base, send, cast):
    marked = copy_of(base, "NASA reviewer 1")
    marked.put_in("radio noise", " of every kind on Earth")
    marked.author = "ESA reviewer 1"
    marked.strike_in_insertion(" of every kind on Earth", " on Earth")
    send(cast.esa_reviewer, marked.bytes())

    room = gathering.room_of(cast.editor, base)

    said = [(topic.comments[0].author_name, topic.edits[0].text) for topic in room.topics]
    assert said == [
        ("NASA reviewer 1", " of every kind on Earth"), ("ESA reviewer 1", " of every kind"),
    ]
    assert room.counts["conflicts"] == 1


def test_whole_insertion_struck_by_another_leaves_what_they_said(base, send, cast):
    marked = copy_of(base, "NASA reviewer 1")
    marked.put_in("radio noise", " on Earth")
    marked.author = "ESA reviewer 1"
    marked.strike_in_insertion(" on Earth", " on Earth")
    received = send(cast.esa_reviewer, marked.bytes())

    said = Comment.objects.order_by("author_name").values_list("author_name", "body", "proposal__text")

    assert list(said) == [
        ("ESA reviewer 1", "Do not put in “ on Earth”, as NASA reviewer 1 proposes.", None),
        ("NASA reviewer 1", "", " on Earth"),
    ]
    assert received.report["problems"] == []


def test_deleted_cell_goes_from_its_row(base, send, cast, work):
    marked = copy_of(base, "ESA reviewer 1")
    marked.strike_cell("30")
    send(cast.esa_reviewer, marked.bytes())

    merge = accept_all(base, cast.editor, work)

    assert merge.report["left"] == []
    assert _row_texts(merge.version) == [["Crew", "Days"], ["4"]]
    redline = reading.read(files.content(merge.redline)).changes
    assert ("ESA reviewer 1", "cell deleted") in {(one.author, one.detail) for one in redline}


def _row_texts(version):
    table = docx.Document(io.BytesIO(files.content(version.file))).tables[0]
    return [
        ["".join(part.text or "" for part in cell.iter(qn("w:t"))) for cell in row.findall(qn("w:tc"))]
        for row in table._tbl.findall(qn("w:tr"))
    ]


def test_same_change_in_two_returns_is_one_topic(base, send, cast):
    for person in (cast.esa_reviewer, cast.nasa_reviewer):
        marked = copy_of(base, person.name)
        marked.replace("30 days", "42 days")
        marked.add_row(["6", "42"])
        send(person, marked.bytes())

    topics = gathering.room_of(cast.editor, base).topics

    assert [len(topic.comments) for topic in topics] == [2, 2]


def test_parts_that_no_change_concerns_stay_as_they_are(base, send, cast, work):
    marked = copy_of(base, "ESA reviewer 1")
    marked.replace("30 days", "42 days")
    send(cast.esa_reviewer, marked.bytes())

    merge = accept_all(base, cast.editor, work)

    old, new = _parts(base), _parts(merge.version)
    assert {name for name in old if old[name] != new.get(name)} == {"word/document.xml"}
    assert old.keys() == new.keys()


def _parts(version):
    with zipfile.ZipFile(io.BytesIO(files.content(version.file))) as package:
        return {name: package.read(name) for name in package.namelist()}


def test_report_counts_what_says_nothing_about_the_text(base, send, cast):
    marked = copy_of(base, "ESA reviewer 1")
    marked.replace("30 days", "42 days")

    received = send(cast.esa_reviewer, marked.bytes())

    assert (received.report["new"], received.report["problems"]) == ({"changes": 1}, [])
    assert Return.objects.count() == 1
