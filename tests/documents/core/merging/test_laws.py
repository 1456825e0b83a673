from itertools import permutations

from hypothesis import given, settings
from hypothesis import strategies as st

from documents.core import versions
from documents.core.comparing.tokens import cut
from documents.core.merging import merge, resolve_all
from tests.documents.core.revisions import BLOCKS, OPERATIONS, changed, texts


def shown(blocks):
    return [(block.kind, block.level, block.text) for block in blocks]


def sides_of(blocks, *several):
    return [versions.draft(changed(blocks, each, "abc"[k])) for k, each in enumerate(several)]


@settings(max_examples=100, deadline=None)
@given(BLOCKS, OPERATIONS)
def test_side_equal_to_the_base_changes_nothing(blocks, operations):
    base = versions.draft(blocks)
    (side,) = sides_of(blocks, operations)

    merged = merge(base, [side, base])

    assert merged.conflicts == ()
    assert shown(merged.blocks) == shown(side.blocks)


@settings(max_examples=100, deadline=None)
@given(BLOCKS, OPERATIONS)
def test_identical_sides_merge_to_that_side(blocks, operations):
    base = versions.draft(blocks)
    (side,) = sides_of(blocks, operations)

    merged = merge(base, [side, side, side])

    assert merged.conflicts == ()
    assert shown(merged.blocks) == shown(side.blocks)


@settings(max_examples=80, deadline=None)
@given(BLOCKS, OPERATIONS, OPERATIONS, OPERATIONS)
def test_order_of_sides_does_not_matter(blocks, first, second, third):
    base = versions.draft(blocks)
    named = list(zip("xyz", sides_of(blocks, first, second, third), strict=True))

    results = [
        merge(base, [side for _, side in order], [name for name, _ in order]) for order in permutations(named)
    ]

    assert all(shown(each.blocks) == shown(results[0].blocks) for each in results)
    assert all(each.conflicts == results[0].conflicts for each in results)


@settings(max_examples=150, deadline=None)
@given(BLOCKS, OPERATIONS, OPERATIONS)
def test_every_new_word_is_in_the_result_or_in_a_conflict(blocks, first, second):
    base = versions.draft(blocks)
    sides = sides_of(blocks, first, second)

    merged = merge(base, sides)

    there = " ".join(block.text for block in merged.blocks)
    asked = " ".join(each.text for conflict in merged.conflicts for each in conflict.alternatives)
    known = set(cut(f"{there} {asked}").words)
    for side in sides:
        words = {word for text in texts(side) for word in cut(text).words}
        assert {word for word in words if word[0] in "ab" and word[1:].isdigit()} <= known


@settings(max_examples=100, deadline=None)
@given(BLOCKS, OPERATIONS, OPERATIONS)
def test_every_edit_has_an_outcome_and_conflicts_have_two_sides(blocks, first, second):
    base = versions.draft(blocks)

    merged = merge(base, sides_of(blocks, first, second))

    assert all(len(conflict.sides) >= 2 for conflict in merged.conflicts)
    numbers = {conflict.number for conflict in merged.conflicts}
    assert {outcome.conflict for outcome in merged.ledger} - {0} <= numbers
    assert all((outcome.state == "conflict") == bool(outcome.conflict) for outcome in merged.ledger)


@settings(max_examples=100, deadline=None)
@given(BLOCKS, OPERATIONS, OPERATIONS)
def test_every_merge_can_be_resolved_for_each_side(blocks, first, second):
    base = versions.draft(blocks)
    merged = merge(base, sides_of(blocks, first, second), ["a", "b"])

    for name in "ab":
        assert resolve_all(merged, name) is not None


NUMBERED = st.lists(st.integers(4, 14), min_size=1, max_size=6).map(
    lambda sizes: [
        ["p", " ".join(f"w{block}x{word}" for word in range(size)), []] for block, size in enumerate(sizes)
    ]
)


@settings(max_examples=80, deadline=None)
@given(NUMBERED, OPERATIONS, OPERATIONS)
def test_word_that_no_side_deleted_is_in_the_result_or_in_a_conflict(blocks, first, second):
    base = versions.draft(blocks)
    sides = sides_of(blocks, first, second)

    merged = merge(base, sides)

    kept = set.intersection(*({word for text in texts(side) for word in cut(text).words} for side in sides))
    there = " ".join(block.text for block in merged.blocks)
    asked = " ".join(
        f"{conflict.base} {each.text}" for conflict in merged.conflicts for each in conflict.alternatives
    )
    assert kept <= set(cut(f"{there} {asked}").words)


@settings(max_examples=80, deadline=None)
@given(NUMBERED, st.data())
def test_edits_that_do_not_touch_never_conflict(blocks, data):
    """Every third word may change, some by one side and some by the other, so that two stay between."""
    owners = [data.draw(st.lists(st.sampled_from("ab-"), min_size=14, max_size=14)) for _ in blocks]

    def written(*names):
        return [
            [kind, " ".join(_word(word, k, owners[n], names) for k, word in enumerate(text.split())), []]
            for n, (kind, text, _) in enumerate(blocks)
        ]

    base, both = versions.draft(blocks), versions.draft(written("a", "b"))

    merged = merge(base, [versions.draft(written("a")), versions.draft(written("b"))])

    assert merged.conflicts == ()
    assert shown(merged.blocks) == shown(both.blocks)


def _word(word, place, owners, names):
    owner = owners[place]
    return f"{owner}{word}" if place % 3 == 1 and owner in names else word
