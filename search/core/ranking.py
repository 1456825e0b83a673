"""How much a hit is worth: BM25 over what the searcher may see, and over nothing else.

Every number that goes in here (how many items there are, how long they are, how many hold a word)
is counted over the searcher's own items. So neither the order nor a score can tell of an item
that is hidden from them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import TypeVar

import numpy as np
from numpy.typing import NDArray

from search.core.query import Exact, Leaf, Scored, Word

#: One number, or an array of them: every engine computes with the same formulas.
Number = TypeVar("Number", float, NDArray[np.float64])

#: The usual constants of BM25: how fast repetition stops to matter, how much length matters.
K1 = 1.2
B = 0.75
#: What the word exactly as written adds to its stem's score.
EXACT_SHARE = 0.4
#: Hits with all the words are followed by hits with some, up to this many hits together.
FILL_TO = 10
#: Scores are compared after rounding to this many digits, so that engines agree on ties.
DIGITS = 9
_SCALE = 10.0**DIGITS


def scored(leaves: Iterable[Leaf]) -> Iterator[tuple[Scored, float]]:
    """What adds to the score of an item, and how much of it counts; to be summed in this order."""
    for leaf in leaves:
        yield leaf, 1.0
        if isinstance(leaf, Word):
            yield Exact(leaf.text), EXACT_SHARE


def rarity(count: int, holding: int) -> float:
    """What a word is worth that `holding` of `count` items hold."""
    return math.log(1.0 + (count - holding + 0.5) / (holding + 0.5))


def length_factor(length: Number, average: float) -> Number:
    """The part of BM25's denominator that grows with the item's length."""
    return K1 * (1.0 - B + B * length / average)


def saturation(weight: Number, factor: Number) -> Number:
    """The worth of `weight` occurrences, between 0 and K1 + 1."""
    return weight * (K1 + 1.0) / (weight + factor)


def rounded(score: Number) -> Number:
    """The score to `DIGITS` digits, by the same arithmetic for one number and for an array."""
    return (score * _SCALE + 0.5) // 1 / _SCALE
