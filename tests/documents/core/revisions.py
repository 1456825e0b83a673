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


#: Every word of a paragraph has a name of its own, so that it can be found again; some are common.
NAMES = st.lists(st.sampled_from(["w", "w", "w", "w.", "w,", "the", "of"]), max_size=14)
LOOKS = ["b", "i", "a", "code"]
SHORT_KINDS = ["p", "p", "p", "li", "h2", "cell", "quote", "code"]


@st.composite
def documents(draw: st.DrawFn) -> list:
    """Blocks of all kinds, some empty, some formatted, perhaps one of them twice."""
    blocks = []
    for number in range(draw(st.integers(0, 9))):
        names = draw(NAMES)
        text = " ".join(name.replace("w", f"w{number}x{k}") for k, name in enumerate(names))
        spans = []
        if text and draw(st.integers(0, 2)) == 0:
            start = draw(st.integers(0, len(text) - 1))
            spans = [[start, draw(st.integers(start + 1, len(text))), draw(st.sampled_from(LOOKS))]]
        blocks.append([draw(st.sampled_from(SHORT_KINDS)), text, spans])
    if blocks and draw(st.integers(0, 4)) == 0:
        blocks.append(list(blocks[draw(st.integers(0, len(blocks) - 1))]))
    return blocks


REWRITINGS = st.lists(
    st.tuples(
        st.sampled_from(
            ["word", "word", "phrase", "cut", "insert", "section", "delete", "replace", "move", "move two",
             "split", "split and write", "join", "format", "plain", "kind"]
        ),
        st.integers(0, 99),
        st.integers(0, 99),
    ),
    max_size=6,
)  # fmt: skip
#: What two to five sides do to one base.
SEVERAL = st.lists(REWRITINGS, min_size=2, max_size=5)


def rewritten(blocks: list, operations: list, mark: str) -> list:
    """Blocks after operations of every kind; words that come in are marked, so that they can be found."""
    result = [[kind, text, list(spans)] for kind, text, spans in blocks]
    for number, (what, first, second) in enumerate(operations):
        new = f"{mark}{number}"
        if what in {"insert", "section"} or not result:
            heading = [["h2", f"{new}h head", []]] if what == "section" else []
            place = first % (len(result) + 1)
            result[place:place] = [*heading, ["p", f"{new} is new here.", []]]
        elif what in {"delete", "move", "move two", "split", "split and write", "join"}:
            _rearrange(result, what, (first, second), new)
        else:
            _rewrite(result[first % len(result)], what, (first, second), new)
    return result


def _rearrange(blocks: list, what: str, numbers: tuple[int, int], new: str) -> None:
    k = numbers[0] % len(blocks)
    kind, text, spans = blocks[k]
    words = text.split(" ")
    place = numbers[1] % len(words)
    if what == "delete":
        del blocks[k]
    elif what == "join":
        blocks[k : k + 2] = [[kind, " ".join(block[1] for block in blocks[k : k + 2]), spans]]
    elif what.startswith("move"):
        size = 2 if what == "move two" else 1
        moved = blocks[k : k + size]
        del blocks[k : k + size]
        slot = numbers[1] % (len(blocks) + 1)
        blocks[slot:slot] = moved
    else:
        more = [new] if what == "split and write" else []
        blocks[k : k + 1] = [
            [kind, " ".join([*words[:place], *more]), []], ["p", " ".join(words[place:]), []],
        ]  # fmt: skip


def _rewrite(block: list, what: str, numbers: tuple[int, int], new: str) -> None:
    _, text, spans = block
    words = text.split(" ")
    place = numbers[1] % len(words)
    if what == "format":
        start = numbers[1] % max(1, len(text))
        end = min(len(text), start + 1 + numbers[0] % 9)
        block[2] = [*spans, [start, end, LOOKS[numbers[0] % 2]]] if start < end else spans
    elif what == "plain":
        block[2] = []
    elif what == "kind":
        block[0] = SHORT_KINDS[numbers[1] % len(SHORT_KINDS)]
    else:
        block[1] = " ".join(
            {
                "word": [*words[:place], new, *words[place + 1 :]],
                "phrase": [*words[:place], f"{new}p", f"{new}q", *words[place:]],
                "cut": [*words[:place], *words[place + 3 :]],
                "replace": [f"{new}{letter}" for letter in "uvxyz"],
            }[what]
        )
        block[2] = [span for span in spans if text[: span[1]] == block[1][: span[1]]]
