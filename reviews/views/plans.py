"""A document's plan: its steps with their dates and history, every change of one, and calendars."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.errors import DraftroomError
from documents import selectors as documents
from reviews import rules, selectors
from reviews.forms.plans import (
    EditStepForm,
    ExpectForm,
    MeetForm,
    MilestoneForm,
    MoveForm,
    StepForm,
    WaitForm,
)
from reviews.models import CalendarLink, Milestone, MilestoneChange, RoundState
from reviews.planning import arriving, plans
from reviews.selectors import rounds as rounds_seen
from reviews.services.plans import calendars, keeping, meaning, milestones, ties, undoing
from reviews.views.comments import checked

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.requests import SignedInRequest
    from documents.models import Document
    from reviews.models import Round

CALENDAR = "text/calendar; charset=utf-8"


def visible_document(request: SignedInRequest, slug: str) -> Document:
    """The document, if this person sees it."""
    return get_object_or_404(documents.documents_visible_to(request.user).select_related("owner"), slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def plan(request: SignedInRequest, slug: str) -> HttpResponse:
    """The steps; coordinators add to them."""
    document = visible_document(request, slug)
    rounds = _rounds(request, document)
    form = MilestoneForm(request.POST or None, rounds=rounds)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            milestones.set_milestone(document=document, by=request.user, **form.step())
        except DraftroomError as refused:
            error = refused
        else:
            messages.success(request, "The step is in the plan.")
            return redirect("reviews:plan", slug)
    status = error.status if error else 422 if form.errors else 200
    return render(request, "reviews/plan.html", _context(request, document, form, error), status=status)


def _context(
    request: SignedInRequest, document: Document, form: MilestoneForm, error: DraftroomError | None,
) -> dict[str, object]:
    found = plans.plan_of(request.user, document)
    return {
        "document": document, "form": form, "error": error, "plan": found,
        "timeline": plans.timeline_of([found]) if found.rows else None,
        "pacing": plans.pacing_of(found), "burndown": plans.burndown_of(found),
        "arriving": arriving.returns_in(document, request.user),
        "next_milestone": selectors.next_milestone(document),
        "can_plan": rules.can_plan(request.user, document),
        "others": _others(request, document) if rules.can_plan(request.user, document) else (),
        "rounds": _rounds(request, document),
        "has_calendar": CalendarLink.objects.filter(person=request.user, document=document).exists(),
        "calendar_url": request.session.pop(f"calendar_url_{document.pk}", ""),
    }


def _rounds(request: SignedInRequest, document: Document) -> QuerySet[Round]:
    """The rounds that a step may stand for."""
    rows = rounds_seen.rounds_visible_to(request.user).filter(document=document)
    return rows.exclude(state=RoundState.CANCELLED).order_by("number")


def _others(request: SignedInRequest, document: Document) -> list[Milestone]:
    """Steps that those of the document may wait for: its own first."""
    rows = selectors.milestones_visible_to(request.user).select_related("document").order_by("to_on", "id")
    return sorted(rows[:500], key=lambda step: (step.document_id != document.pk, step.document.name))


def _step(request: SignedInRequest, slug: str, uid: str) -> Milestone:
    rows = selectors.all_milestones_visible_to(request.user).select_related("document", "round")
    return get_object_or_404(rows, document__slug=slug, uid=uid)


def _back(request: SignedInRequest, slug: str, said: str) -> HttpResponse:
    messages.success(request, said)
    return redirect("reviews:plan", slug)


@login_required
@require_POST
def move(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Give a step another date, with the reason."""
    step = _step(request, slug, uid)
    form = checked(MoveForm(request.POST))
    milestones.move_milestone(milestone=step, by=request.user, **form.cleaned_data)
    return _back(request, slug, f"{step.title} is moved.")


