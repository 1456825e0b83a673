"""The search page, and what the box in the header shows while somebody types."""

from __future__ import annotations

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from search import completion, services
from search.models import Alert

#: Hits that the box in the header shows.
GLANCE = 6


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """Everything that answers `q` among what the person may see, from hit `from` on."""
    text = request.GET.get("q", "").strip()
    page = services.find(request.user, text, offset=_number(request.GET.get("from", "")))
    context = {
        "page": page, "q": text, "initial_query": text, "room": "search",
        "alerts": Alert.choices, "before": max(page.offset - services.PAGE, 0),
    }
    return render(request, "search/search.html", context)


@login_required
@require_GET
def suggest(request: HttpRequest) -> HttpResponse:
    """A few hits for what is typed so far, its last word taken as a beginning."""
    text = request.GET.get("q", "")
    page = services.find(request.user, text, limit=GLANCE, typing=True)
    completions = completion.completions(request.user, text)
    context = {"page": page, "q": text.strip(), "completions": completions}
    return render(request, "search/_glance.html", context)


def _number(text: str) -> int:
    """A number in an address; whatever else stands there is the beginning."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 8 else 0
