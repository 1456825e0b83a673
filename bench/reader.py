"""The reader: a page of 400 paragraphs with 500 comments, one of 5,000 paragraphs, and posting a comment.

Peer for the server and for Chromium: the same text and comments as one plain page by a Django template
in a loop, no margin, no outline, all of it at once. "Usable" is from the request until the text stands
and, where there are comments, the first card lies beside its words. Peer for posting: inserting the
same row with the ORM in a transaction of its own, without anchors, rights, number or event.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

from bench import site

if TYPE_CHECKING:
    from django.test import Client
    from playwright.sync_api import Page

    from documents.models import Version

REPEATS = 5

PLAIN = """<!doctype html><meta charset="utf-8"><title>{{ version }}</title>
{% for block in blocks %}<p id="{{ block.key }}">{{ block.text }}</p>
{% for comment in block.said %}<blockquote><b>{{ comment.author_name }}</b> {{ comment.type }}
{{ comment.created_at|date:"j M Y" }} {{ comment.body|linebreaks }}</blockquote>{% endfor %}{% endfor %}"""


def figure(name: str, ours: float, peer: str, theirs: float, unit: str = "ms") -> None:
    row = {"figure": name, "ours": round(ours, 2), "peer": peer, "theirs": round(theirs, 2),
           "ratio": round(ours / theirs, 2), "unit": unit}  # fmt: skip
    sys.stdout.write(json.dumps(row) + "\n")
    sys.stdout.flush()


def main() -> None:
    # Playwright runs an event loop in this thread
    with site.empty(DJANGO_ALLOW_ASYNC_UNSAFE="1"):
        measure()


def measure() -> None:
    from backend.demo import stress
    from documents.models import Version

    stress.load()
    client = site.signed_in(email="editor.1@example.org")
    pages = {}
    for name, slug in (("400 paragraphs, 500 comments", stress.BUSY), ("5,000 paragraphs", stress.LARGE)):
        version = Version.objects.select_related("document").get(document__slug=slug)
        address = f"/documents/{slug}/v{version.number}/"
        pages[name] = address, plain(version)
        on_server(client, name, address, version)
    posting()
    in_chromium(client, pages)


def plain(version: Version) -> str:
    """The textbook page."""
    from django.template import Context, Engine

    said: dict[str, list] = {}
    for comment in version.comments.select_related("author", "agency").prefetch_related("replies"):
        said.setdefault(comment.start_block, []).append(comment)
    blocks = list(version.blocks.all())
    for block in blocks:
        block.said = said.get(block.key, [])
    template = Engine().from_string(PLAIN)
    return template.render(Context({"version": version, "blocks": blocks}))


def on_server(client: Client, name: str, address: str, version: Version) -> None:
    def whole() -> None:
        assert client.get(address).status_code == 200
        answer = client.get(f"{address}comments/", {"from": 0, "to": 400})
        assert answer.status_code == 200

    ours, theirs = site.median_ms(whole), site.median_ms(lambda: plain(version))
    figure(f"reader, server: {name}", ours, "plain page", theirs)


def posting() -> None:
    from django.db import transaction
    from django.utils import timezone

    from backend.accounts.models import Person
    from backend.demo import stress
    from documents.models import Version
    from reviews.models import Comment
    from reviews.services.talk import comments

    version = Version.objects.select_related("document").get(document__slug=stress.BUSY)
    block = version.blocks.filter(kind="paragraph").first()
    editor = Person.objects.get(email="editor.1@example.org")
    place = comments.Place(kind="range", block=block.key, start=0, end=20, quote=block.text[:20])

    def ours() -> None:
        comments.post_comment(
            version=version, place=place, saying=comments.Saying(body="A bench's remark."),
            audience="document", by=editor,
        )  # fmt: skip

    def theirs() -> None:
        with transaction.atomic():
            Comment.objects.create(
                document=version.document, version=version, author=editor, author_name=editor.name,
                body="A bench's remark.", visibility="author", state="draft", anchor_kind="document",
                created_at=timezone.now(), changed_at=timezone.now(),
            )  # fmt: skip

    figure("posting a comment", site.median_ms(ours), "bare insert", site.median_ms(theirs))


def in_chromium(client: Client, pages: dict[str, tuple[str, str]]) -> None:
    import shutil
    from wsgiref.simple_server import WSGIRequestHandler, make_server

    from django.core.wsgi import get_wsgi_application
    from playwright.sync_api import sync_playwright

    class Quiet(WSGIRequestHandler):
        def log_message(self, *args: object) -> None:
            pass

    server = make_server("localhost", 0, get_wsgi_application(), handler_class=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    origin = f"http://localhost:{server.server_port}"
    session = {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": origin}
    with sync_playwright() as playwright:
        path = os.environ.get("DRAFTROOM_CHROMIUM") or shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        context = browser.new_context(viewport={"width": 1440, "height": 900})
        context.add_cookies([session])
        page = context.new_page()
        for name, (address, markup) in pages.items():
            file = Path(os.environ["DRAFTROOM_DATA"]) / "plain.html"
            file.write_text(markup, encoding="utf-8")
            waits = "article[data-comment]" if "comments" in name else "[data-block]"
            ours = usable(page, origin + address, waits)
            figure(
                f"reader, usable in Chromium: {name}", ours, "plain page", usable(page, file.as_uri(), "p")
            )
        browser.close()
    server.shutdown()


def usable(page: Page, address: str, waits_for: str) -> float:
    """Median time until the awaited thing is laid out and painted."""

    def load() -> None:
        page.goto(address, wait_until="commit")
        page.wait_for_selector(waits_for, state="visible")
        page.evaluate("() => new Promise(done => requestAnimationFrame(() => setTimeout(done)))")

    return site.median_ms(load)


if __name__ == "__main__":
    main()
