"""Pages of rounds: the list, planning one, its page for everybody, and what its coordinator does."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.accounts import selectors as accounts
from backend.errors import DraftroomError, NotYou
from documents import selectors as documents
from reviews import rules, selectors
from reviews.core import moments
from reviews.core import rounds as lifecycle
from reviews.forms import rounds as round_forms
from reviews.models import Comment, CommentState, Invitation, Lateness, NilReturn, Reading, Round
from reviews.planning import arriving
from reviews.selectors import progress, rounds
from reviews.services.asking import invitations, reminders
from reviews.services.asking import rounds as services
from reviews.views.comments import checked

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from documents.models import Document

#: What a coordinator does with a round at a button -> the service, and what is said afterwards.
MOVES: dict[str, tuple[Callable[..., Round], str]] = {
    "announce": (services.announce_round, "The round is announced: everybody who is asked is told."),
    "open": (services.open_round, "The round is open."),
    "suspend": (services.suspend_round, "The round is suspended."),
    "resume": (services.resume_round, "The round goes on."),
    "close": (services.close_round, "The round is closed."),
    "cancel": (services.cancel_round, "The round is called off."),
    "answer": (services.begin_answering, "Now the comments are answered."),
    "resolve": (services.resolve_round, "Every comment of the round is answered."),
    "archive": (services.archive_round, "The round is archived."),
}
#: Moves that take a reason.
EXPLAINED = frozenset({"suspend", "cancel", "close"})


def visible_document(request: SignedInRequest, slug: str) -> Document:
    """The document, if this person may see it; 404 otherwise."""
    return get_object_or_404(documents.documents_visible_to(request.user).select_related("owner"), slug=slug)


def visible_round(request: SignedInRequest, slug: str, number: int) -> Round:
    """The round, if this person may see it; 404 otherwise."""
    rows = rounds.rounds_for_pages(rounds.rounds_visible_to(request.user))
    return get_object_or_404(rows, document__slug=slug, number=number)


@login_required
@require_GET
def index(request: SignedInRequest, slug: str) -> HttpResponse:
    """All rounds of a document, the newest first."""
    document = visible_document(request, slug)
    rows = rounds.rounds_for_pages(rounds.rounds_visible_to(request.user).filter(document=document))
    return render(request, "reviews/rounds.html", {
        "document": document, "rounds": rows.order_by("-number")[:200],
        "can_run": rounds.can_run(request.user, document),
    })


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def create(request: SignedInRequest, slug: str) -> HttpResponse:
    """Plan a round, with whom it asks; nobody is told before it is announced."""
    document = visible_document(request, slug)
    if not rounds.can_run(request.user, document):
        raise NotYou("Only a coordinator plans rounds.")
    form = round_forms.RoundForm(request.POST or None, document=document)
    error: DraftroomError | None = None
    if request.method == "POST" and form.is_valid():
        try:
            made = _create(request, form)
        except DraftroomError as refused:
            error = refused
        else:
            messages.success(request, "The round is planned. Look it over, then announce it.")
            return redirect("reviews:round", slug, made.number)
    status = error.status if error else 422 if form.errors else 200
    context = {"document": document, "form": form, "error": error}
    return render(request, "reviews/round_new.html", context, status=status)


def _create(request: SignedInRequest, form: round_forms.RoundForm) -> Round:
    data = form.cleaned_data
    with transaction.atomic():
        made = services.create_round(
            version=data["version"], title=data["title"], when=form.when(), by=request.user,
            kind=data["kind"], asked=data["asked"], rules=form.rules(), compared_with=data["compared_with"],
        )
        for agency in data["agencies"]:
            invitations.invite_agency(round_=made, agency=agency, by=request.user)
        for address in form.addresses():
            invitations.invite_by_mail(round_=made, email=address, by=request.user)
    return made


@login_required
@require_GET
def page(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A round's page: what is asked, until when, what I have done; and for its coordinator how it goes."""
    round_ = visible_round(request, slug, number)
    person, document = request.user, round_.document
    mine = rounds.invitation_of(person, round_)
    can_run = rounds.can_run(person, document)
    steers = rules.standing(person, document).steers
    agency = mine.agency if mine else None
    end = rounds.ends_for(round_, agency)
    context = {
        "document": document, "round": round_, "mine": mine, "end": end, "can_run": can_run,
        "steers": steers, "end_words": moments.in_words(end, round_.zone),
        "left": moments.left(end, timezone.now()),
        "internal_end": rounds.internal_end(round_, agency) if agency else None,
        "is_asked": rounds.is_asked(person, round_),
        "agency_desks": rounds.agency_invitations(person, round_),
        "is_running": round_.state in lifecycle.RUNNING,
        "windows": _windows(round_), "steps": round_.steps.select_related("by").order_by("id"),
        "moves": [move for move in lifecycle.moves_from(round_.state) if move != "extend"],  # type: ignore[arg-type]
        "can_extend": "extend" in lifecycle.moves_from(round_.state),  # type: ignore[arg-type]
        "explained": EXPLAINED, "map": progress.agencies_map(round_, person),
        "returns": arriving.returns_of(round_, person),
        "links": request.session.pop("invitation_link", None),
        **_done(request, round_),
    }
    if can_run:
        asked = round_.invitations.filter(state__in=rounds.STANDING, agency__isnull=False)
        others = accounts.agencies_visible_to(person).exclude(pk__in=asked.values("agency"))
        context["not_asked"] = others.order_by("code")
        context["waiting"] = len(reminders.waiting_people(round_))
        context["late"] = selectors.comments_visible_to(person).filter(
            round=round_, lateness=Lateness.LATE,
        ).count()
    return render(request, "reviews/round.html", context)


