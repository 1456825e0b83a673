"""One answer to all open comments of 10,000, done and undone, piece by piece.

Ours: rights, life cycle, decision, event and undo of each. Peer: the same rows saved one by one, their
answer and its decision written, nothing checked or told. `DRAFTROOM_BENCH_COMMENTS` sets the size.
"""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from bench import matrix, site

if TYPE_CHECKING:
    from collections.abc import Callable

    from documents.models import Version
    from reviews.models import Sweep

COUNT = int(os.environ.get("DRAFTROOM_BENCH_COMMENTS", "10000"))


def main() -> None:
    with site.empty():
        matrix.COUNT = COUNT
        version = matrix.crowded()
        plain = seconds(lambda: saved_one_by_one(version))
        sweep = ordered(version)
        count = len(sweep.chosen)
        done = seconds(lambda: run(sweep))
        matrix.figure(f"sweep over {count:,} comments", done, "rows saved one by one", plain, "s")
        undoing = undone(sweep)
        matrix.figure(
            f"the sweep over {count:,} comments undone", seconds(lambda: run(undoing)),
            "rows saved one by one", plain, "s",
        )


def ordered(version: Version) -> Sweep:
    """Every comment that still waits is to be noted."""
    from backend.accounts.models import Person
    from reviews.services.answers import sweeps
    from reviews.services.answers.acts import Wish
    from reviews.table import filters
    from reviews.table import matrix as rows

    by = Person.objects.get(name="Editor 1")
    asked = rows.Asked(by, version.document, version, filters.read({"state": "open"}))
    wish = Wish("decide", disposition="noted", response="Thank you.")
    return sweeps.begin_sweep(asked=asked, wish=wish, expected=asked.comments().count(), by=by)


def undone(sweep: Sweep) -> Sweep:
    from reviews.services.answers import sweeps

    return sweeps.undo_sweep(sweep=type(sweep).objects.get(pk=sweep.pk), by=sweep.by)


def run(sweep: Sweep) -> None:
    """All turns of its task, one after the other."""
    from reviews.services.answers import sweeps

    while sweeps.go_on(sweep.pk):
        pass


def saved_one_by_one(version: Version) -> None:
    """The answer of each comment and its decision, taken back at the end."""
    from django.db import transaction
    from django.utils import timezone

    from backend.accounts.models import Person
    from reviews.core import lifecycle
    from reviews.models import Comment, Decision

    by = Person.objects.get(name="Editor 1")
    rows = Comment.objects.filter(document=version.document, state__in=lifecycle.open_states())
    with transaction.atomic():
        for comment in rows:
            comment.state, comment.disposition, comment.response = "decided", "noted", "Thank you."
            comment.save()
            Decision.objects.create(
                comment=comment, state_before="registered", state_after="decided", disposition="noted",
                response="Thank you.", by=by, at=timezone.now(),
            )
        transaction.set_rollback(True)


def seconds(act: Callable[[], object]) -> float:
    began = time.perf_counter()
    act()
    return time.perf_counter() - began


if __name__ == "__main__":
    main()
