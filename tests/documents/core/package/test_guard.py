"""A stranger's zip: refused before it is inflated, with a code and a reason."""

import json
import time
import zipfile
from io import BytesIO

import pytest

from documents.core.limits import DEFAULT, Limits
from documents.core.model import Unreadable
from documents.core.package import open_package
from documents.core.reading import read
from tests.conftest import SHARED
from tests.documents.core.word import p, word, zipped

TABLE = SHARED / "hostile" / "expect.json"
ROWS = json.loads(TABLE.read_text()) if TABLE.exists() else []
ROWS = [row for row in ROWS if row["file"].endswith(".docx")]
MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


def answer(data: bytes, limits: Limits = DEFAULT) -> Unreadable | None:
    """What reading says against the bytes, None when it reads them."""
    try:
        read(data, limits)
    except Unreadable as error:
        return error
    return None


def refused(data: bytes, limits: Limits = DEFAULT) -> str:
    with pytest.raises(Unreadable) as caught:
        open_package(data, limits)
    return caught.value.code


@pytest.mark.skipif(not ROWS, reason=f"{TABLE} is missing: set DRAFTROOM_SHARED")
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["file"])
def test_hostile_files_get_the_answer_of_their_table(row):
    data = (TABLE.parent / row["file"]).read_bytes()
    began = time.process_time()

    said = answer(data)

    assert row["verdict"] in ("either", "accept" if said is None else "reject")
    assert said is None or (said.code and said.reason)
    assert time.process_time() - began < row["max_seconds"]


@pytest.mark.parametrize("cut", [1, 30, 200, 600])
def test_truncated_package_is_unreadable(cut):
    data = word(p("text"))

    assert refused(data[:-cut]) in ("truncated", "damaged")


def test_every_single_damaged_byte_is_an_answer_not_a_traceback():
    data = word(p("text"))

    for at in range(0, len(data), 7):
        damaged = data[:at] + bytes([data[at] ^ 0x5A]) + data[at + 1:]
        said = answer(damaged)
        assert said is None or said.code


def test_names_that_differ_only_in_case_are_duplicates():
    data = zipped({"[Content_Types].xml": "<a/>", "word/a.xml": "<a/>", "Word/A.xml": "<a/>"})

    assert refused(data) == "duplicate"


@pytest.mark.parametrize("name", ["../a.xml", "word/../../a.xml", "/a.xml", "C:\\a.xml", "..\\a.xml"])
def test_names_that_leave_the_package_are_refused(name):
    assert refused(zipped({name: "<a/>"})) == "traversal"


def test_local_name_that_differs_from_the_directory_is_refused():
    data = word(p("text"))
    at = data.index(b"word/document.xml")

    assert refused(data[:at] + b"word/documenT.xml" + data[at + 17:]) == "mismatch"


def test_members_that_unpack_to_too_much_in_all_are_refused():
    assert refused(word(p("text" * 1000)), Limits(unpacked=3000)) == "too-large"


def test_tight_packing_of_an_xml_part_is_refused_and_of_a_picture_not():
    heavy = b"<a>" + b" " * 2_000_000 + b"</a>"
    with zipfile.ZipFile(memory := BytesIO(word(p("text"))), "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/media/image1.emf", heavy)
    assert open_package(memory.getvalue()).main == "word/document.xml"

    with zipfile.ZipFile(memory, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("word/extra.xml", heavy)
    assert refused(memory.getvalue()) == "ratio"


def test_macros_are_refused_unless_the_caller_knows_the_file_has_them():
    data = word(p("text"), main_type=MACRO_MAIN)

    assert refused(data) == "macros"
    assert open_package(data, Limits(macros=True)).main == "word/document.xml"


def test_doctype_is_refused_in_a_part_that_is_never_read():
    with zipfile.ZipFile(memory := BytesIO(word(p("text"))), "a") as archive:
        archive.writestr("customXml/item1.xml", '<?xml version="1.0"?><!-- x --><!DOCTYPE a><a/>')

    assert refused(memory.getvalue()) == "dtd"


def test_doctype_in_another_encoding_is_refused():
    document = '<?xml version="1.0" encoding="UTF-16"?><!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'
    data = zipped({"[Content_Types].xml": document.encode("utf-16")})

    assert refused(data) == "dtd"


def test_deep_nesting_is_refused_below_the_parser_limit_too():
    for times in (110, 120, 150):
        data = word("<w:sdt><w:sdtContent>" * times + p("x") + "</w:sdtContent></w:sdt>" * times)

        said = answer(data)

        assert said is not None
        assert said.code == "depth"


def test_more_paragraphs_than_the_limit_are_refused():
    with pytest.raises(Unreadable) as caught:
        read(word(p("x") * 30), Limits(blocks=20))

    assert caught.value.code == "too-many-blocks"


def test_lock_file_is_named_as_such():
    with pytest.raises(Unreadable, match="lock file"):
        open_package(b"\x05Alice" + b"\0" * 156)
