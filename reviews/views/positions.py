"""Approvals and positions: asked, answered, seen as a table of agencies by sections."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts.models import Agency
from backend.errors import DraftroomError
from documents import rules
from documents import selectors as documents
from documents.views.versions import visible_version
from reviews.forms import positions as position_forms
from reviews.models import ApprovalState, Stance
from reviews.selectors import meetings, positions
from reviews.services.approvals import positions as services
from reviews.services.approvals.positions import Stated
from reviews.services.workshops import findings
from reviews.table import responding
from reviews.views.comments import checked

if TYPE_CHECKING:
    from backend.accounts.requests import SignedInRequest
    from reviews.models import Approval

PAGE = 50
#: Disputed answers that an approval shows; all stand on their own page.
DISPUTES = 20


@login_required
@require_GET
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """The approvals of a document, newest first."""
    seen = documents.documents_visible_to(request.user).select_related("owner")
    document = get_object_or_404(seen, slug=slug)
    rows = positions.approvals_visible_to(request.user).filter(document=document).select_related("version")
    context = {
        "document": document,
        "page": Paginator(rows.order_by("-number"), PAGE).get_page(request.GET.get("page")),
        "newest": meetings.newest_version(request.user, document),
        "can_coordinate": rules.can_coordinate(request.user, document),
    }
    return render(request, "reviews/approvals.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask the agencies for their positions on a version."""
    version = visible_version(request, slug, number)
    form = position_forms.ApprovalForm(
        request.POST or None, version=version,
        initial={"title": f"{version.document.name}, version {number}"},
    )
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            approval = services.ask_approval(
                version=version, question=form.question(request.user.time_zone), by=request.user,
            )
        except DraftroomError as refused:
            error = refused
        else:
            messages.success(request, "The agencies are asked.")
            return redirect("reviews:approval", slug, approval.number)
    context = {"document": version.document, "version": version, "form": form, "error": error}
    return render(
        request, "reviews/ask_approval.html", context,
        status=error.status if error else 422 if form.errors else 200,
    )


def _approval(request: SignedInRequest, slug: str, number: int) -> Approval:
    rows = positions.approvals_visible_to(request.user)
    rows = rows.select_related("document__owner", "version", "again_of")
    return get_object_or_404(rows, document__slug=slug, number=number)


@login_required
@require_GET
def approval(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The state of agreement, and the form for who speaks for an agency."""
    return _show(request, _approval(request, slug, number))


def _show(request: SignedInRequest, found: Approval, *, error: DraftroomError | None = None) -> HttpResponse:
    mine = Agency.objects.filter(
        memberships__person=request.user, memberships__role="focal_point", memberships__ended_at=None,
        pk__in=found.asked.values("agency"),
    )
    disputes = responding.disputes_visible_to(request.user, found.document)
    context = {
        "disputes": responding.judged(
            request.user, found.document, responding.with_reasons(disputes)[:DISPUTES],
        ),
        "disputed": disputes.count(),
        "document": found.document, "approval": found, "error": error,
        "table": positions.table(found).spoken(),
        "is_open": found.state == ApprovalState.OPEN and timezone.now() < found.closes_at,
        "mine": list(mine.order_by("code").distinct()), "stances": Stance.choices,
        "typed": request.POST if error else {},
        "history": found.positions.select_related("agency", "stated_by", "changed_in").order_by("-id")[:200],
        "newest": meetings.newest_version(request.user, found.document),
        "can_coordinate": rules.can_coordinate(request.user, found.document),
    }
    return render(request, "reviews/approval.html", context, status=error.status if error else 200)


@login_required
@require_POST
def state(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """State an agency's position."""
    found = _approval(request, slug, number)
    data = checked(position_forms.PositionForm(request.POST)).cleaned_data
    heading = findings.heading_by_lineage(found.version, data["section"]) if data["section"] else None
    try:
        stated = Stated(
            data["stance"], data["text"], heading, data["block"], data["quote"],
            services.comments_named(request.user, found.document, data["comments"]),
        )
        services.state_position(approval=found, agency=data["agency"], stated=stated, by=request.user)
    except DraftroomError as refused:
        return _show(request, _approval(request, slug, number), error=refused)
    messages.success(request, f"The position of {data['agency'].code} is stated.")
    return redirect("reviews:approval", slug, number)


@login_required
@require_POST
def withdraw(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take the question back."""
    found = _approval(request, slug, number)
    try:
        services.withdraw_approval(approval=found, reason=request.POST.get("reason", ""), by=request.user)
    except DraftroomError as refused:
        return _show(request, found, error=refused)
    return redirect("reviews:approval", slug, number)


@login_required
@require_POST
def again(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask the same of the newest version."""
    found = _approval(request, slug, number)
    data = checked(position_forms.AgainForm(request.POST)).cleaned_data
    version = meetings.newest_version(request.user, found.document) or found.version
    try:
        asked = services.run_again(
            approval=found, version=version, ends=data["ends"], zone=request.user.time_zone, by=request.user,
        )
    except DraftroomError as refused:
        return _show(request, found, error=refused)
    return redirect("reviews:approval", slug, asked.number)
