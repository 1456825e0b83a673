"""Stating how an agency stands to comments of others: on a conflict, or on one comment's page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from reviews.services.answers import stands as services
from reviews.views.matrix import chosen_of
from reviews.views.rounds import visible_document

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest


@login_required
@require_POST
def state(request: SignedInRequest, slug: str) -> HttpResponse:
    """State a stand on the comments named; back to their conflict, or to the page of the one."""
    document = visible_document(request, slug)
    comments = [one.comment for one in chosen_of(request, document)]
    agency = (
        document.participations.filter(
            agency__code=request.POST.get("agency", "")[:20],
            ended_at=None,
        )
        .select_related("agency")
        .first()
    )
    done = services.state_stand(
        document=document,
        comments=comments,
        side=request.POST.get("side", ""),
        by=request.user,
        reason=request.POST.get("reason", "")[:4_000],
        agency=agency.agency if agency else None,
    )
    messages.success(request, f"{done[0].agency.code}: {done[0].get_side_display().lower()}.")
    if place := request.POST.get("conflict", ""):
        address = reverse("reviews:conflicts", args=[slug, comments[0].version.number])
        page = request.POST.get("page", "")
        return redirect(f"{address}{f'?page={page}' if page.isdecimal() else ''}#{place[:60]}")
    return redirect(f"{reverse('reviews:history', args=[comments[0].uid])}#stands")
