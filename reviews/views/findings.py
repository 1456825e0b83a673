"""Findings and recommendations: every move, where they belong, and the coverage board."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from backend.errors import BadInput, DraftroomError
from documents import selectors as documents
from reviews import selectors
from reviews.api.requests import uid_of
from reviews.forms import meetings as meeting_forms
from reviews.models import AnchorKind, Assignment, Finding, FindingKind, FindingState, Passage
from reviews.selectors import meetings
from reviews.services.talk.comments import Place
from reviews.services.workshops import findings as services
from reviews.services.workshops import passages
from reviews.views.comments import checked
from reviews.views.meetings import codes, show, visible_meeting

if TYPE_CHECKING:
    from collections.abc import Callable

    from backend.accounts.requests import SignedInRequest
    from documents.models import Block, Document


def _finding(request: SignedInRequest, uid: str) -> Finding:
    rows = meetings.findings_visible_to(request.user).select_related("meeting__document__owner")
    return get_object_or_404(rows, uid=uid)


def _done(request: SignedInRequest, finding: Finding, act: Callable[[], object]) -> HttpResponse:
    """Do it and come back to the finding; with the reason when it could not be done."""
    try:
        act()
    except DraftroomError as refused:
        return show(request, visible_meeting(request, str(finding.meeting.uid)), error=refused)
    if request.POST.get("back") == "coverage":
        return redirect("reviews:coverage", finding.meeting.document.slug)
    return redirect(f"/meetings/{finding.meeting.uid}/#{finding.code}")


@login_required
@require_POST
def draft(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write a finding or recommendation down."""
    meeting = visible_meeting(request, uid)
    data = checked(meeting_forms.FindingForm(request.POST)).cleaned_data
    seen = meetings.findings_visible_to(request.user).filter(meeting=meeting)
    made = services.draft_finding(
        meeting=meeting, kind=data["kind"] or FindingKind.FINDING, text=data["text"],
        rationale=data["rationale"], rests_on=codes(data["rests_on"], seen), by=request.user,
    )
    return redirect(f"/meetings/{uid}/#{made.code}")


@login_required
@require_POST
def edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Put other words in the place of the old ones."""
    finding = _finding(request, uid)
    data = checked(meeting_forms.FindingForm(request.POST)).cleaned_data
    return _done(request, finding, lambda: services.edit_finding(
        finding=finding, text=data["text"], rationale=data["rationale"], by=request.user,
        revision=data["revision"],
    ))


@login_required
@require_POST
def move(request: SignedInRequest, uid: str, name: str) -> HttpResponse:
    """Adopt, close, reopen or withdraw a finding."""
    finding = _finding(request, uid)
    data = checked(meeting_forms.WhyForm(request.POST)).cleaned_data
    plain = {"adopt": services.adopt_finding, "close": services.close_finding}
    reasoned = {"reopen": services.reopen_finding, "withdraw": services.withdraw_finding}
    if name in plain:
        return _done(request, finding, lambda: plain[name](
            finding=finding, by=request.user, revision=data["revision"],
        ))
    if name in reasoned:
        return _done(request, finding, lambda: reasoned[name](
            finding=finding, by=request.user, reason=data["reason"], revision=data["revision"],
        ))
    raise Http404


@login_required
@require_POST
def assign(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say where a finding belongs."""
    finding = _finding(request, uid)
    place = checked(meeting_forms.AssignForm(request.POST)).cleaned_data["place"]
    return _done(request, finding, lambda: assign_to(request, finding, place))


def assign_to(request: SignedInRequest, finding: Finding, place: str) -> Assignment:
    """Assign to a place as the form names it: `slug:`, `slug:KEY` or `slug:m:STEP`."""
    slug, _, rest = place.partition(":")
    document = documents.documents_visible_to(request.user).filter(slug=slug).first()
    if document is None:
        raise BadInput("Choose a section, a document or a step.", code="place")
    if rest.startswith("m:"):
        steps = selectors.milestones_visible_to(request.user).filter(document=document)
        step = steps.filter(uid=uid_of(rest[2:])).first()
        if step is None:
            raise BadInput("There is no such step.", code="milestone")
        return services.assign_finding(finding=finding, document=document, milestone=step, by=request.user)
    return services.assign_finding(
        finding=finding, document=document, heading=_heading(request, document, rest), by=request.user,
    )


