"""What reviewers do in a round besides commenting: read, say "no comments", answer, be away."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts import services as accounts
from backend.accounts.models import Person
from backend.errors import BadInput, DraftroomError, NotYou
from reviews.core import moments
from reviews.core import rounds as lifecycle
from reviews.forms import rounds as round_forms
from reviews.models import Absence, Invitation, InvitationState, NilReturn, Round, RoundKind
from reviews.services.asking import attending, invitations
from reviews.views.comments import checked
from reviews.views.rounds import visible_invitation, visible_round

if TYPE_CHECKING:
    from backend.accounts.requests import SignedInRequest

ANSWERS = {
    "accept": (invitations.accept_invitation, "You take part."),
    "finish": (invitations.finish, "Your answer is complete. You can go on as long as the round runs."),
    "go_on": (invitations.go_on, "You can say more."),
}


@login_required
@require_POST
def read(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Note sections as read; the reader's page sends them as they pass, the round's page by a button."""
    round_ = visible_round(request, slug, number)
    attending.mark_read(round_=round_, sections=request.POST.getlist("section"), by=request.user)
    if request.headers.get("X-Requested-With"):
        return HttpResponse(status=204)
    return redirect("reviews:round", slug, number)


@login_required
@require_POST
def nothing(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Answer "no comments" to a section or the whole version, or take it back."""
    round_ = visible_round(request, slug, number)
    section = request.POST.get("section", "")
    if request.POST.get("action") == "take_back":
        rows = NilReturn.objects.filter(round=round_, person=request.user, withdrawn_at=None)
        attending.take_back_nothing(
            nil_return=get_object_or_404(rows, section_key=section), by=request.user,
        )
    else:
        attending.say_nothing(round_=round_, by=request.user, section=section)
    return redirect("reviews:round", slug, number)


@login_required
@require_POST
def answer(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take part, decline, pass on, finish."""
    invitation = visible_invitation(request, uid)
    data = checked(round_forms.AnswerForm(request.POST)).cleaned_data
    messages.success(request, _answer(invitation, data, request.user))
    if invitation.round.document.slug and data["action"] in ANSWERS:
        return redirect("reviews:round", invitation.round.document.slug, invitation.round.number)
    return redirect("reviews:work")


def _answer(invitation: Invitation, data: dict[str, Any], by: Person | None) -> str:
    """Do what was answered; what to say afterwards."""
    if data["action"] == "decline":
        invitations.decline_invitation(invitation=invitation, reason=data["reason"], by=by)
        return "Your answer is noted: you do not take part."
    if data["action"] == "delegate":
        invitations.delegate_invitation(
            invitation=invitation, email=data["email"], name=data["name"], reason=data["reason"], by=by,
        )
        return f"{data['email']} is asked in your place."
    if by is None:
        raise NotYou("Sign in first, or make an account below.")
    service, said = ANSWERS[data["action"]]
    service(invitation=invitation, by=by)
    return said


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, secret: str) -> HttpResponse:
    """An invitation by its link: for somebody with an account, or for somebody who makes one here."""
    found = invitations.found_by(secret)
    if found is None:
        raise Http404
    if request.method != "POST" and _is_followed(request, found):
        return redirect("reviews:round", found.round.document.slug, found.round.number)
    joins = request.POST.get("action") == "join"
    account = round_forms.AccountForm(request.POST if joins else None, initial={"name": found.name})
    error: DraftroomError | None = None
    if request.method == "POST":
        try:
            if answered := _followed(request, found, account):
                return answered
        except DraftroomError as refused:
            error = refused
    context = {
        "invitation": found, "round": found.round, "document": found.round.document, "error": error,
        "account": account, "until": moments.in_words(found.round.closes_at, found.round.zone),
        "is_running": found.round.state in lifecycle.RUNNING, "has_account": _has_account(found),
        "is_open": found.state in invitations.OPEN,
    }
    status = error.status if error else 422 if account.errors else 200
    return render(request, "reviews/invitation.html", context, status=status)


def _is_followed(request: HttpRequest, found: Invitation) -> bool:
    """Whether whoever opens the link takes part by it already."""
    is_theirs = found.person_id is not None and found.person_id == request.user.pk
    return is_theirs and found.state in {InvitationState.ACCEPTED, InvitationState.ANSWERED}


def _has_account(found: Invitation) -> bool:
    return Person.objects.filter(email__iexact=found.email, is_active=True).exists() if found.email else False


def _followed(
    request: HttpRequest, found: Invitation, account: round_forms.AccountForm,
) -> HttpResponse | None:
    """Do what the bearer of the link chose; None when the account form has mistakes."""
    person = request.user if isinstance(request.user, Person) else None
    if request.POST.get("action") == "join":
        if not account.is_valid():
            return None
        person = _new_account(request, found, account)
        invitations.accept_invitation(invitation=found, by=person)
    else:
        data = checked(round_forms.AnswerForm(request.POST)).cleaned_data
        messages.success(request, _answer(found, data, person))
        if data["action"] != "accept":
            return redirect("documents:home")
    return redirect("reviews:round", found.round.document.slug, found.round.number)


def _new_account(request: HttpRequest, found: Invitation, account: round_forms.AccountForm) -> Person:
    """An account for the invitation's address, signed in; the mail with the link proved the address."""
    invitations.demand_running(found)
    if not found.email or found.state not in {InvitationState.INVITED, InvitationState.DECLINED}:
        raise BadInput("This invitation was answered already: sign in.")
    data = account.cleaned_data
    try:
        with transaction.atomic():
            person = accounts.create_person(email=found.email, name=data["name"])
            accounts.set_password(person=person, password=data["password"], by=person)
    except ValidationError as weak:
        raise BadInput(" ".join(weak.messages), code="password") from weak
    login(request, person, backend=settings.AUTHENTICATION_BACKENDS[0])
    return person


@require_GET
def public_round(request: HttpRequest, uid: str) -> HttpResponse:
    """A community round's page for everybody: what is asked, until when, and how to take part."""
    found = _public(uid)
    return render(request, "reviews/public_round.html", {
        "round": found, "document": found.document,
        "until": moments.in_words(found.closes_at, found.zone),
        "left": moments.left(found.closes_at, timezone.now()),
        "is_running": found.state in lifecycle.RUNNING,
    })


def _public(uid: str) -> Round:
    rows = Round.objects.filter(kind=RoundKind.PUBLIC).exclude(announced_at=None)
    return get_object_or_404(rows.select_related("document__owner", "version"), uid=uid)


@login_required
@require_POST
def join(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take part in a community round."""
    found = _public(uid)
    invitations.join_round(round_=found, by=request.user)
    messages.success(request, "You take part. Welcome.")
    return redirect("reviews:round", found.document.slug, found.number)


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def absences(request: SignedInRequest) -> HttpResponse:
    """The days on which one cannot review."""
    form = round_forms.AbsenceForm(request.POST or None)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            attending.note_absence(person=request.user, **form.cleaned_data)
        except DraftroomError as refused:
            error = refused
        else:
            return redirect("reviews:absences")
    rows = Absence.objects.filter(person=request.user).order_by("-from_on")[:100]
    status = error.status if error else 422 if form.errors else 200
    context = {"form": form, "absences": rows, "error": error}
    return render(request, "reviews/absences.html", context, status=status)


@login_required
@require_POST
def drop_absence(request: SignedInRequest, uid: str) -> HttpResponse:
    """One is there after all."""
    attending.drop_absence(absence=get_object_or_404(Absence.objects.filter(person=request.user), uid=uid))
    return redirect("reviews:absences")
