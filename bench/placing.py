"""Placing comments on the next version: 500 on 400 paragraphs, and 5,000.

Ours is the whole job: both versions fetched, anchors followed, rows written (the comparison of the
versions is made when the newer one is read, and kept). Peer: looking for each comment's quoted words
and context in the new version's text with `str.find`, a paragraph at a time, and writing the same rows
one by one; it finds no text that was edited.
"""

from __future__ import annotations

import json
import random
import statistics
import sys
import time
from typing import TYPE_CHECKING

from bench import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from documents.models import Document, Version

PARAGRAPHS = 400
SEED = 2016
REPEATS = 3
WORDS = [
    "crew", "habitat", "orbit", "lunar", "surface", "science", "payload", "radiation", "shielding",
    "rover", "sample", "return", "vehicle", "mission", "agency", "partner", "launch", "window",
    "transfer", "docking", "robotic", "telescope", "far", "side", "noise", "life", "support",
]


def main() -> None:
    with site.empty():
        measure()


def measure() -> None:
    for count in (500, 5_000):
        document, older, newer = versions(f"Bench {count}")
        say(older, count)
        ours, placed = timed(newer, ours_once)
        theirs, found = timed(newer, theirs_once)
        figure(f"placing {count:,} comments on {PARAGRAPHS} paragraphs", ours, theirs)
        sys.stderr.write(f"{document}: ours placed {placed}, the peer {found} of {count}\n")


def figure(name: str, ours: float, theirs: float) -> None:
    row = {
        "figure": name, "ours": round(ours, 1), "peer": "str.find and single inserts",
        "theirs": round(theirs, 1), "ratio": round(ours / theirs, 3), "unit": "ms",
    }
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def versions(title: str) -> tuple[Document, Version, Version]:
    """Two versions of invented prose: a fifth of the paragraphs edited, some moved, some gone."""
    from backend.accounts import services as accounts
    from backend.accounts.models import Agency, Membership
    from documents.services import documents
    from tests import papers

    agency = Agency.objects.first() or accounts.create_agency(code="ESA", name="ESA", is_owner=True)
    person = accounts.create_person(email=f"{title.replace(' ', '.')}@example.org", name=title)
    accounts.join_agency(person=person, agency=agency, role=Membership.Role.FOCAL_POINT)
    document = documents.create_document(title=title, owner=agency, by=person)
    chance = random.Random(SEED)
    lines = [" ".join(chance.choices(WORDS, k=60)) + f" {n}." for n in range(PARAGRAPHS)]
    changed = [line.replace("crew", "astronauts") if n % 5 == 0 else line for n, line in enumerate(lines)]
    del changed[7::40]
    changed.append(changed.pop(100))
    older = papers.issue(document, *lines, by=person)
    return document, older, papers.issue(document, *changed, by=person)


def say(version: Version, count: int) -> None:
    """Comments on eight words each, all over the version."""
    from reviews.services.talk import comments

    chance = random.Random(SEED)
    blocks = list(version.blocks.values_list("key", "text"))
    for number in range(count):
        key, text = blocks[number % len(blocks)]
        words = text.split()
        first = chance.randrange(len(words) - 8)
        start = len(" ".join(words[:first])) + bool(first)
        end = start + len(" ".join(words[first : first + 8]))
        comments.post_comment(
            version=version, place=comments.Place("range", key, start, end), audience="author",
            saying=comments.Saying(body=f"Remark {number}."), by=version.created_by,
        )


def timed(version: Version, act: Callable[[Version], None]) -> tuple[float, int]:
    """Median milliseconds of `act` from a clean slate, and how many comments it found."""
    taken = []
    found = 0
    for _ in range(REPEATS):
        version.placements.all().delete()
        began = time.perf_counter()
        act(version)
        taken.append((time.perf_counter() - began) * 1000)
        found = version.placements.exclude(status="orphaned").count()
    return statistics.median(taken), found


def ours_once(version: Version) -> None:
    from reviews.services.talk import placements

    placements.place_comments(version)


def theirs_once(version: Version) -> None:
    from reviews.models import Comment, Placement

    blocks = list(version.blocks.values_list("key", "text"))
    for comment in Comment.objects.filter(document_id=version.document_id):
        words = comment.prefix[-20:] + comment.quote
        key = next((key for key, text in blocks if text.find(words) >= 0), "")
        Placement.objects.create(
            comment=comment, version=version, status="placed" if key else "orphaned", start_block=key,
        )


if __name__ == "__main__":
    main()
