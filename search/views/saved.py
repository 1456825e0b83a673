"""Pages of the searches that a person keeps."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.http import require_http_methods, require_POST

from backend.accounts.requests import SignedInRequest
from backend.errors import DraftroomError
from search import saved as keeping
from search import services
from search.forms import SavedSearchForm
from search.models import Alert

PAGE = 50
#: Searches lately forgotten that the page offers to take back.
FORGOTTEN = 3


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def saved(request: SignedInRequest) -> HttpResponse:
    """The person's searches; POST keeps one more."""
    form = SavedSearchForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            kept = keeping.save_search(by=request.user, **form.cleaned_data)
        except DraftroomError as error:
            form.add_error(error.code if error.code in form.fields else None, error.detail)
        else:
            when = kept.get_alert_display().lower()
            told = "" if kept.alert == Alert.NONE else f" You are told what is new: {when}."
            messages.success(request, f"“{kept.name}” is kept.{told}")
            for said in services.wrong_values(kept.query, request.user):
                messages.warning(request, said)
            return redirect(f"{reverse('search:search')}?{urlencode({'q': kept.query})}")
    page = Paginator(keeping.saved_searches_of(request.user), PAGE).get_page(request.GET.get("page"))
    context = {
        "form": form, "page": page, "alerts": Alert.choices, "room": "search",
        "forgotten": keeping.forgotten_searches_of(request.user).order_by("-forgotten_at")[:FORGOTTEN],
    }
    return render(request, "search/saved.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def change(request: SignedInRequest, uid: str) -> HttpResponse:
    """Another name, other words, another alert."""
    kept = get_object_or_404(keeping.saved_searches_of(request.user).select_related("person"), uid=uid)
    form = SavedSearchForm(request.POST)
    if not form.is_valid():
        messages.error(request, " ".join(str(error) for errors in form.errors.values() for error in errors))
        return redirect("search:saved")
    keeping.change_search(saved=kept, **form.cleaned_data)
    messages.success(request, "The change counts from now on.")
    return redirect("search:saved")


@login_required
@require_POST
def forget(request: SignedInRequest, uid: str) -> HttpResponse:
    """Keep it no longer."""
    kept = get_object_or_404(keeping.saved_searches_of(request.user).select_related("person"), uid=uid)
    keeping.forget_search(saved=kept)
    messages.success(request, f"“{kept.name}” is forgotten. You can take it back below.")
    return redirect("search:saved")


@login_required
@require_POST
def take_back(request: SignedInRequest, uid: str) -> HttpResponse:
    """Keep a forgotten one again."""
    kept = get_object_or_404(keeping.forgotten_searches_of(request.user).select_related("person"), uid=uid)
    keeping.take_back_search(saved=kept)
    messages.success(request, f"“{kept.name}” is kept again.")
    return redirect("search:saved")
