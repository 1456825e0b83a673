"""The merge room: what is proposed for a version side by side, decided where it stands."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from backend.errors import BadInput, DraftroomError
from documents.views.versions import visible_version
from reviews.room import gathering, showing
from reviews.services.answers import operations
from reviews.services.answers.decisions import Answer
from reviews.services.room import in_place, merging, next_version, wordings
from reviews.table import filters as filtering

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from backend.accounts.requests import SignedInRequest
    from documents.models import Version
    from reviews.room.gathering import Room

#: Places on one page of the room.
PAGE = 20
#: Places that one answer brings back at most; the page loads again when more changed.
MOST_BACK = 40
#: What the buttons of the room say, as decisions.
ACTIONS = {"accept": "accepted", "reject": "rejected", "defer": "deferred", "out_of_scope": "out_of_scope"}


def _version(request: SignedInRequest, slug: str, number: int) -> Version:
    """The version, for those who merge it."""
    version = visible_version(request, slug, number)
    merging.demand_editor(request.user, version)
    return version


@login_required
@require_GET
def room(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """All proposals for a version by paragraph, filtered, a page at a time."""
    version = _version(request, slug, number)
    found = gathering.room_of(request.user, version)
    wanted, shown = filtering.read(request.GET), request.GET.get("show", "")
    places = showing.chosen(found, wanted, shown, request.user)
    page = Paginator(places, PAGE).get_page(_page_of(places, request))
    undecided = showing.passing_topics(found, wanted, shown or "undecided", request.user)
    context = {
        "document": version.document, "version": version, "room": found, "page": page,
        "cards": [showing.card(place) for place in page.object_list],
        "sections": gathering.sections(found), "filters": wanted, "shown": shown,
        "shown_choices": showing.SHOWN, "choices": filtering.CHOICES, "agencies": _agencies(found),
        "open_here": sum(len(topic.comments) for topic in undecided if topic.is_open),
        "obstacles": next_version.obstacles(found), "is_filtered": bool(wanted or shown),
        "last": merging.last_operation(request.user, version), "merges": version.merges.all()[:3],
        "address": request.GET.urlencode(),
    }
    return render(request, "reviews/merge.html", context)


def _page_of(places: list[gathering.Place], request: SignedInRequest) -> str | int | None:
    """The page asked for, or the one that holds the paragraph `at`."""
    at = request.GET.get("at", "")
    index = next((n for n, place in enumerate(places) if any(row.key == at for row in place.rows)), None)
    return request.GET.get("page") if index is None else index // PAGE + 1


def _agencies(found: Room) -> list[str]:
    return sorted({one.agency.code for topic in found.topics for one in topic.comments if one.agency})


@login_required
@require_GET
def place(request: SignedInRequest, slug: str, number: int, key: str) -> HttpResponse:
    """One place of the room, as it stands now."""
    version = _version(request, slug, number)
    found = gathering.room_of(request.user, version).place(key)
    if found is None:
        raise Http404("Nothing is proposed there.")
    return render(request, "reviews/_merge_place.html", {"card": showing.card(found), "version": version})


@login_required
@require_GET
def wording(request: SignedInRequest, slug: str, number: int, topic: str) -> HttpResponse:
    """The form for one's own words in the place of one change."""
    version = _version(request, slug, number)
    found = gathering.room_of(request.user, version)
    for here in found.places:
        for each in here.topics:
            if each.key == str(topic):
                region = wordings.region_of_topic(here, each)
                text = wordings.text_in(here, region, [edit for _, edit in region.covers])
                context = {
                    "region": region, "text": text, "topic": each, "place": here, "version": version,
                    "seen": showing.seen_of(each.comments),
                }
                return render(request, "reviews/_merge_wording.html", context)
    raise Http404("This change is not in the room.")


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: SignedInRequest, slug: str, number: int, key: str) -> HttpResponse:
    """Edit a paragraph where it stands; the change is the editor's own, accepted at once."""
    version = _version(request, slug, number)
    context: dict[str, Any] = {"version": version, "key": key}
    if request.method != "POST":
        text = in_place.text_now(version, key, request.user)
        context |= {"text": text, "was": in_place.fingerprint(text)}
        return render(request, "reviews/_merge_edit.html", context)
    text, note = request.POST.get("text", ""), request.POST.get("note", "")
    try:
        made = in_place.edit(
            version=version, key=key, text=text, note=note, was=request.POST.get("was", ""), by=request.user,
        )
    except DraftroomError as refused:
        now = in_place.text_now(version, key, request.user)
        context |= {
            "text": text, "note": note, "was": in_place.fingerprint(now), "error": refused.detail,
            "now": now if refused.code == "changed" else "",
        }
        return render(request, "reviews/_merge_edit.html", context, status=refused.status)
    messages.success(request, f"{made} is in the text.")
    return redirect(f"{_address(version)}?at={key}#p-{key}")


