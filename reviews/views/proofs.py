"""Proof and history: what became of comments, why a paragraph reads so, what changed for whom."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from documents import rules
from documents import selectors as documents
from documents.services.ancestry import predecessor
from documents.views.versions import visible_version
from reviews import cards, selectors
from reviews.forms.comments import NoteForm
from reviews.models import EditorsNote, FollowedPassage
from reviews.proving import answered, blame, proofs
from reviews.selectors import meetings
from reviews.services.room import proofs as services
from reviews.services.word import answers_file
from reviews.views.comments import checked, visible_comment

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Agency
    from backend.accounts.requests import SignedInRequest
    from documents.models import Block, Version

#: Rows of one list on one page.
PAGE = 100
LISTS = ("unexplained", "unchanged", "against", "proved")


@login_required
@require_GET
def proof(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """A version's proof: what holds, and the three lists of what does not."""
    version = visible_version(request, slug, number)
    report = proofs.report(request.user, version)
    filled = [name for name in LISTS if report and getattr(report, name)]
    asked = request.GET.get("list", "")
    shown = asked if asked in LISTS else next(iter(filled), "proved")
    rows = getattr(report, shown) if report else ()
    context = {
        "document": version.document,
        "version": version,
        "report": report,
        "shown": shown,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "labels": cards.LABELS,
        "can_edit": rules.can_edit(request.user, version.document),
        "can_coordinate": rules.can_coordinate(request.user, version.document),
        "forbids": services.forbids(version.document),
        "noted": _noted(report.notes) if report else [],
    }
    return render(request, "reviews/proof.html", context)


def _noted(notes: Iterable[EditorsNote]) -> list[list[EditorsNote]]:
    """The notes, those together that somebody wrote in the same words for several changes."""
    found: defaultdict[tuple[str, int], list[EditorsNote]] = defaultdict(list)
    for one in notes:
        found[one.text, one.by_id].append(one)
    return list(found.values())


@login_required
@require_POST
def note(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Say why passages changed that no comment asked for."""
    version = visible_version(request, slug, number)
    form = checked(NoteForm(request.POST))
    changes = form.cleaned_data["changes"]
    if request.POST.get("whole") == "yes":
        report = proofs.report(request.user, version)
        changes = sorted({left.hunk.passage for left in report.unexplained}) if report else []
    services.note_changes(version=version, by=request.user, changes=changes, text=form.cleaned_data["text"])
    count = len(changes)
    messages.success(request, "The note is kept." if count == 1 else f"The note is kept for {count} changes.")
    return redirect(f"{reverse('reviews:proof', args=[slug, number])}?list=unexplained")


@login_required
@require_POST
def withdraw_note(request: SignedInRequest, slug: str, number: int, uid: str) -> HttpResponse:
    """Take an editor's note back."""
    version = visible_version(request, slug, number)
    found = get_object_or_404(EditorsNote.objects.filter(version=version, withdrawn_at=None), uid=uid)
    services.withdraw_note(note=found, by=request.user)
    messages.success(request, "The note is taken back.")
    return redirect("reviews:proof", slug, number)


@login_required
@require_POST
def policy(request: SignedInRequest, slug: str) -> HttpResponse:
    """Say whether disagreements warn or forbid."""
    document = get_object_or_404(documents.documents_visible_to(request.user), slug=slug)
    rule = request.POST.get("rule", "")
    services.set_policy(document=document, rule=rule, by=request.user)
    words = "may not be issued or published" if rule == "forbid" else "only get a warning"
    messages.success(request, f"Versions in which answers and text disagree {words}.")
    newest = documents.versions_visible_to(request.user).filter(document=document, block_count__gt=0)
    version = newest.order_by("-number").first()
    if version is None:
        return redirect("documents:document", slug)
    return redirect("reviews:proof", slug, version.number)


@login_required
@require_GET
def became(request: SignedInRequest, uid: str) -> HttpResponse:
    """What each later version did about one comment, with the words before and after."""
    comment = visible_comment(request, uid)
    found = proofs.findings(request.user, comment)
    context = {
        "document": comment.document,
        "comment": comment,
        "findings": found[::-1],
        "best": proofs.best(found),
        "labels": cards.LABELS,
    }
    return render(request, "reviews/became.html", context)


@login_required
@require_GET
def paragraph(request: SignedInRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Since when each sentence of a paragraph reads as it does, by whom, and all that it has been."""
    version = visible_version(request, slug, number)
    block = _block(version, key)
    follows = FollowedPassage.objects.filter(
        person=request.user, document=version.document, lineage=block.lineage,
    )
    told = blame.history(request.user, block)
    context = {
        "document": version.document,
        "version": version,
        "passage": block,
        "sentences": told.sentences,
        "stages": told.stages,
        "began": told.stages[-1].version.number if told.stages else version.number,
        "is_followed": follows.exists(),
        "reflected": meetings.reflected_in(request.user, block),
    }
    template = "reviews/_paragraph.html" if request.headers.get("HX-Request") else "reviews/paragraph.html"
    return render(request, template, context)


def _block(version: Version, key: str) -> Block:
    return get_object_or_404(version.blocks.select_related("version__document"), key=key)


@login_required
@require_POST
def follow(request: SignedInRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Follow a paragraph, or no longer."""
    version = visible_version(request, slug, number)
    block = _block(version, key)
    wanted = request.POST.get("follow") != "no"
    services.follow_passage(document=version.document, lineage=block.lineage, by=request.user, wanted=wanted)
    messages.success(request, f"You follow this paragraph{'' if wanted else ' no longer'}.")
    return redirect("reviews:paragraph", slug, number, key)


@login_required
@require_GET
def said(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """You said, we did: a person's own comments, or those of one of their agencies, and our answers."""
    version = visible_version(request, slug, number)
    agencies = answered.agencies_of(request.user, version.document)
    agency = _chosen(request, agencies)
    context = {
        "document": version.document,
        "version": version,
        "answers": answered.answers(request.user, version, agency=agency),
        "agencies": agencies,
        "agency": agency,
        "labels": cards.LABELS,
        "versions": documents.versions_visible_to(request.user)
        .filter(document=version.document, block_count__gt=0, number__gt=1).order_by("-number"),
    }
    return render(request, "reviews/said.html", context)


@login_required
@require_GET
def said_pdf(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The same as a typeset PDF."""
    version = visible_version(request, slug, number)
    agency = _chosen(request, answered.agencies_of(request.user, version.document))
    data = answers_file.pdf(person=request.user, version=version, agency=agency)
    response = HttpResponse(data, content_type="application/pdf")
    name = f"{slug}-v{number}-answers-{agency.code.lower() if agency else 'mine'}.pdf"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _chosen(request: SignedInRequest, agencies: list[Agency]) -> Agency | None:
    code = request.GET.get("agency", "")
    return next((agency for agency in agencies if agency.code == code), None)


@login_required
@require_GET
def for_me(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """What changed with a version in the passages that the person wrote, commented or follows."""
    version = visible_version(request, slug, number)
    changes, _ = answered.changed_for(request.user, version)
    context = {
        "document": version.document,
        "version": version,
        "older": predecessor(version),
        "page": Paginator(changes, PAGE).get_page(request.GET.get("page")),
        "has_said": selectors.comments_visible_to(request.user)
        .filter(author=request.user, document=version.document).exists(),
    }
    return render(request, "reviews/for_me.html", context)
