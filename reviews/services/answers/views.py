"""Keeping views of the matrix under a name: bookmarks, of which the river of events tells nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils import timezone

from backend.errors import BadInput, NotYou
from reviews import rules
from reviews.models import SavedView
from reviews.table import matrix

if TYPE_CHECKING:
    from collections.abc import Mapping

    from backend.accounts.models import Person
    from documents.models import Document

#: Views that one person keeps in one document.
MOST = 50


def save_view(
    *, document: Document, name: str, query: Mapping[str, str], by: Person, shared: bool = False,
) -> SavedView:
    """Keep these filters, order and columns; under a name that the person has, they take its place.

    Shared views are offered to everybody with the document; whoever steers it shares them.
    """
    name = name.strip()
    if not name or len(name) > SavedView._meta.get_field("name").max_length:  # type: ignore[operator]
        raise BadInput("Give the view a name of at most 80 characters.", code="name")
    if shared and not rules.standing(by, document).steers:
        raise NotYou("Only those who steer the document share views.")
    if SavedView.objects.filter(document=document, owner=by).exclude(name=name).count() >= MOST:
        raise BadInput(f"You keep {MOST} views here already: delete one first.", code="too_many")
    view, _ = SavedView.objects.update_or_create(
        document=document, owner=by, name=name,
        defaults={"query": matrix.kept(query), "is_shared": shared},
        create_defaults={"query": matrix.kept(query), "is_shared": shared, "created_at": timezone.now()},
    )
    return view


def delete_view(*, view: SavedView, by: Person) -> None:
    """Forget a view; its owner's to do, and of shared ones the coordinator's."""
    is_keeper = view.is_shared and rules.standing(by, view.document).coordinates
    if view.owner_id != by.pk and not is_keeper:
        raise NotYou("Only who saved a view deletes it.")
    view.delete()
