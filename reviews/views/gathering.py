"""Many returned files at once: dropped on one page, read one by one, into one room."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_http_methods

from backend.accounts.models import Agency
from backend.errors import BadInput, DraftroomError
from documents.views.versions import visible_version
from reviews import selectors
from reviews.models import Return, ReturnState, Visibility
from reviews.services.room import merging
from reviews.services.word import returns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.uploadedfile import UploadedFile

    from backend.accounts.requests import SignedInRequest
    from documents.models import Version

#: Files in one request; the page's script sends each in a request of its own.
MOST = 40


@dataclass(frozen=True, slots=True)
class Sent:
    """One file of many: its return, or why there is none."""

    file_name: str
    received: Return | None = None
    reason: str = ""

    @property
    def is_reading(self) -> bool:
        """Whether its report is still to come."""
        return self.received is not None and self.received.state == ReturnState.READING


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def drop(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Hand in returned files, each for the agency that sent it; a bad one does not stop the others."""
    version = visible_version(request, slug, number)
    merging.demand_editor(request.user, version)
    agencies = list(Agency.objects.filter(participations__document=version.document,
                                          participations__ended_at=None).order_by("code"))
    sent: list[Sent] = []
    if request.method == "POST":
        given = request.FILES.getlist("file")[:MOST]
        if not given:
            raise BadInput("Pick one marked-up Word file or more.", code="file")
        named = request.POST.get("agency", "")
        sent = [_send(request, version, file, _agency_of(file.name or "", named, agencies)) for file in given]
        if request.headers.get("HX-Request"):
            return render(request, "reviews/_merge_returns.html", {"sent": sent, "version": version})
    known = selectors.returns_visible_to(request.user).filter(version=version)
    before = [Sent(row.file_name, row) for row in known.select_related("agency", "received_by")[:100]]
    context = {
        "document": version.document, "version": version, "agencies": agencies,
        "sent": [one for one in sent if one.received is None] + before,
    }
    return render(request, "reviews/merge_returns.html", context)


def _send(request: SignedInRequest, version: Version, file: UploadedFile, agency: Agency | None) -> Sent:
    name = file.name or "file"
    try:
        received = returns.receive_return(
            version=version, data=file.read(), file_name=name, by=request.user,
            audience=Visibility.DOCUMENT, agency=agency,
        )
    except DraftroomError as refused:
        return Sent(name, reason=refused.detail)
    return Sent(name, received)


def _agency_of(file_name: str, named: str, agencies: Iterable[Agency]) -> Agency | None:
    """The agency that was chosen ("" to go by the file's name: "draft-ESA.docx"; "none" for nobody's)."""
    words = {word.upper() for word in re.split(r"[^A-Za-z0-9]+", file_name)}
    if named:
        return next((agency for agency in agencies if agency.code == named), None)
    return next((agency for agency in agencies if agency.code.upper() in words), None)


@login_required
@require_GET
def one(request: SignedInRequest, slug: str, number: int, uid: str) -> HttpResponse:
    """How far one of the files is."""
    version = visible_version(request, slug, number)
    rows = selectors.returns_visible_to(request.user).select_related("agency", "received_by")
    found = get_object_or_404(rows, uid=uid, version=version)
    context = {"sent": [Sent(found.file_name, found)], "version": version}
    return render(request, "reviews/_merge_returns.html", context)
