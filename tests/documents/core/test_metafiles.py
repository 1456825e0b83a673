"""Metafiles are told by their bytes, whatever they are called, and set on a page of their size."""

import struct

import pypdfium2
import pytest
from lxml import etree

from documents.core import metafiles
from documents.core.model import Block, Draft, InlineObject, Media
from documents.core.rendering import render_document
from tests import metafiles as made

PLACEABLE = struct.pack("<IH4hH", 0x9AC6CDD7, 0, 0, 0, 1440, -720, 1440) + b"\0" * 20
PLAIN = struct.pack("<3H", 1, 9, 0x300) + b"\0" * 20


@pytest.mark.parametrize(("data", "kind", "size"), [
    (made.emf(width=80, height=20), "emf", (80, 20)),
    (PLACEABLE, "wmf", (25.4, 12.7)),
    (PLAIN, "wmf", (120, 90)),
    (made.emf(width=16_000, height=10), "emf", (800, 2)),
    (made.emf(width=0, height=-5), "emf", (120, 90)),
])
def test_kind_and_size_stand_in_the_head(data, kind, size):
    assert metafiles.kind(data) == kind
    assert metafiles.size(data) == pytest.approx(size)


@pytest.mark.parametrize("data", [
    b"", b"\x01\0\0\0", made.png(), b"<html><script>", b"PK\x03\x04" + b"\0" * 60, made.emf()[:43],
    struct.pack("<3H", 1, 9, 0x200) + b"\0" * 20,
])
def test_what_only_has_the_name_of_a_metafile_is_none(data):
    assert metafiles.kind(data) is None


def test_page_is_as_large_as_the_picture_and_holds_it_whole():
    root = etree.fromstring(metafiles.page(made.emf(width=80, height=20)))

    (page,) = root.iter("{*}page-layout-properties")
    (data,) = root.iter("{*}binary-data")
    assert [value for name, value in page.items() if "page" in name] == ["80.00mm", "20.00mm"]
    assert data.text is not None
    assert len(data.text) == len(made.emf()) * 4 // 3


def test_empty_page_is_no_drawing(tmp_path):
    empty = pypdfium2.PdfDocument.new()
    empty.new_page(200, 100)
    empty.save(tmp_path / "empty.pdf")

    assert metafiles.drawn((tmp_path / "empty.pdf").read_bytes()) is None


@pytest.mark.parametrize("data", [b"", b"no page", b"%PDF-1.7\n%%EOF"])
def test_what_is_no_page_says_so(data):
    with pytest.raises(pypdfium2.PdfiumError):
        metafiles.drawn(data)


def test_drawings_take_the_place_of_the_pictures_that_they_are_of():
    block = Block("b1", "figure", "\ufffc", objects=(InlineObject(0, "image", "i.emf", "A habitat", 4, 3),))
    draft = Draft((block,), media={"i.emf": Media("i.emf", "image/x-emf", made.emf())})

    shown = metafiles.with_drawings(draft, {"i.emf": made.png(), "gone.emf": made.png()})

    assert 'class="placeholder" role="img" aria-label="A habitat"' in render_document(draft)
    assert '<img src="i.emf" alt="A habitat"' in render_document(shown)
    assert set(shown.media) == {"i.emf"}
