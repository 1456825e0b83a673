"""Merging Word files from the command line: rows, pictures and looks come over; conflicts keep the base."""

import io
import json

import docx
import pytest
from PIL import Image

from bench.word import judges
from documents.core import reading
from documents.core.commandline import main
from documents.core.merging import commandline
from tests.marked import Marked

PICTURE = io.BytesIO()
Image.new("RGB", (24, 12), "green").save(PICTURE, "PNG")


def saved(made):
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


@pytest.fixture
def base():
    made = docx.Document()
    made.add_heading("Habitat", 1)
    made.add_paragraph("The habitat will allow crews of four to live for up to 30 days.")
    table = made.add_table(2, 2)
    for row, texts in zip(table.rows, (("Crew", "Days"), ("4", "30")), strict=True):
        for cell, text in zip(row.cells, texts, strict=True):
            cell.text = text
    made.add_paragraph("The end.")
    return saved(made)


@pytest.fixture
def merged(base, tmp_path, capsys):
    """`merged(side, …)` gives the exit code, the merged file's bytes, and the conflicts' JSON."""

    def run(*sides):
        paths = [tmp_path / "base.docx", *(tmp_path / f"{n}.docx" for n in range(len(sides)))]
        for path, data in zip(paths, (base, *sides), strict=True):
            path.write_bytes(data)
        out, conflicts = tmp_path / "out.docx", tmp_path / "conflicts.json"
        code = main(["merge", *map(str, paths), "-o", str(out), "--conflicts", str(conflicts)])
        said = json.loads(capsys.readouterr().out)
        assert json.loads(conflicts.read_text("utf-8")) == said["conflicts"]
        return code, out.read_bytes(), said

    return run


def with_row_and_picture(base):
    made = docx.Document(io.BytesIO(base))
    row = made.tables[0].add_row()
    row.cells[0].text, row.cells[1].text = "6", "42"
    made.add_picture(io.BytesIO(PICTURE.getvalue()))
    return saved(made)


def tracked(base, author="ESA", days="42 days"):
    marked = Marked(base, author)
    marked.replace("30 days", days)
    marked.embolden("crews of four")
    return marked.bytes()


def test_rows_pictures_and_tracked_changes_of_sides_are_in_the_result(base, merged):
    code, data, said = merged(with_row_and_picture(base), tracked(base))

    made = docx.Document(io.BytesIO(data))
    assert (code, said) == (0, {"conflicts": []})
    assert [[cell.text for cell in row.cells] for row in made.tables[0].rows][2:] == [["6", "42"]]
    assert [item.data for item in reading.read(data).media.values()] == [PICTURE.getvalue()]
    assert made.paragraphs[1].text.endswith("for up to 42 days.")
    assert [run.text for run in made.paragraphs[1].runs if run.bold] == ["crews of four"]


def test_conflict_keeps_the_base_and_is_named(base, merged):
    code, data, said = merged(tracked(base, "ESA", "42 days"), tracked(base, "NASA", "45 days"))

    (conflict,) = said["conflicts"]
    assert code == 1
    assert (conflict["base"], [one["text"] for one in conflict["alternatives"]]) == ("30", ["42", "45"])
    assert docx.Document(io.BytesIO(data)).paragraphs[1].text.endswith("for up to 30 days.")


def test_deleted_row_goes_from_the_table(base, merged):
    made = docx.Document(io.BytesIO(base))
    row = made.tables[0].rows[1]._tr
    row.getparent().remove(row)

    code, data, _ = merged(saved(made))

    assert (code, len(docx.Document(io.BytesIO(data)).tables[0].rows)) == (0, 1)


def test_pandoc_reads_the_same_text(base, merged):
    side = tracked(base)

    _, data, _ = merged(side)

    assert judges.pandoc(data, "accept") == judges.pandoc(side, "accept")


@pytest.mark.skipif(judges.soffice() is None, reason="LibreOffice is not installed")
def test_libreoffice_opens_the_result(base, merged):
    _, data, _ = merged(with_row_and_picture(base), tracked(base))

    (text,) = judges.libreoffice([data])

    assert text is not None
    assert "for up to 42 days." in text


def test_what_cannot_be_carried_is_named(base):
    broken = commandline._as_word(base, [commandline.Edit("insert", "b2", 0, 0, "\ufffc")], {})

    assert broken[1] == [{
        "block": "b2", "reason": "the new text has an object, but no XML to make it from",
    }]
