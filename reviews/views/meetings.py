"""Meetings: their list and pages, agenda and minutes, participants, files."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts.models import Agency
from backend.errors import BadInput, DraftroomError
from documents import selectors as documents
from documents.services import files
from documents.views.versions import download
from reviews import cards, selectors
from reviews.forms import meetings as meeting_forms
from reviews.models import AgendaItem, FindingKind, Meeting, Participant, Reflection, Severity
from reviews.selectors import meetings
from reviews.services.workshops import meetings as services
from reviews.services.workshops import minutes
from reviews.views.comments import checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.requests import SignedInRequest
    from documents.models import Document
    from reviews.models import Finding

PAGE = 50


def visible_meeting(request: SignedInRequest, uid: str) -> Meeting:
    """The meeting, if this person may see it; 404 otherwise."""
    rows = meetings.meetings_visible_to(request.user).select_related("document__owner")
    return get_object_or_404(rows.prefetch_related("hosts", "organisers"), uid=uid)


def _document(request: SignedInRequest, slug: str) -> Document:
    return get_object_or_404(documents.documents_visible_to(request.user).select_related("owner"), slug=slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """The meetings of a document; editors and coordinators call another."""
    document = _document(request, slug)
    form = _form(request, document)
    if request.method == "POST" and form.is_valid():
        meeting = services.call_meeting(document=document, facts=form.facts(), by=request.user)
        messages.success(request, "The meeting is on record.")
        return redirect("reviews:meeting", meeting.uid)
    rows = meetings.meetings_visible_to(request.user).filter(document=document)
    context = {
        "document": document, "form": form, "can_edit": services.may_hold(request.user, document),
        "page": Paginator(
            rows.prefetch_related("hosts").order_by("-starts_on", "-id"), PAGE,
        ).get_page(request.GET.get("page")),
    }
    return render(request, "reviews/meetings.html", context, status=422 if form.errors else 200)


def _form(
    request: SignedInRequest, document: Document, meeting: Meeting | None = None,
) -> meeting_forms.MeetingForm:
    seen = documents.documents_visible_to(request.user).exclude(pk=document.pk)
    start = meeting_forms.initial(meeting) if meeting else None
    return meeting_forms.MeetingForm(request.POST or None, seen=seen, initial=start)


@login_required
@require_GET
def meeting(request: SignedInRequest, uid: str) -> HttpResponse:
    """A meeting's page: summary, agenda with minutes, findings, who was there, files."""
    return show(request, visible_meeting(request, uid))


def show(
    request: SignedInRequest, found: Meeting, *, error: DraftroomError | None = None,
    typed: dict[str, object] | None = None,
) -> HttpResponse:
    """The page, with what went wrong if something did, and the minutes that were typed."""
    return render(
        request, "reviews/meeting.html", _context(request, found) | {"error": error, "typed": typed or {}},
        status=error.status if error else 200,
    )


def _context(request: SignedInRequest, found: Meeting) -> dict[str, object]:
    seen = selectors.comments_visible_to(request.user)
    items = found.agenda.select_related("comment__agency", "decision").order_by("ordinal", "id")
    hidden = found.agenda.exclude(comment=None).exclude(comment__in=seen).values("pk")
    rows = meetings.findings_visible_to(request.user).filter(meeting=found)
    all_findings = list(meetings.for_page(rows, request.user)[: meetings.MOST])
    can_edit = services.may_hold(request.user, found.document)
    others = list(found.documents.filter(pk__in=documents.documents_visible_to(request.user)))
    return {
        "document": found.document, "meeting": found, "days": minutes.days(found), "can_edit": can_edit,
        "agenda": list(items.exclude(pk__in=hidden)),
        "groups": [
            (label, [one for one in all_findings if one.kind == kind])
            for kind, label in (
                (FindingKind.RECOMMENDATION, "Recommendations"), (FindingKind.FINDING, "Findings"),
            )
        ],
        "participants": list(found.participants.select_related("agency").order_by("name")),
        "countries": sorted({one.country for one in found.participants.all() if one.country}),
        "materials": meetings.materials_visible_to(request.user).filter(meeting=found).select_related("file"),
        "places": _places(request, found, others) if can_edit else [], "others": others,
        "dispositions": cards.CONTEXT["dispositions"], "reflections": Reflection.choices,
        "newest": meetings.newest_version(request.user, found.document), "labels": cards.LABELS,
        "severities": Severity.choices,
    }


