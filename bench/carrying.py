"""Carrying: the tracked changes of every corpus file as proposals, laid on its base from its own blocks.

Ours: files whose result reads as the file does with all its changes accepted, and as before with all
rejected. There is no peer: no other tool takes changes as values and gives them back.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.laws import CORPUS
from documents.core import markup, reading
from documents.core.markup import weaving
from documents.core.model import Change, Markup, Unreadable
from documents.core.package import open_package
from documents.core.textmap import map_package
from reviews.core import carrying

#: Larger files take long and hold nothing else.
MOST = 400_000


def is_carried(data: bytes) -> bool | None:
    """Whether the file's changes come out as they went in; None for a file without any."""
    try:
        clean, lifted = markup.lift(data)
        if not lifted.changes:
            return None
        opened = carrying.opened(data, reading.read(clean))
    except Unreadable:
        return None
    amended = {one.written.id for one in reading.amendments(map_package(open_package(data)))}
    edits = [
        placed.edit for placed in opened.carried.changes
        if placed.edit is not None and placed.change.id not in amended
    ]
    changes = tuple(Change(f"e{n}", "A", "2026-01-01T00:00:00Z", edit) for n, edit in enumerate(edits))
    accepted = markup.settle(data, accept=True)
    laid = weaving.weave(clean, Markup(changes=changes), {"final": accepted, "clean": clean})
    done = markup.settle(laid.data, accept=True)
    return _said(done) == _said(accepted) and _said(laid.data) == _said(clean)


def _said(data: bytes) -> list[str]:
    return [text for text in reading.text(data) if text.strip()]


def main() -> None:
    files = [path for path in sorted(Path(CORPUS).rglob("*.docx")) if path.stat().st_size <= MOST]
    found = [is_carried(path.read_bytes()) for path in files]
    said = [one for one in found if one is not None]
    name = f"files whose tracked changes are carried to the letter, of {len(said)}"
    row = {"figure": name, "ours": sum(said), "peer": None, "theirs": None, "ratio": None, "unit": "files"}
    sys.stdout.write(json.dumps(row) + "\n")


if __name__ == "__main__":
    main()
