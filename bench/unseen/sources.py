"""Real Word files as versions to be changed, and the real sentences that the changes bring in."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING, Final

from bench.unseen import words
from documents.core import reading
from documents.core.model import Unreadable

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from documents.core.model import Block

#: A document must have so many paragraphs of so many words; longer ones are read up to a bound.
PARAGRAPHS, LONG = 18, 8
MOST_BLOCKS: Final = 260
LARGEST: Final = 3_000_000
#: A document that shares this part of its paragraphs with one before it is another version of that one.
SAME: Final = 0.3
KINDS: Final = {"list_item": "li", "cell": "cell", "quote": "quote"}


def documents(folder: Path, number: int, seed: int) -> list[tuple[str, words.Version]]:
    """So many different documents by name, drawn by the seed."""
    paths = sorted(folder.rglob("*.docx"))
    random.Random(seed).shuffle(paths)
    found: list[tuple[str, words.Version]] = []
    known: set[str] = set()
    for path in paths:
        if len(found) == number:
            break
        version = _version(path)
        texts = {one.text for one in version if len(one.words) > LONG}
        if len(texts) >= PARAGRAPHS and len(texts & known) < SAME * len(texts):
            known |= texts
            found.append((str(path.relative_to(folder)), version))
    return found


def _version(path: Path) -> words.Version:
    if path.stat().st_size > LARGEST:
        return ()
    try:
        blocks = reading.read(path.read_bytes()).blocks
    except Unreadable:
        return ()
    return tuple(_passages(blocks))[:MOST_BLOCKS]


def _passages(blocks: tuple[Block, ...]) -> Iterator[words.Passage]:
    for block in blocks:
        text = " ".join(block.text.replace("\ufffc", " ").split())
        if text:
            is_heading = block.kind in {"heading", "title"}
            kind = f"h{min(max(block.level, 1), 6)}" if is_heading else KINDS.get(block.kind, "p")
            one = words.passage(kind, text)
            if words.is_sound(one):
                yield one


class Donor:
    """Sentences and paragraphs of other documents, each given once."""

    def __init__(self, others: list[words.Version], chance: random.Random) -> None:
        paragraphs = {one.text for version in others for one in version if len(one.words) > LONG}
        self.paragraphs = sorted(paragraphs)
        chance.shuffle(self.paragraphs)
        cut = [one for text in self.paragraphs[::2] for one in _sentences(text)]
        self.sentences = sorted(set(cut))
        chance.shuffle(self.sentences)
        self.chance = chance

    def paragraph(self) -> str:
        return self.paragraphs.pop() if self.paragraphs else self.sentence()

    def sentence(self) -> str:
        return self.sentences.pop()

    def phrase(self, size: int) -> str:
        """Some words of a sentence, without its signs."""
        several = [word.text for word in words.new_words(self.chance.choice(self.sentences))]
        several = [text for text in several if text[0].isalpha()] or ["further"]
        start = self.chance.randrange(max(1, len(several) - size))
        return " ".join(several[start : start + size])


def _sentences(text: str) -> Iterator[str]:
    cut = words.new_words(text, gap="")
    for start, end in words.sentences(cut):
        if end - start > LONG:
            yield "".join(word.gap + word.text for word in cut[start:end]).strip()
