"""Any two versions: inline, side by side, and as a Word file with tracked changes."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET

from backend.accounts.requests import SignedInRequest
from documents import selectors
from documents.models import Version
from documents.services import files, redlines
from documents.views.versions import visible_version

#: Rows on one page of a comparison.
PAGE = 300


@login_required
@require_GET
def choose(request: SignedInRequest, slug: str) -> HttpResponse:
    """Two numbers from a form lead to their comparison; without them, the newest two."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    versions = list(
        selectors.versions_visible_to(request.user)
        .filter(document=document, block_count__gt=0)
        .order_by("-number")
        .values_list("number", flat=True)
    )
    asked = [request.GET.get("older", ""), request.GET.get("newer", "")]
    wanted = sorted({int(text) for text in asked if text.isdecimal() and len(text) < 6})
    chosen = wanted if len(wanted) == 2 and set(wanted) <= set(versions) else sorted(versions[:2])
    if len(chosen) < 2:
        return render(request, "documents/compare_none.html", {"document": document})
    return redirect("documents:compare", slug, *chosen)


@login_required
@require_GET
def compare(request: SignedInRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """What changed from one version to another, with a list of changes to walk through."""
    if older == newer:
        raise Http404
    before, after = visible_version(request, slug, older), visible_version(request, slug, newer)
    everything = redlines.rows(before, after)
    changes = [row for row in everything if row.kind != "same"]
    shown = everything if request.GET.get("context") == "all" else redlines.folded(everything)
    context = {
        "document": after.document,
        "older": before,
        "newer": after,
        "changes": changes,
        "page": Paginator(shown, PAGE).get_page(request.GET.get("page")),
        "mode": "side" if request.GET.get("mode") == "side" else "inline",
        "context_all": request.GET.get("context") == "all",
        "versions": selectors.versions_visible_to(request.user)
        .filter(document=after.document, block_count__gt=0)
        .order_by("-number"),
    }
    return render(request, "documents/compare.html", context)


@login_required
@require_GET
def word(request: SignedInRequest, slug: str, older: int, newer: int) -> HttpResponse:
    """The comparison as a Word file with tracked changes."""
    if older == newer:
        raise Http404
    before, after = visible_version(request, slug, older), visible_version(request, slug, newer)
    moment = timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ")
    data = redlines.redline_file(older=before, newer=after, by=request.user, date=moment)
    return redline_answer(data, before, after)


def redline_answer(data: bytes, older: Version, newer: Version) -> HttpResponse:
    """A redline as a download that says in its name what it compares."""
    response = HttpResponse(data, content_type=files.WORD)
    name = f"{newer.document.slug}-v{older.number}-v{newer.number}-redline.docx"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
