"""The proof of a version, of one comment, the history of a paragraph: beside the page that compares.

On the demo's Draft 2 (some 400 paragraphs, 180 comments on the three versions before it). Ours is the
server's whole answer to an editor, signed in; the peer is the compare page of the same two versions, which
compares and draws but proves nothing.
"""

from __future__ import annotations

import json
import sys
from typing import Any

from bench import site

REPEATS = 7
VERSION = 4


def main() -> None:
    with site.empty():
        measure()


def measure() -> None:
    from django.core.management import call_command

    call_command("demo", "--stage", "review", verbosity=0)
    paper, browser = _paper(), site.signed_in(name="Editor 1")
    comment = paper.comments.filter(disposition="accepted", version__number=2).order_by("pk")[0]
    version = paper.versions.get(number=VERSION)
    block = version.blocks.filter(kind="paragraph").order_by("-ordinal")[20]
    address = f"/documents/{paper.slug}"
    theirs = _seconds(browser, f"{address}/compare/{VERSION - 1}..{VERSION}/")
    for figure, path in {
        "proof of a version": f"{address}/v{VERSION}/proof/",
        "what became of one comment": f"/comments/{comment.uid}/became/",
        "history of a paragraph": f"{address}/v{VERSION}/history/{block.key}/",
        "you said, we did": f"{address}/v{VERSION}/you-said/?agency=ESA",
    }.items():
        ours = _seconds(browser, path)
        row = {"figure": figure, "ours": ours, "peer": "compare page", "theirs": theirs,
               "ratio": round(ours / theirs, 2), "unit": "s"}
        sys.stdout.write(json.dumps(row) + "\n")


def _paper() -> Any:
    from documents.models import Document

    return Document.objects.get(slug="science-white-paper")


def _seconds(browser: Any, path: str) -> float:
    """The median of some answers, in seconds."""

    def answer() -> None:
        if (status := browser.get(path).status_code) != 200:
            raise SystemExit(f"{path} answers {status}")

    return round(site.median_ms(answer, REPEATS) / 1000, 4)


if __name__ == "__main__":
    main()
