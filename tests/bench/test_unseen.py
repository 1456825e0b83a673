"""Revisions made of real files: their truth is sound, and what stands on them is right."""

import json
import os
import random
from collections import Counter
from pathlib import Path

import pytest

from bench.revisions import cases, merges, scoring
from bench.unseen import __main__ as unseen
from bench.unseen import changing, recut, sides, sources, truth, words
from documents.core.comparing import compare

SHARED = Path(os.environ.get("DRAFTROOM_SHARED", Path(__file__).resolve().parents[3] / "shared"))
needs_corpus = pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="the corpus is not there")
TEXTS = [
    "The lander carries samples of ice from the polar craters. They come back to Earth in spring.",
    "Each agency names two people for the board. The board meets twice a year in Darmstadt.",
    "Power is shared between the habitat and the rover during the long night of two weeks.",
    "A telescope on the far side would hear what no dish on Earth has ever heard before.",
    "Radiation on the way is the largest risk for crews, and the least understood of them all.",
]


def version(*texts):
    return tuple(words.passage("p", text) for text in texts)


def donor():
    others = version(*(text.replace("the", "some").replace("Earth", "Mars") for text in TEXTS))
    return sources.Donor([others], random.Random(7))


def test_words_that_stayed_are_the_same_words():
    old = version(*TEXTS)

    new = changing.changed(old, 0.8, donor(), random.Random(3))

    one, two = ([word.text for block in each for word in block.words] for each in (old, new))
    runs = truth.token_map(old, new)
    assert [one[a : a + n] for a, _, n in runs] == [two[b : b + n] for _, b, n in runs]
    assert runs
    assert one != two


def test_edited_one_of_two_equal_paragraphs_is_neither_right_nor_wrong():
    old = version(TEXTS[0], TEXTS[1], TEXTS[0])
    edited = old[2].with_words((*old[2].words[:3], *words.new_words("fresh"), *old[2].words[4:]))

    links, free = truth.links(old, (old[1], edited))

    assert [row[:2] for row in links] == [[1, 0]]
    assert sorted(row[:2] for row in free) == [[0, 1], [2, 1]]


def test_side_that_takes_no_part_gets_the_lowest_ones_wish():
    base = version(*TEXTS)
    cut, word = sides.Delete(1), sides.Hunk(1, 1, 2, words.new_words("party"))
    plan = sides.Plan(clashes=[sides.Clash("delete/edit", 1, {1: (cut,), 2: (word,)})])

    found = [sides.done(base, plan.decided(side)) for side in range(3)]

    assert [len(each) for each in found] == [4, 4, 5]
    assert found[2][1].text.startswith("Each party names")


def test_pair_turned_round_says_the_same_backwards():
    data = {"pool": [["p", "A b. C d.", []], ["p", "A b.", []], ["p", "C d.", []]], "a": [0], "b": [1, 2],
            "links": [[0, 0, 1.0, "split"], [0, 1, 1.0, "split+move"]], "dontcare": [], "tokmap": [[0, 0, 6]],
            "anchors": []}  # fmt: skip

    found = recut._turned(data, random.Random(1))

    assert (found["a"], found["b"], found["tokmap"]) == ([1, 2], [0], [[0, 0, 6]])
    assert found["links"] == [[0, 0, 1.0, "join"], [1, 0, 1.0, "join+move"]]
    assert {mark["status"] for mark in found["anchors"]} == {"follow"}


@needs_corpus
def test_cases_from_real_files_are_written_the_same_twice_and_merged_without_a_false_one(tmp_path):
    for name in ("one", "two"):
        unseen.write(tmp_path / name, SHARED / "corpus", tmp_path, 4, 5)

    written = [
        {path.name: json.loads(path.read_text()) for path in sorted((tmp_path / name).rglob("*.json"))}
        for name in ("one", "two")
    ]
    assert written[0] == written[1]
    count: Counter[str] = Counter()
    for case in cases.cases(tmp_path / "one", "align"):
        old, new = (cases.texts(case.one(key)) for key in "ab")
        links = compare(case.one("a"), case.one("b")).links
        count.update(scoring.links([(link.old, link.new) for link in links], case.data, old, new))
    assert scoring.f1(count) >= 0.95
    several = [(case, merges.ours(case)) for case in cases.cases(tmp_path / "one", "merge")]
    assert len(several) >= 8
    assert not [case.name for case, found in several if merges._is_falsely_merged(case, found)]
    assert not [case.name for case, found in several if merges.loses(case, found)]
