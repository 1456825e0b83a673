"""The register: all comments of a document that the person sees, with filters."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from documents import selectors as documents
from reviews import cards, filters, rules, selectors

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest

#: Comments on one page.
PAGE = 50


@login_required
@require_GET
def register(request: SignedInRequest, slug: str) -> HttpResponse:
    """Comments in the order of their numbers; those that are not released stand apart from them."""
    rows = documents.documents_visible_to(request.user).select_related("owner")
    document = get_object_or_404(rows, slug=slug)
    wanted = filters.read(request.GET.dict())
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    chosen = filters.narrow(visible, wanted, request.user)
    page = Paginator(selectors.comments_for_cards(chosen).order_by("number", "id"), PAGE).get_page(
        request.GET.get("page"),
    )
    agencies = visible.exclude(agency=None).order_by("agency__code")
    context = {
        "document": document, "page": page, "filters": wanted.asked(), "choices": filters.CHOICES,
        "agencies": agencies.values_list("agency__code", flat=True).distinct(),
        "standing": rules.standing(request.user, document),
        "labels": cards.LABELS, "counts": selectors.comment_counts(request.user, document),
    }
    return render(request, "reviews/register.html", context)
