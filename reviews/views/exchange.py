"""Word out and Word back: a version's file with comments, and marked-up copies that return."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts import selectors as accounts
from backend.accounts.models import Person
from backend.errors import DraftroomError, NotYou
from documents.services import files
from documents.views.versions import download, visible_version
from reviews import rules, selectors
from reviews.forms.returns import NameForm, ReturnForm
from reviews.models import Return, ReturnKind, ReturnState
from reviews.services.sheets import answering
from reviews.services.word import exports, returning, returns
from reviews.table import filters
from reviews.views.comments import checked
from reviews.views.sheets import attachment, sheet_page

#: Returns that the page of the form lists; all are on the page of the document's returns.
SENT_BEFORE = 20

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from backend.accounts.requests import SignedInRequest


@login_required
@require_GET
def word(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The version as a Word file with the comments that the person sees, or those that the filters choose."""
    version = visible_version(request, slug, number)
    asked = filters.read(request.GET.dict()).asked()
    if exports.is_large(version, request.user):
        export = exports.order(version=version, by=request.user, filters=asked)
        return redirect("reviews:export", slug, number, export.pk)
    marked = exports.make(version=version, by=request.user, filters=asked)
    response = HttpResponse(marked.data, content_type=files.WORD)
    response["Content-Disposition"] = f'attachment; filename="{marked.file_name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response


@login_required
@require_GET
def export(request: SignedInRequest, slug: str, number: int, export_id: int) -> HttpResponseBase:
    """A large file that was ordered: how far it is, then the file. Only who ordered it gets it."""
    version = visible_version(request, slug, number)
    ordered = get_object_or_404(version.exports.filter(kind="markup", made_by=request.user), pk=export_id)
    if request.GET.get("file") and (stored := exports.file_of(ordered)):
        return download(stored, ordered.outcome["file_name"])
    context = {
        "document": version.document, "version": version, "export": ordered,
        "is_ready": exports.file_of(ordered) is not None, "follow": request.path,
    }
    if request.headers.get("HX-Request"):
        return render(request, "reviews/_export.html", context)
    said = filters.said_of(filters.read(ordered.parameters), request.user)
    return render(request, "reviews/export.html", context | {"said_of_query": said})


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def send_return(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Send a marked-up copy of the version back; the answer is the page that tells what was in it."""
    version = visible_version(request, slug, number)
    standing = rules.standing(request.user, version.document)
    if not standing.comments:
        raise NotYou("Observers read; ask a coordinator to become a reviewer.")
    first = {"audience": "agency" if standing.speaks_for else "document"}
    form = ReturnForm(request.POST or None, request.FILES or None, initial=first)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        sent = form.cleaned_data["file"]
        try:
            received = returns.receive_return(
                version=version, data=sent.read(), file_name=sent.name, by=request.user,
                audience=form.cleaned_data["audience"], agency=form.cleaned_data["agency"],
            )
        except DraftroomError as refused:
            error = refused
        else:
            return redirect("reviews:return", received.uid)
    sent_before = selectors.returns_visible_to(request.user).filter(version=version)
    context = {
        "document": version.document, "version": version, "form": form, "error": error,
        "agencies": standing.speaks_for,
        "returns": sent_before.select_related("received_by", "agency")[:SENT_BEFORE],
    }
    status = error.status if error else 422 if form.errors else 200
    return render(request, "reviews/send_return.html", context, status=status)


def _visible_return(request: SignedInRequest, uid: str) -> Return:
    rows = selectors.returns_visible_to(request.user)
    return get_object_or_404(
        rows.select_related("document", "version", "file", "received_by", "agency"), uid=uid,
    )


@login_required
@require_GET
def received(request: SignedInRequest, uid: str) -> HttpResponse:
    """What was new in a return, known, or not understood; while it is read, the progress."""
    found = _visible_return(request, uid)
    if found.kind == ReturnKind.SHEET:
        return sheet_page(request, found, _nameable(request, found))
    visible = selectors.comments_visible_to(request.user).filter(received_in=found)
    context = {
        "document": found.document, "version": found.version, "received": found,
        "is_reading": found.state == ReturnState.READING,
        "comments": selectors.comments_for_cards(visible).order_by("id")[:200],
        "people": _nameable(request, found), "follow": reverse("reviews:return", args=[found.uid]),
    }
    template = "reviews/_return.html" if request.headers.get("HX-Request") else "reviews/return.html"
    return render(request, template, context)


def _nameable(request: SignedInRequest, found: Return) -> QuerySet[Person]:
    """Whom the person may tie a Word name to: colleagues; for editors, everybody who takes part."""
    standing = rules.standing(request.user, found.document)
    if standing.steers:
        taking_part = found.document.participations.filter(ended_at=None).values("agency")
        members = Person.objects.filter(memberships__agency__in=taking_part, memberships__ended_at=None)
        people = members | Person.objects.filter(
            document_roles__document=found.document, document_roles__ended_at=None,
        )
        return people.filter(is_active=True).distinct()
    return accounts.people_visible_to(request.user).filter(is_active=True)


@login_required
@require_POST
def name_person(request: SignedInRequest, uid: str) -> HttpResponse:
    """Say whom a name in the file means."""
    found = _visible_return(request, uid)
    form = checked(NameForm(request.POST, people=_nameable(request, found)))
    data = form.cleaned_data
    count = returns.name_person(
        received=found, name=data["name"], person=data["person"], by=request.user,
    )
    said = f"{data['name']} is {data['person'].name}: the author of {count} comments and replies."
    messages.success(request, said)
    return redirect("reviews:return", uid)


@login_required
@require_GET
def answers(request: SignedInRequest, uid: str) -> HttpResponse:
    """The file or sheet as it came, with our answers: in its threads, or in its columns."""
    found = _visible_return(request, uid)
    return attachment(*answers_of(found, request.user))


def answers_of(found: Return, by: Person) -> tuple[bytes, str]:
    """The sender's own file with the answers that this person sees, and its name."""
    service = answering if found.kind == ReturnKind.SHEET else returning
    return service.with_answers(received=found, by=by)


@login_required
@require_GET
def return_file(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """The file as it came, byte for byte."""
    found = _visible_return(request, uid)
    return download(found.file, found.file_name)