def _places(
    request: SignedInRequest, found: Meeting, others: Iterable[Document],
) -> list[tuple[str, str]]:
    """Where findings may be assigned: sections and steps of the documents that the meeting concerns."""
    concerned: Iterable[Document] = (found.document, *others)
    places: list[tuple[str, str]] = []
    for document in concerned:
        version = meetings.newest_version(request.user, document)
        places.append((f"{document.slug}:", f"{document.name}: as a whole"))
        if version is not None:
            rows = version.blocks.filter(kind="heading", level__lte=2).order_by("ordinal")
            places += [
                (f"{document.slug}:{key}", f"{document.name}: {number} {text}"[:100])
                for key, number, text in rows.values_list("key", "number", "text")[:200]
            ]
        steps = selectors.milestones_visible_to(request.user).filter(document=document)
        places += [
            (f"{document.slug}:m:{uid}", f"{document.name}, step: {title}"[:100])
            for uid, title in steps.values_list("uid", "title")[:100]
        ]
    return places


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Other facts in the place of the present ones."""
    found = visible_meeting(request, uid)
    form = _form(request, found.document, found)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            services.describe_meeting(
                meeting=found, facts=form.facts(), by=request.user, revision=form.cleaned_data["revision"],
            )
        except DraftroomError as refused:
            error = refused
        else:
            return redirect("reviews:meeting", uid)
    context = {"document": found.document, "meeting": found, "form": form, "error": error}
    status = error.status if error else 422 if form.errors else 200
    return render(request, "reviews/meeting_edit.html", context, status=status)


@login_required
@require_POST
def attend(request: SignedInRequest, uid: str) -> HttpResponse:
    """Write down who was there, a line each."""
    found = visible_meeting(request, uid)
    people = services.read_attendees(request.POST.get("people", "")[:50_000], Agency.objects.all())
    rows = services.add_participants(meeting=found, attendees=people, by=request.user)
    messages.success(request, f"{len(rows)} added." if rows else "They were on the list already.")
    return redirect("reviews:meeting", uid)


@login_required
@require_POST
def drop_participant(request: SignedInRequest, uid: str, participant_id: int) -> HttpResponse:
    """Take somebody off the list."""
    found = visible_meeting(request, uid)
    row = get_object_or_404(Participant.objects.filter(meeting=found), pk=participant_id)
    services.drop_participant(participant=row, by=request.user)
    return redirect("reviews:meeting", uid)


@login_required
@require_POST
def add_item(request: SignedInRequest, uid: str) -> HttpResponse:
    """Add a point to the agenda."""
    found = visible_meeting(request, uid)
    data = checked(meeting_forms.ItemForm(request.POST)).cleaned_data
    services.add_item(meeting=found, by=request.user, **data)
    return redirect("reviews:meeting", uid)


@login_required
@require_POST
def items_from_comments(request: SignedInRequest, uid: str) -> HttpResponse:
    """Make points of the open comments of a severity."""
    found = visible_meeting(request, uid)
    severity = request.POST.get("severity", Severity.CRITICAL)
    if severity not in Severity.values:
        raise BadInput("There is no such severity.", code="severity")
    count = services.agenda_from_comments(meeting=found, by=request.user, severity=severity)
    messages.success(request, f"{count} open comments are on the agenda now." if count else (
        "No open comment of this severity is missing from the agenda."
    ))
    return redirect("reviews:meeting", uid)


def _item(request: SignedInRequest, item: str) -> AgendaItem:
    rows = AgendaItem.objects.filter(meeting__in=meetings.meetings_visible_to(request.user))
    seen = selectors.comments_visible_to(request.user)
    found = get_object_or_404(rows.select_related("meeting__document", "comment__document"), uid=item)
    if found.comment_id is not None:
        get_object_or_404(seen, pk=found.comment_id)
    return found


@login_required
@require_POST
def minute(request: SignedInRequest, item: str) -> HttpResponse:
    """Write what was said, and decide the point's comment where the meeting did."""
    found = _item(request, item)
    form = checked(meeting_forms.MinuteForm(request.POST))
    try:
        services.minute_item(
            item=found, minutes=form.cleaned_data["minutes"], answer=form.answer(), by=request.user,
            seen=form.cleaned_data["seen"] if "seen" in request.POST else None,
        )
    except DraftroomError as refused:
        typed = {"item": found.uid, **form.cleaned_data}
        return show(request, visible_meeting(request, str(found.meeting.uid)), error=refused, typed=typed)
    return redirect(f"/meetings/{found.meeting.uid}/#item-{found.uid}")


