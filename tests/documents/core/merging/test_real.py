"""The laws of merging on real three-way cases: a bounded sample, where the folder of revisions is."""

import os
from itertools import permutations
from pathlib import Path

import pytest

from bench.revisions import cases
from documents.core.comparing.tokens import cut
from documents.core.merging import merge, resolve_all
from tests.documents.core.revisions import texts

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[5] / "shared"))
PATHS = sorted((SHARED / "revisions" / "merge").glob("*.json"))[::11]

pytestmark = pytest.mark.skipif(not PATHS, reason="the folder of revisions is not there")


@pytest.fixture(params=PATHS, ids=lambda path: path.stem)
def case(request):
    return cases.case(request.param)


def test_order_of_real_sides_does_not_matter(case):
    named = list(enumerate(case.drafts["sides"]))[:3]

    merges = [
        merge(case.one("base"), [side for _, side in order], [str(number) for number, _ in order])
        for order in permutations(named)
    ]

    assert all((each.blocks, each.conflicts) == (merges[0].blocks, merges[0].conflicts) for each in merges)


def test_real_side_beside_the_base_or_itself_is_the_result(case):
    base = case.one("base")

    for side in case.drafts["sides"]:
        for other in (base, side):
            merged = merge(base, [side, other])
            assert merged.conflicts == ()
            assert [block.text for block in merged.blocks] == texts(side)


def test_words_that_no_real_side_deleted_are_in_the_result_or_in_a_conflict(case):
    base, sides = case.one("base"), case.drafts["sides"]

    merged = merge(base, sides)

    said = [block.text for block in merged.blocks]
    said += [each.text for conflict in merged.conflicts for each in conflict.alternatives]
    there = {word for text in said for word in cut(text).words}
    words = [{word for text in texts(version) for word in cut(text).words} for version in (base, *sides)]
    assert set.intersection(*words) <= there


def test_every_real_conflict_can_be_decided_for_each_side(case):
    merged = merge(case.one("base"), case.drafts["sides"])

    decided = [resolve_all(merged, name) for name in merged.names]

    assert len({tuple(block.text for block in blocks) for blocks in decided}) <= max(
        1, len(merged.names) if merged.conflicts else 1
    )
