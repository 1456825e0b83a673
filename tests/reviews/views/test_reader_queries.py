"""The reader asks the database as often for a long version as for a short one."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from reviews.services.talk import comments
from tests import papers

pytestmark = pytest.mark.django_db


def queries(client, address):
    with CaptureQueriesContext(connection) as captured:
        assert client.get(address).status_code == 200
    return len(captured)


def say(version, by):
    for block in version.blocks.exclude(text=""):
        comments.post_comment(
            version=version,
            place=comments.Place(kind="block", block=block.key),
            saying=comments.Saying(body="A word on this."),
            audience="document",
            by=by,
        )


@pytest.mark.parametrize("route", ["documents:version", "reviews:comments"])
def test_same_number_of_queries_for_few_and_many_blocks_and_comments(route, cast, document, sign_in, work):
    client = sign_in(cast.editor)
    few = papers.issue(document, "# One", "Text.", by=cast.editor)
    many = papers.issue(document, *["# A heading", "Its text."] * 20, by=cast.editor)
    work()
    say(few, cast.esa_reviewer)
    say(many, cast.esa_reviewer)

    client.get(reverse("documents:index"))  # the session is written at its first use

    counts = [
        queries(client, f"{reverse(route, args=[document.slug, version.number])}?from=0&to=100")
        for version in (few, many)
    ]

    assert counts[0] == counts[1]
