"""No input makes the work grow with the square of its size: counted in steps of the interpreter.

What libraries in C do for us is counted by the cells of their tables.
"""

import random
import sys

import pytest

from documents.core.comparing import compare, exact, words
from documents.core.following import follow
from documents.core.merging import merge
from documents.core.model import Anchor
from tests.documents.core.revisions import draft

WORDS = [f"word{number}" for number in range(400)]
CELLS = ["Yes", "No", "n/a", "1", "2", "TBD", "ESA", "-"]
SMALL, LARGE = 125, 500
#: Four times the size may cost this many times the steps: a logarithm, and lists that fill up to their
#: bound, but no square.
MOST_GROWTH = 5.6


def steps(act):
    """How many instructions of the interpreter `act` takes."""
    count = 0

    def trace(frame, event, _):
        nonlocal count
        frame.f_trace_opcodes = True
        frame.f_trace_lines = False
        count += event == "opcode"
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        act()
    finally:
        sys.settrace(before)
    return count


def all_equal(size, _):
    return draft(*["Yes"] * size), draft(*["Yes"] * (size - size // 10))


def short_cells(size, chance):
    return draft(*chance.choices(CELLS, k=size)), draft(*chance.choices(CELLS, k=size))


def total_rewrite(size, chance):
    old, new = ([" ".join(chance.choices(WORDS, k=5)) for _ in range(size)] for _ in "ab")
    return draft(*old), draft(*new)


def shuffled_and_edited(size, chance):
    lines = [" ".join(chance.choices(WORDS, k=5)) for _ in range(size)]
    return draft(*lines), draft(*chance.sample([f"{line} more" for line in lines], size))


def split_chapter(size, chance):
    lines = [" ".join(chance.choices(WORDS, k=5)) + "." for _ in range(size)]
    return draft(" ".join(lines)), draft(*lines)


def joined_chapter(size, chance):
    return split_chapter(size, chance)[::-1]


def giant_paragraph(size, chance):
    text = chance.choices(WORDS, k=size * 10)
    edited = [word if chance.random() > 0.1 else "other" for word in text]
    return draft(" ".join(text)), draft(" ".join(edited))


WORST = [
    all_equal,
    short_cells,
    total_rewrite,
    shuffled_and_edited,
    split_chapter,
    joined_chapter,
    giant_paragraph,
]


def anchors(version, count):
    chance = random.Random(2)
    found = []
    for number in range(count):
        block = chance.choice(version.blocks)
        start = chance.randrange(max(1, len(block.text)))
        found.append(Anchor(str(number), block.id, start, min(len(block.text), start + 30)))
    return found


@pytest.mark.parametrize("worst", WORST)
def test_comparing_four_times_as_much_takes_about_four_times_the_steps(worst):
    small, large = worst(SMALL, random.Random(1)), worst(LARGE, random.Random(1))

    growth = steps(lambda: compare(*large)) / steps(lambda: compare(*small))

    assert growth < MOST_GROWTH


@pytest.mark.parametrize("worst", WORST)
def test_merging_and_following_four_times_as_much_takes_about_four_times_the_steps(worst):
    small, large = worst(SMALL, random.Random(1)), worst(LARGE, random.Random(1))
    compared = {id(pair): compare(*pair) for pair in (small, large)}

    def both(pair, count):
        old, new = pair
        merge(old, [new, old])
        follow(anchors(old, count), old, new, compared[id(pair)])

    assert steps(lambda: both(large, 160)) / steps(lambda: both(small, 40)) < MOST_GROWTH


def test_tables_of_longest_sequences_stay_bounded(monkeypatch):
    cells = []

    def counting(library):
        class Counting:
            @staticmethod
            def opcodes(one, two):
                cells.append(len(one) * len(two))
                return library.opcodes(one, two)

        return Counting

    monkeypatch.setattr(words, "LCSseq", counting(words.LCSseq))
    monkeypatch.setattr(exact, "LCSseq", counting(exact.LCSseq))
    chance = random.Random(1)
    giants = [draft(" ".join(chance.choices(WORDS, k=20_000))) for _ in "ab"]
    tables = [draft(*chance.choices(CELLS, k=20_000)) for _ in "ab"]

    compare(*giants)
    comparison = compare(*tables)

    assert max(cells) <= exact.MOST_CELLS
    assert sum(cells) <= 3 * exact.MOST_CELLS
    assert sum(link.relation == "same" for link in comparison.links) > 5_000
