"""Large sheets: ordered, written by a task while its page shows how far it is, fetched later."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import FileResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from documents.views.versions import visible_version
from reviews.core import sheets
from reviews.forms.returns import SheetExportForm
from reviews.models import SheetExport
from reviews.services.sheets import ordering
from reviews.table import filters
from reviews.views.comments import checked
from reviews.views.sheets import sent

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.models import Person
    from backend.accounts.requests import SignedInRequest


@login_required
@require_POST
def order(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Have a sheet written of the comments that the filters choose."""
    version = visible_version(request, slug, number)
    form = checked(SheetExportForm(request.POST))
    made = ordering.order_sheet(
        version=version, wanted=filters.read(request.POST.dict()), by=request.user, **form.cleaned_data,
    )
    return redirect("reviews:ordered_sheet", slug, number, made.uid)


def _ordered(request: SignedInRequest, slug: str, number: int, uid: str) -> SheetExport:
    version = visible_version(request, slug, number)
    rows = SheetExport.objects.filter(version=version, by=request.user).defer("comments")
    return get_object_or_404(rows.select_related("version__document", "by"), uid=uid)


@login_required
@require_GET
def ordered(request: SignedInRequest, slug: str, number: int, uid: str) -> HttpResponse:
    """How far it is, then the file. Only who ordered it gets it."""
    made = _ordered(request, slug, number, uid)
    context = {
        "document": made.version.document, "version": made.version, "export": made, "follow": request.path,
        "profile": sheets.BY_NAME[made.profile], "is_under_way": made.state in {"waiting", "writing"},
    }
    if request.headers.get("HX-Request"):
        return render(request, "reviews/_ordered_sheet.html", context)
    said = filters.said_of(filters.read(made.filters), request.user)
    return render(request, "reviews/ordered_sheet.html", context | {"said_of_query": said})


@login_required
@require_POST
def cancel(request: SignedInRequest, slug: str, number: int, uid: str) -> HttpResponse:
    """Want it no more, while it waits or is written."""
    made = ordering.cancel_sheet(ordered=_ordered(request, slug, number, uid), by=request.user)
    return redirect("reviews:ordered_sheet", slug, number, made.uid)


@login_required
@require_GET
def fetch(request: SignedInRequest, slug: str, number: int, uid: str) -> FileResponse:
    """The file, as long as its orderer still sees everything that is in it."""
    return answer(_ordered(request, slug, number, uid), request.user)


def answer(made: SheetExport, by: Person) -> FileResponse:
    """A sheet that is there as a download."""
    version = made.version
    name = f"{version.document.slug}-v{version.number}-{made.profile}"
    return sent(ordering.fetch(made, by), name, made.kind, made.folded)