@login_required
@require_POST
def decide(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Accept, reject or defer some changes; `rivals` rejects what is against them."""

    def act(version: Version) -> None:
        merging.decide(
            version=version, topics=request.POST.getlist("topic"), answer=_answer(request),
            by=request.user, seen=showing.read_seen(request.POST.get("seen", "")),
            rivals=bool(request.POST.get("rivals")),
        )

    return _acted(request, slug, number, act)


def _answer(request: SignedInRequest) -> Answer:
    action = request.POST.get("action", "")
    if action not in ACTIONS:
        raise BadInput("Accept, reject, defer, or say that it is out of scope.", code="action")
    return Answer(ACTIONS[action], request.POST.get("reason", ""))


@login_required
@require_POST
def word(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Put the editors' own words where changes meet, line up what is put in one place, or take one side."""

    def act(version: Version) -> None:
        shared: dict[str, Any] = {
            "version": version, "topics": request.POST.getlist("topic"), "at": request.POST.get("at", ""),
            "by": request.user, "note": request.POST.get("note", ""),
            "seen": showing.read_seen(request.POST.get("seen", "")),
        }
        if taken := request.POST.get("take"):
            merging.decide(
                version=version, topics=[taken], answer=Answer("accepted"), by=request.user,
                seen=shared["seen"], rivals=True,
            )
        elif first := request.POST.get("line_up"):
            shared["topics"].sort(key=lambda key: key != first)
            wordings.line_up(**shared)
        else:
            wordings.word(
                **shared, text=request.POST.get("text", ""), rejected=request.POST.getlist("rejected"),
            )

    return _acted(request, slug, number, act)


@login_required
@require_POST
def decide_all(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """The same answer to all undecided changes that a filter lets through and nothing is against."""
    version = _version(request, slug, number)
    found = gathering.room_of(request.user, version)
    wanted, shown = filtering.read(request.POST), request.POST.get("show", "")
    clashing = showing.clashing(found)
    answer = _answer(request)
    topics = [
        topic for topic in showing.passing_topics(found, wanted, shown, request.user)
        if topic.is_open and (topic.wish.key not in clashing or answer.disposition != "accepted")
    ]
    keys, count = [], 0
    for topic in topics:
        if count + len(topic.comments) > operations.MOST:
            break
        keys.append(topic.key)
        count += len(topic.comments)
    if not keys:
        raise BadInput("Nothing here waits for this answer: what is in conflict is decided one by one.")
    merging.decide(version=version, topics=keys, answer=answer, by=request.user)
    rest = sum(len(topic.comments) for topic in topics) - count
    more = f" {rest} more wait: do it again." if rest else ""
    messages.success(request, f"{count} proposals {answer.disposition}. Undo takes all of it back.{more}")
    return redirect(_address(version, request.POST.get("address", "")))


def _address(version: Version, query: str = "") -> str:
    address = reverse("reviews:merge", args=[version.document.slug, version.number])
    return f"{address}?{query}" if query else address


@login_required
@require_POST
def undo(request: SignedInRequest, slug: str, number: int) -> HttpResponse:
    """Take back the person's last step."""
    version = _version(request, slug, number)
    undone = merging.undo(version=version, by=request.user)
    kept = f" Somebody changed {', '.join(undone.kept)} since: left as they are." if undone.kept else ""
    if request.headers.get("HX-Request"):
        uids = {step.comment.uid for step in undone.operation.decisions.select_related("comment")}
        found = gathering.room_of(request.user, version)
        changed = [
            each for each in found.places
            if any(one.uid in uids for topic in each.topics for one in topic.comments)
        ]
        return _fragments(request, found, changed, said=f"Undone.{kept}")
    messages.success(request, f"Undone.{kept}")
    return redirect(_address(version, request.POST.get("address", "")))


def _acted(
    request: SignedInRequest, slug: str, number: int, act: Callable[[Version], object],
) -> HttpResponse:
    """Do something and show the place again; what was typed stays in it when it could not be done."""
    version = _version(request, slug, number)
    key, error, status = request.POST.get("place", ""), "", 200
    try:
        act(version)
    except DraftroomError as refused:
        error, status = refused.detail, refused.status
    found = gathering.room_of(request.user, version)
    here = found.place(key)
    if not request.headers.get("HX-Request") and not error:
        return redirect(f"{_address(version, request.POST.get('address', ''))}#p-{key}")
    kept = _kept(request) if error else {}
    return _fragments(request, found, [here] if here else [], error=error, status=status, kept=kept)


def _kept(request: SignedInRequest) -> dict[str, str]:
    """What the person had typed."""
    names = ("text", "note", "reason", "at")
    return {name: request.POST[name] for name in names if request.POST.get(name)}


def _fragments(
    request: SignedInRequest, found: Room, places: Iterable[gathering.Place], *, error: str = "",
    said: str = "", status: int = 200, kept: dict[str, str] | None = None,
) -> HttpResponse:
    changed = list(places)
    cards = [showing.card(each) for each in changed[:MOST_BACK]]
    for card in cards:
        card.error, card.kept = error, kept or {}
    context = {
        "room": found, "version": found.version, "document": found.version.document,
        "sections": gathering.sections(found), "cards": cards,
        "said": said, "error": error, "is_too_many": len(changed) > MOST_BACK,
    }
    return render(request, "reviews/_merge_answer.html", context, status=status)


