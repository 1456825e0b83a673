"""A large main part is read bit by bit; what comes of it is what reading it as a whole gives."""

import random
import zipfile

import pytest

from bench.word import readers
from documents.core.limits import Limits
from documents.core.model import Unreadable
from documents.core.package import open_package, xml
from documents.core.reading import read, read_map
from documents.core.textmap import map_package
from tests.documents.core.reading.test_corpus import CORE, FOLDER, needs_corpus
from tests.documents.core.word import NAMESPACES, dele, ins, mark, p, r, word

LIMITS = Limits(macros=True)


@pytest.fixture(params=[61, 1_000], ids=lambda size: f"{size} bytes at once")
def _small_bits(request, monkeypatch):
    monkeypatch.setattr(xml, "BIT", request.param)


def whole(data):
    try:
        return read_map(map_package(open_package(data, LIMITS)))
    except Unreadable as error:
        return error.code, error.part


def by_bits(data):
    try:
        return read(data, LIMITS)
    except Unreadable as error:
        return error.code, error.part


@needs_corpus
@pytest.mark.usefixtures("_small_bits")
@pytest.mark.parametrize("row", CORE, ids=lambda row: row["file"].rpartition("/")[2])
def test_a_real_file_reads_the_same_bit_by_bit(row):
    data = (FOLDER / row["file"]).read_bytes()

    assert by_bits(data) == whole(data)


CELL = "<w:tbl><w:tr><w:tc>{}</w:tc></w:tr></w:tbl>"
FIELD = '<w:r><w:fldChar w:fldCharType="{}"/></w:r>'
CODE = "<w:r><w:instrText>REF goals</w:instrText></w:r>"
COMMENTS = f'<w:comments {NAMESPACES}><w:comment w:id="3" w:author="A">{p("Why?")}</w:comment></w:comments>'
FOOTNOTES = f'<w:footnotes {NAMESPACES}><w:footnote w:id="2">{p("A note.")}</w:footnote></w:footnotes>'
BODIES = {
    "paragraphs that run on": p("One", props=mark("ins")) + p("two", props=mark("ins")) + p("three") + p("x"),
    "a pending mark before a table": p("One") + p("two", props=mark("ins")) + CELL.format(p("three")),
    "a paragraph that vanishes": p("One") + p(props=mark("ins")) + CELL.format(p("two")) + p("three"),
    "a struck mark at the end": p("One") + p(dele("two"), props=mark("del")),
    "changes": p("One ", ins("two "), dele("three")) * 20,
    "a field over paragraphs": p("a", FIELD.format("begin"), CODE, FIELD.format("separate"), "b")
    + p("c") * 5 + p(FIELD.format("end"), "d"),
    "a field without an end": p("a") * 5 + p("b", FIELD.format("begin"), CODE) + p("c") * 5,
    "marks between paragraphs": p("One") + '<w:commentRangeStart w:id="3"/>' + p("two") * 5
    + '<w:commentRangeEnd w:id="3"/><w:bookmarkStart w:id="4" w:name="goals"/>' + p("x")
    + '<w:bookmarkEnd w:id="4"/>',
    "marks around a table alone": '<w:bookmarkStart w:id="4" w:name="goals"/>' + CELL.format(p("two"))
    + '<w:bookmarkEnd w:id="4"/>',
    "notes": p("One", '<w:r><w:footnoteReference w:id="2"/></w:r>') * 8,
    "a changed format": p(r("One", '<w:b/><w:rPrChange w:id="5" w:author="A"><w:rPr/></w:rPrChange>')) * 9,
    "sections": (p("One", props="<w:sectPr/>") + p("two")) * 9 + "<w:sectPr/>",
    "bound controls": (p("One") + '<w:sdt><w:sdtPr><w:dataBinding w:xpath="x"/></w:sdtPr><w:sdtContent>'
                       + p("two") + "</w:sdtContent></w:sdt>") * 9,
    "unknown elements and bare text": "<w:new>" + p("One") + "</w:new>words<!-- and more -->" + p("two") * 9,
    "blanks kept": p("One") + '<w:p xml:space="preserve"><w:r><w:t> two </w:t></w:r></w:p>' * 9,
}


@pytest.mark.usefixtures("_small_bits")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_stands_over_the_borders_of_bits_reads_the_same(body):
    data = word(p("Before") + body + p("After"), comments=COMMENTS, footnotes=FOOTNOTES)

    assert by_bits(data) == whole(data)


@pytest.mark.usefixtures("_small_bits")
@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_what_ends_a_body_reads_the_same(body):
    data = word(body, comments=COMMENTS, footnotes=FOOTNOTES)

    assert by_bits(data) == whole(data)


@pytest.mark.usefixtures("_small_bits")
@pytest.mark.parametrize("broken", [
    p("One") * 9 + "<w:p>", p("One") * 9 + "</w:p>", "<w:p>" * 300,
    p("<w:r><w:t>&unknown;</w:t></w:r>"), p("One") * 9 + "\x01",
], ids=["cut off", "closed twice", "too deep", "an entity", "a control"])
def test_a_broken_part_is_refused_for_the_same_reason(broken):
    data = word(broken)

    assert by_bits(data) == whole(data)
    assert isinstance(by_bits(data), tuple)


NOUNS = ["probe", "lander", "relay", "orbit", "panel", "mass", "agency", "cost"]


def test_a_large_file_takes_no_more_than_six_times_its_main_part(tmp_path):
    chance = random.Random(1)

    def words():
        return " ".join(f"{chance.choice(NOUNS)} {chance.randrange(10**6)}" for _ in range(12))

    paragraphs = (p(words(), r(words(), "<w:b/>"), ins(words()), words()) for _ in range(4_000))
    path = tmp_path / "large.docx"
    path.write_bytes(word("".join(paragraphs) + CELL.format(p(words())) * 300))
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("word/document.xml").file_size

    _, ours = readers.measured("ours", path)
    _, tree = readers.measured("lxml parse", path)

    assert ours < 6 * size
    assert ours < tree
