import pytest

from documents.core import versions
from documents.core.merging import merge, merge_edits, resolve, resolve_all
from documents.core.merging.resolving import Wording
from documents.core.model import OBJECT, Edit
from tests.documents.core.revisions import draft

ORBIT = "The orbiter relays data from the surface of the planet to the ground stations on Earth."
ROVER = "A rover collects samples of ice and rock and brings them to the lander for analysis."
CREW = "Crew health depends on shielding, exercise, food and the time spent in deep space."
BASE = draft(ORBIT, ROVER, CREW)


def merged_with(*sides):
    return merge(BASE, [draft(*side) for side in sides], ["ESA", "JAXA", "NASA"][: len(sides)])


def texts(blocks):
    return [block.text for block in blocks]


def test_edits_of_one_paragraph_by_two_sides_join():
    merged = merged_with(
        (ORBIT, ROVER.replace("rover", "robot"), CREW), (ORBIT, ROVER.replace("analysis", "return"), CREW)
    )

    assert merged.conflicts == ()
    assert texts(merged.blocks)[1] == ROVER.replace("rover", "robot").replace("analysis", "return")


def test_different_words_in_one_place_are_the_smallest_conflict():
    merged = merged_with(
        (ORBIT, ROVER.replace("ice", "dust"), CREW), (ORBIT, ROVER.replace("ice", "soil"), CREW)
    )

    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.block, conflict.base) == ("text", 1, "ice")
    assert [(each.sides, each.text) for each in conflict.alternatives] == [
        (("ESA",), "dust"), (("JAXA",), "soil"),
    ]  # fmt: skip
    assert texts(merged.blocks) == [ORBIT, ROVER, CREW]


def test_moved_by_one_and_edited_by_another_gets_both():
    merged = merged_with((CREW, ORBIT, ROVER), (ORBIT, ROVER, CREW.replace("food", "sleep")))

    assert merged.conflicts == ()
    assert texts(merged.blocks) == [CREW.replace("food", "sleep"), ORBIT, ROVER]


def test_split_by_one_and_edited_by_another_gets_both():
    base = draft(f"{ORBIT} {ROVER}", CREW)

    merged = merge(base, [draft(ORBIT, ROVER, CREW), draft(f"{ORBIT} {ROVER}".replace("ice", "dust"), CREW)])

    assert merged.conflicts == ()
    assert texts(merged.blocks) == [ORBIT, ROVER.replace("ice", "dust"), CREW]


def test_deleted_by_one_and_edited_by_another_is_a_conflict():
    merged = merged_with((ORBIT, CREW), (ORBIT, ROVER.replace("ice", "dust"), CREW))

    assert [conflict.kind for conflict in merged.conflicts] == ["delete"]
    assert texts(resolve_all(merged, "ESA")) == [ORBIT, CREW]
    assert texts(resolve_all(merged, "JAXA")) == [ORBIT, ROVER.replace("ice", "dust"), CREW]


def test_moves_to_different_places_are_a_conflict():
    merged = merged_with((CREW, ORBIT, ROVER), (ORBIT, CREW, ROVER))

    assert [conflict.kind for conflict in merged.conflicts] == ["order"]
    assert texts(merged.blocks) == [ORBIT, ROVER, CREW]
    assert texts(resolve(merged, {1: "JAXA"})) == [ORBIT, CREW, ROVER]


def test_same_edit_by_three_sides_is_done_once_and_knows_its_supporters():
    side = (ORBIT, ROVER.replace("ice", "dust"), CREW)

    merged = merged_with(side, side, side)

    assert texts(merged.blocks) == list(side)
    assert [(outcome.state, outcome.others) for outcome in merged.ledger] == [
        ("same", ("JAXA", "NASA")), ("same", ("ESA", "NASA")), ("same", ("ESA", "JAXA")),
    ]  # fmt: skip


