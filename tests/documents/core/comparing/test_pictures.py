"""Pictures that are other pictures, though every word is as it was."""

from dataclasses import replace

import pytest

from documents.core.comparing import compare
from documents.core.merging import merge
from documents.core.model import OBJECT, Block, Draft, InlineObject, Media

PLACES = ("in the polar crater", "beside the lander", "far from the base")


def pictured(*pictures, names=None, held=True, captions=PLACES):
    """A draft with a caption under each picture; a picture is its bytes."""
    called = names or [f"word/media/image{n}.png" for n in range(1, len(pictures) + 1)]
    blocks = []
    for number, name in enumerate(called):
        blocks.append(Block(f"f{number}", "figure", OBJECT, objects=(InlineObject(0, "image", name),)))
        blocks.append(Block(f"c{number}", "caption", f"The habitat, {captions[number]}, at noon."))
    media = {name: Media(name, "image/png", data) for name, data in zip(called, pictures, strict=True)}
    return Draft(blocks=tuple(blocks), media=media if held else {})


def edits(old, new):
    return [(edit.kind, edit.block, edit.start, edit.end) for edit in compare(old, new).edits]


def test_picture_that_was_swapped_is_replaced_in_its_place():
    old, new = pictured(b"red", b"blue"), pictured(b"red", b"green")

    assert edits(old, new) == [("replace", "f1", 0, 1)]
    assert compare(old, new).edits[0].donor == "f1"


def test_pictures_under_other_names_are_the_same():
    new = pictured(b"red", b"blue", names=["word/media/image7.png", "word/media/image1.png"])

    assert edits(pictured(b"red", b"blue"), new) == []


@pytest.mark.parametrize("held", [(False, True), (True, False), (False, False)])
def test_drafts_that_do_not_hold_their_pictures_say_nothing_of_them(held):
    one, two = held

    assert edits(pictured(b"red", held=one), pictured(b"blue", held=two)) == []


def test_picture_within_a_sentence_is_replaced_and_its_words_stay():
    def said(data):
        logo = InlineObject(9, "image", "a")
        block = Block("p", "paragraph", f"The logo {OBJECT} stands here.", objects=(logo,))
        return Draft(blocks=(block,), media={"a": Media("a", "image/png", data)})

    assert edits(said(b"red"), said(b"blue")) == [("replace", "p", 9, 10)]


def test_new_picture_before_others_leaves_them_alone():
    old, new = pictured(b"red", b"blue"), pictured(b"green", b"red", b"blue", captions=(PLACES[2], *PLACES))

    comparison = compare(old, new)

    assert [(edit.kind, edit.text) for edit in comparison.edits] == [
        ("insert_block", OBJECT), ("insert_block", "The habitat, far from the base, at noon."),
    ]


def test_two_sides_that_swap_one_picture_differently_are_in_conflict():
    base = pictured(b"red", b"blue")
    one, two, same = pictured(b"green", b"blue"), pictured(b"white", b"blue"), pictured(b"green", b"blue")

    assert [conflict.block for conflict in merge(base, [one, two]).conflicts] == ["f0"]
    assert merge(base, [one, same]).conflicts == ()


def test_alternative_text_and_size_are_no_other_picture():
    old = pictured(b"red")
    block = replace(old.blocks[0], objects=(replace(old.blocks[0].objects[0], alt="A base", width=50),))

    assert edits(old, replace(old, blocks=(block, *old.blocks[1:]))) == []
