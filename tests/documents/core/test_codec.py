"""Values survive the way to JSON and back."""

import json

import pytest

from documents.core import codec
from documents.core.comparing import compare
from documents.core.model import (
    Block,
    Cell,
    Change,
    Comment,
    Draft,
    Edit,
    InlineObject,
    Markup,
    Point,
    Shown,
    Span,
)

BLOCKS = [
    Block(id="b1", kind="paragraph", text=""),
    Block(
        id="b2",
        kind="cell",
        text="a\ufffcb",
        level=1,
        number="a)",
        spans=(Span(0, 1, "link", "https://x.org"),),
        objects=(InlineObject(1, "image", "i.png", "alt", 3, 4),),
        cell=Cell(2, 1, 0, column_span=2, header=True, outer=(1,)),
        shown=(Shown(0, "box", "☒", "Tick to approve"), Shown(3, "number", "1)")),
    ),
]


def over_the_wire(value):
    return json.loads(json.dumps(value))


@pytest.mark.parametrize("block", BLOCKS)
def test_block_comes_back_equal(block):
    assert codec.block_from_json(over_the_wire(codec.block_to_json(block))) == block


def test_markup_comes_back_equal():
    point = Point("b1", 3)
    markup = Markup(
        comments=(
            Comment("c1", "ESA reviewer 2", "ER", "2016-05-12T10:00:00Z", "Why?", "", False, point, point),
        ),
        changes=(Change("r1", "NASA", "", Edit("replace", "b1", 1, 2, "x", (Span(0, 1, "bold"),)), "g1"),),
        opaque=({"part": "word/document.xml", "xml": "<w:p/>"},),
    )

    assert codec.markup_from_json(over_the_wire(codec.markup_to_json(markup))) == markup


def test_comparison_comes_back_equal():
    old = Draft((Block("b1", "paragraph", "One two three four five."), Block("b2", "paragraph", "Gone now.")))
    new = Draft((Block("b1", "paragraph", "One two drei four five six."),))
    comparison = compare(old, new)

    assert codec.comparison_from_json(over_the_wire(codec.comparison_to_json(comparison))) == comparison


def test_listed_block_always_has_its_five_keys():
    assert codec.listed_block(BLOCKS[0]) == {
        "id": "b1", "kind": "paragraph", "level": 0, "number": "", "text": "",
    }  # fmt: skip
