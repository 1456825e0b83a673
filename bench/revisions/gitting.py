"""git as a peer: its line diff over any sequence of words or blocks, and its three-way merge."""

from __future__ import annotations

import re
import subprocess
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Sequence

HUNK: Final = re.compile(r"^@@ -(\d+)(?:,(\d+))? \+(\d+)(?:,(\d+))? @@", re.MULTILINE)

#: Lines start..end of the old file became lines start..end of the new one.
Hunk = tuple[int, int, int, int]
#: A piece of a merge: lines that are settled, or what each side wants.
Piece = list[str] | tuple[list[str], list[str]]


def written(folder: str, name: str, lines: Sequence[str]) -> str:
    """A file with one item a line; newlines within an item are hidden, so that items stay items."""
    path = Path(folder) / name
    path.write_text("".join(f" {line.replace(chr(10), chr(1))}\n" for line in lines), encoding="utf-8")
    return str(path)


def hunks(old: Sequence[str], new: Sequence[str], *options: str) -> list[Hunk]:
    """What `git diff` with these options finds changed between two sequences of lines."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["git", "diff", "--no-index", "-U0", *options,
                   written(folder, "old", old), written(folder, "new", new)]  # fmt: skip
        shown = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace")
    found = []
    for start, size, there, count in HUNK.findall(shown):
        old_size, new_size = int(size or 1), int(count or 1)
        first, second = int(start) - (old_size > 0), int(there) - (new_size > 0)
        found.append((first, first + old_size, second, second + new_size))
    return found


def kept(changed: Sequence[Hunk], old_size: int) -> list[tuple[int, int, int]]:
    """The runs of lines between hunks: start in the old, start in the new, length."""
    runs = []
    old = new = 0
    for start, end, _, there_end in [*changed, (old_size, 0, 0, 0)]:
        if start > old:
            runs.append((old, new, start - old))
        old, new = end, there_end
    return runs


def merged(base: Sequence[str], one: Sequence[str], two: Sequence[str]) -> list[Piece]:
    """What `git merge-file` makes of two sides."""
    with tempfile.TemporaryDirectory() as folder:
        command = ["git", "merge-file", "-p", "-q", written(folder, "one", one),
                   written(folder, "base", base), written(folder, "two", two)]  # fmt: skip
        shown = subprocess.run(command, capture_output=True, check=False).stdout.decode("utf-8", "replace")
    return _pieces(shown.split("\n")[:-1])


def _pieces(lines: Sequence[str]) -> list[Piece]:
    found: list[Piece] = []
    sides: tuple[list[str], list[str]] = ([], [])
    place = -1
    for line in lines:
        if line.startswith("<<<<<<<"):
            sides, place = ([], []), 0
        elif line.startswith("=======") and place == 0:
            place = 1
        elif line.startswith(">>>>>>>"):
            found.append(sides)
            place = -1
        elif place >= 0:
            sides[place].append(_shown(line))
        elif found and isinstance(found[-1], list):
            found[-1].append(_shown(line))
        else:
            found.append([_shown(line)])
    return found


def _shown(line: str) -> str:
    return line[1:].replace(chr(1), "\n")
