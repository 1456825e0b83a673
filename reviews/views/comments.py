"""Comments in the reader: cards of a piece of a version, posting, and every move of one comment."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.errors import BadInput, DraftroomError
from documents import selectors as documents
from documents.views.versions import visible_version
from reviews import cards, rules, selectors
from reviews.cards import drawing
from reviews.forms.comments import CommentForm, DecisionForm, EditForm, ReasonForm, ReleaseForm, ReplyForm
from reviews.models import Comment, Placement, PlacementStatus, Side
from reviews.services.answers import decisions
from reviews.services.talk import comments as services
from reviews.services.talk import releases, replies
from reviews.table import stands

if TYPE_CHECKING:
    from collections.abc import Callable

    from django import forms as django_forms

    from backend.accounts.requests import SignedInRequest
    from documents.models import Version

_VERSION_IN_ADDRESS = re.compile(r"/documents/[\w-]+/v(\d{1,6})/")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def comments(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """GET: the cards of the blocks `from`..`to` (ordinals, both included). POST: a new comment's card."""
    version = visible_version(request, slug, number)
    if request.method == "POST":
        return _post(request, version)
    first, last = _whole(request.GET.get("from"), 0), _whole(request.GET.get("to"), 10**8)
    rows = selectors.placements_visible_to(request.user, version).filter(ordinal__range=(first, last))
    standing = rules.standing(request.user, version.document)
    found = cards.cards(selectors.placements_for_cards(rows), standing, slug)
    return HttpResponse(drawing.draw(found))


def _post(request: SignedInRequest, version: Version) -> HttpResponse:
    form = checked(CommentForm(request.POST))
    comment = services.post_comment(
        version=version, place=form.place(), saying=form.saying(), audience=form.cleaned_data["audience"],
        agency=form.cleaned_data["agency"], by=request.user,
        key=form.cleaned_data["key"] or request.headers.get("Idempotency-Key", ""),
    )
    return card_answer(request, comment, version=version, status=201)


def _whole(text: str | None, default: int) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else default


def checked(form: Any) -> Any:
    """The form if it is right; `BadInput` with what is wrong in words otherwise."""
    if form.is_valid():
        return form
    problems = [
        f"{form.fields[name].label or name.replace('_', ' ').capitalize()}: {' '.join(errors)}"
        if name in form.fields else " ".join(errors)
        for name, errors in form.errors.items()
    ]
    raise BadInput(" ".join(problems), code="invalid")


def visible_comment(request: SignedInRequest, uid: str) -> Comment:
    """The comment, if this person may see it; 404 otherwise."""
    rows = selectors.comments_visible_to(request.user)
    return get_object_or_404(selectors.comments_for_cards(rows).select_related("document"), uid=uid)


def card_answer(
    request: SignedInRequest, comment: Comment, *, version: Version | None = None, status: int = 200,
    error: str = "",
) -> HttpResponse:
    """The comment's card as it now stands, in the version that the page shows."""
    placement = _shown(request, comment, version)
    standing = rules.standing(request.user, placement.comment.document)
    card = cards.card(placement, standing, placement.comment.document.slug, error=error)
    return HttpResponse(drawing.draw([card]), status=status)


def _shown(request: SignedInRequest, comment: Comment, version: Version | None) -> Placement:
    """The comment's place in the version that the request came from, or else in its newest one."""
    rows = selectors.all_placements_visible_to(request.user).filter(comment=comment)
    rows = selectors.placements_for_cards(rows).select_related("comment__document", "version")
    came_from = _VERSION_IN_ADDRESS.search(request.headers.get("Referer", ""))
    number = version.number if version else int(came_from[1]) if came_from else 0
    return rows.filter(version__number=number).first() or rows.order_by("-version__number")[0]


def _moved(
    request: SignedInRequest, uid: str, form: django_forms.Form,
    act: Callable[[Comment, dict[str, Any]], Comment],
) -> HttpResponse:
    """Do something to a comment; the card again, with the reason in it when it could not be done."""
    comment = visible_comment(request, uid)
    try:
        done = act(comment, checked(form).cleaned_data)
    except DraftroomError as refused:
        return card_answer(request, comment, status=refused.status, error=refused.detail)
    return card_answer(request, done)


@login_required
@require_POST
def reply(request: SignedInRequest, uid: str) -> HttpResponse:
    """Answer in the thread."""

    def act(comment: Comment, data: dict[str, Any]) -> Comment:
        replies.reply_to(comment=comment, body=data["body"], by=request.user, key=data["key"])
        return comment

    return _moved(request, uid, ReplyForm(request.POST), act)


