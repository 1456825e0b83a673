"""The desk of an agency's focal point: what its members said in a round, made one voice and released."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from backend.errors import BadInput, DraftroomError
from reviews.core import moments
from reviews.forms import rounds as round_forms
from reviews.models import Comment, CommentState, Invitation, Visibility
from reviews.selectors import rounds
from reviews.services.talk import voices
from reviews.services.talk.comments import Saying
from reviews.views.comments import checked
from reviews.views.rounds import visible_round

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest

#: Comments that the desk shows; an agency with more works through them in turns.
MOST = 300


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def desk(request: SignedInRequest, slug: str, number: int, code: str) -> HttpResponse:
    """The members' comments with what is alike and what clashes; every act of the focal point."""
    round_ = visible_round(request, slug, number)
    rows = rounds.agency_invitations(request.user, round_).select_related("round__version__document")
    invitation = get_object_or_404(rows, agency__code__iexact=code)
    error: DraftroomError | None = None
    if request.method == "POST":
        try:
            messages.success(request, _act(request, invitation))
        except DraftroomError as refused:
            error = refused
        else:
            return redirect("reviews:desk", slug, number, code)
    context = _context(invitation)
    if error:
        context |= {"error": error, "typed": request.POST, "typed_chosen": request.POST.getlist("chosen")}
    return render(request, "reviews/desk.html", context, status=error.status if error else 200)


def _context(invitation: Invitation) -> dict[str, Any]:
    round_, agency = invitation.round, invitation.agency
    waiting = list(
        voices.members_comments(invitation).select_related("proposal", "version", "author")
        .prefetch_related("agency_steps__by", "merged_from").order_by("id")[:MOST]
    )
    ready = [row for row in waiting if _is_ready(row)]
    found = voices.look_at(ready)
    by_uid = {str(row.uid): row for row in waiting}
    released = Comment.objects.filter(round=round_, agency=agency).exclude(
        visibility__in=[Visibility.AUTHOR, Visibility.AGENCY],
    )
    inner = rounds.internal_end(round_, agency) if agency else None
    return {
        "document": round_.document, "round": round_, "invitation": invitation, "agency": agency,
        "ready": ready, "held": [row for row in waiting if row.held_at and not row.merged_into_id],
        "returned": [row for row in waiting if row.state == CommentState.RETURNED],
        "merged": [row for row in waiting if row.merged_into_id],
        "alike": [_named(keys, by_uid) for keys in found.alike],
        "clashes": [_named(clash.keys, by_uid) for clash in found.clashes],
        "released": released.select_related("proposal").order_by("id")[:MOST],
        "end": moments.in_words(rounds.ends_for(round_, agency), round_.zone),
        "inner": moments.in_words(inner, invitation.internal_zone or round_.zone) if inner else "",
        "inner_at": inner,
    }


def _is_ready(row: Comment) -> bool:
    return row.state == CommentState.SUBMITTED and not row.held_at and not row.merged_into_id


def _named(keys: Iterable[str], by_uid: dict[str, Comment]) -> list[Comment]:
    return [by_uid[key] for key in keys]


def _act(request: SignedInRequest, invitation: Invitation) -> str:
    """Do what the focal point chose; what to say afterwards."""
    data = checked(_form(request, invitation)).cleaned_data
    action = data["action"]
    if action in {"pause", "unpause"}:
        voices.set_pause(invitation=invitation, by=request.user, is_paused=action == "pause")
        return "Your members cannot submit now." if action == "pause" else "Your members can submit again."
    if action == "end":
        voices.set_internal_end(invitation=invitation, words=data["words"], by=request.user)
        return "Your agency’s own end is set." if data["words"].strip() else "Your agency’s own end is gone."
    if action in {"release", "release_all", "merge"}:
        return _act_on_chosen(request, invitation, data)
    return _act_on_one(request, invitation, data)


def _form(request: SignedInRequest, invitation: Invitation) -> round_forms.DeskForm:
    form = round_forms.DeskForm(request.POST)
    known = voices.members_comments(invitation).values_list("uid", flat=True)
    form.fields["chosen"].choices = [(str(uid), uid) for uid in known]  # type: ignore[attr-defined]
    return form


def _act_on_chosen(request: SignedInRequest, invitation: Invitation, data: dict[str, Any]) -> str:
    rows = voices.members_comments(invitation).select_related("agency", "version", "document")
    chosen = list(rows.filter(uid__in=data["chosen"]).order_by("id"))
    if data["action"] == "merge":
        if len(chosen) < 2:
            raise BadInput("Choose at least two comments to put together.", code="choose")
        voices.merge_comments(into=chosen[0], others=chosen[1:], by=request.user)
        return f"{len(chosen)} comments are one now: reword it if need be."
    is_all = data["action"] == "release_all"
    if not is_all and not chosen:
        raise BadInput("Choose the comments to release.", code="choose")
    released = voices.release_set(
        invitation=invitation, by=request.user, chosen=None if is_all else chosen,
        despite_clashes=data["despite"], finishes=is_all,
    )
    return f"{len(released)} comment{'' if len(released) == 1 else 's'} released for {invitation.agency}."


def _act_on_one(request: SignedInRequest, invitation: Invitation, data: dict[str, Any]) -> str:
    rows = voices.members_comments(invitation).select_related("agency", "version", "document", "proposal")
    comment = get_object_or_404(rows, uid=data["comment"])
    asked = {"comment": comment, "by": request.user, "revision": data["revision"]}
    if data["action"] == "reword":
        proposal = data["proposal"] if hasattr(comment, "proposal") or data["proposal"] else None
        saying = Saying(data["body"], comment.type, comment.severity, proposal)
        voices.reword_comment(saying=saying, reason=data["reason"], **asked)
        return "Reworded. The original is kept, and its author is told."
    if data["action"] == "return":
        voices.return_comment(reason=data["reason"], **asked)
        return "Given back to its author."
    if data["action"] == "hold":
        voices.hold_comment(reason=data["reason"], **asked)
        return "Held back within your agency."
    voices.free_comment(**asked)
    return "It will be released with the others."
