"""Blocks that resemble each other: candidates from an inverted index, then an exact likeness."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from math import lcm, log
from typing import Final

from documents.core.comparing.tokens import Texts, is_common

#: A word or phrase in more blocks than this finds no candidates: constant, so that cost stays linear.
LONGEST_LIST: Final = 24
MOST_CANDIDATES: Final = 12
#: What a common word weighs against another of the same frequency.
COMMON_WEIGHT: Final = 0.15
#: The vote of a feature that one block has; every share of it is a whole number, so that sums are exact.
VOTE: Final = lcm(*range(1, LONGEST_LIST + 1))

Feature = str | tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Likeness:
    """How much two texts share: by weight (`shared`), Dice, and as part of each of them."""

    shared: float
    dice: float
    of_old: float
    of_new: float


class Weights:
    """How much each word says: rare words much, common words little."""

    __slots__ = ("_blocks", "_count", "_known", "common")

    def __init__(self, bags: Sequence[Counter[str]]) -> None:
        self._blocks = len(bags)
        self._count: Counter[str] = Counter()
        for bag in bags:
            self._count.update(bag.keys())
        self._known: dict[str, float] = {}
        self.common = {word: is_common(word) for word in self._count}

    def of(self, word: str) -> float:
        """The weight of one word."""
        weight = self._known.get(word)
        if weight is None:
            weight = log(2.0 + self._blocks / (1 + self._count[word]))
            if self.common[word]:
                weight *= COMMON_WEIGHT
            self._known[word] = weight
        return weight

    def total(self, bag: Counter[str]) -> float:
        """The weight of all words of a bag."""
        of = self.of
        return sum(of(word) * count for word, count in bag.items())

    def shared(self, one: Counter[str], two: Counter[str]) -> float:
        """The weight of the words that both bags hold."""
        if len(two) < len(one):
            one, two = two, one
        of = self.of
        get = two.get
        total = 0.0
        for word, count in one.items():
            there = get(word)
            if there:
                total += of(word) * min(count, there)
        return total


class Resemblance:
    """The unmatched blocks of two versions, ready to be compared with each other."""

    def __init__(self, old: Texts, new: Texts, olds: Sequence[int], news: Sequence[int]) -> None:
        self.olds = {i: Counter(old.words(i)) for i in olds}
        self.news = {j: Counter(new.words(j)) for j in news}
        self.weights = Weights([*self.olds.values(), *self.news.values()])
        self.old_total = {i: self.weights.total(bag) for i, bag in self.olds.items()}
        self.new_total = {j: self.weights.total(bag) for j, bag in self.news.items()}
        self._old, self._new = old, new

    def likeness(self, i: int, j: int) -> Likeness:
        """How alike old block i and new block j are."""
        shared = self.weights.shared(self.olds[i], self.news[j])
        return _likeness(shared, self.old_total[i], self.new_total[j])

    def joined(self, olds: Sequence[int], news: Sequence[int]) -> Likeness:
        """How alike several old blocks taken together and several new ones are."""
        shared = self.weights.shared(_bag(self.olds, olds), _bag(self.news, news))
        return _likeness(shared, sum(self.old_total[i] for i in olds), sum(self.new_total[j] for j in news))

    def candidates(self) -> dict[tuple[int, int], Likeness]:
        """Pairs worth looking at: for every old block those that share most rare words and phrases."""
        index = _index((j, self._features(self._new.words(j))) for j in self.news)
        found: dict[tuple[int, int], Likeness] = {}
        for i in self.olds:
            votes: dict[int, int] = {}
            for feature in self._features(self._old.words(i)):
                places = index.get(feature)
                if places is None:
                    continue
                if isinstance(places, int):
                    votes[places] = votes.get(places, 0) + VOTE
                elif len(places) <= LONGEST_LIST:
                    vote = VOTE // len(places)
                    for j in places:
                        votes[j] = votes.get(j, 0) + vote
            for j in sorted(votes, key=lambda j: (-votes[j], j))[:MOST_CANDIDATES]:
                found[i, j] = self.likeness(i, j)
        return found

    def _features(self, words: list[str]) -> set[Feature]:
        """The words that say something, and phrases of two and three words."""
        common = self.weights.common
        features: set[Feature] = {word for word in words if not common[word]}
        features.update(pairwise(words))
        features.update(zip(words, words[1:], words[2:], strict=False))
        return features


def _index(blocks: Iterable[tuple[int, set[Feature]]]) -> dict[Feature, int | list[int]]:
    """The block of each feature, or the blocks: most stand in one, and need no list of their own."""
    index: dict[Feature, int | list[int]] = {}
    for block, features in blocks:
        for feature in features:
            known = index.get(feature)
            if known is None:
                index[feature] = block
            elif isinstance(known, int):
                index[feature] = [known, block]
            else:
                known.append(block)
    return index


def _bag(bags: Mapping[int, Counter[str]], indexes: Sequence[int]) -> Counter[str]:
    """The words of several blocks; those of one are not copied, as it may be a whole chapter."""
    if len(indexes) == 1:
        return bags[indexes[0]]
    total: Counter[str] = Counter()
    for index in indexes:
        total.update(bags[index])
    return total


def _likeness(shared: float, old_total: float, new_total: float) -> Likeness:
    if not shared:
        return Likeness(0.0, 0.0, 0.0, 0.0)
    return Likeness(shared, 2 * shared / (old_total + new_total), shared / old_total, shared / new_total)