def test_different_blocks_in_one_place_ask_for_their_order():
    first, second = "Dust covers the solar panels.", "Radio silence lasts for nine days."

    merged = merged_with((ORBIT, first, ROVER, CREW), (ORBIT, second, ROVER, CREW))

    assert [conflict.kind for conflict in merged.conflicts] == ["insert"]
    assert texts(resolve(merged, {1: "JAXA"}))[1:3] == [second, first]


def test_nearly_equal_new_blocks_conflict_in_the_differing_word_only():
    new = "Dust covers the solar panels and lowers their power by a tenth every month."

    merged = merged_with((ORBIT, new, ROVER, CREW), (ORBIT, new.replace("tenth", "fifth"), ROVER, CREW))

    (conflict,) = merged.conflicts
    assert [each.text for each in conflict.alternatives] == ["tenth", "fifth"]
    assert texts(resolve_all(merged, "JAXA"))[1] == new.replace("tenth", "fifth")


def test_new_section_goes_behind_new_text_of_the_section_before():
    base = versions.draft([["h2", "Orbits", []], ["p", ORBIT, []], ["h2", "Crew", []]])
    text = versions.draft([["h2", "Orbits", []], ["p", ORBIT, []], ["p", ROVER, []], ["h2", "Crew", []]])
    section = versions.draft(
        [
            ["h2", "Orbits", []],
            ["p", ORBIT, []],
            ["h2", "Ice", []],
            ["p", "Ice is cold.", []],
            ["h2", "Crew", []],
        ]
    )

    merged = merge(base, [section, text])

    assert merged.conflicts == ()
    assert texts(merged.blocks) == ["Orbits", ORBIT, ROVER, "Ice", "Ice is cold.", "Crew"]


def test_conflict_takes_a_wording_of_ones_own():
    merged = merged_with(
        (ORBIT, ROVER.replace("ice", "dust"), CREW), (ORBIT, ROVER.replace("ice", "soil"), CREW)
    )

    assert texts(resolve(merged, {1: Wording("dirt")}))[1] == ROVER.replace("ice", "dirt")


def test_proposals_made_as_edits_merge_like_versions():
    merged = merge_edits(
        BASE,
        {
            "ESA": [Edit("replace", 1, 28, 31, "dust"), Edit("insert_block", 2, text="The end.")],
            "NASA": [Edit("replace", 1, 28, 31, "soil"), Edit("delete_block", 0)],
        },
    )

    assert texts(merged.blocks) == [ROVER, CREW, "The end."]
    assert [(o.side, o.state) for o in merged.ledger] == [
        ("ESA", "conflict"), ("ESA", "applied"), ("NASA", "conflict"), ("NASA", "applied"),
    ]  # fmt: skip


def test_formatting_of_two_sides_adds_up():
    base = versions.draft([["p", "Ice at the poles", []]])
    bold = versions.draft([["p", "Ice at the poles", [[0, 3, "b"]]]])
    italic = versions.draft([["p", "Ice at the poles", [[7, 16, "i"]]]])

    merged = merge(base, [bold, italic])

    assert {(span.start, span.end, span.kind) for span in merged.blocks[0].spans} == {
        (0, 3, "bold"), (7, 16, "italic"),
    }  # fmt: skip


def test_block_put_between_blocks_that_another_side_joins_is_kept():
    base = versions.draft([["p", "the.", []], ["p", "the.", []]])
    edited = versions.draft([["p", "a0", []], ["p", "the.", []]])
    joined = versions.draft([["p", "the. the.", []]])

    merged = merge(base, [edited, joined])

    assert any("a0" in block.text for block in merged.blocks)


def test_sentence_put_behind_the_last_one_leaves_its_full_stop_to_others():
    merged = merged_with(
        (ORBIT, ROVER, CREW.replace("space.", "space alone.")), (ORBIT, ROVER, f"{CREW} Sleep helps.")
    )

    assert merged.conflicts == ()
    assert texts(merged.blocks)[2] == f"{CREW.replace('space.', 'space alone.')} Sleep helps."


