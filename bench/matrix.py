"""The matrix of 60,000 comments: first page, a filter, the next rows; beside a plain page of the ORM.

Ours is the server's whole answer to an editor, signed in, rights checked, drawn. Peer: what a tutorial
would write for the same table: `filter().order_by()`, Django's Paginator (a count and an offset), 100 rows in
a template with the same columns, without rights; related rows fetched with `select_related`. Queries are
counted in the same answers; "naive" leaves `select_related` out. `DRAFTROOM_BENCH_COMMENTS` sets the size.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import TYPE_CHECKING, Any

from bench import site

if TYPE_CHECKING:
    from collections.abc import Callable

    from documents.models import Version

COUNT = int(os.environ.get("DRAFTROOM_BENCH_COMMENTS", "60000"))
SIZE = 100
REPEATS = 5
PLAIN = """<table>{% for comment in page %}<tr><th>{{ comment.register_number }}</th>
<td>{{ comment.type }}</td><td>{{ comment.body }}</td>
<td>{{ comment.proposal.original }}<ins>{{ comment.proposal.text }}</ins></td>
<td>{{ comment.disposition }}</td><td>{{ comment.response }}</td><td>{{ comment.agency.code }}
{{ comment.author.name }}</td><td>{{ comment.version.number }}</td></tr>{% endfor %}</table>
{{ page.number }} of {{ page.paginator.num_pages }}"""


def main() -> None:
    with site.empty():
        measure()


def measure() -> None:
    version = crowded()
    address = f"/documents/{version.document.slug}"
    browser = site.signed_in(name="Editor 1")
    pages = {
        "first page": (f"{address}/comments/", {}),
        "open ones of one agency": (f"{address}/comments/?state=open&agency=ESA",
                                    {"state": "registered", "agency__code": "ESA"}),
        "words": (f"{address}/comments/?q=landing", {"body__icontains": "landing"}),
        "words that nobody said": (f"{address}/comments/?q=zzzz", {"body__icontains": "zzzz"}),
    }
    for name, (url, wanted) in pages.items():
        beside(name, lambda url=url: browser.get(url), lambda wanted=wanted: plain(version, wanted, 1))
    last = last_cursor(version)
    beside("rows at the very end", lambda: browser.get(f"{address}/matrix/rows/?after={last}"),
           lambda: plain(version, {}, COUNT * 9 // 10 // SIZE))


def crowded() -> Version:
    """Five thousand paragraphs with all the comments."""
    from backend.demo import cast, crowd, stress

    cast.gather()
    version = stress.issued(stress.LARGE)
    began = time.perf_counter()
    crowd.gather(version, COUNT)
    sys.stderr.write(f"{COUNT} comments written in {time.perf_counter() - began:.0f} s\n")
    return version


def plain(version: Version, wanted: dict[str, str], number: int, *, related: bool = True) -> None:
    """A tutorial's page of the same rows."""
    from django.core.paginator import Paginator
    from django.template import Context, Template

    from reviews.models import Comment

    rows = Comment.objects.filter(document=version.document, placements__version=version, **wanted)
    if related:
        rows = rows.select_related("proposal", "agency", "author", "version")
    rows = rows.order_by("placements__ordinal", "placements__start_offset", "pk")
    Template(PLAIN).render(Context({"page": Paginator(rows, SIZE).get_page(number)}))


def last_cursor(version: Version) -> str:
    """The cursor of a row some hundred before the end."""
    from backend.accounts.models import Person
    from reviews.table import filters, matrix

    person = Person.objects.get(name="Editor 1")
    asked = matrix.Asked(person, version.document, version, filters.read({}))
    rows = asked.placements().order_by("-ordinal", "-start_offset", "-comment_id")
    ordinal, offset, pk = rows.values_list("ordinal", "start_offset", "comment_id")[SIZE]
    return matrix.cursor(asked.order, (0, (ordinal, offset, pk)))


def beside(name: str, ours: Callable[[], Any], theirs: Callable[[], Any]) -> None:
    mine, my_queries = typical(ours)
    peer, peer_queries = typical(theirs)
    figure(f"matrix of {COUNT:,}: {name}", mine, "plain ORM page", peer, "ms")
    figure(f"matrix of {COUNT:,}: {name}, queries", my_queries, "plain ORM page", peer_queries, "queries")


def typical(act: Callable[[], Any]) -> tuple[float, int]:
    """Median milliseconds, and the queries of one answer."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    act()
    with CaptureQueriesContext(connection) as context:
        act()
    queries = len(context)  # before the next request empties the log
    return site.median_ms(act, REPEATS), queries


def figure(name: str, ours: float, peer: str, theirs: float, unit: str) -> None:
    row = {"figure": name, "ours": round(ours, 1), "peer": peer, "theirs": round(theirs, 1),
           "ratio": round(ours / theirs, 3) if theirs else None, "unit": unit}
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


if __name__ == "__main__":
    main()
