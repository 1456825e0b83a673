"""Dashboards of 200 documents with 4,000 milestones and 60,000 comments: time on the server, queries.

The peer is the page that one would write first: a loop over the documents in a template, with the ORM's
own counts and the next milestone of each; it forecasts nothing, and knows of no dependency.
"""

from __future__ import annotations

import json
import random
import sys
from collections.abc import Callable
from datetime import timedelta
from itertools import pairwise
from typing import TYPE_CHECKING

from bench import site

if TYPE_CHECKING:
    from django.test import Client

    from backend.accounts.models import Person

DOCUMENTS, STEPS, COMMENTS = 200, 20, 300  # of each document: steps and comments
SEED = 2016
REPEATS = 5

PLAIN = """<!doctype html><title>Plans</title><table>{% for document in documents %}<tr>
<td>{{ document }}</td><td>{{ document.state }}</td>
{% with next=document.next_step %}<td>{{ next.title }} {{ next.words }}</td>{% endwith %}
<td>{{ document.open_count }} of {{ document.comment_count }}</td></tr>{% endfor %}</table>"""


def main() -> None:
    with site.empty():
        person = fill()
        client = site.signed_in(email=person.email)
        pages = {"plans": "/plans/", "my work": "/work/", "one plan": "/documents/study-0/plan/"}
        for name, address in pages.items():
            measure(name, client, address, person)


def fill() -> Person:
    """The documents with their plans and comments, by bulk inserts: writing them is not what is measured."""
    from django.db import transaction

    from backend.accounts import services as accounts

    owner = accounts.create_agency(code="ESA", name="ESA", hue=1, is_owner=True)
    person = accounts.create_person(email="coordinator@example.org", name="Coordinator", password="far away")
    accounts.join_agency(person=person, agency=owner, role="focal_point")
    rng = random.Random(SEED)
    with transaction.atomic():
        for number in range(DOCUMENTS):
            _document(number, owner, person, rng)
    return person


def _document(number: int, owner: object, person: Person, rng: random.Random) -> None:
    from django.utils import timezone

    from documents.models import Version, VersionState
    from documents.services import documents, files
    from reviews.models import Comment, Decision, Dependency, Milestone

    now = timezone.now()
    document = documents.create_document(
        title=f"Study {number}", slug=f"study-{number}", owner=owner, by=person,
    )
    stored = files.store(data=b"a file", content_type=files.WORD)
    version = Version.objects.create(
        document=document, number=1, file=stored, file_name="a.docx", state=VersionState.ISSUED,
        created_by=person, issued_at=now,
    )
    today = now.date()
    steps = Milestone.objects.bulk_create(
        Milestone(
            document=document, title=f"Step {place}", kind="publication" if place == STEPS - 1 else "other",
            fact="decided" if place == STEPS // 2 else "", words="then",
            from_on=today + timedelta(days=20 * (place - 8)), to_on=today + timedelta(days=20 * (place - 8)),
            first_words="then", first_to_on=today + timedelta(days=20 * (place - 9)),
            met_on=today + timedelta(days=20 * (place - 8)) if place < 8 else None,
        )
        for place in range(STEPS)
    )
    Dependency.objects.bulk_create(
        Dependency(milestone=later, on=earlier, amount=2, unit="weeks")
        for earlier, later in pairwise(steps)
    )
    comments = Comment.objects.bulk_create(
        Comment(
            document=document, version=version, author_name="Somebody", body="So.", visibility="document",
            state="decided" if place % 3 else "registered", anchor_kind="document", code="ESA",
            number=place + 1, created_at=now, changed_at=now, submitted_at=now - timedelta(days=70),
        )
        for place in range(COMMENTS)
    )
    Decision.objects.bulk_create(
        Decision(
            comment=comment, state_before="registered", state_after="decided", disposition="accepted",
            at=now - timedelta(days=rng.randrange(1, 60)), by=person,
        )
        for comment in comments if comment.state == "decided"
    )


def measure(name: str, client: Client, address: str, person: Person) -> None:
    def ours() -> None:
        assert client.get(address).status_code == 200

    mine, theirs = site.median_ms(ours), site.median_ms(lambda: plain(person))
    label = f"{DOCUMENTS} documents, {DOCUMENTS * STEPS} steps, {DOCUMENTS * COMMENTS} comments"
    line(f"{name}, {label}", mine, theirs, "ms")
    line(f"{name}: queries", queries(ours), queries(lambda: plain(person)), "queries")


def plain(person: Person) -> str:
    """The page that one would write first."""
    from django.template import Context, Engine

    from documents.selectors import documents_visible_to

    documents = list(documents_visible_to(person).order_by("title"))
    for document in documents:
        document.next_step = document.milestones.filter(met_on=None).order_by("to_on").first()
        document.open_count = document.comments.filter(state__in=["registered", "proposed"]).count()
        document.comment_count = document.comments.count()
    return Engine().from_string(PLAIN).render(Context({"documents": documents}))


def queries(act: Callable[[], object]) -> int:
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with CaptureQueriesContext(connection) as captured:
        act()
    return len(captured)


def line(figure: str, ours: float, theirs: float, unit: str) -> None:
    row = {"figure": figure, "ours": round(ours, 1), "peer": "plain ORM page", "theirs": round(theirs, 1),
           "ratio": round(ours / theirs, 2), "unit": unit}  # fmt: skip
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
