"""Groups of comments that say nearly the same: answered together, each in its own right."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_POST

from documents import selectors as documents
from reviews import cards, rules, selectors
from reviews.forms.comments import ActForm
from reviews.models import CommentGroup
from reviews.services.answers import acts, operations
from reviews.services.answers import groups as services
from reviews.table import lines
from reviews.views.comments import checked
from reviews.views.matrix import chosen_of

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest
    from documents.models import Document
    from reviews.models import Comment
    from reviews.rules import Standing

#: Groups on a page, and comments that a group shows.
PAGE, MOST_SHOWN = 20, 30


@login_required
@require_GET
def groups(request: SignedInRequest, slug: str) -> HttpResponse:
    """The groups, the largest first; or the group of the comment `of`."""
    document = visible_document(request, slug)
    standing = rules.standing(request.user, document)
    sizes = selectors.group_counts(request.user, document)
    wanted = sorted(sizes, key=lambda pk: (-sizes[pk], pk))
    if of := request.GET.get("of", ""):
        members = selectors.members_visible_to(request.user, document).filter(comment__uid=of_uid(of))
        wanted = [pk for pk in members.values_list("group", flat=True) if pk in sizes]
    page = Paginator(wanted, PAGE).get_page(request.GET.get("page"))
    counts = selectors.comment_counts(request.user, document)
    context = {
        "document": document, "page": page, "groups": _shown(request, document, list(page), standing),
        "standing": standing, "counts": counts, "repeats": sum(sizes.values()) - len(sizes), "of": of,
        "different": counts["all"] - sum(sizes.values()) + len(sizes),
        "done": done_operation(request, document), **cards.CONTEXT,
    }
    return render(request, "reviews/groups.html", context)


def of_uid(text: str) -> str:
    """A uid out of an address; one that no comment has when it is none."""
    return text if lines.is_uid(text) else "00000000-0000-0000-0000-000000000000"


def visible_document(request: SignedInRequest, slug: str) -> Document:
    """The document, if the person may see it; 404 otherwise."""
    rows = documents.documents_visible_to(request.user).select_related("owner")
    return get_object_or_404(rows, slug=slug)


def _shown(
    request: SignedInRequest, document: Document, wanted: list[int], standing: Standing,
) -> list[dict[str, Any]]:
    """What the page tells of each group, in two queries."""
    members = selectors.members_visible_to(request.user, document).filter(group__in=wanted)
    comments: dict[int, list[Comment]] = {pk: [] for pk in wanted}
    for member in members.select_related("comment__agency", "comment__proposal").order_by("comment_id"):
        comments[member.group_id].append(member.comment)
    uids = dict(CommentGroup.objects.filter(pk__in=wanted).values_list("pk", "uid"))
    return [
        {
            "uid": uids[pk], "size": len(comments[pk]), "comments": comments[pk][:MOST_SHOWN],
            "first": comments[pk][0],
            "agencies": sorted({one.agency.code for one in comments[pk] if one.agency}),
            "open": [one for one in comments[pk] if one.state in {"registered", "proposed"}],
            "step": lines.step(standing, comments[pk][0]),
        }
        for pk in wanted if len(comments[pk]) > 1
    ]


@login_required
@require_POST
def find(request: SignedInRequest, slug: str) -> HttpResponse:
    """Look for repeats now."""
    document = visible_document(request, slug)
    services.find_groups(document=document, by=request.user)
    count = len(selectors.group_counts(request.user, document))
    messages.success(request, f"Groups of comments that say nearly the same: {count}.")
    return redirect("reviews:groups", slug)


@login_required
@require_POST
def answer(request: SignedInRequest, slug: str) -> HttpResponse:
    """Answer the comments of a group alike."""
    document = visible_document(request, slug)
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    form = checked(ActForm(
        request.POST, visible=visible, versions=[], people=selectors.people_in(document),
    ))
    operation = acts.perform(
        wish=form.wish(), document=document, chosen=chosen_of(request, document), by=request.user,
    )
    return redirect(f"{reverse('reviews:groups', args=[slug])}?done={operation.uid}")


@login_required
@require_POST
def part(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Take a comment out of its group."""
    document = visible_document(request, slug)
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    comment = get_object_or_404(visible.select_related("document"), uid=uid)
    services.part_from_group(comment=comment, by=request.user)
    messages.success(request, f"{comment} stands for itself now.")
    return redirect("reviews:groups", slug)


def done_operation(request: SignedInRequest, document: Document) -> Any:
    """The operation that the address says was just done, if the person may undo it."""
    uid = request.GET.get("done", "")
    if not lines.is_uid(uid):
        return None
    rows = selectors.operations_visible_to(request.user).filter(document=document, undone_by=None)
    return rows.filter(uid=uid).first()


@login_required
@require_POST
def take_back(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Undo an operation, and go back to where it was done."""
    document = visible_document(request, slug)
    visible = selectors.operations_visible_to(request.user).filter(document=document)
    operation = get_object_or_404(visible.select_related("document"), uid=uid)
    undone = operations.undo_operation(operation=operation, by=request.user)
    kept = f" Changed since and left as they are: {', '.join(undone.kept)}." if undone.kept else ""
    messages.success(request, f"Taken back for {undone.operation.count} comments.{kept}")
    back = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return redirect(back if safe and back.startswith("/") else reverse("reviews:register", args=[slug]))
