"""Twin worlds: with and without what one agency said in a sealed round, nobody outside can tell them apart.

Every GET route of the access table is asked before and after, for the person with the most rights who is
not of the agency, and the routes that list, count, filter, search and export for others too. Status, headers
and body must be the same, but for what is drawn by lot for every answer.
"""

import io
import re
import zipfile

import pytest
from django.core import mail as outbox
from django.db import transaction
from django.test import Client
from django.utils import timezone

from backend.tasks import worker
from reviews.models import AnchorKind, Invitation
from reviews.services.asking import rounds
from reviews.services.talk import comments, replies, voices
from reviews.services.talk.comments import Place, Saying
from reviews.services.word import returns
from search import indexing
from tests import papers
from tests.access import world as worlds
from tests.access.routes import every_route
from tests.access.table import ROWS
from tests.access.test_table import _address

pytestmark = pytest.mark.django_db
ROUTES = {route.name: route for route in every_route()}
#: Made anew for each answer, whoever asks.
BY_LOT = re.compile(
    rb'name="csrfmiddlewaretoken" value="[^"]+"|data-csrf="[^"]+"|X-CSRFToken": "[^"]+"|csrftoken=[^;]+'
    rb'|/word/\d+/|name="uid" value="[^"]+"'
)
#: When an office program says a file was made.
TIMES = re.compile(rb"<dcterms:(created|modified)[^>]*>[^<]*<")
#: Headers that say the time, and the length with what is drawn by lot.
APART_FROM_TIME = frozenset({"Content-Length", "Expires"})
SAID = "The zirconium shielding budget is wrong."
#: Where one would look for it.
LOOKING = (
    "/documents/{slug}/", "/documents/{slug}/comments/", "/documents/{slug}/comments/?agency=NASA",
    "/documents/{slug}/comments/?state=all", "/documents/{slug}/v1/", "/documents/{slug}/v1/comments/",
    "/documents/{slug}/v2/", "/documents/{slug}/rounds/1/", "/documents/{slug}/rounds/1/progress/",
    "/search/?q=zirconium", "/search/?q=agency:NASA", "/search/suggest/?q=zircon", "/work/", "/notices/",
    "/api/v1/comments/", "/api/v1/comments/?agency=NASA", "/api/v1/comments/?state=all",
    "/api/v1/search/?q=zirconium", "/api/v1/search/?q=is:open", "/api/v1/placements/?version={version}",
    "/api/v1/comments/word/?version={version}", "/api/v1/rounds/{round}/progress/", "/api/v1/returns/",
    "/api/v1/invitations/", "/api/v1/notices/",
)
#: What knows of no comment: the way in, people, what is public, the API's own description.
APART = (
    "/password", "/sign-in", "/people", "/agencies", "/profile", "/publications", "/news", "/healthz",
    "/api/v1/docs", "/api/v1/schema", "/api/v1/agencies", "/api/v1/people", "/api/v1/publications",
)
OUTSIDERS = ("other_reviewer", "editor")


@pytest.fixture(autouse=True)
def _standing_clock(monkeypatch):
    """Files and feeds say when they were made."""
    now = timezone.now()
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), transaction.atomic():
        built = worlds.build()
        worker.drain()
        indexing.rebuild()
        yield built
        transaction.set_rollback(True)


