"""Keys say exactly what the selectors say (`search.scopes`)."""

import dataclasses

import pytest

from backend.accounts.models import Membership
from documents import selectors as documents
from documents.models import Document, DocumentRole, Participation
from documents.services import publications
from reviews import selectors as reviews
from reviews.models import Comment, CommentState, Visibility
from reviews.services.plans import milestones
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from search import entries, registry, scopes
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
        milestones.set_milestone(document=document, title=f"Freeze of {title}", words="fall 2030",
                                 by=cast.coordinator)
    publications.publish_version(version=version, by=cast.coordinator)
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
    assert titles == {key for key in held if key.count(":") == 1 and key.startswith("document:")}
    for kind in registry.registered():
        opened = {item.id for item in kind.items() if item.is_in(held)}
        assert opened == {f"{kind.kind}:{row.pk}" for row in kind.visible(person)}, (person, kind.kind)
    public = {item.id for document in Document.objects.all()
              for item in entries.published_items(document.pk) if item.is_in(held)}
    assert {int(name.split(":")[1]) for name in public} == set(
        documents.publications_visible().exclude(document__in=shown).values_list("pk", flat=True))


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
