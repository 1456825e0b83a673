"""Views of the matrix, kept under a name."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from documents import selectors as documents
from reviews import selectors
from reviews.forms.comments import ViewForm
from reviews.services.answers import views as services
from reviews.views.comments import checked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest


@login_required
@require_POST
def save(request: SignedInRequest, slug: str) -> HttpResponse:
    """Keep the filters, order and columns of this address under a name."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    form = checked(ViewForm(request.POST))
    view = services.save_view(
        document=document, name=form.cleaned_data["name"], query=request.GET.dict(), by=request.user,
        shared=form.cleaned_data["is_shared"],
    )
    messages.success(request, f"“{view.name}” is kept; open it from Views.")
    return redirect(_address(slug, request.GET.urlencode()))


@login_required
@require_POST
def delete(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Forget a view."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    view = get_object_or_404(selectors.views_visible_to(request.user, document), uid=uid)
    services.delete_view(view=view, by=request.user)
    messages.success(request, f"“{view.name}” is deleted.")
    return redirect(_address(slug, request.GET.urlencode()))


def _address(slug: str, query: str) -> str:
    return reverse("reviews:register", args=[slug]) + (f"?{query}" if query else "")
