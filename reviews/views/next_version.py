"""The version that a merge room leads to: its preview, ordering it, and the files that are made."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from backend.errors import DraftroomError
from documents.views.versions import download, visible_version
from reviews import selectors
from reviews.models import MergeState
from reviews.room import gathering, showing
from reviews.services.room import merging, next_version, numbering, recognising

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http.response import HttpResponseBase

    from backend.accounts.requests import SignedInRequest
    from documents.models import Block, Version
    from reviews.core.merging.writing import Numbered
    from reviews.models import Merge
    from reviews.room.gathering import Place, Room

#: Paragraphs on one page of the preview.
PAGE = 120


class NextForm(forms.Form):
    """What the next version is called, and whether only the redline is wanted."""

    label = forms.CharField(max_length=120, required=False, label="Label")
    note = forms.CharField(
        max_length=2000, required=False, label="Note for readers", widget=forms.Textarea(attrs={"rows": 3}),
    )


@login_required
@require_GET
def preview(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The whole document as decided so far, as a redline against the base or clean."""
    version = visible_version(request, slug, number)
    merging.demand_editor(request.user, version)
    room = gathering.room_of(request.user, version)
    rows = version.blocks.order_by("ordinal").defer("html", "data")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    is_clean = request.GET.get("mode") == "clean"
    context = {
        "document": version.document, "version": version, "room": room, "page": page, "is_clean": is_clean,
        "lines": preview_lines(room, list(page.object_list)),
        "obstacles": next_version.obstacles(room),
    }
    return render(request, "reviews/merge_preview.html", context)


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """A paragraph as decided so far: what happens to it, what it will be, and what Word shows before it.

    `row` is the base's paragraph; none for one that is new.
    """

    happens: str
    kind: str
    number: str
    segments: Sequence[tuple[str, str]]
    row: Block | None = None


def preview_lines(room: Room, rows: list[Block]) -> list[PreviewLine]:
    """Each paragraph with what is decided done; the lines of a place stand where it begins.

    What moves is struck where it was, and stands where it goes.
    """
    starts = {place.row.key: place for place in room.places if place.settled.edits}
    inside = {row.key for place in starts.values() for row in place.rows}
    numbers = numbering.numbers_of(room)
    found: list[PreviewLine] = []
    for row in rows:
        if row.key in starts:
            found += _lines_of(starts[row.key], numbers)
        elif row.key not in inside:
            now = numbers.get(row.key)
            text = (("equal", row.text),)
            found.append(PreviewLine("same", row.kind, now.number if now else row.number, text, row))
    return _with_moves(found, room, numbers, begins=bool(rows) and rows[0].ordinal == 0)


def _with_moves(
    lines: list[PreviewLine], room: Room, numbers: Mapping[str, Numbered], *, begins: bool,
) -> list[PreviewLine]:
    moves = {
        str(owned.edit.block): (str(owned.edit.to or ""), place)
        for place in room.places for owned in place.settled.edits if owned.edit.kind == "move_block"
    }
    if not moves:
        return lines
    coming: defaultdict[str, list[PreviewLine]] = defaultdict(list)
    for key, (target, place) in moves.items():
        block = next((one for one in place.settled.blocks if str(one.id) == key), None)
        if block is not None:
            number = numbers[key].number if key in numbers else block.number
            coming[target].append(PreviewLine("new", block.kind, number, (("insert", block.text),)))
    found = list(coming[""]) if begins else []
    for line in lines:
        key = line.row.key if line.row else ""
        gone = (("delete", line.row.text),) if line.row else ()
        found.append(replace(line, happens="gone", segments=gone) if key in moves else line)
        found += coming.get(key, []) if key else []
    return found


def _lines_of(place: Place, numbers: Mapping[str, Numbered]) -> list[PreviewLine]:
    card = showing.card(place)
    rows = {row.key: row for row in place.rows}
    found: list[PreviewLine] = []
    for line in card.result:
        row = rows.get(str(line.block)) if line.kind != "new" else None
        here = card.named.get(line.block) if line.block is not None and line.kind != "gone" else None
        now = numbers.get(here[0]) if here else None
        if now and here and now.text != here[1]:  # a new one whose neighbours are others there
            now = None
        number = now.number if now else row.number if row else ""
        kind = now.kind if now else row.kind if row else "paragraph"
        found.append(PreviewLine(line.kind, kind, number, line.segments, row))
    return found


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def make(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """What stands in the way of the next version; POST has it made, or only its redline."""
    version = visible_version(request, slug, number)
    merging.demand_editor(request.user, version)
    form, error = NextForm(request.POST if request.method == "POST" else None), None
    if request.method == "POST" and form.is_valid():
        try:
            ordered = next_version.order(
                version=version, by=request.user, makes_version="redline" not in request.POST,
                **form.cleaned_data,
            )
        except DraftroomError as refused:
            error = refused
        else:
            return redirect("reviews:merged", ordered.uid)
    context = {
        "document": version.document, "version": version, "form": form, "error": error,
        "obstacles": next_version.obstacles(room := gathering.room_of(request.user, version)), "room": room,
        "merges": selectors.merges_visible_to(request.user).filter(base=version)[:5],
    }
    return render(request, "reviews/merge_next.html", context, status=error.status if error else 200)


def _merge(request: SignedInRequest, uid: str) -> Merge:
    rows = selectors.merges_visible_to(request.user)
    return get_object_or_404(rows.select_related("base__document", "version", "redline"), uid=uid)


@login_required
@require_GET
def merged(request: SignedInRequest, uid: str) -> HttpResponse:
    """The files of a merge; while they are made, the progress."""
    found = _merge(request, uid)
    context = {
        "merge": found, "document": found.base.document, "version": found.base,
        "is_waiting": found.state == MergeState.ORDERED,
        "follow": reverse("reviews:merged", args=[found.uid]),
    }
    template = "reviews/_merged.html" if request.headers.get("HX-Request") else "reviews/merged.html"
    return render(request, template, context)


@login_required
@require_GET
def merged_redline(request: SignedInRequest, uid: str) -> HttpResponseBase:
    """The base with the accepted changes under their proposers' names, and the answers as comments."""
    found = _merge(request, uid)
    if found.redline is None:
        raise Http404("The redline is not made yet.")
    return download(found.redline, redline_name(found.base))


@login_required
@require_GET
def holds(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Which accepted proposals a version's file holds, found by comparing it with its base."""
    version = visible_version(request, slug, number)
    merging.demand_editor(request.user, version)
    found = recognising.holding(version, request.user)
    context = {"document": version.document, "version": version, "holding": found}
    return render(request, "reviews/holds.html", context)


def redline_name(base: Version) -> str:
    """What the redline is called on the person's disk."""
    return f"{base.document.slug}-v{base.number}-accepted-changes.docx"