@login_required
@require_POST
def move_item(request: SignedInRequest, item: str) -> HttpResponse:
    """Change places with the point before or after."""
    found = _item(request, item)
    services.move_item(item=found, up=request.POST.get("to") == "up", by=request.user)
    return redirect("reviews:meeting", found.meeting.uid)


@login_required
@require_POST
def drop_item(request: SignedInRequest, item: str) -> HttpResponse:
    """Take a point off the agenda."""
    found = _item(request, item)
    services.drop_item(item=found, by=request.user)
    return redirect("reviews:meeting", found.meeting.uid)


@login_required
@require_POST
def add_material(request: SignedInRequest, uid: str) -> HttpResponse:
    """Keep files of the meeting."""
    found = visible_meeting(request, uid)
    uploads = request.FILES.getlist("file")
    if not uploads:
        raise BadInput("Choose a file.", code="file")
    for upload in uploads:
        services.add_material(
            meeting=found, data=upload.read(), file_name=upload.name or "", by=request.user,
            title=request.POST.get("title", "") if len(uploads) == 1 else "",
        )
    messages.success(request, "The file is kept." if len(uploads) == 1 else f"{len(uploads)} files are kept.")
    return redirect("reviews:meeting", uid)


@login_required
@require_GET
def material(request: SignedInRequest, uid: str) -> FileResponse:
    """A file of a meeting, byte for byte."""
    row = get_object_or_404(meetings.materials_visible_to(request.user).select_related("file"), uid=uid)
    return download(row.file, row.file_name)


@login_required
@require_POST
def withdraw_material(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take a file back."""
    rows = meetings.materials_visible_to(request.user).select_related("meeting__document")
    row = get_object_or_404(rows, uid=uid)
    services.withdraw_material(material=row, by=request.user)
    return redirect("reviews:meeting", row.meeting.uid)


@login_required
@require_GET
def minutes_file(request: SignedInRequest, uid: str) -> HttpResponse:
    """The minutes as a Word file."""
    found = visible_meeting(request, uid)
    response = HttpResponse(minutes.word(meeting=found, person=request.user), content_type=files.WORD)
    response["Content-Disposition"] = f'attachment; filename="minutes-{found.starts_on}.docx"'
    return response


def codes(text: str, findings: Iterable[Finding]) -> list[Finding]:
    """The findings that a line such as `F1, F3` names; `BadInput` for one that is not there."""
    by_code = {finding.code: finding for finding in findings}
    wanted = [word.strip().upper() for word in text.replace(";", ",").split(",") if word.strip()]
    unknown = [code for code in wanted if code not in by_code]
    if unknown:
        raise BadInput(f"There is no {', '.join(unknown)} here.", code="rests_on")
    return [by_code[code] for code in wanted]