def _windows(round_: Round) -> list[dict[str, Any]]:
    return [
        {
            "window": row, "words": moments.in_words(row.closes_at, row.zone),
            "inner": moments.in_words(row.agency_closes_at, row.zone) if row.agency_closes_at else "",
        }
        for row in round_.windows.all()
    ]


def _done(request: SignedInRequest, round_: Round) -> dict[str, Any]:
    """What the person did in the round: sections read, comments, "no comments"."""
    person = request.user
    own = Comment.objects.filter(author=person, version=round_.version)
    read = set(Reading.objects.filter(round=round_, person=person).values_list("section_key", flat=True))
    nothing = NilReturn.objects.filter(round=round_, person=person, withdrawn_at=None)
    silent = set(nothing.values_list("section_key", flat=True))
    return {
        "sections": [
            {"section": section, "is_read": bool(section.keys & read), "is_nothing": section.key in silent}
            for section in progress.sections_of(round_.version)
        ],
        "said_nothing": "" in silent,
        "my_drafts": own.filter(state__in=[CommentState.DRAFT, CommentState.RETURNED]).count(),
        "my_comments": own.exclude(
            state__in=[CommentState.DRAFT, CommentState.RETURNED, CommentState.WITHDRAWN],
        ).count(),
    }


@login_required
@require_GET
def heat(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The heat map in full: agencies and people by sections, or one agency's members by sections."""
    round_ = visible_round(request, slug, number)
    person = request.user
    code = request.GET.get("agency", "")
    chosen = None
    if code:
        rows = rounds.invitations_visible_to(person).filter(round=round_, person=None).exclude(agency=None)
        chosen = get_object_or_404(rows.select_related("agency"), agency__code__iexact=code).agency
    shown = progress.people_map(round_, person, chosen) if chosen else progress.agencies_map(round_, person)
    return render(request, "reviews/round_progress.html", {
        "document": round_.document, "round": round_, "map": shown, "agency": chosen,
    })


@login_required
@require_POST
def move(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A step in the round's life."""
    round_ = visible_round(request, slug, number)
    data = checked(round_forms.MoveForm(request.POST)).cleaned_data
    service, said = MOVES[data["action"]]
    reason = {"reason": data["reason"]} if data["action"] in EXPLAINED else {}
    service(round_=round_, by=request.user, revision=data["revision"], **reason)
    messages.success(request, said)
    return redirect("reviews:round", slug, number)


@login_required
@require_POST
def extend(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Let the round end later, with the reason."""
    round_ = visible_round(request, slug, number)
    data = checked(round_forms.ExtendForm(request.POST)).cleaned_data
    when = services.Dates(data.pop("closes"), agency_closes=data.pop("agency_closes"))
    services.extend_round(round_=round_, when=when, by=request.user, **data)
    messages.success(request, "The new end is announced to everybody who is asked.")
    return redirect("reviews:round", slug, number)


@login_required
@require_POST
def invite(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Ask one more agency or person."""
    round_ = visible_round(request, slug, number)
    data = checked(round_forms.InviteForm(request.POST)).cleaned_data
    if data["agency"]:
        invitations.invite_agency(round_=round_, agency=data["agency"], by=request.user)
    else:
        invitations.invite_by_mail(
            round_=round_, email=data["email"], name=data["name"], by=request.user,
        )
    messages.success(request, f"{data['agency'] or data['email']} is asked.")
    return redirect("reviews:round", slug, number)


@login_required
@require_POST
def remind(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Remind everybody who has not answered, at one button."""
    round_ = visible_round(request, slug, number)
    done = reminders.remind_now(round_=round_, by=request.user)
    more = f", {done.known} had been reminded today" if done.known else ""
    away = f", {done.away} are away" if done.away else ""
    messages.success(request, f"{done.told} reminded{more}{away}.")
    return redirect("reviews:round", slug, number)


def visible_invitation(request: SignedInRequest, uid: str) -> Invitation:
    """The invitation, if this person may know of it; 404 otherwise."""
    rows = rounds.invitations_visible_to(request.user)
    return get_object_or_404(rows.select_related("round__document", "agency", "person"), uid=uid)


@login_required
@require_POST
def make_link(request: SignedInRequest, uid: str) -> HttpResponse:
    """A new link of an invitation, shown once."""
    invitation = visible_invitation(request, uid)
    secret = invitations.make_link(invitation=invitation, by=request.user)
    request.session["invitation_link"] = {
        "whom": invitation.name or invitation.email, "secret": secret,
    }
    return redirect("reviews:round", invitation.round.document.slug, invitation.round.number)


@login_required
@require_POST
def revoke(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take an invitation back."""
    invitation = visible_invitation(request, uid)
    invitations.revoke_invitation(
        invitation=invitation, by=request.user, reason=request.POST.get("reason", ""),
    )
    messages.success(request, "The invitation is taken back; its link works no more.")
    return redirect("reviews:round", invitation.round.document.slug, invitation.round.number)
