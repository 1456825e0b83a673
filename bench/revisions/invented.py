"""Long documents made of a folder's real paragraphs, and versions of them with a known part touched."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from bench.revisions import cases
from documents.core import versions
from documents.core.model import Anchor, Draft

if TYPE_CHECKING:
    from pathlib import Path

SEED: Final = 2016
SHORTEST: Final = 4
#: What happens to a touched paragraph, of twenty.
OPERATIONS: Final = ["words"] * 14 + ["delete", "insert", "move", "move", "split", "join"]


def paragraphs(folder: Path) -> list[str]:
    """Every different paragraph that is long enough to be one, in one fixed order; none in an empty folder.

    They are those of the folder's pairs, or, where it has none, of its series or its merges.
    """
    found: dict[str, None] = {}
    for kind, key in (("align", "a"), ("series", "versions"), ("merge", "base")):
        if not found:
            texts = [text for case in cases.cases(folder, kind) for text in cases.texts(case.one(key))]
            found = dict.fromkeys(text for text in texts if len(text.split()) >= SHORTEST)
    several = list(found)
    random.Random(SEED).shuffle(several)
    return several


def document(several: list[str], size: int) -> list[str]:
    """`size` paragraphs, no two the same: when they run out, they come again, words turned round."""
    result = several[:size]
    turn = 0
    while len(result) < size:
        turn += 1
        for text in several[: size - len(result)]:
            words = text.split()
            cut = turn * 7 % len(words)
            result.append(" ".join([*words[cut:], *words[:cut], str(turn)]))
    return result


def touched(texts: list[str], share: float, seed: int = SEED) -> list[str]:
    """The next version: this share of the paragraphs edited, moved, split, joined, put in or taken out."""
    chance = random.Random(seed)
    result = list(texts)
    for place in sorted(chance.sample(range(len(texts)), int(share * len(texts))), reverse=True):
        _touch(result, place, chance)
    return result


def _touch(texts: list[str], place: int, chance: random.Random) -> None:
    words = texts[place].split(" ")
    middle = len(words) // 2
    match chance.choice(OPERATIONS):
        case "delete":
            del texts[place]
        case "insert":
            texts.insert(place, " ".join(chance.sample(words, len(words))) + " anew")
        case "move":
            texts.insert(chance.randrange(len(texts)), texts.pop(place))
        case "split":
            texts[place : place + 1] = [" ".join(words[:middle]), " ".join(words[middle:])]
        case "join" if place + 1 < len(texts):
            texts[place : place + 2] = [f"{texts[place]} {texts[place + 1]}"]
        case _:
            for _ in range(chance.randint(1, 3)):
                at = chance.randrange(len(words) + 1)
                words[at : at + chance.randint(0, 2)] = chance.choice([[], ["other"], ["quite", "other"]])
            texts[place] = " ".join(words)


def draft(texts: list[str]) -> Draft:
    """Plain paragraphs as a version."""
    return versions.draft([["p", text, []] for text in texts])


def anchors(texts: list[str], count: int) -> list[Anchor]:
    """Comments on some words each, all over the version."""
    chance = random.Random(SEED)
    found = []
    for number in range(count):
        block = chance.randrange(len(texts))
        start = chance.randrange(max(1, len(texts[block]) - 20))
        found.append(Anchor(str(number), block, start, min(start + 60, len(texts[block]))))
    return found
