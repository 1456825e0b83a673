"""The matrix: every comment of a document that the person sees, in rows; answered by keys, many at once."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET, require_POST

from backend.accounts import selectors as accounts
from backend.errors import BadInput, NotNow, NotYou
from documents import selectors as documents
from documents.models import VersionState
from reviews import cards, rules, selectors
from reviews.cards import drawing
from reviews.forms.comments import ActForm
from reviews.selectors import rounds
from reviews.services.answers import acts, operations
from reviews.services.answers.operations import Chosen
from reviews.table import filters, lines, matrix, stands
from reviews.views.comments import checked

if TYPE_CHECKING:
    from backend.accounts.models import Person
    from backend.accounts.requests import SignedInRequest
    from documents.models import Document, Version
    from reviews.rules import Standing
    from reviews.table.matrix import Asked, Piece

#: Rounds, versions and headings that the filters offer.
MOST_OFFERED = 400


@dataclass(frozen=True, slots=True)
class Room:
    """A request's document, the version whose places are shown, and what was asked for."""

    document: Document
    versions: list[Version]
    asked: Asked
    standing: Standing

    @property
    def version(self) -> Version | None:
        """The version in whose reading order the rows stand."""
        return self.asked.version


def room(request: SignedInRequest, slug: str) -> Room:
    """What the address asks for, of what the person may see."""
    visible = documents.documents_visible_to(request.user).select_related("owner")
    document = get_object_or_404(visible, slug=slug)
    issued = documents.versions_visible_to(request.user).filter(document=document, state=VersionState.ISSUED)
    versions = list(issued.order_by("-number"))
    query = request.GET.dict()
    shown = next((one for one in versions if str(one.number) == query.get("in")), None)
    standing = rules.standing(request.user, document)
    asked = matrix.Asked(
        person=request.user, document=document, version=shown or (versions[0] if versions else None),
        wanted=filters.read(query), order=matrix.order(query),
        seen_as=_seen_as(query.get("as", ""), document, standing),
    )
    return Room(document, versions, asked, standing)


def _seen_as(code: str, document: Document, standing: Standing) -> Person | None:
    """Any member of the agency through whose eyes a coordinator looks."""
    if not code:
        return None
    if not standing.coordinates:
        raise NotYou("Only coordinators look through the eyes of an agency.")
    agency = selectors.agencies_in(document).filter(code=code[:20]).first()
    if agency is None:
        raise BadInput(f"{code[:20]} takes no part in this document.", code="as")
    return accounts.any_member(agency)


@login_required
@require_GET
def register(request: SignedInRequest, slug: str) -> HttpResponse:
    """The matrix with its first piece, or the piece around the comment `at`."""
    here = room(request, slug)
    at = request.GET.get("at", "")
    after = request.GET.get("after", "")
    piece = matrix.around(here.asked, at) if lines.is_uid(at) else matrix.piece(here.asked, after=after)
    context = _rows(request, here, piece) | _frame(request, here)
    return render(request, "reviews/matrix.html", context)


@login_required
@require_GET
def rows(request: SignedInRequest, slug: str) -> HttpResponse:
    """The next piece of rows after, or before, a cursor; or just the comments `only`."""
    here = room(request, slug)
    if only := request.GET.get("only", ""):
        piece = matrix.just(here.asked, [uid for uid in only.split(",") if lines.is_uid(uid)][: matrix.SIZE])
    else:
        piece = matrix.piece(
            here.asked, after=request.GET.get("after", ""), before=request.GET.get("before", ""),
        )
    return render(request, "reviews/_matrix_rows.html", _rows(request, here, piece))


def _rows(request: SignedInRequest, here: Room, piece: Piece) -> dict[str, Any]:
    shown = lines.lines(piece.rows, here.version, here.standing, reads=here.asked.reads)
    columns = matrix.columns(request.GET.dict())
    return {
        "document": here.document, "version": here.version, "piece": piece, "lines": shown,
        "columns": columns, "drawn": drawing.draw_lines(shown, columns, here.document.slug),
    }


