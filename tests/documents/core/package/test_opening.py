"""Packages that are odd but sound: parts are found by relationship, in both namespace families."""

import pytest

from documents.core.model import Unreadable
from documents.core.package import open_package, xml
from documents.core.reading import read
from tests.documents.core.word import NAMESPACES, p, word, zipped

STRICT = "http://purl.oclc.org/ooxml/"
TYPES = (
    '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
    '<Default Extension="xml" ContentType="application/xml"/></Types>'
)


def rels(kind: str, target: str) -> str:
    return (
        '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
        f'<Relationship Id="a" Type="{kind}" Target="{target}"/></Relationships>'
    )


def test_main_part_may_have_any_name_and_an_absolute_target():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    main = f"<w:document {NAMESPACES}><w:body>{p('found')}</w:body></w:document>"
    data = zipped({"[Content_Types].xml": TYPES, "_rels/.rels": rels(kind, "/story/main2.xml"),
                   "story/main2.xml": main})

    assert open_package(data).main == "story/main2.xml"
    assert [block.text for block in read(data).blocks] == ["found"]


def test_strict_file_with_another_prefix_reads_as_a_transitional_one():
    main = (f'<ns0:document xmlns:ns0="{STRICT}wordprocessingml/main"><ns0:body><ns0:p><ns0:r>'
            "<ns0:t>strict</ns0:t></ns0:r></ns0:p></ns0:body></ns0:document>")
    data = zipped({"[Content_Types].xml": TYPES, "word/document.xml": main,
                   "_rels/.rels": rels(f"{STRICT}officeDocument/relationships/officeDocument",
                                       "word/document.xml")})

    package = open_package(data)

    assert package.is_strict(package.main)
    assert [block.text for block in read(data).blocks] == ["strict"]


def test_strict_declarations_come_back_and_text_is_never_touched():
    part = (f'<w:t xmlns:w="{STRICT}wordprocessingml/main">{STRICT}wordprocessingml/main</w:t>').encode()

    assert xml.restore(xml.to_transitional(part)) == part
    assert xml.to_transitional(part).count(STRICT.encode()) == 1


def test_dangling_relationship_is_tolerated():
    body = ('<w:p><w:r><w:drawing><wp:inline><wp:docPr id="1" name="x" descr="a map"/><a:blip xmlns:a='
            '"http://schemas.openxmlformats.org/drawingml/2006/main" r:embed="rId9"/></wp:inline>'
            "</w:drawing></w:r></w:p>")

    draft = read(word(body))

    assert draft.blocks[0].kind == "figure"
    assert draft.blocks[0].objects[0].alt == "a map"
    assert draft.warnings[0].code == "linked-image"


@pytest.mark.parametrize(("data", "code"), [
    (b"", "not-a-package"),
    (b"<html><body>saved as .docx</body></html>", "not-a-package"),
    (zipped({"a.txt": "x"}), "not-a-package"),
    (zipped({"[Content_Types].xml": TYPES}), "no-main-part"),
    (zipped({"[Content_Types].xml": "<broken"}), "xml"),
])
def test_what_is_not_a_word_file_says_so(data, code):
    with pytest.raises(Unreadable) as caught:
        open_package(data)

    assert caught.value.code == code


def test_a_workbook_is_not_a_word_document():
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
    data = zipped({"[Content_Types].xml": TYPES, "xl/workbook.xml": "<workbook/>",
                   "_rels/.rels": rels(kind, "xl/workbook.xml")})

    with pytest.raises(Unreadable) as caught:
        open_package(data)

    assert caught.value.code == "not-word"
