"""What became of blocks and of marked words, from the numbers of the words."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, Any, Final

from documents.core.comparing.chain import Box, heaviest_chain

if TYPE_CHECKING:
    import random
    from collections.abc import Iterable, Sequence

    from bench.unseen.words import Passage, Version

#: Blocks continue when the shorter one keeps half of its words; less than the lower bound is nothing.
CONTINUES, NOTHING = 0.5, 0.15
FOLLOWS, GONE = 0.5, 0.15
#: Below this a changed block says too little to be known again.
TINY: Final = 4

Pair = tuple[int, int]


def token_map(old: Version, new: Version) -> list[list[int]]:
    """Runs `[a, b, n]` of words that live on, counted over all blocks."""
    there = {word.number: k for k, word in enumerate(word for one in new for word in one.words)}
    runs: list[list[int]] = []
    for k, word in enumerate(word for one in old for word in one.words):
        place = there.get(word.number)
        if place is None:
            continue
        if runs and runs[-1][0] + runs[-1][2] == k and runs[-1][1] + runs[-1][2] == place:
            runs[-1][2] += 1
        else:
            runs.append([k, place, 1])
    return runs


def links(old: Version, new: Version) -> tuple[list[list[Any]], list[list[Any]]]:
    """The links and the pairs that are neither right nor wrong, as the formats hold them."""
    sure: dict[Pair, float] = {}
    free: dict[Pair, float] = {}
    for (i, j), kept in _shared(old, new).items():
        one, two = old[i], new[j]
        shorter = min(len(one.words), len(two.words))
        share = round(kept / shorter, 4)
        if (one.text == two.text and kept == len(one.words)) or (share >= CONTINUES and shorter >= TINY):
            sure[i, j] = share
        elif share >= NOTHING or shorter < TINY:
            free[i, j] = share
    _free_copies(old, new, sure, free)
    moved = _off_chain(sure)
    olds, news = Counter(i for i, _ in sure), Counter(j for _, j in sure)
    told = [
        [i, j, share, _relation(old[i], new[j], olds[i], news[j]) + ("+move" if (i, j) in moved else "")]
        for (i, j), share in sorted(sure.items())
    ]
    return told, [[i, j, share] for (i, j), share in sorted(free.items())]


def _shared(old: Version, new: Version) -> Counter[Pair]:
    there = {word.number: j for j, one in enumerate(new) for word in one.words}
    return Counter(
        (i, there[word.number]) for i, one in enumerate(old) for word in one.words if word.number in there
    )


def _free_copies(old: Version, new: Version, sure: dict[Pair, float], free: dict[Pair, float]) -> None:
    """Any of several equal blocks is right; where not all of them stayed, it is not known which is which.

    A copy that came in is neither right nor wrong for the block that it is a copy of.
    """
    olds, news = _by_text(old), _by_text(new)
    for i, j in list(sure):
        equals = [(x, y) for x in olds[old[i].text] for y in news[new[j].text] if (x, y) not in sure]
        free.update(dict.fromkeys(equals, 1.0))
        if old[i].text != new[j].text and (len(olds[old[i].text]) > 1 or len(news[new[j].text]) > 1):
            free[i, j] = sure.pop((i, j))
    there: dict[int, list[int]] = {}
    for j, two in enumerate(new):
        for number in {word.copy_of for word in two.words} - {None}:
            there.setdefault(number, []).append(j)  # type: ignore[arg-type]
    for i, one in enumerate(old):
        copies = Counter(j for word in one.words for n in (word.number, word.copy_of) if n is not None
                         for j in there.get(n, ()))  # fmt: skip
        free.update({(i, j): 1.0 for j in copies if (i, j) not in sure})


def _by_text(version: Version) -> dict[str, list[int]]:
    found: dict[str, list[int]] = {}
    for k, one in enumerate(version):
        found.setdefault(one.text, []).append(k)
    return found


def _off_chain(sure: dict[Pair, float]) -> set[Pair]:
    """The links that are not on the heaviest chain in order; pieces of one block stand together."""
    groups = [Box(i, i + 1, j, j + 1, share) for (i, j), share in sure.items()]
    boxes: list[Box] = []
    for box in sorted(groups):
        last = boxes[-1] if boxes else None
        if last and (box.old, box.new) in {(last.old, last.new_end), (last.old_end, last.new)}:
            boxes[-1] = Box(last.old, max(last.old_end, box.old_end), last.new,
                            max(last.new_end, box.new_end), last.weight + box.weight)  # fmt: skip
        else:
            boxes.append(box)
    kept = heaviest_chain(boxes)
    return {
        (i, j)
        for i, j in sure
        if not any(box.old <= i < box.old_end and box.new <= j < box.new_end for box in kept)
    }


def _relation(one: Passage, two: Passage, of_old: int, of_new: int) -> str:
    if of_old > 1 and of_new > 1:
        return "mesh"
    if of_old > 1:
        return "split"
    if of_new > 1:
        return "join"
    return "same" if one.text == two.text else "edit"


def anchors(old: Version, several: int, chance: random.Random) -> list[dict[str, Any]]:
    """Marked words, sentences and whole blocks, none in a text that stands twice."""
    texts = Counter(one.text for one in old)
    usable = [k for k, one in enumerate(old) if texts[one.text] == 1 and len(one.words) > 1]
    found = []
    for _ in range(several if usable else 0):
        block = chance.choice(usable)
        spans = old[block].spans
        size = chance.choice([1, 2, 3, 5, 8, 13, len(spans)])
        first = chance.randrange(max(1, len(spans) - size + 1))
        last = min(first + size, len(spans)) - 1
        found.append({"block": block, "start": spans[first][0], "end": spans[last][1]})
    return found


def followed(item: dict[str, Any], old: Version, new: Version) -> dict[str, Any]:
    """Where a mark belongs in a later version."""
    one = old[item["block"]]
    marked = [
        word.number
        for word, (start, end) in zip(one.words, one.spans, strict=True)
        if start < item["end"] and end > item["start"]
    ]
    places = _places(new)
    alive = [places[number] for number in marked if number in places]
    share = len(alive) / len(marked)
    status = "follow" if share >= FOLLOWS else "orphan" if share <= GONE else "either"
    segments = _cover(alive, new) if status != "orphan" else []
    return {"status": status, "survive": round(share, 4), "segments": segments}


def _places(version: Version) -> dict[int, Pair]:
    return {word.number: (j, k) for j, one in enumerate(version) for k, word in enumerate(one.words)}


def _cover(alive: Iterable[Pair], new: Version) -> list[list[int]]:
    blocks: dict[int, list[int]] = {}
    for j, k in alive:
        blocks.setdefault(j, []).append(k)
    return [_segment(j, inside, new) for j, inside in sorted(blocks.items())]


def _segment(block: int, inside: Sequence[int], new: Version) -> list[int]:
    spans = new[block].spans
    return [block, spans[min(inside)][0], spans[max(inside)][1]]