def test_sign_that_ends_a_phrase_changes_by_itself():
    base = draft("The most that fits is 3.75 MB (src).")

    merged = merge(base, [draft("The most that fits is 3.75 MB:"), draft("The most that fits is 3.75 MB.")])

    assert merged.conflicts == ()
    assert texts(merged.blocks) == ["The most that fits is 3.75 MB:"]


def test_words_that_hold_the_other_sides_words_are_taken():
    new = "and the services that the user will access"

    merged = merged_with(
        (ORBIT, ROVER.replace("lander", f"lander {new}"), CREW),
        (ORBIT, ROVER.replace("lander", f"lander {new.replace(' that', '')}"), CREW),
    )

    assert merged.conflicts == ()
    assert new in texts(merged.blocks)[1]


def test_added_not_is_a_conflict_and_no_addition():
    merged = merged_with(
        (ORBIT, ROVER.replace("for analysis", "for analysis but not by crew"), CREW),
        (ORBIT, ROVER.replace("for analysis", "for analysis by crew"), CREW),
    )

    assert [conflict.kind for conflict in merged.conflicts] == ["text"]


def test_term_that_a_side_renamed_throughout_is_renamed_in_new_text_of_both():
    base = draft("The lander carries ice.", "Ice is stored in the lander.", CREW)
    note = "Nobody may board the lander while samples of ice are stored."
    renamed = draft(
        "The ferry carries ice.", "Ice is stored in the ferry.", CREW, note.replace("lander", "ferry")
    )

    merged = merge(base, [renamed, draft(*[block.text for block in base.blocks], note)])

    assert merged.conflicts == ()
    assert texts(merged.blocks)[3] == note.replace("lander", "ferry")


def test_edit_of_which_a_part_is_in_conflict_is_in_conflict():
    base = draft("The most that fits is big (src).")

    merged = merge(base, [draft("The most that fits is small:"), draft("The most that fits is big (src)?")])

    numbers = {outcome.conflict for outcome in merged.ledger}
    assert numbers == {1}


def test_words_do_not_run_together_while_a_conflict_is_open():
    base = draft("The red rover waits.")
    instead = merge(base, [draft("The dark blue rover waits."), draft("The dark green rover waits.")])
    beside = merge(base, [draft("The red old blue rover waits."), draft("The red old green rover waits.")])

    assert texts(instead.blocks) == ["The dark red rover waits."]
    assert texts(beside.blocks) == ["The red old rover waits."]
    assert [each.text for each in instead.conflicts[0].alternatives] == ["blue", "green"]


def test_where_both_replace_a_word_alike_and_one_the_next_there_is_no_conflict():
    base = draft("A red rover waits.")

    merged = merge(base, [draft("Big red rover waits."), draft("Big blue rover waits.")])

    assert merged.conflicts == ()
    assert texts(merged.blocks) == ["Big blue rover waits."]


def test_conflict_over_several_paragraphs_has_no_words_that_all_sides_want():
    base = draft(f"{ORBIT} It waits. {ROVER}")
    sides = [draft(f"{ORBIT} It sings {how}.", ROVER) for how in ("now", "loud")]

    merged = merge(base, sides, ["ESA", "NASA"])

    assert [[each.text for each in one.alternatives] for one in merged.conflicts] == [["now", "loud"]]
    assert [texts(resolve_all(merged, name)) for name in ("ESA", "NASA")] == [texts(s.blocks) for s in sides]


def test_new_paragraph_of_a_split_is_not_taken_for_one_of_the_base():
    """In JSON ids are positions: the second part of the split stands where the base has its heading."""
    base = versions.draft([["p", f"{ORBIT} {ROVER}", []], ["h2", CREW, []]])
    side = versions.draft([["p", ORBIT, []], ["p", f"{ROVER} {CREW}", []]])

    merged = merge(base, [side, base])

    assert [(block.kind, block.text) for block in merged.blocks] == [
        ("paragraph", ORBIT), ("paragraph", f"{ROVER} {CREW}"),
    ]  # fmt: skip


