"""Blocks taken from another package bring what they need: nothing dangles, nothing comes twice."""

import csv

import pytest

from documents.core import markup, reading
from documents.core.model import Change, Edit, Markup, Unreadable
from documents.core.package import open_package
from documents.core.package.names import ID, NAME, VAL, R, W
from tests.conftest import SHARED
from tests.documents.core.word import p, part, r, word

FOLDER = SHARED / "corpus"
STYLE = '<w:style w:type="paragraph" w:styleId="{}"><w:name w:val="{}"/>{}</w:style>'
LIST = (
    '<w:abstractNum w:abstractNumId="{0}"><w:lvl w:ilvl="0"><w:start w:val="1"/>'
    '<w:numFmt w:val="{1}"/><w:lvlText w:val="{2}"/>'
    '</w:lvl></w:abstractNum><w:num w:numId="{0}"><w:abstractNumId w:val="{0}"/></w:num>'
)


def dangling(data):
    """What the text names and the package does not have: styles, lists, notes, relationships, parts."""
    package = open_package(data)
    tree = package.tree(package.main)
    found = set()
    for kind, tag, attribute in (("styles", "style", "styleId"), ("numbering", "num", "numId")):
        known = {
            one.get(W + attribute)
            for name in package.related(package.main, kind)
            for one in package.tree(name).iter(W + tag)
        }
        named = ("pStyle", "rStyle", "tblStyle") if kind == "styles" else ("numId",)
        found |= {(kind, one.get(VAL)) for one in tree.iter(*(W + name for name in named))} - {
            (kind, one) for one in known | {"0"}
        }
    for kind in ("footnote", "endnote"):
        known = {
            one.get(ID) for name in package.related(package.main, f"{kind}s") for one in package.tree(name)
        }
        found |= {
            (kind, one.get(ID)) for one in tree.iter(W + f"{kind}Reference") if one.get(ID) not in known
        }
    for one in tree.iter():
        found |= {
            ("relationship", value)
            for name, value in one.attrib.items()
            if str(name).startswith(R) and value not in package.relationships(package.main)
        }
    for one in package.relationships(package.main).values():
        if not one.external and not package.find(one.target):
            found.add(("part", one.target))
    return found


def taken(base, donor, *blocks):
    """The base with blocks of the donor inserted behind its last block, and accepted."""
    last = reading.read(base).blocks[-1].id
    edits = [Edit("insert_block", last, donor=block) for block in blocks]
    changes = tuple(Change(str(900 + place), "Editor 1", "", edit) for place, edit in enumerate(edits))
    return markup.settle(markup.lay(base, Markup(changes=changes), donor), accept=True)


def parts(data):
    return open_package(data).parts


def test_style_of_the_same_name_is_used_and_a_clashing_id_is_renamed():
    base = word(p("a"), styles=part("styles", STYLE.format("q", "Quote", "") + STYLE.format("x", "Mine", "")))
    donor = word(
        p("one", props='<w:pStyle w:val="Zitat"/>') + p("two", props='<w:pStyle w:val="x"/>'),
        styles=part("styles", STYLE.format("Zitat", "quote", "") + STYLE.format("x", "Theirs", "")),
    )

    made = taken(base, donor, "b1", "b2")

    assert [block.style for block in reading.read(made).blocks] == ["", "quote", "theirs"]
    assert b'w:styleId="xx"' in parts(made)["word/styles.xml"]
    assert b'w:val="Theirs"' in parts(made)["word/styles.xml"]


def test_style_brings_the_style_it_is_based_on():
    donor = word(
        p("one", props='<w:pStyle w:val="b"/>'),
        styles=part("styles", STYLE.format("a", "Ground", "")
                    + STYLE.format("b", "Special", '<w:basedOn w:val="a"/>')),
    )  # fmt: skip

    made = taken(word(p("x"), styles=part("styles", "")), donor, "b1")

    assert b'w:val="Ground"' in parts(made)["word/styles.xml"]
    assert dangling(made) == set()


