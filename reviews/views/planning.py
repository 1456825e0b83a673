"""Whole plans: what would move if …, and plans made backwards. Nothing is saved until it is accepted."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from backend.errors import DraftroomError, NotYou
from reviews import rules, selectors
from reviews.core.planning.templates import TEMPLATES
from reviews.forms.plans import BackwardsForm, WhatIfForm
from reviews.models import Milestone
from reviews.planning import plans
from reviews.services.plans import replanning
from reviews.services.plans.meaning import understood
from reviews.views.plans import visible_document

if TYPE_CHECKING:
    from datetime import date
    from typing import Any

    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from documents.models import Document


def _planned(request: SignedInRequest, slug: str) -> Document:
    document = visible_document(request, slug)
    if not rules.can_plan(request.user, document):
        raise NotYou("Only coordinators change the plan.")
    return document


def _open_steps(document: Document) -> list[Milestone]:
    rows = document.milestones.filter(met_on=None, cancelled_at=None).select_related("document")
    return list(rows.order_by("to_on", "id"))


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def what_if(request: SignedInRequest, slug: str) -> HttpResponse:
    """What moves when a step gets another date; POST accepts it."""
    document = _planned(request, slug)
    asked = request.POST if request.method == "POST" else request.GET
    form = WhatIfForm(asked or None)
    context: dict[str, Any] = {"document": document, "form": form, "steps": _open_steps(document)}
    status = 200
    if form.is_bound and form.is_valid():
        step = get_object_or_404(_mine(request, document), uid=form.cleaned_data["step"])
        try:
            day = _wished(step, form.cleaned_data)
            if request.method == "POST":
                return _accept(request, document, {step.pk: day})
            found = replanning.what_if(document=document, wishes={step.pk: day}, by=request.user)
            context |= {"step": step, "day": day, "proposal": found}
        except DraftroomError as refused:
            context["error"], status = refused, refused.status
    elif form.is_bound:
        status = 422
    return render(request, "reviews/what_if.html", context, status=status)


def _mine(request: SignedInRequest, document: Document) -> Any:
    return selectors.milestones_visible_to(request.user).filter(document=document)


def _wished(step: Milestone, data: dict[str, Any]) -> date:
    if data["words"]:
        return understood(data["words"], step.zone).to_on
    return step.to_on + timedelta(days=data["days"] or 0)


def _accept(request: SignedInRequest, document: Document, wishes: dict[int, date]) -> HttpResponse:
    replanning.accept(
        document=document, wishes=wishes, digest=request.POST.get("digest", ""),
        reason=request.POST.get("reason", ""), by=request.user,
    )
    messages.success(request, "The plan has moved. Each step says why; one click takes all of it back.")
    return redirect("reviews:plan", document.slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def backwards(request: SignedInRequest, slug: str) -> HttpResponse:
    """By when everything must be done and begun for a goal to be kept; from the plan, or from a template."""
    document = _planned(request, slug)
    asked = request.POST if request.method == "POST" else request.GET
    form = BackwardsForm(asked or None)
    context: dict[str, Any] = {
        "document": document, "form": form, "templates": TEMPLATES.values(), "steps": _open_steps(document),
    }
    status = 200
    if form.is_bound and form.is_valid():
        try:
            on = understood(form.cleaned_data["on"], request.user.time_zone).to_on
            if request.method == "POST":
                return _keep(request, document, form.cleaned_data, on)
            context |= _reckoned(request, document, form.cleaned_data, on)
        except DraftroomError as refused:
            context["error"], status = refused, refused.status
    elif form.is_bound:
        status = 422
    return render(request, "reviews/backwards.html", context, status=status)


def _reckoned(
    request: SignedInRequest, document: Document, data: dict[str, Any], on: date,
) -> dict[str, Any]:
    if data["template"]:
        return {"on": on, "draft": replanning.draft(document=document, template=data["template"], on=on)}
    goal = get_object_or_404(_mine(request, document), uid=data["goal"])
    book, dues = replanning.backwards(document=document, goal=goal, on=on, by=request.user)
    visible = selectors.milestones_visible_to(request.user).filter(pk__in=list(book.steps))
    seen = frozenset(visible.values_list("pk", flat=True))
    rows = [
        (book.steps[key], plans.name_of(book.steps[key], document.pk, seen), due) for key, due in dues.items()
    ]
    return {"on": on, "goal": goal, "rows": rows, "digest": replanning.digest_of(book),
            "fits": all(due.fits for due in dues.values())}


def _keep(request: SignedInRequest, document: Document, data: dict[str, Any], on: date) -> HttpResponse:
    if data["template"]:
        made = replanning.plan_from_template(
            document=document, template=data["template"], on=on, words=data["on"], by=request.user,
        )
        messages.success(request, f"{len(made)} steps are in the plan.")
    else:
        goal = get_object_or_404(_mine(request, document), uid=data["goal"])
        replanning.plan_backwards(
            document=document, goal=goal, on=on, digest=request.POST.get("digest", ""),
            reason=request.POST.get("reason", ""), by=request.user,
        )
        messages.success(request, "The plan is dated backwards from its goal.")
    return redirect("reviews:plan", document.slug)


@login_required
@require_GET
def progress(request: SignedInRequest, slug: str) -> HttpResponse:
    """How far the comments are, by agency and by section."""
    document = visible_document(request, slug)
    found = plans.plan_of(request.user, document)
    return render(request, "reviews/progress.html", {
        "document": document, "heat": plans.progress_map(request.user, document),
        "pacing": plans.pacing_of(found), "burndown": plans.burndown_of(found),
    })
