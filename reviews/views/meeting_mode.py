"""Meeting mode: one comment at a time in large type, decided and minuted in place."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from reviews import cards, selectors
from reviews.forms.comments import ActForm
from reviews.services.answers import acts
from reviews.table import filters, lines, matrix
from reviews.views.comments import checked
from reviews.views.groups import done_operation
from reviews.views.matrix import chosen_of, room

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from reviews.table.matrix import Row
    from reviews.views.matrix import Room


@login_required
@require_GET
def meeting(request: SignedInRequest, slug: str) -> HttpResponse:
    """The comment `at`, or the first that the filters let through, with the ones before and after it."""
    here = room(request, slug)
    shown, before, after = _around(here, request.GET.get("at", ""))
    context = {
        "document": here.document, "version": here.version, "query": urlencode(_kept(request)),
        "found": here.asked.count(), "before": before, "after": after, "shown": shown,
        "reference": request.GET.get("meeting", "")[:120], "done": done_operation(request, here.document),
        **cards.CONTEXT,
    }
    if shown is None:
        context["said_of_query"] = filters.said_of(here.asked.wanted, request.user)
    else:
        seen = selectors.comments_for_cards(here.asked.all_comments())
        comment = seen.get(pk=shown.comment.pk)
        [line] = lines.lines([shown], here.version, here.standing, reads=here.asked.reads)
        blocks = here.version.blocks if here.version else None
        block = blocks.filter(key=shown.placement.start_block).first() if blocks and shown.placement else None
        context |= {"comment": comment, "line": line, "words": lines.words(shown.placement, block),
                    "placement": shown.placement}
    return render(request, "reviews/meeting_mode.html", context)


def _kept(request: SignedInRequest) -> dict[str, str]:
    """What of the address stays from comment to comment."""
    reference = request.GET.get("meeting", "")[:120]
    return matrix.kept(request.GET.dict()) | ({"meeting": reference} if reference else {})


def _around(here: Room, uid: str) -> tuple[Row | None, str, str]:
    """The row shown, and the uids of its neighbours, "" at an end.

    A comment that the filters no longer let through, because it was just answered, is shown all the same.
    """
    if not lines.is_uid(uid):
        rows = matrix.piece(here.asked, size=2).rows
        return (rows[0] if rows else None, "", str(rows[1].comment.uid) if len(rows) > 1 else "")
    own = matrix.just(here.asked, [uid]).rows
    if not own:
        return _around(here, "")
    at = matrix.cursor_of(here.asked, own[0].comment)
    earlier = matrix.piece(here.asked, before=at, size=1).rows
    later = matrix.piece(here.asked, after=at, size=1).rows
    return (
        own[0], str(earlier[0].comment.uid) if earlier else "", str(later[0].comment.uid) if later else "",
    )


@login_required
@require_POST
def decide(request: SignedInRequest, slug: str) -> HttpResponse:
    """Answer the comment that is shown, with the minute, and go on to the next."""
    here = room(request, slug)
    visible = selectors.comments_visible_to(request.user).filter(document=here.document)
    form = checked(ActForm(
        request.POST, visible=visible, versions=here.versions, people=selectors.people_in(here.document),
    ))
    chosen = chosen_of(request, here.document)
    operation = acts.perform(wish=form.wish(), document=here.document, chosen=chosen, by=request.user)
    messages.success(request, f"{operation.get_kind_display()}: {chosen[0].comment}")
    _, _, after = _around(here, str(chosen[0].comment.uid))
    kept = _kept(request)
    if reference := form.cleaned_data["reference"]:
        kept["meeting"] = reference
    kept |= {"at": after or str(chosen[0].comment.uid), "done": str(operation.uid)}
    return redirect(f"{reverse('reviews:meeting_mode', args=[slug])}?{urlencode(kept)}")
