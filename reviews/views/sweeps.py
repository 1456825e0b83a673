"""Doing something to all comments that the matrix's filter finds: ordered, watched, undone as a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from backend.errors import BadInput, NotNow
from reviews import rules, selectors
from reviews.forms.comments import ActForm
from reviews.services.answers import acts
from reviews.services.answers import sweeps as services
from reviews.table import filters
from reviews.views import matrix
from reviews.views.comments import checked

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from reviews.models import Sweep

#: Comments left as they are that the page names.
NAMED = 200


@login_required
@require_POST
def begin(request: SignedInRequest, slug: str) -> HttpResponse:
    """Do it to all that the address asks for."""
    here = matrix.room(request, slug)
    if here.asked.reads:
        raise NotNow("Through another's eyes one only looks.")
    visible = selectors.comments_visible_to(request.user).filter(document=here.document)
    form = checked(ActForm(
        request.POST, visible=visible, versions=here.versions, people=selectors.people_in(here.document),
    ))
    expected = request.POST.get("expected", "")
    if not expected.isdecimal() or len(expected) > 9:
        raise BadInput("Say how many comments you mean.", code="expected")
    sweep = services.begin_sweep(
        asked=here.asked, wish=form.wish(), expected=int(expected), by=request.user,
    )
    return redirect("reviews:sweep", slug, sweep.uid)


def _found(request: SignedInRequest, slug: str, uid: str) -> Sweep:
    rows = selectors.sweeps_visible_to(request.user).select_related("document", "by", "undoes")
    return get_object_or_404(rows, document__slug=slug, uid=uid)


@login_required
@require_GET
def sweep(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """How far it is; once done, what was left as it was, and the way back."""
    found = _found(request, slug, uid)
    standing = rules.standing(request.user, found.document)
    changed = sum(found.operations.values_list("count", flat=True))
    is_own = standing.steers and (found.by_id == request.user.pk or standing.coordinates)
    context = {
        "document": found.document, "sweep": found, "follow": request.path, "total": len(found.chosen),
        "changed": changed, "left": _left(request, found), "more": max(len(found.left) - NAMED, 0),
        "what": "Undo" if found.undoes else acts.KINDS[found.wish["kind"]],
        "undone": getattr(found, "undone_by", None),
        "untouched": len(found.chosen) - found.done if found.ended_at else 0,
        "can_stop": is_own and not found.undoes_id, "can_undo": bool(changed) and is_own,
    }
    if request.headers.get("HX-Request"):
        return render(request, "reviews/_sweep.html", context)
    is_mine = found.by_id == request.user.pk  # for others the names that it was read with are not theirs
    said = filters.said_of(filters.read(found.asked), request.user) if is_mine else []
    return render(request, "reviews/sweep.html", context | {"said_of_query": said})


def _left(request: SignedInRequest, found: Sweep) -> list[dict[str, Any]]:
    """What stays as it is, by the numbers of those that the person sees."""
    pairs = found.left[:NAMED]
    seen = selectors.comments_visible_to(request.user).filter(uid__in=[uid for uid, _ in pairs if uid])
    rows = {str(row.uid): row for row in seen}
    return [{"comment": rows.get(uid), "reason": reason} for uid, reason in pairs if not uid or uid in rows]


@login_required
@require_POST
def stop(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Let it end where it is."""
    services.stop_sweep(sweep=_found(request, slug, uid), by=request.user)
    return redirect("reviews:sweep", slug, uid)


@login_required
@require_POST
def undo(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Take all of it back."""
    undoing = services.undo_sweep(sweep=_found(request, slug, uid), by=request.user)
    return redirect("reviews:sweep", slug, undoing.uid)
