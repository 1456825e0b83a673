"""Calendars of agencies: the days on which they are closed, and the time that they need for one answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from backend.accounts.models import Agency
from backend.errors import DraftroomError
from reviews import rules
from reviews.forms.plans import ClosureForm, LeadForm
from reviews.models import AgencyTerms, Closure
from reviews.services.plans import terms
from reviews.views.comments import checked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agency_calendar(request: SignedInRequest, code: str) -> HttpResponse:
    """An agency's closures and lead time; who keeps them adds to them."""
    agency = get_object_or_404(Agency, code=code)
    form = ClosureForm(request.POST or None)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            terms.add_closure(agency=agency, by=request.user, **form.cleaned_data)
        except DraftroomError as refused:
            error = refused
        else:
            messages.success(request, "Plans reckon with these days from now on.")
            return redirect("reviews:agency_calendar", code)
    closures = Closure.objects.filter(ended_at=None, agency=agency)
    context = {
        "agency": agency, "form": form, "error": error, "closures": closures,
        "common": Closure.objects.filter(ended_at=None, agency=None),
        "lead": AgencyTerms.objects.filter(agency=agency).first(),
        "can_keep": rules.can_keep_terms(request.user, agency),
    }
    status = error.status if error else 422 if form.errors else 200
    return render(request, "reviews/agency_calendar.html", context, status=status)


@login_required
@require_POST
def set_lead(request: SignedInRequest, code: str) -> HttpResponse:
    """Say how many working days the agency needs to make one answer of many."""
    agency = get_object_or_404(Agency, code=code)
    form = checked(LeadForm(request.POST))
    terms.set_lead(agency=agency, by=request.user, **form.cleaned_data)
    messages.success(request, "Plans reckon with this time from now on.")
    return redirect("reviews:agency_calendar", code)


@login_required
@require_POST
def end_closure(request: SignedInRequest, code: str, uid: str) -> HttpResponse:
    """Reckon with these days no more."""
    closure = get_object_or_404(Closure, uid=uid, agency__code=code, ended_at=None)
    terms.end_closure(closure=closure, by=request.user)
    messages.success(request, f"{closure.name} counts no more.")
    return redirect("reviews:agency_calendar", code)
