"""A document's plan: its steps with their dates and history, and calendars of them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.errors import DraftroomError
from documents import selectors as documents
from reviews import forms, rules, selectors
from reviews.models import Milestone
from reviews.services import calendars, milestones
from reviews.views.comments import checked

if TYPE_CHECKING:
    from backend.accounts.requests import SignedInRequest
    from documents.models import Document

CALENDAR = "text/calendar; charset=utf-8"


def _document(request: SignedInRequest, slug: str) -> Document:
    return get_object_or_404(documents.documents_visible_to(request.user).select_related("owner"), slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """The steps; coordinators add to them."""
    document = _document(request, slug)
    form = forms.MilestoneForm(request.POST or None)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            milestones.set_milestone(document=document, by=request.user, **form.cleaned_data)
        except DraftroomError as refused:
            error = refused
        else:
            messages.success(request, "The step is in the plan.")
            return redirect("reviews:plan", slug)
    status = error.status if error else 422 if form.errors else 200
    return render(request, "reviews/plan.html", _context(request, document, form, error), status=status)


def _context(
    request: SignedInRequest, document: Document, form: forms.MilestoneForm, error: DraftroomError | None,
) -> dict[str, object]:
    steps = selectors.milestones_visible_to(request.user).filter(document=document)
    return {
        "document": document, "form": form, "error": error,
        "milestones": steps.prefetch_related("changes__by").order_by("to_on", "due_at", "id"),
        "overdue": set(selectors.overdue(steps, now=timezone.now()).values_list("pk", flat=True)),
        "next_milestone": selectors.next_milestone(document),
        "can_plan": rules.can_plan(request.user, document),
    }


def _milestone(request: SignedInRequest, slug: str, uid: str) -> Milestone:
    rows = selectors.milestones_visible_to(request.user).select_related("document")
    return get_object_or_404(rows, document__slug=slug, uid=uid)


@login_required
@require_POST
def move(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Give a step another date, with the reason."""
    milestone = _milestone(request, slug, uid)
    form = checked(forms.MoveForm(request.POST))
    milestones.move_milestone(milestone=milestone, by=request.user, **form.cleaned_data)
    messages.success(request, f"{milestone.title} is moved.")
    return redirect("reviews:plan", slug)


@login_required
@require_POST
def meet(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Say that a step was reached."""
    milestone = _milestone(request, slug, uid)
    form = checked(forms.MeetForm(request.POST))
    milestones.meet_milestone(milestone=milestone, by=request.user, **form.cleaned_data)
    messages.success(request, f"{milestone.title} is met.")
    return redirect("reviews:plan", slug)


@login_required
@require_GET
def plan_calendar(request: SignedInRequest, slug: str) -> HttpResponse:
    """The plan as a calendar file."""
    document = _document(request, slug)
    steps = selectors.milestones_visible_to(request.user).filter(document=document).select_related("document")
    return HttpResponse(calendars.feed(steps, name=document.name), content_type=CALENDAR)


@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """A person's calendar by its secret address: what they see now, nothing when they see nothing more."""
    person = calendars.person_of(secret)
    if person is None:
        raise Http404
    response = HttpResponse(calendars.feed_for(person), content_type=CALENDAR)
    response["Cache-Control"] = "private, no-store"
    return response