def _heading(request: SignedInRequest, document: Document, key: str) -> Block | None:
    if not key:
        return None
    version = meetings.newest_version(request.user, document)
    heading = services.heading_of(version, key) if version else None
    if heading is None:
        raise BadInput("There is no such section in the newest version.", code="section")
    return heading


def _assignment(request: SignedInRequest, uid: str) -> Assignment:
    rows = meetings.assignments_visible_to(request.user)
    return get_object_or_404(rows.select_related("finding__meeting__document__owner", "document"), uid=uid)


@login_required
@require_POST
def unassign(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that it does not belong there."""
    found = _assignment(request, uid)
    return _done(request, found.finding, lambda: services.end_assignment(assignment=found, by=request.user))


@login_required
@require_POST
def judge(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say whether the text reflects it there."""
    found = _assignment(request, uid)
    data = checked(meeting_forms.JudgeForm(request.POST)).cleaned_data
    return _done(
        request, found.finding,
        lambda: services.judge_assignment(assignment=found, by=request.user, **data),
    )


@login_required
@require_POST
def link(request: SignedInRequest, uid: str) -> HttpResponse:
    """Point at words that reflect it: a block of a version, or a quote in it."""
    found = _assignment(request, uid)
    data = checked(meeting_forms.PassageForm(request.POST)).cleaned_data
    rows = documents.versions_visible_to(request.user).filter(document=found.document)
    version = get_object_or_404(rows, number=data["version"])
    return _done(request, found.finding, lambda: passages.link_passage(
        assignment=found, version=version, by=request.user,
        place=place_of(version.blocks.filter(key=data["block"]).values_list("text", flat=True).first(), data),
    ))


def place_of(text: str | None, data: dict[str, str]) -> Place:
    """The quote in a block's text, or the whole block without a quote."""
    quote = data["quote"].strip()
    if text is None:
        raise BadInput("There is no such paragraph in this version.", code="block")
    if not quote:
        return Place(kind=AnchorKind.BLOCK, block=data["block"])
    start = text.find(quote)
    if start < 0:
        raise BadInput("These words do not stand in this paragraph.", code="quote")
    return Place(AnchorKind.RANGE, data["block"], start, start + len(quote), quote=quote)


@login_required
@require_POST
def unlink(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say that these words do not reflect it after all."""
    rows = Passage.objects.filter(
        assignment__in=meetings.assignments_visible_to(request.user), ended_at=None,
    )
    found = get_object_or_404(rows.select_related("assignment__finding__meeting__document"), uid=uid)
    return _done(
        request, found.assignment.finding, lambda: passages.unlink_passage(passage=found, by=request.user),
    )


@login_required
@require_POST
def say(request: SignedInRequest, uid: str) -> HttpResponse:
    """Make a comment of a finding on the newest version, in the section it is assigned to if there is one."""
    finding = _finding(request, uid)
    version = meetings.newest_version(request.user, finding.meeting.document)
    if version is None:
        raise BadInput("Issue a version first: comments need a text.", code="version")
    here = finding.assignments.filter(document=version.document, ended_at=None, lineage__isnull=False).first()
    heading = services.heading_by_lineage(version, here.lineage) if here and here.lineage else None
    try:
        comment = services.comment_from(
            finding=finding, version=version, by=request.user, block=heading.key if heading else "",
        )
    except DraftroomError as refused:
        return show(request, visible_meeting(request, str(finding.meeting.uid)), error=refused)
    messages.success(request, f"{finding.code} is {comment.register_number} now.")
    return redirect("reviews:comment", version.document.slug, comment.register_number or comment.uid)


@login_required
@require_GET
def coverage(request: SignedInRequest, slug: str) -> HttpResponse:
    """Findings down, sections across: what the text reflects, and what was lost."""
    visible = documents.documents_visible_to(request.user).select_related("owner")
    document = get_object_or_404(visible, slug=slug)
    kind = request.GET.get("kind", FindingKind.RECOMMENDATION)
    rows = meetings.findings_visible_to(request.user).filter(meeting__document=document)
    rows = rows.exclude(state__in=[FindingState.DRAFT, FindingState.WITHDRAWN])
    shown = rows.filter(kind=kind) if kind in FindingKind.values else rows
    ordered = shown.order_by("meeting__starts_on", "meeting", "kind", "number")[: meetings.MOST]
    context = {
        "document": document, "kind": kind, "kinds": FindingKind.choices,
        "board": meetings.board(request.user, document, meetings.for_page(ordered, request.user)),
        "newest": meetings.newest_version(request.user, document),
    }
    return render(request, "reviews/coverage.html", context)