@login_required
@require_POST
def edit(request: SignedInRequest, uid: str) -> HttpResponse:
    """Put new words in the place of the old ones."""
    form = EditForm(request.POST)

    def act(comment: Comment, data: dict[str, Any]) -> Comment:
        saying = form.saying()
        if not saying.proposal and not hasattr(comment, "proposal"):
            saying = replace(saying, proposal=None)  # the form's field stayed empty
        return services.edit_comment(
            comment=comment, saying=saying, by=request.user, revision=data["revision"],
        )

    return _moved(request, uid, form, act)


@login_required
@require_POST
def withdraw(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take the comment back."""

    def act(comment: Comment, data: dict[str, Any]) -> Comment:
        return services.withdraw_comment(comment=comment, by=request.user, **data)

    return _moved(request, uid, ReasonForm(request.POST), act)


@login_required
@require_POST
def release(request: SignedInRequest, uid: str) -> HttpResponse:
    """Let everyone with the document, or the agency, see it."""

    def act(comment: Comment, data: dict[str, Any]) -> Comment:
        to = data["to"] or "document"
        return releases.release_comment(comment=comment, by=request.user, to=to, revision=data["revision"])

    return _moved(request, uid, ReleaseForm(request.POST), act)


@login_required
@require_POST
def decide(request: SignedInRequest, uid: str) -> HttpResponse:
    """Give the editors' answer."""
    return _answered(request, uid, decisions.decide_comment)


@login_required
@require_POST
def propose(request: SignedInRequest, uid: str) -> HttpResponse:
    """Prepare the editors' answer."""
    return _answered(request, uid, decisions.propose_decision)


def _answered(request: SignedInRequest, uid: str, service: Callable[..., Comment]) -> HttpResponse:
    document = visible_comment(request, uid).document
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    form = DecisionForm(request.POST, visible=visible)

    def act(comment: Comment, data: dict[str, Any]) -> Comment:
        return service(comment=comment, answer=form.answer(), by=request.user, revision=data["revision"])

    return _moved(request, uid, form, act)


@login_required
@require_POST
def reopen(request: SignedInRequest, uid: str) -> HttpResponse:
    """Take a decided comment up again."""

    def act(comment: Comment, data: dict[str, Any]) -> Comment:
        return decisions.reopen_comment(comment=comment, by=request.user, **data)

    return _moved(request, uid, ReasonForm(request.POST), act)


@login_required
@require_GET
def history(request: SignedInRequest, uid: str) -> HttpResponse:
    """Everything that became of a comment: old words, answers, places."""
    comment = visible_comment(request, uid)
    places = selectors.all_placements_visible_to(request.user).filter(comment=comment)
    standing = rules.standing(request.user, comment.document)
    changes = comment.axis_changes.select_related("by", "overruling__by")
    stated = selectors.stands_visible_to(request.user).filter(comment=comment)
    names = rules.may_name(standing, comment)
    context = {
        "comment": comment, "document": comment.document,
        "who": comment.hidden_name if comment.hidden_name and names else comment.author_name,
        "hidden": None if names else comment.author_id,
        "agency_steps": comment.agency_steps.select_related("by").order_by("-id")
        if comment.agency_id in standing.agencies else [],
        "stands": stated.select_related("agency").order_by("-id"), "sides": Side.choices,
        "voices": stands.speaking(standing, [comment]), "to_state": [comment],
        "revisions": comment.revisions.select_related("replaced_by").order_by("-revision"),
        "decisions": comment.decisions.select_related("by", "duplicate_of").order_by("-id"),
        "axis_changes": changes.exclude(axis="assignee").order_by("-id"),
        "placements": places.select_related("version", "confirmed_by").order_by("-version__number"),
    }
    return render(request, "reviews/history.html", context)


@login_required
@require_GET
def permalink(request: SignedInRequest, slug: str, name: str) -> HttpResponse:
    """A comment by its register number or uid: the reader of its newest version, at its words."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    comment = get_object_or_404(visible, _named(name))
    rows = selectors.all_placements_visible_to(request.user).filter(comment=comment).select_related("version")
    newest_first = rows.order_by("-version__number")
    there = newest_first.filter(status__in=[PlacementStatus.PLACED, PlacementStatus.MOVED]).first()
    place = there or get_object_or_404(newest_first.filter(version_id=comment.version_id))
    address = reverse("documents:version", args=[slug, place.version.number])
    return redirect(f"{address}?at={place.start_block}#c-{comment.uid}")


def _named(name: str) -> Q:
    """`ESA-014` or a uid; a name that is neither finds nothing."""
    code, _, number = name.rpartition("-")
    if code and number.isdecimal() and len(number) < 9:
        return Q(code__iexact=code, number=int(number))
    is_uid = re.fullmatch(r"[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}", name)
    return Q(uid=name) if is_uid else Q(pk=None)
