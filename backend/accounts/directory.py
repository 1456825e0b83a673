"""Pages where people and agencies are looked after: by staff, and by focal points for their own."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Prefetch, Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from backend.accounts import rules, selectors, services
from backend.accounts.forms import AgencyForm, PersonForm
from backend.accounts.models import Membership
from backend.accounts.requests import SignedInRequest
from backend.errors import NotNow, NotYou

PAGE = 50


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def people(request: SignedInRequest) -> HttpResponse:
    """Everybody whom the keeper may see, and a form to add somebody."""
    if not rules.can_keep_people(request.user):
        raise NotYou("Focal points and staff look after people.")
    form = PersonForm(request.POST or None, keeper=request.user)
    if request.method == "POST" and form.is_valid():
        try:
            person = services.welcome_person(by=request.user, **form.cleaned_data)
        except NotNow as error:
            form.add_error("email", error.detail)
        else:
            messages.success(request, f"{person.name} is added. New people get a mail with a way in.")
            return redirect("accounts:people")
    words = request.GET.get("q", "").strip()
    current = Membership.objects.filter(ended_at=None).select_related("agency")
    rows = selectors.people_visible_to(request.user).prefetch_related(
        Prefetch("memberships", queryset=current, to_attr="current_memberships")
    )
    if words:
        rows = rows.filter(Q(name__icontains=words) | Q(email__icontains=words))
    context = {
        "form": form,
        "q": words,
        "page": Paginator(rows.order_by("name", "id"), PAGE).get_page(request.GET.get("page")),
        "keeps": selectors.focal_agency_ids(request.user),
        "keeps_site": rules.can_keep_site(request.user),
    }
    return render(request, "accounts/people.html", context, status=422 if form.errors else 200)


@login_required
@require_POST
def end_membership(request: SignedInRequest, membership_id: int) -> HttpResponse:
    """Take somebody from an agency."""
    rows = Membership.objects.filter(
        ended_at=None, person__in=selectors.people_visible_to(request.user)
    ).select_related("agency", "person")
    membership = get_object_or_404(rows, pk=membership_id)
    services.take_from_agency(membership=membership, by=request.user)
    messages.success(request, f"{membership.person} no longer belongs to {membership.agency}.")
    return redirect("accounts:people")


@login_required
@require_POST
def close(request: SignedInRequest, uid: str) -> HttpResponse:
    """Close an account."""
    person = get_object_or_404(selectors.people_visible_to(request.user), uid=uid)
    services.close_account(person=person, by=request.user)
    messages.success(request, f"{person.name} can no longer sign in.")
    return redirect("accounts:people")


@login_required
@require_POST
def reopen(request: SignedInRequest, uid: str) -> HttpResponse:
    """Open a closed account again."""
    person = get_object_or_404(selectors.people_visible_to(request.user), uid=uid)
    services.reopen_account(person=person, by=request.user)
    messages.success(request, f"{person.name} can sign in again.")
    return redirect("accounts:people")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def agencies(request: SignedInRequest) -> HttpResponse:
    """The agencies; staff add more."""
    keeps_site = rules.can_keep_site(request.user)
    form = AgencyForm(request.POST or None)
    if request.method == "POST":
        if not keeps_site:
            raise NotYou("Only staff can add agencies.")
        if form.is_valid():
            try:
                agency = services.create_agency(by=request.user, **form.cleaned_data)
            except NotNow as error:
                form.add_error("code", error.detail)
            else:
                messages.success(request, f"{agency.code} is added. Add its focal point next.")
                return redirect("accounts:agencies")
    context = {
        "agencies": selectors.agencies_visible_to(request.user),
        "form": form,
        "keeps_site": keeps_site,
    }
    return render(request, "accounts/agencies.html", context, status=422 if form.errors else 200)
