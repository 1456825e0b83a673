"""Versions: uploading, the import report, issuing, the file as received, pictures, blocks on demand."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts.requests import SignedInRequest
from backend.errors import DraftroomError, NotYou
from documents import forms, rules, selectors
from documents.models import StoredFile, Version, VersionState
from documents.services import renditions
from documents.services import versions as services

#: Most blocks that one request may ask for.
MOST_BLOCKS = 400


def visible_version(request: SignedInRequest, slug: str, number: int) -> Version:
    """The version, if this person may see it; 404 otherwise."""
    rows = selectors.versions_visible_to(request.user).select_related("document", "document__owner", "file")
    return get_object_or_404(rows, document__slug=slug, number=number)


@login_required
@require_http_methods(["GET", "POST"])
def upload(request: SignedInRequest, slug: str) -> HttpResponse:
    """Send a Word file; the answer is the import report's page."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    if not rules.can_edit(request.user, document):
        raise NotYou("Only editors and coordinators can upload versions.")
    form = forms.UploadForm(request.POST or None, request.FILES or None)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            version = services.upload_version(
                document=document,
                data=sent.read(),
                file_name=sent.name,
                by=request.user,
                label=form.cleaned_data["label"],
                note=form.cleaned_data["note"],
            )
        except DraftroomError as refused:
            error = refused
        else:
            return _uploaded(request, version)
    waiting = document.versions.filter(state__in=[VersionState.READING, VersionState.WORKING]).first()
    context = {"document": document, "form": form, "error": error, "waiting": waiting}
    status = error.status if error else 422 if form.errors else 200
    return render(request, "documents/upload.html", context, status=status)


def _uploaded(request: SignedInRequest, version: Version) -> HttpResponse:
    address = reverse("documents:report", args=[version.document.slug, version.number])
    if request.headers.get("Accept") == "application/json":
        return JsonResponse({"location": address}, status=202)
    return redirect(address)


@login_required
@require_GET
def report(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """What was read of the file, simplified, or not understood; while it is read, the progress."""
    version = visible_version(request, slug, number)
    if not rules.can_edit(request.user, version.document):
        raise NotYou("Only editors and coordinators see import reports.")
    form = forms.IssueForm(initial={"label": version.label, "note": version.note})
    context = {
        "document": version.document,
        "version": version,
        "form": form,
        "previous": version.parents.order_by("-number").first(),
    }
    template = "documents/_report.html" if request.headers.get("HX-Request") else "documents/report.html"
    return render(request, template, context)


@login_required
@require_POST
def issue(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Freeze the version: everybody with the document reads it from now on."""
    version = visible_version(request, slug, number)
    form = forms.IssueForm(request.POST)
    form.is_valid()
    services.issue_version(version=version, by=request.user, **form.cleaned_data)
    messages.success(request, f"Version {number} is issued. Comments are being placed on it.")
    return redirect("documents:version", slug, number)


@login_required
@require_POST
def discard(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Throw an upload away that was not issued."""
    version = visible_version(request, slug, number)
    services.discard_version(version=version, by=request.user)
    messages.success(request, f"The upload {version.file_name} is discarded.")
    return redirect("documents:document", slug)


@login_required
@require_GET
def received(request: SignedInRequest, slug: str, number: int) -> FileResponse:
    """The file as received, byte for byte."""
    version = visible_version(request, slug, number)
    return download(version.file, version.file_name)


@login_required
@require_GET
def pdf(request: SignedInRequest, slug: str, number: int) -> FileResponse:
    """The issued version as a PDF with numbered lines, which reviewers cite."""
    version = visible_version(request, slug, number)
    name = f"{slug}-v{number}-lines.pdf"
    return download(renditions.pdf_of(version).file, name)


def download(stored: StoredFile | None, name: str) -> FileResponse:
    """A stored file as a download that no browser opens in our origin; 404 while there is none."""
    if stored is None:
        raise Http404
    response = FileResponse(stored.file.open("rb"), as_attachment=True, filename=name)
    response["Content-Type"] = stored.content_type
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox"
    return response


@require_GET
def media(request: HttpRequest, slug: str, number: int, name: str) -> FileResponse:
    """A picture of a version; of a published one, for everybody."""
    rows = selectors.versions_readable_by(request.user)
    version = get_object_or_404(rows, document__slug=slug, number=number)
    item = get_object_or_404(version.media.select_related("file"), name=name)
    response = FileResponse(item.file.file.open("rb"), content_type=item.content_type)
    response["Content-Security-Policy"] = "sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, max-age=86400, immutable"
    return response


@login_required
@require_GET
def blocks(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The blocks `from`..`to` (ordinals, both included) as the reader shows them."""
    version = visible_version(request, slug, number)
    first = _whole(request.GET.get("from"), 0)
    last = min(_whole(request.GET.get("to"), first), first + MOST_BLOCKS - 1)
    rows = version.blocks.filter(ordinal__gte=first, ordinal__lte=last).exclude(html="").defer("data")
    return render(request, "documents/_blocks.html", {"version": version, "blocks": rows})


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 10 else default
