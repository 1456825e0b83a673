"""What anybody can read: the home page, publications and news."""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from backend.accounts.requests import SignedInRequest
from backend.errors import NotYou
from documents import forms, rules, selectors
from documents.models import Publication
from documents.services import publications as services
from documents.views.versions import download, visible_version

PAGE = 20
#: What stands on every sheet of paper, and would come at the end of a page on the screen.
FURNITURE = ("header", "footer")


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """The organisation's voice: latest publications and news."""
    rows = selectors.publications_visible().select_related("document", "document__owner", "version")
    context = {
        "publications": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "news": selectors.news_visible().select_related("publication")[:6],
    }
    return render(request, "documents/home.html", context)


@require_GET
def publication(request: HttpRequest, slug: str) -> HttpResponse:
    """A published version to read: text, figures, equations, contents; gone ones say so (410)."""
    rows = Publication.objects.select_related("document__owner", "version", "pdf")
    found = get_object_or_404(rows, slug=slug)
    if found.withdrawn_at:
        return render(request, "documents/publication_gone.html", {"publication": found}, status=410)
    blocks = found.version.blocks.exclude(html="").exclude(kind__in=FURNITURE).defer("data", "text")
    headings = (
        found.version.blocks.filter(kind="heading", level__lte=2)
        .order_by("ordinal")
        .values("key", "number", "text", "level")
    )
    context = {"publication": found, "blocks": blocks, "headings": headings, "site_url": settings.SITE_URL}
    return render(request, "documents/publication.html", context)


@require_GET
def publication_word(request: HttpRequest, slug: str) -> FileResponse:
    """A publication's Word file without any markup; 404 until it is made."""
    rows = selectors.publications_visible().select_related("word")
    found = get_object_or_404(rows, slug=slug)
    return download(found.word, f"{found.slug}.docx")


@require_GET
def publication_pdf(request: HttpRequest, slug: str) -> FileResponse:
    """A publication's PDF; 404 until it is typeset."""
    rows = selectors.publications_visible().select_related("pdf")
    found = get_object_or_404(rows, slug=slug)
    return download(found.pdf, f"{found.slug}.pdf")


@require_GET
def news(request: HttpRequest, slug: str) -> HttpResponse:
    """One note."""
    item = get_object_or_404(selectors.news_visible().select_related("publication"), slug=slug)
    return render(request, "documents/news.html", {"item": item})


@login_required
@require_http_methods(["GET", "POST"])
def publish(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Make a version public, after a look at what the public will see."""
    version = visible_version(request, slug, number)
    if not rules.can_coordinate(request.user, version.document):
        raise NotYou("Only a coordinator can publish.")
    form = forms.PublishForm(
        request.POST or None,
        initial={
            "title": version.document.title,
            "subtitle": version.label,
            "summary": version.document.summary,
        },
    )
    if request.method == "POST" and form.is_valid():
        published = services.publish_version(version=version, by=request.user, **form.cleaned_data)
        messages.success(request, "It is public now. The PDF follows in a moment.")
        return redirect("documents:publication", published.slug)
    context = {"document": version.document, "version": version, "form": form}
    return render(request, "documents/publish.html", context, status=422 if form.errors else 200)


@login_required
@require_http_methods(["GET", "POST"])
def withdraw(request: SignedInRequest, slug: str) -> HttpResponse:
    """Take a publication back, with the reason that its page will give."""
    visible = selectors.documents_visible_to(request.user)
    found = get_object_or_404(selectors.publications_visible(), slug=slug, document__in=visible)
    if not rules.can_coordinate(request.user, found.document):
        raise NotYou("Only a coordinator can withdraw a publication.")
    form = forms.WithdrawForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        services.withdraw_publication(publication=found, by=request.user, **form.cleaned_data)
        messages.success(request, f"{found.title} is withdrawn.")
        return redirect("documents:document", found.document.slug)
    context = {"publication": found, "form": form}
    return render(request, "documents/withdraw.html", context, status=422 if form.errors else 200)
