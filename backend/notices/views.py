"""Pages of notices: the list, opening one, and what comes by mail."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from backend.accounts.requests import SignedInRequest
from backend.notices import kinds, mail, selectors, services

PAGE = 50


@login_required
@require_http_methods(["GET", "POST"])
def notices(request: SignedInRequest) -> HttpResponse:
    """What the person was told, newest first; POST marks what was shown as read."""
    if request.method == "POST":
        up_to = request.POST.get("up_to", "")
        count = services.mark_read(person=request.user, up_to=int(up_to) if _is_number(up_to) else 0)
        messages.success(request, f"{count} notice{'' if count == 1 else 's'} marked as read.")
        return redirect("notices:notices")
    page = Paginator(selectors.notices_of(request.user), PAGE).get_page(request.GET.get("page"))
    shown = kinds.with_words(request.user, page.object_list)
    newest = max((notice.pk for notice in page.object_list), default=0)
    return render(request, "notices/notices.html", {"page": page, "shown": shown, "newest": newest})


def _is_number(text: str) -> bool:
    return text.isdecimal() and len(text) < 19


@login_required
@require_GET
def open_notice(request: SignedInRequest, uid: str) -> HttpResponse:
    """Go where the notice leads, and count it as read."""
    notice = get_object_or_404(selectors.notices_of(request.user), uid=uid)
    told = kinds.words_for(request.user, notice)
    services.mark_one_read(notice=notice)
    return redirect(told.path if told else "notices:notices")


@login_required
@require_http_methods(["GET", "POST"])
def settings(request: SignedInRequest) -> HttpResponse:
    """Which kinds of notices come by mail too."""
    if request.method == "POST":
        services.choose_mail(person=request.user, by_mail=request.POST.getlist("by_mail"))
        messages.success(request, "Your choice counts from now on.")
        return redirect("notices:settings")
    return render(request, "notices/settings.html", {"choices": selectors.settings_of(request.user)})


@csrf_exempt
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """The link at a mail's end. Mail programs post to it themselves, so the signed link is proof enough."""
    _, kind = mail.said_in(token)
    is_done = request.method == "POST"
    if is_done:
        services.stop_mail(token=token)
    return render(request, "notices/stop.html", {"kind": kind, "is_done": is_done})