def test_list_of_the_same_definition_is_used_and_another_one_is_brought():
    numbered = '<w:numPr><w:ilvl w:val="0"/><w:numId w:val="{}"/></w:numPr>'
    base = word(
        p("a", props=numbered.format(1)), numbering=part("numbering", LIST.format(1, "decimal", "%1."))
    )
    donor = word(
        p("same", props=numbered.format(1)) + p("other", props=numbered.format(2)),
        numbering=part("numbering", LIST.format(1, "decimal", "%1.") + LIST.format(2, "lowerLetter", "%1)")),
    )

    made = taken(base, donor, "b1", "b2")

    assert [block.number for block in reading.read(made).blocks] == ["1.", "2.", "a)"]
    assert parts(made)["word/numbering.xml"].count(b"<w:abstractNum ") == 2


def test_note_and_link_come_with_their_paragraph():
    note = part("footnotes", f'<w:footnote w:id="5">{p("the note")}</w:footnote>')
    link = f'<w:hyperlink w:anchor="here">{r("linked")}</w:hyperlink>'
    donor = word(p("text", '<w:r><w:footnoteReference w:id="5"/></w:r>', link), footnotes=note)

    made = taken(word(p("a")), donor, "b1")

    draft = reading.read(made)
    assert [(block.kind, block.text) for block in draft.blocks[1:]] == [
        ("paragraph", "text\ufffclinked"),
        ("footnote", "the note"),
    ]
    assert [(span.kind, span.value) for span in draft.blocks[1].spans] == [("link", "#here")]
    assert dangling(made) == set()


def test_bookmark_whose_name_is_taken_is_left_behind():
    marked = '<w:bookmarkStart w:id="0" w:name="here"/>{}<w:bookmarkEnd w:id="0"/>'
    base, donor = (word(p(marked.format(r(text)))) for text in ("old", "new"))

    made = open_package(taken(base, donor, "b1"))

    marks = [one.get(NAME) for one in made.tree(made.main).iter(W + "bookmarkStart")]
    assert marks == ["here"]


def files_with(feature):
    if not (FOLDER / "CORE.csv").exists():
        return []
    with (FOLDER / "CORE.csv").open(encoding="utf-8") as rows:
        return [row["file"] for row in csv.DictReader(rows) if feature in row["features"].split()]


FEATURES = ("images", "footnotes", "endnotes", "numbering", "charts", "smartart", "hyperlinks", "strict")
REAL = sorted({name for feature in FEATURES for name in files_with(feature)})[:24]
needs_corpus = pytest.mark.skipif(not REAL, reason=f"{FOLDER} is missing: set DRAFTROOM_SHARED")


def plain_blocks(data):
    """The first paragraphs of the body that hang from nothing."""
    return [
        one for one in reading.read(data).blocks
        if one.anchor is None and one.cell is None and one.kind not in ("header", "footer")
    ][:40]  # fmt: skip


def clean(name):
    try:
        return markup.lift((FOLDER / name).read_bytes())[0]
    except Unreadable as error:
        pytest.skip(f"not readable: {error}")


@needs_corpus
@pytest.mark.parametrize("name", REAL, ids=lambda name: name.rpartition("/")[2])
def test_all_blocks_of_a_real_file_can_be_taken_and_nothing_dangles(name):
    donor = clean(name)
    blocks = plain_blocks(donor)

    made = taken(word(p("base"), styles=part("styles", "")), donor, *(block.id for block in blocks))

    got = [block.text for block in reading.read(made).blocks if block.anchor is None]
    assert got[1 : len(blocks) + 1] == [block.text for block in blocks]
    assert dangling(made) - dangling(donor) == set()
    assert len([one for one in parts(made) if "/media/" in one]) <= len(reading.read(donor).media)


@needs_corpus
@pytest.mark.parametrize("name", files_with("images")[:3], ids=lambda name: name.rpartition("/")[2])
def test_pictures_styles_and_lists_that_the_file_has_are_not_brought_again(name):
    base = clean(name)

    made = taken(base, base, *(block.id for block in plain_blocks(base)))

    assert {one for one in parts(made) if "/media/" in one} == {
        one for one in parts(base) if "/media/" in one
    }
    for kind in ("styles", "numbering"):
        assert parts(made).get(f"word/{kind}.xml") == parts(base).get(f"word/{kind}.xml")
