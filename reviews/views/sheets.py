"""Sheets in and out: sent in, looked through, taken in, given back; comments as a sheet of any profile."""

from __future__ import annotations

from typing import IO, TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.errors import DraftroomError, NotYou
from documents import selectors as documents
from documents.models import Participation
from documents.views.versions import visible_version
from reviews import rules, selectors
from reviews.core import sheets
from reviews.forms.returns import PROFILES, SheetAgainForm, SheetExportForm, SheetForm
from reviews.models import Return, ReturnKind, ReturnState, RowState, SheetExport
from reviews.services.sheets import answering, exporting, ordering, receiving
from reviews.table import filters
from reviews.views.comments import checked

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.core.files.uploadedfile import UploadedFile
    from django.db.models import QuerySet

    from backend.accounts.models import Agency, Person
    from backend.accounts.requests import SignedInRequest
    from documents.models import Version
    from reviews.rules import Standing

#: Rows and returns on a page.
PAGE = 50
#: The states that the rows' page is filtered by, as it says them.
TABS = (
    ("", "All"), (RowState.BAD, "Can not come in"), (RowState.NEW, "New"), (RowState.CHANGED, "Changed"),
    (RowState.ANSWER, "Answers"),
    (RowState.KNOWN, "Known"), (RowState.TAKEN, "Taken in"), (RowState.FAILED, "Left out"),
)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_sheet(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Send comment sheets in; each is looked through by itself, and a bad one stops no other."""
    version = visible_version(request, slug, number)
    standing = rules.standing(request.user, version.document)
    if not standing.comments:
        raise NotYou("Observers read; ask a coordinator to become a reviewer.")
    first = {"audience": "agency" if standing.speaks_for else "document"}
    form = SheetForm(request.POST or None, request.FILES or None, initial=first)
    refused: list[tuple[str, DraftroomError]] = []
    if request.method == "POST" and form.is_valid():
        received, refused = _receive(request, version, form.cleaned_data)
        if not refused:
            one = len(received) == 1
            return redirect("reviews:return", received[0].uid) if one else redirect("reviews:returns", slug)
    context = {
        "document": version.document, "version": version, "form": form, "refused": refused,
        "agencies": _agencies(standing, version), "limit": sheets.MOST_BYTES,
    }
    status = refused[0][1].status if refused else 422 if form.errors else 200
    return render(request, "reviews/send_sheet.html", context, status=status)


def _receive(
    request: SignedInRequest, version: Version, data: dict[str, Any],
) -> tuple[list[Return], list[tuple[str, DraftroomError]]]:
    received, refused = [], []
    uploads: list[UploadedFile] = request.FILES.getlist("file")
    for sent in uploads:
        name = sent.name or "sheet"
        try:
            received.append(receiving.receive_sheet(
                version=version, data=sent.read(), file_name=name, by=request.user,
                audience=data["audience"], agency=data["agency"], on_behalf_of=data["on_behalf_of"],
                profile=data["profile"],
            ))
        except DraftroomError as error:
            refused.append((name, error))
    return received, refused


def _agencies(standing: Standing, version: Version) -> list[Agency]:
    """For whom the person may hand a sheet in."""
    if not standing.steers:
        return list(standing.speaks_for)
    rows = Participation.objects.filter(document=version.document, ended_at=None).select_related("agency")
    own = list(standing.speaks_for)
    others = [row.agency for row in rows.order_by("agency__code")]
    return own + [agency for agency in others if agency not in own]


def sheet_page(request: SignedInRequest, found: Return, people: QuerySet[Person]) -> HttpResponse:
    """A sheet: while it is read the progress, then its rows with what was understood, then what came in."""
    rows = selectors.sheet_rows_visible_to(request.user).filter(received=found)
    state = request.GET.get("state", "")
    counts = found.report.get("counts", {})
    shown = rows.filter(state=state) if state in RowState.values else rows
    page = Paginator(shown.select_related("comment").order_by("ordinal"), PAGE).get_page(
        request.GET.get("page"),
    )
    profile = sheets.BY_NAME.get(found.profile)
    context = {
        "document": found.document, "version": found.version, "received": found, "page": page,
        "is_working": found.state in {ReturnState.READING, ReturnState.IMPORTING},
        "is_mine": found.received_by_id == request.user.pk, "profile": profile, "state": state,
        "tabs": [(value, label, counts.get(value, 0)) for value, label in TABS[1:] if counts.get(value)],
        "has_tabs": rows.order_by().values("tab").distinct()[:2].count() > 1,
        "can_stop": rules.can_stop_import(request.user, found), "done": _done(found, counts),
        "good": counts.get(RowState.NEW, 0), "counts": counts, "columns": _columns(found),
        "fields": [(one.field, one.heading) for one in sheets.BY_NAME["table"].columns],
        "profiles": PROFILES, "people": people, "follow": reverse("reviews:return", args=[found.uid]),
    }
    template = "reviews/_sheet.html" if request.headers.get("HX-Request") else "reviews/sheet.html"
    return render(request, template, context)


def _done(found: Return, counts: Mapping[str, int]) -> int:
    """How many of the new rows have had their turn, while they come in."""
    if found.state != ReturnState.IMPORTING:
        return 0
    return max(counts.get(RowState.NEW, 0) - found.rows.filter(state=RowState.NEW).count(), 0)


def _columns(found: Return) -> list[tuple[str, str]]:
    """Heading and field of every column that was met; "" for those that nobody knows."""
    headings = found.report.get("headings", {})
    return [(heading, field) for field, heading in headings.items()] + [
        (heading, "") for heading in found.report.get("unknown", [])
    ]


def _sheet(request: SignedInRequest, uid: str) -> Return:
    rows = selectors.returns_visible_to(request.user).filter(kind=ReturnKind.SHEET)
    return get_object_or_404(
        rows.select_related("document", "version", "file", "received_by", "agency"), uid=uid,
    )


@login_required
@require_POST
def take_in(request: SignedInRequest, uid: str) -> HttpResponse:
    """Let the good rows come in."""
    found = _sheet(request, uid)
    receiving.order_import(
        received=found, by=request.user, changed=bool(request.POST.get("changed")),
        answers=bool(request.POST.get("answers")),
    )
    return redirect("reviews:return", uid)


@login_required
@require_POST
def stop_import(request: SignedInRequest, uid: str) -> HttpResponse:
    """Let no more rows come in; those that came stay."""
    receiving.stop_import(received=_sheet(request, uid), by=request.user)
    return redirect("reviews:return", uid)


@login_required
@require_POST
def read_again(request: SignedInRequest, uid: str) -> HttpResponse:
    """Look through the sheet as another kind, or with other columns."""
    found = _sheet(request, uid)
    form: SheetAgainForm = checked(SheetAgainForm(request.POST))
    receiving.read_again(
        received=found, profile=form.cleaned_data["profile"], mapping=form.mapping(), by=request.user,
    )
    messages.success(request, "The sheet is being read again.")
    return redirect("reviews:return", uid)


@login_required
@require_GET
def marked(request: SignedInRequest, uid: str) -> HttpResponse:
    """The sheet as it came, with the reason beside each row that did not come in."""
    found = _sheet(request, uid)
    if not selectors.sheet_rows_visible_to(request.user).filter(received=found).exists():
        raise NotYou("Only who sent the sheet, and their agency, get it back.")
    return attachment(*answering.with_problems(received=found))


def attachment(data: bytes, name: str) -> HttpResponse:
    """Bytes as a download that no browser opens in our origin."""
    response = HttpResponse(data, content_type="application/octet-stream")
    response.headers["Content-Disposition"] = content_disposition_header(True, name) or "attachment"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_GET
def returns(request: SignedInRequest, slug: str) -> HttpResponse:
    """What came back for a document, newest first: files and sheets, from whom, and what came of them."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    rows = selectors.returns_visible_to(request.user).filter(document=document)
    page = Paginator(rows.select_related("received_by", "agency", "version"), PAGE).get_page(
        request.GET.get("page"),
    )
    latest = document.versions.filter(state="issued").order_by("-number").first()
    context = {
        "document": document, "page": page, "latest": latest,
        "can_comment": rules.can_comment(request.user, document),
    }
    return render(request, "reviews/returns.html", context)


@login_required
@require_GET
def sheet(request: SignedInRequest, slug: str, number: int) -> HttpResponse | FileResponse:
    """The comments that the person sees, and that the filters choose, as a sheet; first, which one."""
    version = visible_version(request, slug, number)
    asked = filters.read(request.GET.dict())
    form = SheetExportForm(request.GET if "profile" in request.GET else None)
    export = exporting.Export(version=version, by=request.user, wanted=asked, profile="draftroom")
    is_empty, count = bool(request.GET.get("empty")), export.placements().count()
    is_large = count > ordering.LARGE and not is_empty
    if not form.is_bound or not form.is_valid() or is_large:
        context = {
            "document": version.document, "version": version, "form": form, "asked": asked.asked(),
            "said_of_query": filters.said_of(asked, request.user),
            "profiles": [profile for profile in sheets.BY_NAME.values() if profile.name != "table"],
            "endings": sheets.ENDINGS, "count": count, "is_large": is_large,
            "ordered": SheetExport.objects.filter(version=version, by=request.user).defer("comments")[:10],
        }
        return render(request, "reviews/sheet_export.html", context, status=422 if form.errors else 200)
    profile, kind = form.cleaned_data["profile"], form.cleaned_data["kind"]
    if is_empty:
        return _download(sheets.to_file([], profile=profile, kind=kind), f"comments-{profile}", kind)
    return sheet_answer(version, request.user, asked, profile, kind)


def sheet_answer(
    version: Version, by: Any, asked: filters.CommentFilter, profile: str, kind: str,
) -> FileResponse:
    """The sheet as a download; `Draftroom-Folded` names what the profile has no word for."""
    export = exporting.Export(version=version, by=by, wanted=asked, profile=profile)
    name = f"{version.document.slug}-v{version.number}-{profile}"
    return sent(exporting.file_of(export, kind), name, kind, export.folded)


def sent(stream: IO[bytes], name: str, kind: str, folded: Mapping[str, int]) -> FileResponse:
    """A file of a sheet as a download, with what its profile has no word for in a header."""
    response = _download(stream, name, kind)
    if folded:
        words = ", ".join(f"{name} {count}" for name, count in sorted(folded.items()))
        response.headers["Draftroom-Folded"] = words
    return response


def _download(stream: IO[bytes], name: str, kind: str) -> FileResponse:
    response = FileResponse(stream, as_attachment=True, filename=f"{name}.{sheets.ENDINGS[kind]}")
    response.headers["Content-Type"] = sheets.TYPES[kind]
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response
