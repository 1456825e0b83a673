"""The list of documents, beginning one, and who takes part."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts.requests import SignedInRequest
from backend.errors import DraftroomError
from documents import forms, rules, selectors
from documents import life as moves
from documents.models import Document, DocumentState, VersionState
from documents.services import documents as services
from documents.services import living

PAGE = 50


@login_required
@require_GET
def index(request: SignedInRequest) -> HttpResponse:
    """All documents that the person may see, by title."""
    issued = Q(versions__state=VersionState.ISSUED)
    rows = (
        selectors.documents_visible_to(request.user)
        .select_related("owner")
        .annotate(
            latest=Max("versions__number", filter=issued),
            issued_at=Max("versions__issued_at"),
            version_count=Count("versions", filter=issued),
        )
    )
    words = request.GET.get("q", "").strip()
    if words:
        rows = rows.filter(Q(title__icontains=words) | Q(short_title__icontains=words))
    page = Paginator(rows.order_by("title", "id"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "q": words, "can_begin": rules.can_begin_any(request.user)}
    return render(request, "documents/index.html", context)


@login_required
@require_http_methods(["GET", "POST"])
def create(request: SignedInRequest) -> HttpResponse:
    """Begin a document for an agency that the person speaks for."""
    form = forms.DocumentForm(request.POST or None, person=request.user)
    if request.method == "POST" and form.is_valid():
        document = services.create_document(by=request.user, **form.cleaned_data)
        messages.success(request, f"{document.name} begins. Now upload its first draft.")
        return redirect("documents:upload", document.slug)
    status = 422 if form.errors else 200
    return render(request, "documents/create.html", {"form": form}, status=status)


@login_required
@require_http_methods(["GET", "POST"])
def people(request: SignedInRequest, slug: str) -> HttpResponse:
    """Who takes part as what; coordinators change it here."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    form = forms.RoleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.grant_role(document=document, by=request.user, **form.cleaned_data)
        messages.success(
            request, f"{form.cleaned_data['person']} is {form.cleaned_data['role']} from now on."
        )
        return redirect("documents:people", slug)
    return render(
        request, "documents/people.html", _people(request, document, form), status=422 if form.errors else 200
    )


@login_required
@require_POST
def who_decides(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let editors decide comments, or only propose answers."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    decide = request.POST.get("editors_decide") == "yes"
    services.set_who_decides(document=document, editors_decide=decide, by=request.user)
    said = "Editors decide comments too." if decide else "Editors propose answers now; coordinators decide."
    messages.success(request, said)
    return redirect("documents:people", slug)


def _people(request: SignedInRequest, document: Document, form: forms.RoleForm) -> dict[str, object]:
    return {
        "document": document,
        "form": form,
        "agency_form": forms.AgencyForm(document=document),
        "roles": document.roles.filter(ended_at=None)
        .select_related("person")
        .order_by("role", "person__name"),
        "participations": document.participations.filter(ended_at=None)
        .select_related("agency")
        .order_by("agency__code"),
        "can_coordinate": rules.can_coordinate(request.user, document),
    }


@login_required
@require_POST
def end_role(request: SignedInRequest, slug: str, role_id: int) -> HttpResponse:
    """Take a role away."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    granted = get_object_or_404(document.roles.filter(ended_at=None), pk=role_id)
    services.end_role(granted=granted, by=request.user)
    messages.success(request, f"{granted.person} is no longer {granted.role}.")
    return redirect("documents:people", slug)


@login_required
@require_POST
def add_agency(request: SignedInRequest, slug: str) -> HttpResponse:
    """Let an agency take part."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    form = forms.AgencyForm(request.POST, document=document)
    if form.is_valid():
        services.add_agency(document=document, agency=form.cleaned_data["agency"], by=request.user)
        messages.success(request, f"{form.cleaned_data['agency'].code} takes part from now on.")
    else:
        messages.error(request, "Choose an agency that does not take part yet.")
    return redirect("documents:people", slug)


@login_required
@require_POST
def end_participation(request: SignedInRequest, slug: str, participation_id: int) -> HttpResponse:
    """An agency takes part no more."""
    document = get_object_or_404(selectors.documents_visible_to(request.user), slug=slug)
    row = get_object_or_404(document.participations.filter(ended_at=None), pk=participation_id)
    services.end_participation(participation=row, by=request.user)
    messages.success(request, f"{row.agency.code} takes part no more.")
    return redirect("documents:people", slug)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def life(request: SignedInRequest, slug: str) -> HttpResponse:
    """Where a document stands in its life, how it came there, and where coordinators may lead it."""
    visible = selectors.documents_visible_to(request.user).select_related("owner")
    document = get_object_or_404(visible, slug=slug)
    error: DraftroomError | None = None
    if request.method == "POST":
        try:
            step = living.move_document(
                document=document,
                to=request.POST.get("to", ""),
                reason=request.POST.get("reason", ""),
                seen=request.POST.get("seen") or None,
                by=request.user,
            )
        except DraftroomError as refused:
            error = refused
            document.refresh_from_db()
        else:
            messages.success(request, " ".join([f"It is {step.get_after_display()} now.", *step.effects]))
            return redirect("documents:life", slug)
    labels = dict(DocumentState.choices)
    context = {
        "document": document,
        "steps": document.steps.select_related("by").order_by("-id")[:200],
        "moves": [(state, labels[state]) for state in living.next_states(document)],
        "needs_reason": sorted(moves.NEEDS_REASON),
        "labels": labels,
        "error": error,
        "typed": request.POST.get("reason", "") if error else "",
        "can_coordinate": rules.can_coordinate(request.user, document),
    }
    return render(request, "documents/life.html", context, status=error.status if error else 200)
