"""Keys say exactly what the selectors say (`search.scopes`)."""

import dataclasses

import pytest

from backend.accounts.models import Membership
from documents import selectors as documents
from documents.models import DocumentRole, Participation
from reviews import selectors as reviews
from reviews.models import Comment, CommentState, Visibility
from reviews.services import comments
from reviews.services.comments import Place, Saying
from search import entries, scopes
from tests import cast as casting
from tests import papers

VISIBILITIES = (Visibility.AUTHOR, Visibility.AGENCY, Visibility.DOCUMENT)


@pytest.fixture
def world(index, cast):
    """Two documents with comments of every visibility by people of both agencies and of none."""
    for title in ("Science White Paper", "Roadmap"):
        document = casting.begin_document(cast, title)
        version = papers.issue(document, by=cast.editor)
        for name in ("nasa_reviewer", "nasa_focal_point", "esa_reviewer", "reviewer", "editor"):
            person = getattr(cast, name)
            for visibility in VISIBILITIES:
                if visibility == Visibility.AGENCY and not person.memberships.exists():
                    continue
                comments.post_comment(
                    version=version, place=Place("document"), audience=visibility, by=person,
                    saying=Saying(body=f"{person} says {visibility}"))
    return cast


def everybody(cast):
    people = (getattr(cast, each.name) for each in dataclasses.fields(cast))
    return [person for person in people if hasattr(person, "email")]


def check(person):
    held = scopes.scopes_of(person)
    rows = Comment.objects.exclude(state=CommentState.WITHDRAWN)
    open_to_keys = {item.id for item in entries.comment_items(rows) if item.is_in(held)}
    seen = {f"comment:{pk}" for pk in reviews.comments_visible_to(person).values_list("pk", flat=True)}
    assert open_to_keys == seen, person
    shown = documents.documents_visible_to(person).values_list("pk", flat=True)
    titles = {scopes.of_document(pk) for pk in shown}
    assert titles <= held
    assert bool(titles) == bool(held)


def test_keys_open_what_the_selectors_show(world):
    for person in everybody(world):
        check(person)


def test_keys_close_with_every_change_of_rights(world):
    for rows in (
        Membership.objects.filter(person=world.nasa_reviewer),
        Participation.objects.filter(agency=world.esa, document__title="Roadmap"),
        DocumentRole.objects.filter(person=world.reviewer),
    ):
        rows.update(ended_at="2026-01-01T00:00Z")

    for person in everybody(world):
        check(person)


def test_nobody_holds_no_keys(db):
    from django.contrib.auth.models import AnonymousUser

    assert scopes.scopes_of(AnonymousUser()) == frozenset()
