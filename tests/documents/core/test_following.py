from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.core import versions
from documents.core.following import follow
from documents.core.model import Anchor
from tests.documents.core.revisions import BLOCKS, draft

ORBIT = "The orbiter relays data from the surface of the planet to the ground stations on Earth."
ROVER = "A rover collects samples of ice and rock and brings them to the lander for analysis."
CREW = "Crew health depends on shielding, exercise, food and the time spent in deep space."


def place(old, new, block, words):
    start = old.blocks[block].text.index(words)
    (placement,) = follow([Anchor("c", block, start, start + len(words))], old, new)
    return placement


def quoted(placement, new):
    return new.blocks[placement.block].text[placement.start : placement.end]


@settings(max_examples=60, deadline=None)
@given(BLOCKS, st.data())
def test_identity_keeps_every_anchor(blocks, data):
    version = versions.draft(blocks)
    anchors = [
        Anchor(str(block.id), block.id, data.draw(st.integers(0, len(block.text))), len(block.text))
        for block in version.blocks
    ]

    placements = follow(anchors, version, version)

    assert [(p.block, p.start, p.end) for p in placements] == [(a.block, a.start, a.end) for a in anchors]
    assert all(p.status == "placed" and p.confidence == 1.0 for p in placements)


def test_anchor_follows_words_that_shifted():
    old, new = draft(ORBIT, ROVER), draft(ORBIT, CREW, f"Every day, {ROVER}")

    placement = place(old, new, 1, "samples of ice")

    assert quoted(placement, new) == "samples of ice"
    assert placement.block == 2


def test_anchor_in_a_moved_paragraph_is_moved():
    old, new = draft(ORBIT, ROVER, CREW), draft(CREW, ORBIT, ROVER)

    placement = place(old, new, 2, "shielding")

    assert (placement.status, placement.block) == ("moved", 0)


def test_anchor_over_a_split_has_two_segments():
    old, new = draft(f"{ORBIT} {ROVER}", CREW), draft(ORBIT, ROVER, CREW)

    placement = place(old, new, 0, "ground stations on Earth. A rover collects samples")

    assert [segment[0] for segment in placement.segments] == [0, 1]


def test_deleted_words_leave_an_orphan_beside_their_place():
    old, new = draft(ORBIT, ROVER, CREW), draft(ORBIT, CREW)

    placement = place(old, new, 1, "collects samples of ice")

    assert (placement.status, placement.block, placement.confidence) == ("orphaned", 0, 0.0)


def test_rewritten_words_are_less_sure_than_kept_ones():
    old, new = draft(ROVER, CREW), draft(ROVER.replace("ice and rock", "dust and soil"), CREW)

    changed = place(old, new, 0, "samples of ice and rock")
    kept = place(old, new, 1, "shielding")

    assert changed.confidence < kept.confidence == 1.0


def test_anchor_of_an_unknown_block_is_orphaned():
    (placement,) = follow([Anchor("c", 99, 0, 1)], draft(ORBIT), draft(ORBIT))

    assert (placement.status, placement.block) == ("orphaned", None)


def test_comment_without_a_range_stays_at_its_letter():
    old, new = draft(ROVER), draft(f"Later, {ROVER}")

    (placement,) = follow([Anchor("c", 0, 7, 7)], old, new)

    assert (placement.start, placement.end) == (14, 14)


def test_anchor_does_not_jump_to_a_near_copy_that_stands_alone():
    code = 'print("samples of ice")'
    old = draft(ORBIT, code, ROVER, CREW)
    new = draft(ORBIT, ROVER, CREW, "Appendix", "Remarks", "Remarks on code", 'print("dust")', "The end")

    placement = place(old, new, 1, code)

    assert placement.status == "orphaned"
    assert placement.block == 0


def test_number_replaced_in_its_sentence_keeps_its_comment_unsurely():
    old = draft(ORBIT, "The blob gas price changes at a maximum rate of 10% per block.", ROVER)
    new = draft(ORBIT, "The blob gas price changes at a maximum rate of 12% per block.", ROVER)

    placement = place(old, new, 1, "of 10% per")

    assert quoted(placement, new) == "of 12% per"
    assert placement.confidence < 0.5


