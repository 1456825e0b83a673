"""My work: the page that people begin with, and their calendar's address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from documents import selectors as documents
from reviews import selectors
from reviews import work as works
from reviews.models import CalendarLink
from reviews.planning import dashboard
from reviews.services.plans import calendars, reminding

#: Documents on a page of the dashboard.
LINES = 50
#: Next dates on My work.
NEXT = 10

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest


@login_required
@require_GET
def work(request: SignedInRequest) -> HttpResponse:
    """What waits for the person, until when; and the next dates of their documents."""
    steps = selectors.milestones_visible_to(request.user).filter(met_on=None)
    shown = list(steps.select_related("document").order_by("to_on", "due_at", "id")[:NEXT])
    late = selectors.overdue(steps.filter(pk__in=[step.pk for step in shown]), now=timezone.now())
    tasks, waiting = works.both_of(request.user)
    context = {
        "room": "work", "tasks": tasks, "waiting": waiting, "milestones": shown,
        "overdue": set(late.values_list("pk", flat=True)),
        "has_calendar": CalendarLink.objects.filter(person=request.user, document=None).exists(),
        "calendar_url": request.session.pop("calendar_url", ""),
    }
    return render(request, "reviews/work.html", context)


@login_required
@require_POST
def remind_others(request: SignedInRequest, slug: str) -> HttpResponse:
    """Remind those for whom the person waits in a document."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    count = reminding.remind(document=document, key=request.POST.get("key", ""), by=request.user)
    said = f"{count} {'person is' if count == 1 else 'people are'} reminded."
    messages.success(request, said if count else "They were reminded today already.")
    return redirect("reviews:work")


@login_required
@require_GET
def plans(request: SignedInRequest) -> HttpResponse:
    """The plans of all documents that the person sees, the latest first."""
    found = dashboard.dashboard_of(request.user)
    page = Paginator(found.lines, LINES).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    context = {"room": "plans", "page": page, "timeline": dashboard.timeline_of(found, shown)}
    return render(request, "reviews/plans.html", context)


@login_required
@require_POST
def calendar_link(request: SignedInRequest) -> HttpResponse:
    """A new secret address of the person's calendar, shown once; or none any more."""
    if request.POST.get("action") == "end":
        calendars.end_link(person=request.user)
        messages.success(request, "Your calendar address works no more.")
    else:
        secret = calendars.make_link(person=request.user)
        path = reverse("reviews:calendar", args=[secret])
        request.session["calendar_url"] = f"{settings.SITE_URL}{path}"
    return redirect("reviews:work")
