"""Comments whose place in a version somebody must confirm: the queue, and what one can say."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from backend.errors import BadInput
from documents.views.versions import visible_version
from reviews import cards, forms, rules, selectors
from reviews.services import placements as services
from reviews.views.comments import card_answer, checked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from reviews.models import Comment

#: Headings that a comment without a place can be attached to.
MOST_HEADINGS = 400
SAID = {
    "confirm": "The place is confirmed.", "reattach": "The comment is attached to these words.",
    "gone": "Noted: the words are not in this version any more.",
}


@login_required
@require_GET
def unplaced(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Orphaned and unsure places of the comments that the person sees, in reading order."""
    version = visible_version(request, slug, number)
    standing = rules.standing(request.user, version.document)
    waiting = selectors.placements_for_cards(selectors.to_confirm(request.user, version))
    near = version.blocks.filter(key__in=[row.start_block for row in waiting])
    texts = dict(near.values_list("key", "text"))
    rows = [
        {
            "card": cards.card(row, standing, slug),
            "can_place": rules.can_place(standing, row.comment),
            "text": texts.get(row.start_block, ""),
            "given": _as_given(row.comment),
        }
        for row in waiting
    ]
    context = {
        "document": version.document, "version": version, "rows": rows, **cards.CONTEXT,
        "is_placing": selectors.is_placing(version, request.user),
        "headings": version.blocks.filter(kind="heading").order_by("ordinal")[:MOST_HEADINGS]
        if any(not row["text"] for row in rows) else (),
    }
    return render(request, "reviews/unplaced.html", context)


def _as_given(comment: Comment) -> str:
    """Where a sheet's row says that it belongs, in its own words."""
    given = comment.source_data.get("given", {})
    said = [
        given.get("clause", ""), given.get("element", ""),
        f"page {given['page']}" if given.get("page", "").strip(" 0") else "",
        f"line {given['line']}" if given.get("line", "").strip(" 0") else "",
    ]
    return ", ".join(words.strip() for words in said if words.strip())


@login_required
@require_POST
def place(request: SignedInRequest, slug: str, number: int, uid: str) -> HttpResponse:
    """Confirm, re-attach (with the fields of a place), or say that the words are gone."""
    version = visible_version(request, slug, number)
    rows = selectors.placements_visible_to(request.user, version).select_related("comment__document")
    placement = get_object_or_404(rows.select_related("comment__received_in", "version"), comment__uid=uid)
    action = request.POST.get("action", "")
    if action == "confirm":
        services.confirm_placement(placement=placement, by=request.user)
    elif action == "reattach":
        form = checked(forms.PlaceForm(request.POST))
        services.reattach(placement=placement, place=form.place(), by=request.user)
    elif action == "gone":
        services.mark_gone(placement=placement, by=request.user)
    else:
        raise BadInput("Say what to do: confirm, reattach or gone.", code="action")
    if request.headers.get("HX-Request"):
        return card_answer(request, placement.comment, version=version)
    messages.success(request, SAID[action])
    return redirect("reviews:unplaced", slug, number)
