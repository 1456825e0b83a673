"""Comments whose place in a version somebody must confirm: the queue, and what one can say."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from backend.errors import BadInput
from documents.views.versions import visible_version
from reviews import cards, rules, selectors
from reviews.forms.comments import PlaceForm
from reviews.services.talk import placements as services
from reviews.table import matrix
from reviews.views.comments import card_answer, checked

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from documents.models import Version
    from reviews.models import Comment, Placement

#: Headings that a comment without a place can be attached to.
MOST_HEADINGS = 400
#: Comments on one page of the queue.
PAGE = 50
SAID = {
    "confirm": "The place is confirmed.", "reattach": "The comment is attached to these words.",
    "gone": "Noted: the words are not in this version any more.",
}


@login_required
@require_GET
def unplaced(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Orphaned and unsure places of the comments that the person sees, in reading order, `after` a place."""
    version = visible_version(request, slug, number)
    standing = rules.standing(request.user, version.document)
    queue = selectors.to_confirm(request.user, version)
    further = _further(request, queue, version)
    waiting = list(selectors.placements_for_cards(further)[: PAGE + 1])
    following, waiting = waiting[PAGE:], waiting[:PAGE]
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
        "waiting": queue.count(), "is_further": "after" in request.GET,
        "after": _place_in_queue(waiting[-1]) if following else "",
        "is_placing": selectors.is_placing(version, request.user),
        "headings": version.blocks.filter(kind="heading").order_by("ordinal")[:MOST_HEADINGS]
        if any(not row["text"] for row in rows) else (),
    }
    return render(request, "reviews/unplaced.html", context)


def _further(
    request: SignedInRequest, queue: QuerySet[Placement], version: Version,
) -> QuerySet[Placement]:
    """The queue behind the place that the address names, which its row may have left since."""
    if "after" not in request.GET:
        return queue
    try:
        ordinal, offset, uid = request.GET["after"].split(".")
        place, seen = (int(ordinal), int(offset)), UUID(uid)
    except ValueError as error:
        raise BadInput("This is no place in the queue. Begin with its first page.", code="after") from error
    visible = selectors.placements_visible_to(request.user, version).filter(comment__uid=seen)
    last = visible.values_list("comment_id", flat=True).first() or 0
    order = ("ordinal", "start_offset", "comment_id")
    return queue.filter(matrix.beyond(order, (False, False, False), (*place, last)))


def _place_in_queue(placement: Placement) -> str:
    return f"{placement.ordinal}.{placement.start_offset}.{placement.comment.uid}"


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
        form = checked(PlaceForm(request.POST))
        services.reattach(placement=placement, place=form.place(), by=request.user)
    elif action == "gone":
        services.mark_gone(placement=placement, by=request.user)
    else:
        raise BadInput("Say what to do: confirm, reattach or gone.", code="action")
    if request.headers.get("HX-Request"):
        return card_answer(request, placement.comment, version=version)
    messages.success(request, SAID[action])
    return redirect("reviews:unplaced", slug, number)
