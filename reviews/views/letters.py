"""Letters: written to the authors of the comments that the matrix shows, and read by those who got them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from backend.errors import DraftroomError
from documents import selectors as documents
from reviews import rules
from reviews.forms.letters import LetterForm
from reviews.models import Audience
from reviews.selectors import letters
from reviews.services.answers import letters as services
from reviews.table import filters
from reviews.views import matrix

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest

PAGE = 30
#: Comments that a letter's page lists to its reader.
LISTED = 200


@login_required
@require_GET
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """The letters of a document that the person wrote, got, or may look through; the newest first."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    rows = letters.letters_visible_to(request.user).filter(document=document).select_related("written_by")
    context = {
        "document": document, "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "standing": rules.standing(request.user, document),
    }
    return render(request, "reviews/letters.html", context)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def write(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who would get a letter about the comments that the address asks for, and the letter itself.

    It goes only to those whom its writer was shown: for another audience the page comes again with them,
    and with what was typed.
    """
    here = matrix.room(request, slug)
    audience = request.POST.get("audience") or request.GET.get("to", "")
    audience = audience if audience in Audience.values else Audience.AUTHORS
    addressed = services.preview(asked=here.asked, audience=audience, by=request.user)
    asked = here.asked.wanted.asked()
    is_shown = "show" not in request.POST and request.POST.get("shown", audience) == audience
    fresh = {"uid": uuid4()} | (request.POST.dict() if not is_shown else {})
    form = LetterForm(
        request.POST if request.method == "POST" and is_shown else None,
        initial=fresh | {"expected": addressed.comments, "audience": audience, "shown": audience},
    )
    error: DraftroomError | None = None
    if form.is_bound and form.is_valid():
        words = {name: value for name, value in form.cleaned_data.items() if name != "shown"}
        try:
            letter = services.write_letter(asked=here.asked, by=request.user, **words)
        except DraftroomError as refused:
            error = refused
        else:
            messages.success(request, "The letter is on its way.")
            return redirect("reviews:letter", slug, letter.uid)
    context = {
        "document": here.document, "form": form, "error": error, "addressed": addressed,
        "filters": asked, "also": bool(asked.keys() - {"query"}),
        "said_of_query": filters.said_of(here.asked.wanted, request.user),
        "audience": audience, "audiences": Audience.choices,
        "is_other": not is_shown and "show" not in request.POST,
        "most": services.MOST_COMMENTS, "most_recipients": services.MOST_RECIPIENTS,
    }
    return render(
        request, "reviews/letter_new.html", context,
        status=error.status if error else 422 if form.is_bound else 200,
    )


@login_required
@require_GET
def letter(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """One letter: to its reader with their comments, to who steers the document with who got it."""
    rows = letters.letters_visible_to(request.user).select_related("document", "written_by")
    found = get_object_or_404(rows, document__slug=slug, uid=uid)
    standing = rules.standing(request.user, found.document)
    context = {
        "document": found.document, "letter": found, "standing": standing,
        "comments": letters.about(request.user, found)[:LISTED],
        "recipients": letters.recipients(request.user, found) if standing.steers else (),
    }
    return render(request, "reviews/letter.html", context)