def _seen(world, role, address):
    """Everything that an answer tells: its status, its headers, its body without what is drawn by lot."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if person := world.people[role]:
            client.force_login(person)
        answer = client.get(address)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        transaction.set_rollback(True)
    headers = {name: value for name, value in answer.headers.items() if name not in APART_FROM_TIME}
    return answer.status_code, headers, BY_LOT.sub(b"", _unpacked(body))


def _unpacked(body):
    """A packed file by its parts: the pack itself says when each was put in."""
    if not body.startswith(b"PK\x03\x04"):
        return body
    with zipfile.ZipFile(io.BytesIO(body)) as pack:
        parts = [name.encode() + b"\n" + pack.read(name) for name in sorted(pack.namelist())]
    return TIMES.sub(b"", b"\n".join(parts))


def _addresses(world):
    rows = [row for row in ROWS if row.method == "get" and row.route in ROUTES]
    found = {_address(world, ROUTES[row.route], row) + row.query for row in rows}
    return sorted(address for address in found if not address.startswith(APART))


def _filled(world):
    return [
        address.format(slug=world.document.slug, version=world.version.uid, round=world.round.uid)
        for address in LOOKING
    ]


def _look(world):
    """What the coordinator sees everywhere, and the others where one would look."""
    asked = [("coordinator", address) for address in (*_addresses(world), *_filled(world))]
    asked += [(role, address) for role in OUTSIDERS for address in _filled(world)]
    return {one: _seen(world, *one) for one in asked}


def _speak(world):
    """All that NASA can do within itself in a sealed round, on a version that a newer one has followed."""
    cast, version = world.cast, world.version
    habitat = version.blocks.get(text=papers.FIRST_DRAFT[3]).key
    place = Place(AnchorKind.RANGE, habitat, 4, 11, habitat)

    def said(by, audience, **more):
        return comments.post_comment(
            version=version, place=place, saying=Saying(SAID, **more), audience=audience, by=by
        )

    said(cast.nasa_reviewer, "author")
    kept, other = (said(cast.nasa_reviewer, "agency", proposal=word) for word in ("station", "outpost"))
    replies.reply_to(comment=kept, body=f"Yes: {SAID}", by=cast.nasa_focal_point)
    voices.reword_comment(comment=other, saying=Saying("Ours.", proposal="base"), by=cast.nasa_focal_point)
    voices.return_comment(comment=said(cast.nasa_reviewer, "agency"), reason="Why?", by=cast.nasa_focal_point)
    desk = Invitation.objects.select_related("round__version", "agency").get(pk=world.invitation.pk)
    voices.release_set(
        invitation=desk, by=cast.nasa_focal_point, chosen=[kept], finishes=False, despite_clashes=True
    )
    data = papers.word_file(*papers.FIRST_DRAFT, SAID)
    returned = returns.receive_return(
        version=version, data=data, file_name="ours.docx", by=cast.nasa_focal_point, audience="document"
    )
    worker.drain()
    returned.refresh_from_db()
    return kept, returned


def test_nobody_outside_can_tell_a_sealed_comment_from_none(world):
    with transaction.atomic():
        before = _look(world)
        sent = len(outbox.outbox)
        kept, returned = _speak(world)
        after = _look(world)
        told = {message.to[0] for message in outbox.outbox[sent:]}
        inside = _seen(world, "focal_point", f"/documents/{world.document.slug}/comments/?agency=NASA")
        hidden = {
            role: [
                _seen(world, role, f"/comments/{kept.uid}/history/")[0],
                _seen(world, role, f"/api/v1/comments/{kept.uid}/")[0],
                _seen(world, role, f"/returns/{returned.uid}/")[0],
            ]
            for role in ("coordinator", "editor", "other_reviewer")
        }
        transaction.set_rollback(True)

    differing = [one for one in before if before[one] != after[one]]
    assert not differing, [(one, *_difference(before[one], after[one])) for one in differing]
    assert told <= {world.cast.nasa_reviewer.email, world.cast.nasa_focal_point.email}
    assert set(map(tuple, hidden.values())) == {(404, 404, 404)}
    assert SAID.encode() in inside[2]  # there was something that could have leaked


def _difference(one, other):
    """Where two answers part, for whoever mends it."""
    if one[:2] != other[:2]:
        return one[:2], other[:2]
    first, second = one[2], other[2]
    place = next((n for n, pair in enumerate(zip(first, second, strict=False)) if pair[0] != pair[1]), 0)
    return first[max(place - 150, 0) : place + 150], second[max(place - 150, 0) : place + 150]


def test_everybody_with_the_document_sees_it_once_the_seal_is_broken(world):
    with transaction.atomic():
        kept, _ = _speak(world)
        rounds.close_round(round_=world.round, by=world.cast.coordinator, reason="All have answered.")
        worker.drain()
        found = _seen(world, "observer", "/api/v1/search/?q=zirconium")
        shown = _seen(world, "other_reviewer", f"/api/v1/comments/{kept.uid}/")
        transaction.set_rollback(True)

    assert b"zirconium" in found[2]
    assert shown[0] == 200