@login_required
@require_POST
def meet(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Say that a step was reached."""
    step = _step(request, slug, uid)
    form = checked(MeetForm(request.POST))
    milestones.meet_milestone(milestone=step, by=request.user, **form.cleaned_data)
    return _back(request, slug, f"{step.title} is met.")


@login_required
@require_POST
def expect(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Say when a step is foreseen."""
    step = _step(request, slug, uid)
    form = checked(ExpectForm(request.POST))
    milestones.expect_milestone(milestone=step, by=request.user, **form.cleaned_data)
    return _back(request, slug, "The forecast is kept; the plan stays.")


@login_required
@require_POST
def edit_step(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Give a step another name, kind or fact."""
    step = _step(request, slug, uid)
    rounds = _rounds(request, step.document)
    form = checked(EditStepForm(request.POST, rounds=rounds))
    data = form.cleaned_data
    milestones.edit_milestone(
        milestone=step, by=request.user, title=data["title"], kind=data["kind"], link=form.link(),
        revision=data["revision"],
    )
    return _back(request, slug, "The step is changed.")


@login_required
@require_POST
def remove_step(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Take a step out of the plan."""
    step = _step(request, slug, uid)
    form = checked(StepForm(request.POST))
    milestones.remove_milestone(milestone=step, by=request.user, **form.cleaned_data)
    return _back(request, slug, f"{step.title} is out of the plan. It is kept at the end of this page.")


@login_required
@require_POST
def restore_step(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Put a step back."""
    step = _step(request, slug, uid)
    milestones.restore_milestone(milestone=step, by=request.user)
    return _back(request, slug, f"{step.title} is in the plan again.")


@login_required
@require_POST
def wait(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Let a step wait for another; with `action=end`, no longer."""
    step = _step(request, slug, uid)
    keeping.demand(request.user, step.document)
    form = checked(WaitForm(request.POST))
    on = meaning.step_called(form.cleaned_data["on"], document=step.document, by=request.user, itself=step)
    revision = form.cleaned_data["revision"]
    if request.POST.get("action") == "end":
        ties.wait_no_more(milestone=step, on=on, by=request.user, revision=revision)
        return _back(request, slug, f"{step.title} waits for {on.title} no longer.")
    ties.wait_for(milestone=step, on=on, lag=form.lag(), by=request.user, revision=revision)
    return _back(request, slug, f"{step.title} waits for {on.title}.")


@login_required
@require_POST
def undo(request: SignedInRequest, slug: str, change_id: int) -> HttpResponse:
    """Take a change back, with all that were made together with it."""
    visible = selectors.all_milestones_visible_to(request.user).filter(document__slug=slug)
    rows = MilestoneChange.objects.filter(milestone__in=visible).select_related("milestone__document")
    change = get_object_or_404(rows, pk=change_id)
    undone = undoing.undo_change(change=change, by=request.user)
    count = len(undone)
    return _back(request, slug, "Taken back." if count == 1 else f"Taken back: {count} steps are as before.")


@login_required
@require_GET
def plan_calendar(request: SignedInRequest, slug: str) -> HttpResponse:
    """The plan as a calendar file."""
    document = visible_document(request, slug)
    answer = HttpResponse(calendars.feed_of(document, request.user), content_type=CALENDAR)
    answer["Content-Disposition"] = f'attachment; filename="{document.slug}-plan.ics"'
    return answer


@login_required
@require_POST
def plan_link(request: SignedInRequest, slug: str) -> HttpResponse:
    """A new secret calendar address of this plan, shown once; or none any more."""
    document = visible_document(request, slug)
    if request.POST.get("action") == "end":
        calendars.end_link(person=request.user, document=document)
        return _back(request, slug, "The calendar address works no more.")
    secret = calendars.make_link(person=request.user, document=document)
    address = f"{settings.SITE_URL}{reverse('reviews:calendar', args=[secret])}"
    request.session[f"calendar_url_{document.pk}"] = address
    return redirect("reviews:plan", slug)


@require_GET
def calendar(request: HttpRequest, secret: str) -> HttpResponse:
    """A calendar by its secret address: what the person sees now, nothing when they see nothing more."""
    content = calendars.feed_at(secret)
    if content is None:
        raise Http404
    response = HttpResponse(content, content_type=CALENDAR)
    response["Cache-Control"] = "private, no-store"
    return response
