"""The White Paper's Word files: what they hold, and that they hold it the same way each time."""

import re
import zipfile
from io import BytesIO

import docx
import pytest
from lxml import etree

from backend.demo.paper import writing
from backend.demo.paper.script import script
from backend.demo.paper.versions import PAPER, ROADMAP, SUMMARY

WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
VERSIONS = range(1, 6)


def part(number, name="word/document.xml"):
    with zipfile.ZipFile(BytesIO(writing.paper(number))) as package:
        return etree.fromstring(package.read(name))


def count(root, name):
    return len(list(root.iter(f"{WORD}{name}")))


def test_same_version_is_the_same_bytes():
    first = writing.paper(2)
    writing.written.cache_clear()

    assert writing.paper(2) == first


@pytest.mark.parametrize("number", VERSIONS)
def test_python_docx_opens_every_version(number):
    properties = docx.Document(BytesIO(writing.paper(number))).core_properties

    assert (properties.title, properties.revision) == (PAPER.title, number)


@pytest.mark.parametrize("number", VERSIONS)
def test_no_mark_of_the_script_reaches_the_text(number):
    text = "\n".join(part(number).itertext())

    assert re.findall(r"[{}¦]|\*\*|\[\^|@(?:figure|table|section)", text) == []


@pytest.mark.parametrize("number", VERSIONS)
def test_every_reference_finds_its_bookmark(number):
    root = part(number)
    bookmarks = {mark.get(f"{WORD}name") for mark in root.iter(f"{WORD}bookmarkStart")}
    codes = [code.text for code in root.iter(f"{WORD}instrText")]
    links = [link.get(f"{WORD}anchor") for link in root.iter(f"{WORD}hyperlink")]

    named = {code.split()[1] for code in codes if code.split()[0] == "REF"} | {link for link in links if link}
    assert named <= bookmarks


@pytest.mark.parametrize("number", VERSIONS)
def test_every_field_that_begins_ends(number):
    kinds = [mark.get(f"{WORD}fldCharType") for mark in part(number).iter(f"{WORD}fldChar")]

    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 0


def test_final_version_holds_what_real_drafts_hold():
    root = part(5)
    found = {name: count(root, name) for name in ("tbl", "drawing", "footnoteReference", "numId")}
    found["equations"] = len(
        list(root.iter("{http://schemas.openxmlformats.org/officeDocument/2006/math}oMath"))
    )

    assert found["tbl"] == 6
    assert found["drawing"] == 6
    assert found["footnoteReference"] == 2
    assert found["equations"] == 4
    assert found["numId"] > 20


def test_footnotes_have_a_part_of_their_own():
    texts = ["".join(note.itertext()) for note in part(4, "word/footnotes.xml")]

    assert any("Guidelines for human missions to Mars exist in outline only." in text for text in texts)


def test_pictures_have_alternative_text():
    namespace = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"

    assert all(len(drawing.get("descr", "")) > 40 for drawing in part(5).iter(f"{namespace}docPr"))


def test_paper_grows_from_outline_to_final():
    words = [sum(len(entry.text.split()) for entry in script("paper", number).entries) for number in VERSIONS]

    assert words == sorted(words)
    assert words[-1] > 6000


def test_passage_moves_between_versions():
    headings = [
        [entry.text for entry in script("paper", number).entries if entry.kind == "heading"]
        for number in (3, 4)
    ]
    samples, control = "A way home for samples", "A control room above the far side"

    assert [titles.index(samples) < titles.index(control) for titles in headings] == [True, False]


@pytest.mark.parametrize("work", [SUMMARY, ROADMAP], ids=lambda work: work.key)
def test_other_documents_are_written_the_same_way(work):
    document = docx.Document(BytesIO(writing.written(work, 1)))

    assert document.core_properties.title == work.title
    assert len(document.tables) == 2  # the history and one of its own