def test_word_that_one_side_wrote_anew_beside_its_changes_stands_once_while_the_conflict_is_open():
    base = draft("one two. three four five six seven eight nine. ten", "")
    first = draft("one two. three four five six NEW eight nine. ten", "")
    second = draft("other", "three four five six ten", "one two.", "")

    merged = merge(base, [first, second])

    assert texts(merged.blocks).count("three four five six seven eight nine. ten") == 1
    assert all("ten" not in each.text for one in merged.conflicts for each in one.alternatives)


def pictures(kind, *prints):
    """Two sides' edits that put a picture into the base, told apart by what the objects are."""
    shared = {"text": OBJECT, "donor": "b9"}
    if kind == "insert_block":
        made = [Edit("insert_block", 1, xml=f"0..1 {one}", **shared) for one in prints]
    else:
        made = [Edit("replace", 1, 0, 1, xml=f"0..1 {one}", **shared) for one in prints]
    return {f"side {number}": [edit] for number, edit in enumerate(made)}


@pytest.mark.parametrize("kind", ["replace", "insert_block"])
def test_other_pictures_in_one_place_are_a_conflict_and_the_same_one_is_not(kind):
    base = draft(ORBIT, f"{OBJECT} shows the orbit.", CREW)

    rivals = merge_edits(base, pictures(kind, "1f3a", "9b8e"))
    agreed = merge_edits(base, pictures(kind, "1f3a", "1f3a"))

    assert (len(rivals.conflicts), len(agreed.conflicts)) == (1, 0)
    assert [one.state for one in agreed.ledger] == ["same", "same"]


LINKS = "Relay satellites keep the link alive while the far side faces away from all of the stations."
COSTS = "Costs are shared by the partners in proportion to the mass that each of them lands."
POWER = "Power comes from panels by day and from a small reactor during the long lunar night."


def test_paragraph_put_within_a_section_that_another_side_moves_goes_along():
    base = draft(ORBIT, ROVER, CREW, LINKS, COSTS)
    moved = draft(CREW, LINKS, COSTS, ORBIT, ROVER)

    merged = merge(base, [draft(ORBIT, POWER, ROVER, CREW, LINKS, COSTS), moved], ["ESA", "JAXA"])

    assert merged.conflicts == ()
    assert texts(merged.blocks) == [CREW, LINKS, COSTS, ORBIT, POWER, ROVER]


def test_paragraph_that_two_sides_put_in_one_place_stands_once_though_one_moved_the_blocks_around_it():
    base = draft(ORBIT, ROVER, CREW, LINKS, COSTS)
    moving = draft(CREW, LINKS, COSTS, ORBIT, POWER, ROVER)

    merged = merge(base, [draft(ORBIT, POWER, ROVER, CREW, LINKS, COSTS), moving], ["ESA", "JAXA"])

    assert merged.conflicts == ()
    assert texts(merged.blocks) == texts(moving.blocks)
    assert [(entry.side, entry.others) for entry in merged.ledger if entry.edit.kind == "insert_block"] == [
        ("ESA", ("JAXA",)), ("JAXA", ("ESA",)),
    ]  # fmt: skip


def test_different_paragraphs_within_a_section_that_one_side_moves_ask_for_their_order():
    base = draft(ORBIT, ROVER, CREW, LINKS, COSTS)
    moving = draft(CREW, LINKS, COSTS, ORBIT, "A second launch pad is needed.", ROVER)

    merged = merge(base, [draft(ORBIT, POWER, ROVER, CREW, LINKS, COSTS), moving], ["ESA", "JAXA"])

    (conflict,) = merged.conflicts
    assert (conflict.kind, conflict.block, conflict.sides) == ("insert", 0, ("ESA", "JAXA"))
    assert texts(resolve_all(merged, "ESA")).index(POWER) == 4
    assert {entry.conflict for entry in merged.ledger if entry.edit.kind == "insert_block"} == {1}
