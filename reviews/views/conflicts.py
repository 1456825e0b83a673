"""Conflicts: words on which agencies do not agree, as cards with agencies by what they want."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from documents import selectors as documents
from documents.models import VersionState
from documents.views.versions import visible_version
from reviews import cards as comment_cards
from reviews import rules
from reviews.models import Side
from reviews.services.answers import conflicts as services
from reviews.table import conflicts as found
from reviews.views.groups import done_operation
from reviews.views.matrix import chosen_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest

#: Conflicts on a page.
PAGE = 15


@login_required
@require_GET
def conflicts(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The conflicts among the proposals on a version, in the order of the text."""
    version = visible_version(request, slug, number)
    clusters = found.found(request.user, version)
    page = Paginator(clusters, PAGE).get_page(request.GET.get("page"))
    standing = rules.standing(request.user, version.document)
    issued = documents.versions_visible_to(request.user).filter(document=version.document)
    context = {
        "document": version.document, "version": version, "page": page, "count": len(clusters),
        "cards": found.cards(request.user, version, list(page), standing), "sides": Side.choices,
        "versions": issued.filter(state=VersionState.ISSUED).order_by("-number"),
        "standing": standing, "voices": rules.voices(standing),
        "done": done_operation(request, version.document), **comment_cards.CONTEXT,
    }
    return render(request, "reviews/conflicts.html", context)


@login_required
@require_POST
def settle(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Accept one wording (or none: the text stays) and reject its rivals, with the reason."""
    version = visible_version(request, slug, number)
    document = version.document
    operation = services.settle_conflict(
        document=document, by=request.user, reason=request.POST.get("reason", "")[:20_000],
        accepted=chosen_of(request, document, "accept", may_be_none=True),
        rejected=chosen_of(request, document, "reject", may_be_none=True),
    )
    return redirect(f"{reverse('reviews:conflicts', args=[slug, number])}?done={operation.uid}")
