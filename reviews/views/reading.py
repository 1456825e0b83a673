"""The two rooms where a draft and what is said of it meet: the document's page and the reader."""

from __future__ import annotations

from typing import TYPE_CHECKING, TypedDict

from django.contrib.auth.decorators import login_required
from django.db.models.functions import Length
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from backend.events.models import Event
from documents import rules
from documents import selectors as documents
from documents.models import Block, Version, VersionState
from documents.views.versions import visible_version
from reviews import cards, selectors
from reviews import rules as review_rules
from reviews.cards import banners
from reviews.models import AnchorKind, CommentType, Severity
from reviews.selectors import meetings

if TYPE_CHECKING:
    from django.http import HttpResponse

    from backend.accounts.requests import SignedInRequest

#: Blocks that the page brings along; longer versions load the rest as it is scrolled to.
WHOLE = 600
#: Blocks in one piece that is loaded when it comes near.
CHUNK = 80
#: Events of a document that its page tells; the newest.
ACTIVITY = 12


@login_required
@require_GET
def document(request: SignedInRequest, slug: str) -> HttpResponse:
    """A document's page: its versions, where it stands, who takes part, what happened, what is due."""
    rows = documents.documents_visible_to(request.user).select_related("owner")
    found = get_object_or_404(rows, slug=slug)
    versions = list(
        documents.versions_visible_to(request.user)
        .filter(document=found)
        .select_related("created_by", "issued_by", "file")
        .order_by("-number")
    )
    context = {
        "document": found,
        "versions": versions,
        "latest": next((version for version in versions if version.is_issued), None),
        "publications": documents.publications_visible().filter(document=found),
        "participations": found.participations.filter(ended_at=None)
        .select_related("agency")
        .order_by("agency__code"),
        "roles": found.roles.filter(ended_at=None).select_related("person").order_by("role", "person__name"),
        "inputs": documents.documents_visible_to(request.user).filter(input_to=found),
        "outputs": documents.documents_visible_to(request.user).filter(inputs=found),
        "milestones": selectors.milestones_visible_to(request.user).filter(document=found),
        "next_milestone": selectors.next_milestone(found),
        "running": banners.running(request.user, found),
        "meetings": meetings.meetings_visible_to(request.user).filter(document=found)[:5],
        "counts": selectors.comment_counts(request.user, found),
        "activity": _activity(request, found.pk),
        "can_edit": rules.can_edit(request.user, found),
        "can_coordinate": rules.can_coordinate(request.user, found),
        "can_comment": rules.can_comment(request.user, found),
    }
    return render(request, "documents/document.html", context)


def _activity(request: SignedInRequest, document_id: int) -> list[Event]:
    """The document's newest events that the person may know of."""
    rows = selectors.events_visible_to(request.user).filter(document_id=document_id)
    return list(rows.select_related("actor").order_by("-id")[:ACTIVITY])


class Chunk(TypedDict):
    """A piece of a version: ordinals `first`..`last`, its share of the text, and its blocks if loaded."""

    first: int
    last: int
    characters: int
    blocks: list[Block] | None


@login_required
@require_GET
def reader(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A version to read, with the comments beside their words (the margin loads them piece by piece)."""
    version = visible_version(request, slug, number)
    issued = documents.versions_visible_to(request.user).filter(document=version.document, block_count__gt=0)
    newest = issued.filter(state=VersionState.ISSUED).order_by("-number").first()
    context = {
        "document": version.document,
        "version": version,
        "versions": issued.order_by("-number"),
        "newest": newest,
        "is_old": newest is not None and newest.number > version.number,
        "headings": headings(request, version),
        "chunks": chunks(version, request.GET.get("at", "")),
        "at": request.GET.get("at", ""),
        "can_comment": version.is_issued and rules.can_comment(request.user, version.document),
        "can_edit": rules.can_edit(request.user, version.document),
        "agencies": rules.agencies_speaking_for(request.user, version.document),
        "counts": selectors.comment_counts(request.user, version.document, version),
        "next_milestone": selectors.next_milestone(version.document),
        "comment_index": comment_index(request, version),
        "audiences": banners.audiences(request.user, version),
        "reading_round": banners.reading_round(request.user, version),
        "types": CommentType.choices,
        "severities": Severity.choices,
        **cards.CONTEXT,
        "anchor_kinds": AnchorKind.choices,
    }
    return render(request, "documents/reader.html", context)


def comment_index(request: SignedInRequest, version: Version) -> list[dict[str, object]]:
    """Every comment that the person sees in this version, before its card is loaded."""
    rows = selectors.placements_visible_to(request.user, version)
    found = rows.select_related("comment__agency", "comment__proposal", "comment__received_in")
    return cards.index(found, review_rules.standing(request.user, version.document))


def headings(request: SignedInRequest, version: Version) -> list[dict[str, object]]:
    """The outline: each heading with the number of comments on its own section that the person sees."""
    counts = selectors.section_counts(request.user, version)
    rows = version.blocks.filter(kind="heading").order_by("ordinal")
    found = rows.values("key", "ordinal", "level", "number", "text")
    return [{**row, "comments": counts.get(row["key"], 0)} for row in found]


def chunks(version: Version, at: str) -> list[Chunk]:
    """The version in pieces; of a short one all are loaded, of a long one those around block `at`."""
    rows = version.blocks.order_by("ordinal").values_list("ordinal", "key", Length("text"))
    every = list(rows)
    pieces = [every[start : start + CHUNK] for start in range(0, len(every), CHUNK)]
    first, last = 0, len(pieces) - 1
    if len(every) > WHOLE:
        centre = next((n for n, piece in enumerate(pieces) if any(key == at for _, key, _ in piece)), 0)
        first, last = max(centre - 1, 0), min(centre + 1, last)
    loaded = _blocks(version, pieces[first][0][0], pieces[last][-1][0]) if pieces else []
    return [
        Chunk(
            first=piece[0][0],
            last=piece[-1][0],
            characters=sum(length for _, _, length in piece),
            blocks=_between(loaded, piece[0][0], piece[-1][0]) if first <= n <= last else None,
        )
        for n, piece in enumerate(pieces)
    ]


def _blocks(version: Version, first: int, last: int) -> list[Block]:
    rows = version.blocks.filter(ordinal__gte=first, ordinal__lte=last).exclude(html="")
    return list(rows.defer("data", "text").order_by("ordinal"))


def _between(blocks: list[Block], first: int, last: int) -> list[Block]:
    return [block for block in blocks if first <= block.ordinal <= last]
