"""The laws of merging for two to five sides that do all that people do to a text.

`DRAFTROOM_EXAMPLES=20000 pytest tests/documents/core/merging/test_many_sides.py` looks longer.
"""

import os
from collections import Counter

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from documents.core import versions
from documents.core.comparing.tokens import cut
from documents.core.merging import merge, resolve_all
from tests.documents.core.revisions import REWRITINGS, SEVERAL, documents, rewritten

EXAMPLES = int(os.environ.get("DRAFTROOM_EXAMPLES", "60"))
thoroughly = settings(max_examples=EXAMPLES, deadline=None, suppress_health_check=list(HealthCheck))


def sides_of(blocks, several):
    return [versions.draft(rewritten(blocks, each, "abcde"[k])) for k, each in enumerate(several)]


def shown(blocks):
    """What each block is, says, and how each of its letters looks."""
    return [(block.kind, block.level, block.text, _looks(block)) for block in blocks]


def _looks(block):
    return [
        {(span.kind, span.value) for span in block.spans if span.start <= place < span.end}
        for place in range(len(block.text))
    ]


def words(blocks):
    return [word for block in blocks for word in cut(block.text).words]


@thoroughly
@given(documents(), REWRITINGS, st.integers(1, 4))
def test_sides_equal_to_the_base_change_nothing(blocks, operations, count):
    base = versions.draft(blocks)
    (side,) = sides_of(blocks, [operations])

    merged = merge(base, [side, *[base] * count])

    assert merged.conflicts == ()
    assert shown(merged.blocks) == shown(side.blocks)


@thoroughly
@given(documents(), REWRITINGS, st.integers(2, 5))
def test_any_number_of_identical_sides_merge_to_that_side(blocks, operations, count):
    base = versions.draft(blocks)
    (side,) = sides_of(blocks, [operations])

    merged = merge(base, [side] * count)

    assert merged.conflicts == ()
    assert shown(merged.blocks) == shown(side.blocks)


@thoroughly
@given(documents(), SEVERAL, st.randoms(use_true_random=False))
def test_order_of_many_sides_does_not_matter(blocks, several, chance):
    base = versions.draft(blocks)
    named = list(zip("vwxyz", sides_of(blocks, several), strict=False))
    mixed = list(named)
    chance.shuffle(mixed)

    one, two, three = (
        merge(base, [side for _, side in each], [name for name, _ in each])
        for each in (named, mixed, named[::-1])
    )

    assert one.blocks == two.blocks == three.blocks
    assert one.conflicts == two.conflicts == three.conflicts
    assert sorted(map(repr, one.ledger)) == sorted(map(repr, two.ledger)) == sorted(map(repr, three.ledger))
    assert all(resolve_all(one, name) == resolve_all(two, name) for name, _ in named)


@thoroughly
@given(documents(), SEVERAL)
def test_every_word_of_many_sides_is_in_the_result_or_in_a_conflict(blocks, several):
    base = versions.draft(blocks)
    sides = sides_of(blocks, several)

    merged = merge(base, sides)

    there = set(words(merged.blocks))
    decided = set().union(*(words(resolve_all(merged, name)) for name in merged.names))
    asked = {word for each in merged.conflicts for one in each.alternatives for word in cut(one.text).words}
    known = set(words(base.blocks))
    for side in sides:
        new = set(words(side.blocks)) - known
        assert new <= there | asked
        assert new <= there | decided


@thoroughly
@given(documents(), SEVERAL)
def test_word_that_none_of_many_sides_deleted_stays(blocks, several):
    base = versions.draft(blocks)
    sides = sides_of(blocks, several)

    merged = merge(base, sides)

    once = {word for word, count in Counter(words(base.blocks)).items() if count == 1}
    kept = once.intersection(*(words(side.blocks) for side in sides))
    asked = {word for each in merged.conflicts for one in each.alternatives for word in cut(one.text).words}
    assert kept <= set(words(merged.blocks)) | asked


@thoroughly
@given(st.lists(st.tuples(documents(), REWRITINGS), min_size=2, max_size=5))
def test_sides_that_each_change_a_section_of_their_own_never_conflict(sections):
    """Between the sections stands a paragraph that nobody touches."""

    def written(changed):
        result = [["p", "Here the report begins.", []]]
        for number, (blocks, operations) in enumerate(sections):
            own = [[kind, text.replace("w", f"s{number}w"), []] for kind, text, _ in blocks]
            result += rewritten(own, operations, "abcde"[number]) if number in changed else own
            result.append(["p", f"Here section e{number}a ends with e{number}b and e{number}c.", []])
        return versions.draft(result)

    everyone = range(len(sections))

    merged = merge(written(()), [written([number]) for number in everyone])

    assert merged.conflicts == ()
    assert [block.text for block in merged.blocks] == [block.text for block in written(everyone).blocks]