def test_anchor_in_a_block_with_nothing_known_beside_it_is_never_quite_sure():
    old = draft(ORBIT, CREW)
    new = draft("Ice.", CREW.replace("food", "sleep"), "Dust.", "Rock.")

    placement = place(old, new, 1, "shielding, exercise")

    assert quoted(placement, new) == "shielding, exercise"
    assert 0.5 < placement.confidence < 0.9


def test_anchor_of_whose_words_nothing_is_left_step_by_step_is_orphaned():
    texts = (
        "given to a plain orbit by the crew",
        "given to an unusual orbit by the crew",
        "given to an unusual crew",
    )
    several = [draft(ORBIT, f"Samples of ice are {text} of the lander.", ROVER) for text in texts]
    quote = "to a plain orbit"

    first = place(*several[:2], 1, quote)
    anchor = Anchor("c", first.block, first.start, first.end, quote)
    (last,) = follow([anchor], *several[1:])
    (unquoted,) = follow([replace(anchor, quote="")], *several[1:])

    assert quoted(first, several[1]) == "to an unusual orbit"
    assert quoted(unquoted, several[2]) == "to an unusual"
    assert (last.status, last.block, last.confidence) == ("orphaned", 1, 0.0)


FORM = ("Name:", "Signature:", "Date and place:")


def test_place_among_copies_of_a_text_with_only_copies_beside_is_not_sure():
    old = draft(ORBIT, *FORM * 9, ROVER)
    new = draft(ORBIT, *FORM * 8, ROVER)

    placement = place(old, new, 14, "Signature:")

    assert quoted(placement, new) == "Signature:"
    assert placement.confidence < 0.8


def test_place_among_copies_is_sure_beside_a_text_that_stands_once_or_when_none_came_or_went():
    old = draft(ORBIT, *FORM * 9, ROVER)
    fewer, moved_on = draft(ORBIT, *FORM * 8, ROVER), draft(CREW, ORBIT, *FORM * 9, ROVER)

    beside = place(old, fewer, 2, "Signature:")
    as_many = place(old, moved_on, 14, "Signature:")

    assert (beside.block, beside.confidence) == (2, 1.0)
    assert (as_many.block, as_many.confidence) == (15, 1.0)


RULE = "=" * 12


def test_comment_on_a_rule_between_others_is_never_quite_sure():
    old = draft(f"{RULE} Name {RULE} Value {RULE} Unit", ORBIT)
    new = draft(f"{RULE} Value {RULE} Name of it {RULE} Unit", ORBIT)
    start = old.blocks[0].text.rindex(RULE)

    (placement,) = follow([Anchor("c", 0, start, start + len(RULE))], old, new)

    assert quoted(placement, new) == RULE
    assert placement.confidence <= 0.75


def test_half_of_an_anchor_holds_on_only_where_its_surroundings_stayed():
    start = "The crew trains with the robotic arm for eight weeks before the launch"
    old = draft(
        ORBIT, f"{start}, and a panel weighs each cheaper option that partners find in their work.", ROVER
    )
    stayed = draft(
        ORBIT, f"{start}, and a panel weighs each other option that partners find in their work.", ROVER
    )
    gone = draft(ORBIT, f"{start}: no agency can yet say which option would please them most.", ROVER)

    assert quoted(place(old, stayed, 1, "cheaper option"), stayed) == "option"
    assert place(old, gone, 1, "cheaper option").status == "orphaned"


def test_full_stop_that_went_to_the_end_of_another_sentence_is_left_behind():
    more = "Every partner may also sign up for news of the landing sites"
    old = draft(ORBIT, "Read how to get involved.", ROVER)
    new = draft(ORBIT, f"Read how to get involved: {more}.", ROVER)

    assert quoted(place(old, new, 1, "involved."), new) == "involved"


def test_place_is_not_sure_where_a_copy_came_in_beside_it():
    old, new = draft(ORBIT, ROVER, CREW), draft(ORBIT, ROVER, ROVER, CREW)

    assert place(old, new, 1, "samples of ice").confidence < 0.8
    assert place(old, new, 2, "shielding").confidence == 1.0
