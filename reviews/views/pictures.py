"""The pictures of a proposal: small, with what their authors say of them, and each on its own."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from documents.core.model import Unreadable
from reviews import selectors
from reviews.room import pictures as proposed_pictures

if TYPE_CHECKING:
    from backend.accounts.requests import SignedInRequest
    from backend.accounts.selectors import Viewer
    from reviews.models import Comment

#: A proposal's edits and the file that they came in never change.
FOR_A_DAY = "private, max-age=86400, immutable"


def proposal(person: Viewer, uid: str) -> Comment:
    """The comment with its proposal, if this person may see it; 404 otherwise."""
    rows = selectors.comments_visible_to(person).filter(proposal__isnull=False)
    comment = rows.select_related("proposal", "agency", "document").filter(uid=uid).first()
    if comment is None:
        raise Http404("There is no such proposal.")
    return comment


@login_required
@require_GET
def pictures(request: SignedInRequest, uid: str) -> HttpResponse:
    """The pictures that a proposal brings, as a piece of a page or on a page of their own."""
    comment = proposal(request.user, uid)
    found = proposed_pictures.brought(comment)
    context = {"comment": comment, "document": comment.document, "pictures": found}
    is_piece = request.headers.get("HX-Request")
    template = "reviews/_proposed_pictures.html" if is_piece else "reviews/proposed_pictures.html"
    answer = render(request, template, context)
    answer["Vary"] = "HX-Request, Cookie"
    return answer


@login_required
@require_GET
def picture(request: SignedInRequest, uid: str, place: int) -> HttpResponse:
    """One of them, as it came."""
    return answer(proposal(request.user, uid), place)


def answer(comment: Comment, place: int) -> HttpResponse:
    """The bytes of a picture of a proposal; 404 for one that no browser may be given."""
    found = proposed_pictures.brought(comment)[place : place + 1]
    if not found or not found[0].is_shown:
        raise Http404("There is no such picture.")
    try:
        data = proposed_pictures.content(found[0])
    except (Unreadable, KeyError):
        raise Http404("This picture cannot be read any more.") from None
    response = HttpResponse(data, content_type=found[0].picture.content_type)
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = FOR_A_DAY
    return response
