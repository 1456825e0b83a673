"""One figure a line on standard output; what a reader may want to know besides on standard error."""

from __future__ import annotations

import json
import sys


def figure(name: str, ours: float, peer: str = "", theirs: float | None = None, unit: str = "share") -> None:
    """Print one figure; the ratio is ours/theirs, null without a peer."""
    row = {
        "figure": name, "ours": round(ours, 4), "peer": peer,
        "theirs": None if theirs is None else round(theirs, 4),
        "ratio": round(ours / theirs, 4) if theirs else None, "unit": unit,
    }  # fmt: skip
    sys.stdout.write(json.dumps(row, ensure_ascii=False) + "\n")
    sys.stdout.flush()


def beside(name: str, ours: float, theirs: dict[str, float], unit: str = "share") -> None:
    """The same figure of several peers, a line each; one line when there is none."""
    for peer, value in theirs.items():
        figure(name, ours, peer, value, unit)
    if not theirs:
        figure(name, ours, unit=unit)


def say(text: str) -> None:
    """A word on standard error."""
    sys.stderr.write(text + "\n")
    sys.stderr.flush()