def _frame(request: SignedInRequest, here: Room) -> dict[str, Any]:
    """What stands around the rows: counts, filters with their choices, views, columns."""
    query = matrix.kept(request.GET.dict())
    counts = selectors.comment_counts(request.user, here.document, seen_as=here.asked.seen_as)
    is_all = not here.asked.wanted and not here.asked.reads
    return {
        "counts": counts, "found": counts["all"] if is_all else here.asked.count(),
        "seen_as": getattr(here.asked.seen_as, "stands_for", None),
        "filters": here.asked.wanted.asked(), "choices": filters.CHOICES,
        "agencies": selectors.agencies_in(here.document),
        "rounds": rounds.rounds_visible_to(request.user).filter(
            document=here.document,
        ).exclude(state="planned").order_by("number")[:MOST_OFFERED],
        "headings": here.version.blocks.filter(kind="heading").order_by("ordinal").values(
            "key", "number", "text", "level",
        )[:MOST_OFFERED] if here.version else [],
        "versions": here.versions, "orders": matrix.ORDERS, "order": here.asked.order,
        "all_columns": matrix.COLUMNS, "is_usual": matrix.columns(request.GET.dict()) == matrix.USUAL,
        "views": selectors.views_visible_to(request.user, here.document).select_related("owner"),
        "query": urlencode(query), "standing": here.standing,
        "people": selectors.people_in(here.document) if here.standing.steers else [],
        "has_language": filters.has_language(),
        "said_of_query": filters.said_of(here.asked.wanted, request.user), **cards.CONTEXT,
    }


@login_required
@require_GET
def opened(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """All of one comment, and its words in their place, for below its row and for the panel."""
    here = room(request, slug)
    visible = selectors.comments_for_cards(here.asked.all_comments())
    comment = get_object_or_404(visible.select_related("assignee"), uid=uid)
    row = matrix.row(here.asked, comment)
    [line] = lines.lines([row], here.version, here.standing, reads=here.asked.reads)
    placement, blocks = line.placement, here.version.blocks if here.version else None
    block = blocks.filter(key=placement.start_block).first() if blocks and placement else None
    context = {
        "document": here.document, "version": here.version, "line": line, "comment": comment,
        "placement": placement, "words": lines.words(placement, block),
        "decisions": comment.decisions.select_related("by").order_by("-id")[:5],
        "voices": [] if here.asked.reads else stands.speaking(here.standing, [comment]),
    }
    return render(request, "reviews/_matrix_open.html", context)


@login_required
@require_POST
def act(request: SignedInRequest, slug: str) -> HttpResponse:
    """Do something to one or many comments; the answer holds their rows as they now are."""
    here = room(request, slug)
    if here.asked.reads:
        raise NotNow("Through another's eyes one only looks.")
    visible = selectors.comments_visible_to(request.user).filter(document=here.document)
    form = checked(ActForm(
        request.POST, visible=visible, versions=here.versions, people=selectors.people_in(here.document),
    ))
    chosen = chosen_of(request, here.document)
    operation = acts.perform(wish=form.wish(), document=here.document, chosen=chosen, by=request.user)
    return _done(request, here, [str(one.comment.uid) for one in chosen], operation=operation)


def chosen_of(
    request: SignedInRequest, document: Document, name: str = "comment", *, may_be_none: bool = False,
) -> list[Chosen]:
    """The comments that a form names as `uid:revision`, of those that the person sees."""
    pairs = [text.partition(":") for text in request.POST.getlist(name)]
    are_named = all(lines.is_uid(uid) and (not at or at.isdecimal()) for uid, _, at in pairs)
    if not are_named or not (pairs or may_be_none):
        raise BadInput("Choose comments first.", code="choose")
    visible = selectors.comments_visible_to(request.user).filter(document=document)
    found = {str(row.uid): row for row in visible.filter(uid__in=[uid for uid, _, _ in pairs])}
    if len(found) < len(pairs):
        raise BadInput("One of these comments is not here any more: reload the page.", code="choose")
    return [Chosen(found[uid], int(at) if at else None) for uid, _, at in pairs]


@login_required
@require_POST
def undo(request: SignedInRequest, slug: str, uid: str) -> HttpResponse:
    """Take an operation back; the answer holds the rows of its comments."""
    here = room(request, slug)
    visible = selectors.operations_visible_to(request.user).filter(document=here.document)
    operation = get_object_or_404(visible.select_related("document"), uid=uid)
    undone = operations.undo_operation(operation=operation, by=request.user)
    touched = selectors.comments_visible_to(request.user).filter(
        pk__in=[*undone.operation.decisions.values_list("comment", flat=True),
                *undone.operation.changes.values_list("comment", flat=True)],
    )
    uids = [str(uid) for uid in touched.values_list("uid", flat=True)]
    return _done(request, here, uids, operation=undone.operation, kept=undone.kept)


def _done(request: SignedInRequest, here: Room, uids: list[str], **more: Any) -> HttpResponse:
    """The rows, also those that the filters would no longer show: nothing jumps away under the hand."""
    context = _rows(request, here, matrix.just(here.asked, uids)) | more
    context["counts"] = selectors.comment_counts(request.user, here.document)
    return render(request, "reviews/_matrix_done.html", context)
