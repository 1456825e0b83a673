"""Invented versions and their changes: strategies for the laws of comparing, merging and following."""

from __future__ import annotations

from hypothesis import strategies as st

from documents.core import versions
from documents.core.model import Draft

WORDS = [
    "the",
    "lunar",
    "lander",
    "shall",
    "carry",
    "samples",
    "from",
    "polar",
    "craters",
    "and",
    "return",
    "them",
    "to",
    "Earth",
    "by",
    "2030",
]
SENTENCE = st.lists(st.sampled_from(WORDS), min_size=1, max_size=9).map(lambda words: " ".join(words) + ".")
PARAGRAPH = st.lists(SENTENCE, min_size=0, max_size=3).map(" ".join)
KINDS = st.sampled_from(["p", "p", "li", "h2", "cell"])
BLOCKS = st.lists(st.tuples(KINDS, PARAGRAPH).map(lambda pair: [*pair, []]), max_size=8)
OPERATIONS = st.lists(
    st.tuples(
        st.sampled_from(["word", "word", "cut", "insert", "delete", "move", "split", "join"]),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=6,
)


def draft(*texts: str) -> Draft:
    """A version of plain paragraphs."""
    return versions.draft([["p", text, []] for text in texts])


def texts(version: Draft) -> list[str]:
    return [block.text for block in version.blocks]


def changed(blocks: list, operations: list, mark: str) -> list:
    """Blocks after some operations; words that come in are marked, so that they can be found again."""
    result = [list(block) for block in blocks]
    for number, (what, first, second) in enumerate(operations):
        new_word = f"{mark}{number}"
        if not result or what == "insert":
            result.insert(first % (len(result) + 1), ["p", f"{new_word} is new here.", []])
            continue
        k = first % len(result)
        words = result[k][1].split(" ")
        place = second % len(words)
        if what == "word":
            result[k][1] = " ".join([*words[:place], new_word, *words[place + 1 :]])
        elif what == "cut":
            result[k][1] = " ".join([*words[:place], *words[place + 3 :]])
        elif what == "delete":
            del result[k]
        elif what == "move":
            result.insert(second % len(result), result.pop(k))
        elif what == "split":
            result[k : k + 1] = [["p", " ".join(words[:place]), []], ["p", " ".join(words[place:]), []]]
        elif k + 1 < len(result):
            result[k : k + 2] = [[result[k][0], f"{result[k][1]} {result[k + 1][1]}", []]]
    return result
