"""Numbers of lists and headings beside those that LibreOffice shows: `python -m bench.labels [DIR]`.

Every Word file of the folder that has numbers is opened by LibreOffice as plain text, its tracked changes
accepted; a paragraph counts when that text has a line that ends with its words. Bullets count as equal:
each program draws its own. On standard error a line for every file with another number, and the first
three of them. What LibreOffice is known to show otherwise than Word (ISO 29500-1, 17.9.23) is not left out.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Iterator
from pathlib import Path

from bench.corpus import SHARED, figure
from bench.laws import word_files
from bench.word import judges
from documents.core import markup, reading
from documents.core.model import Draft, Unreadable

BATCH = 25  # files that LibreOffice opens at once
LARGEST = 1_000_000  # bytes
APART = {"footnote", "endnote", "header", "footer", "textbox"}


def numbered(folder: Path) -> Iterator[tuple[str, bytes, Draft]]:
    """(name, bytes with changes accepted, draft) of each file that has numbers."""
    for name in sorted(word_files(folder)):
        data = (folder / name).read_bytes()
        if len(data) > LARGEST:
            continue
        try:
            settled = markup.settle(data, accept=True)
            draft = reading.read(settled)
        except Unreadable:
            continue
        if any(block.number for block in draft.blocks):
            yield name, settled, draft


def compared(draft: Draft, text: str) -> list[tuple[str, str, list[str]]]:
    """(words, our number, the numbers that stand before these words in the text) of each paragraph."""
    lines = [" ".join(line.split()) for line in text.replace("\ufeff", "").splitlines()]
    found = []
    for block in draft.blocks:
        words = " ".join(block.text.split())
        if not (block.number and words) or block.kind in APART or "\ufffc" in words or "\n" in block.text:
            continue
        shown = sorted({line[: -len(words)].strip() for line in lines if line.endswith(words)})
        if shown:
            found.append((words, " ".join(block.number.split()), shown))
    return found


def is_like(ours: str, shown: list[str]) -> bool:
    """Whether one of the numbers is ours, or one of them is a bullet and ours is one."""
    return ours in shown or (_is_bullet(ours) and any(_is_bullet(one) for one in shown))


def _is_bullet(number: str) -> bool:
    return len(number) <= 1 and (not number.isalnum() or number == "o")


def main(arguments: list[str]) -> int:
    parser = argparse.ArgumentParser(prog="python -m bench.labels")
    parser.add_argument("folder", nargs="?", default=SHARED / "corpus", type=Path)
    given = parser.parse_args(arguments)
    if judges.soffice() is None:
        sys.stderr.write("LibreOffice, the judge, is not installed\n")
        return 2
    like = every = files = 0
    several = numbered(given.folder)
    while batch := list(itertools.islice(several, BATCH)):
        texts = judges.libreoffice([data for _, data, _ in batch])
        for (name, _, draft), text in zip(batch, texts, strict=True):
            pairs = compared(draft, text or "")
            others = [pair for pair in pairs if not is_like(*pair[1:])]
            files += bool(pairs)
            every += len(pairs)
            like += len(pairs) - len(others)
            if others:
                sys.stderr.write(f"{name}: {len(others)} of {len(pairs)}: {others[:3]}\n")
    figure(f"numbers of {files} files as LibreOffice shows them", like, "paragraphs", "LibreOffice", every)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
