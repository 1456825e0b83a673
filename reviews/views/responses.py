"""The response phase as pages: agencies judge the answers to their comments; disputes are listed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from reviews import rules, selectors
from reviews.forms.comments import AskForm, ReasonForm, RespondForm
from reviews.models import Acknowledgement
from reviews.services.answers import disputes as disputing
from reviews.services.answers import responses as services
from reviews.table import responding
from reviews.views.comments import checked, visible_comment
from reviews.views.rounds import visible_document, visible_round

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest

#: Answers on a page.
PAGE = 30


@login_required
@require_GET
def responses(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The answers to the comments that the person speaks for; for coordinators, how it stands."""
    round_ = visible_round(request, slug, number)
    document, person = round_.document, request.user
    standing = rules.standing(person, document)
    mine = responding.to_respond(standing, person, round_)
    waiting = mine.filter(acknowledgement=Acknowledgement.PENDING)
    page = Paginator(
        responding.with_reasons(mine).order_by("code", "number", "id"), PAGE,
    ).get_page(request.GET.get("page"))
    phase = services.current_phase(round_)
    counts = selectors.comments_visible_to(person).filter(round=round_).order_by()
    context = {
        "document": document, "round": round_, "phase": phase, "standing": standing, "page": page,
        "is_open": bool(phase and not phase.closed_at and timezone.now() < phase.closes_at),
        "answers": responding.judged(person, document, page), "waiting": waiting.count(),
        "counts": dict(counts.values_list("acknowledgement").annotate(Count("id"))),
        "can_ask": standing.coordinates and round_.state in services.AFTER,
    }
    return render(request, "reviews/responses.html", context)


@login_required
@require_POST
def ask(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Put the answers before the commenters."""
    round_ = visible_round(request, slug, number)
    form = checked(AskForm(request.POST))
    phase = services.ask_for_responses(round_=round_, by=request.user, **form.cleaned_data)
    messages.success(request, f"Asked about {phase.asked} answers.")
    return redirect("reviews:responses", slug, number)


@login_required
@require_POST
def respond(request: SignedInRequest, uid: str) -> HttpResponse:
    """Satisfied, or not and why; then the next one."""
    comment = visible_comment(request, uid)
    form = checked(RespondForm(request.POST))
    done = services.respond(
        comment=comment, by=request.user, satisfied=form.cleaned_data["satisfied"] == "yes",
        reason=form.cleaned_data["reason"], revision=form.cleaned_data["revision"],
    )
    round_ = done.round
    if round_ is None:  # responses are asked for by rounds only
        return redirect("reviews:history", done.uid)
    address = reverse("reviews:responses", args=[done.document.slug, round_.number])
    page = form.cleaned_data["page"]
    return redirect(f"{address}{f'?page={page}' if page else ''}#a-{done.uid}")


@login_required
@require_POST
def respond_to_rest(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Satisfied with all that is left."""
    round_ = visible_round(request, slug, number)
    count = services.respond_to_rest(round_=round_, by=request.user)
    messages.success(request, f"Satisfied with {count} answers. A single one can still be disputed.")
    return redirect("reviews:responses", slug, number)


@login_required
@require_GET
def disputes(request: SignedInRequest, slug: str) -> HttpResponse:
    """Answers that did not satisfy, for whoever approves."""
    document = visible_document(request, slug)
    rows = responding.with_reasons(responding.disputes_visible_to(request.user, document))
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "document": document, "page": page, "standing": rules.standing(request.user, document),
        "answers": responding.judged(request.user, document, page),
    }
    return render(request, "reviews/disputes.html", context)


@login_required
@require_POST
def overrule(request: SignedInRequest, uid: str) -> HttpResponse:
    """Let an answer stand against the objection, with the reason; back to the list."""
    comment = visible_comment(request, uid)
    form = checked(ReasonForm(request.POST))
    done = disputing.overrule_dispute(comment=comment, by=request.user, **form.cleaned_data)
    messages.success(request, f"The answer to {done} stands. {done.agency or 'Its author'} is told why.")
    return redirect(f"{reverse('reviews:disputes', args=[done.document.slug])}#a-{done.uid}")
