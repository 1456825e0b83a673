"""Passages settled: the laws of what wishes give together, and what people see of it."""

from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.core.comparing import applied
from documents.core.model import Block, Draft, Edit, Span
from reviews.core.merging import in_place, recognising, settling, showing, wishes
from reviews.core.merging.wishes import Wish

BASE = tuple(
    Block(f"b{n}", "paragraph", " ".join(f"word{n}{m}" for m in range(6))) for n in range(4)
)
ORDER = {block.id: n for n, block in enumerate(BASE)}


@st.composite
def edits(draw):
    """One change of one paragraph, of any kind that reviewers make."""
    block = draw(st.sampled_from(BASE))
    words = block.text.split(" ")
    first = draw(st.integers(0, 5))
    last = draw(st.integers(first, 5))
    start = len(" ".join(words[:first])) + (first > 0)
    end = len(" ".join(words[: last + 1]))
    text = draw(st.sampled_from(["", "new", "other words", "new."]))
    kind = draw(st.sampled_from(["replace", "insert", "insert_block", "delete_block", "format"]))
    if kind == "replace":
        return Edit("replace" if text else "delete", block.id, start, end, text)
    if kind == "insert":
        return Edit("insert", block.id, end, end, f" {text or 'more'}")
    if kind == "format":
        return Edit("format", block.id, start, end, spans=(Span(0, end - start, "bold"),))
    return Edit(kind, block.id, text=text or "A paragraph." if kind == "insert_block" else "")


SIDES = st.lists(edits(), min_size=1, max_size=6).map(
    lambda found: [Wish(f"{n:03}", (edit,)) for n, edit in enumerate(found)],
)


def settled(asked):
    return [
        (passage, settling.settled(settling.blocks_of(BASE, passage), passage.wishes))
        for passage in wishes.passages(asked, ORDER)
    ]


@given(SIDES)
@settings(max_examples=150)
def test_edits_give_the_text_that_they_promise(asked):
    for passage, found in settled(asked):
        draft = Draft(settling.blocks_of(BASE, passage))
        given_text = [block.text for block in applied(draft, [one.edit for one in found.edits]).blocks]
        assert given_text == [block.text for block in found.blocks]


@given(SIDES)
@settings(max_examples=150)
def test_every_wish_is_done_or_in_a_conflict(asked):
    for passage, found in settled(asked):
        done = {key for one in found.edits for key in one.wishes}
        disputed = {key for clash in found.clashes for key in clash.wishes}
        assert done | disputed | set(found.unfit) == {wish.key for wish in passage.wishes}


@given(SIDES, st.randoms())
@settings(max_examples=100)
def test_order_of_wishes_changes_nothing(asked, dice):
    shuffled = list(asked)
    dice.shuffle(shuffled)

    texts = [
        [[block.text for block in found.blocks] for _, found in settled(each)] for each in (asked, shuffled)
    ]
    assert texts[0] == texts[1]


@given(SIDES)
@settings(max_examples=100)
def test_file_that_does_small_changes_holds_them(asked):
    """Where most of a paragraph goes it is another paragraph to whoever compares."""
    small = {
        wish.edits[0].block: wish for wish in asked
        if "_block" not in wish.edits[0].kind and wish.edits[0].kind != "format"
        and wish.edits[0].end - wish.edits[0].start < 15
    }
    new = applied(Draft(BASE), [wish.edits[0] for wish in small.values()])

    found = recognising.recognised(Draft(BASE), new, list(small.values()))

    assert sorted(found.held) == sorted(wish.key for wish in small.values())
    assert (found.missing, found.changed, found.extra) == ([], [], [])


def test_wishes_of_one_paragraph_meet_and_others_do_not():
    asked = [
        Wish("1", (Edit("insert", "b0", 0, 0, "So "),)), Wish("2", (Edit("join", "b2", 41, 41),)),
        Wish("3", (Edit("delete_block", "b3"),)), Wish("4", (Edit("replace", "b0", 0, 6, "x"),)),
    ]

    found = wishes.passages(asked, ORDER)

    assert [(one.positions, [wish.key for wish in one.wishes]) for one in found] == [
        ((0,), ["1", "4"]), ((2, 3), ["2", "3"]),
    ]


def test_wish_about_a_block_that_is_not_there_meets_nobody():
    assert wishes.passages([Wish("1", (Edit("delete_block", "b99"),))], ORDER) == []


def test_two_paragraphs_in_one_place_can_be_had_one_after_the_other():
    asked = [Wish(key, (Edit("insert_block", "b0", text=f"Text {key}"),)) for key in ("1", "2")]

    ((_, found),) = settled(asked)

    assert [(clash.wishes, clash.is_order) for clash in found.clashes] == [(("1", "2"), True)]


def test_redline_shows_the_words_in_a_little_context():
    long = replace(BASE[0], text=f"{'before ' * 20}old words{' after' * 20}")
    start = long.text.index("old")

    (line,) = showing.lines_of([long], [Edit("replace", "b0", start, start + 3, "new")])

    kinds = [kind for kind, _ in line.segments]
    assert kinds == ["equal", "delete", "insert", "equal"]
    assert (line.segments[0][1][:2], line.segments[-1][1][-2:]) == ("… ", " …")


def test_edit_in_place_keeps_off_words_that_others_wrote():
    done = [Edit("replace", "b0", 0, 6, "First")]

    theirs = in_place.edits_on_base("word00 word01", "b0", done, "Second word01")
    own = in_place.edits_on_base("word00 word01", "b0", done, "First word02")

    assert theirs is None
    assert own == (Edit("replace", "b0", 7, 13, "word02"),)
