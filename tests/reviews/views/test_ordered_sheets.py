"""Large sheets: ordered, written by the worker with progress, fetched by their orderer alone, for a week."""

import io
from datetime import timedelta

import openpyxl
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import Membership
from backend.events.models import Event
from backend.notices import kinds
from backend.notices.models import Notice
from reviews import selectors
from reviews.models import SheetExport
from reviews.services.sheets import exporting, ordering
from tests.reviews import rounds as trials

NIST = {"profile": "nist", "kind": "xlsx"}


@pytest.fixture(autouse=True)
def few(monkeypatch, settings, tmp_path):
    """Three comments are many, and a piece is two of them."""
    monkeypatch.setattr(ordering, "LARGE", 2)
    monkeypatch.setattr(exporting, "_CHUNK", 2)


@pytest.fixture
def said(post, cast):
    return [post(cast.nasa_reviewer, f"Point {number}.") for number in range(3)]


@pytest.fixture
def at(version):
    def address(name="sheet", *more):
        return reverse(f"reviews:{name}", args=[version.document.slug, version.number, *more])

    return address


@pytest.fixture
def order(sign_in, at):
    """`order(person, …)` presses the button; the order that comes of it."""

    def ordered(by, **data):
        answer = sign_in(by).post(at("order_sheet"), NIST | data)
        return SheetExport.objects.get(uid=answer.url.split("/")[-2])

    return ordered


def rows(answer):
    sheet = openpyxl.load_workbook(io.BytesIO(b"".join(answer.streaming_content)), read_only=True).active
    return [[cell for cell in row if cell] for row in sheet.iter_rows(min_row=2, values_only=True)]


def test_large_sheet_is_ordered_by_the_same_buttons_and_a_small_one_streams(said, cast, sign_in, at):
    client = sign_in(cast.observer)

    page = client.get(at()).text
    small = client.get(at() + "?profile=nist&kind=csv&agency=ESA")

    assert at("order_sheet") in page
    assert (small.streaming, b"Point" in b"".join(small.streaming_content)) == (True, False)


def test_it_is_written_by_the_worker_and_fetched_later(said, cast, order, sign_in, at, work):
    made = order(cast.observer)
    page = sign_in(cast.observer).get(at("ordered_sheet", made.uid)).text
    work()

    client = sign_in(cast.observer)
    assert ("0 of 3 comments" in page, "data-follow" in page) == (True, True)
    assert "Download the sheet" in client.get(at("ordered_sheet", made.uid)).text
    found = rows(client.get(at("fetch_sheet", made.uid)))
    assert [row for row in found if not any("Point" in str(cell) for cell in row)] == []
    assert len(found) == 3
    made.refresh_from_db()
    assert (made.state, made.done, made.total) == ("ready", 3, 3)
    assert made.expires_at == made.ready_at + timedelta(days=7)


def test_same_rows_as_the_sheet_that_streams(said, cast, order, sign_in, at, work, monkeypatch):
    made = order(cast.observer)
    work()
    monkeypatch.setattr(ordering, "LARGE", 100)
    client = sign_in(cast.observer)

    streamed = rows(client.get(at() + "?profile=nist&kind=xlsx"))

    assert rows(client.get(at("fetch_sheet", made.uid))) == streamed


def test_progress_is_noted_between_pieces(said, cast, order, monkeypatch, work):
    made, seen = order(cast.observer), []
    whole = exporting.Export.fields

    def watched(self, placement):
        seen.append(SheetExport.objects.get(pk=made.pk).done)
        return whole(self, placement)

    monkeypatch.setattr(exporting.Export, "fields", watched)
    work()

    assert seen == [0, 0, 2]


def test_orderer_is_told_when_it_is_there_and_no_more_when_it_is_gone(said, cast, order, work):
    made = order(cast.observer)
    work()
    notice = Notice.objects.get(kind=ordering.NOTICE)

    before = [told.title for _, told in kinds.with_words(cast.observer, [notice])]
    ordering.tend(timezone.now() + timedelta(days=8))
    made.refresh_from_db()

    assert before == [f"Your sheet of 3 comments is written: {made.version}"]
    assert (made.state, kinds.with_words(cast.observer, [notice])) == ("gone", [])


def test_file_is_taken_away_after_a_week(said, cast, order, work, sign_in, at):
    made = order(cast.observer)
    work()
    made.refresh_from_db()
    storage, name = made.file.storage, made.file.name

    kept = (ordering.tend(made.expires_at - timedelta(seconds=1)), storage.exists(name))
    gone = (ordering.tend(made.expires_at), storage.exists(name))

    assert (kept, gone) == ((0, True), (1, False))
    assert sign_in(cast.observer).get(at("fetch_sheet", made.uid)).status_code == 409
    assert "no longer kept" in sign_in(cast.observer).get(at("ordered_sheet", made.uid)).text


def test_nobody_else_gets_it_or_hears_of_it(said, cast, order, work, sign_in, at):
    made = order(cast.nasa_reviewer)
    work()

    others = (cast.nasa_focal_point, cast.coordinator, cast.editor, cast.observer)
    for who in others:
        client = sign_in(who)
        codes = [client.get(at(name, made.uid)).status_code for name in ("ordered_sheet", "fetch_sheet")]
        assert codes == [404, 404]
        assert client.get(f"/api/v1/sheet-exports/{made.uid}/").status_code == 404
        assert client.get("/api/v1/sheet-exports/").json()["results"] == []
        assert not selectors.events_visible_to(who).filter(verb="reviews.sheet.ordered").exists()
    assert selectors.events_visible_to(cast.nasa_reviewer).filter(verb="reviews.sheet.ordered").count() == 1
    assert Event.objects.get(verb="reviews.sheet.ordered").data["export"] == str(made.uid)


def test_rights_are_asked_again_when_it_is_fetched(said, post, cast, order, work, sign_in, at):
    post(cast.nasa_reviewer, "Within NASA.", audience="agency")
    made = order(cast.nasa_reviewer)
    work()
    client = sign_in(cast.nasa_reviewer)
    first = client.get(at("fetch_sheet", made.uid))
    assert len(rows(first)) == 4

    ordered = order(cast.nasa_focal_point)
    work()
    Membership.objects.filter(person=cast.nasa_focal_point).update(ended_at=timezone.now())
    late = sign_in(cast.nasa_focal_point).get(at("fetch_sheet", ordered.uid))

    assert late.status_code in {404, 409}
    assert not late.streaming


def test_file_with_what_was_taken_from_sight_is_taken_away(said, post, cast, order, work, sign_in, at):
    inside = post(cast.nasa_reviewer, "Within NASA.", audience="agency")
    made = order(cast.nasa_focal_point)
    work()
    type(inside).objects.filter(pk=inside.pk).update(visibility="author")

    answer = sign_in(cast.nasa_focal_point).get(at("fetch_sheet", made.uid))

    made.refresh_from_db()
    assert (answer.status_code, made.state) == (409, "gone")


def test_sealed_comment_of_others_is_not_in_it(sealed_round, post, cast, order, work, sign_in, at):
    for number in range(3):
        post(cast.nasa_reviewer, f"Point {number}.")
    made = order(cast.coordinator)
    work()

    made.refresh_from_db()
    assert (sealed_round.state, made.total, made.comments) == ("open", 0, [])
    assert trials.SEALED.visibility_during == "sealed"


def test_several_orders_of_one_person_wait_for_one_another(said, cast, order, sign_in, at):
    for _ in range(ordering.MOST_WAITING):
        order(cast.observer)

    assert sign_in(cast.observer).post(at("order_sheet"), NIST).status_code == 409


def test_who_lost_sight_of_the_version_gets_the_reason(said, cast, order, work, document):
    made = order(cast.observer)
    document.roles.filter(person=cast.observer).update(ended_at=timezone.now())
    work()

    made.refresh_from_db()
    assert (made.state, made.file.name) == ("failed", "")


def test_writing_twice_changes_nothing(said, cast, order, work):
    made = order(cast.observer)
    work()
    made.refresh_from_db()
    again = ordering.fulfil(made)

    assert (again.file.name, Notice.objects.filter(kind=ordering.NOTICE).count()) == (made.file.name, 1)


@pytest.mark.parametrize("sent", [{"profile": "w3c", "kind": "xlsx"}, {"profile": "none", "kind": "csv"}])
def test_sheet_that_there_is_not_is_refused(sent, said, cast, sign_in, at):
    assert sign_in(cast.observer).post(at("order_sheet"), sent).status_code == 422


def test_program_orders_looks_and_fetches(said, cast, version, sign_in, work):
    client = sign_in(cast.observer)
    body = {"version": str(version.uid), **NIST, "filters": {"agency": "NASA"}}

    ordered = client.post("/api/v1/sheet-exports/", body, content_type="application/json")
    early = client.get(f"/api/v1/sheet-exports/{ordered.json()['uid']}/file/")
    work()
    now = client.get(f"/api/v1/sheet-exports/{ordered.json()['uid']}/").json()

    assert (ordered.status_code, early.status_code) == (202, 409)
    assert (now["state"], now["done"], now["filters"]) == ("ready", 3, {"agency": "NASA"})
    assert len(rows(client.get(f"/api/v1/sheet-exports/{now['uid']}/file/"))) == 3
    wrong = body | {"filters": {"colour": "red"}}
    assert client.post("/api/v1/sheet-exports/", wrong, content_type="application/json").status_code == 422


def test_writing_takes_queries_by_pieces_not_by_rows(said, post, cast, order):
    made = order(cast.observer)
    with CaptureQueriesContext(connection) as three:
        ordering.fulfil(made)
    post(cast.nasa_reviewer, "One more.")
    again = order(cast.observer)
    with CaptureQueriesContext(connection) as four:
        ordering.fulfil(again)

    assert len(four) == len(three)


def test_one_that_is_cancelled_while_it_is_written_leaves_no_file_and_frees_its_place(
    said, cast, order, sign_in, at, monkeypatch, work,
):
    ordered, client = order(cast.observer), sign_in(cast.observer)
    pieces = exporting.Export.pieces

    def interrupted(export, keys):
        for done, rows in pieces(export, keys):
            yield done, rows
            client.post(at("cancel_sheet", ordered.uid))

    monkeypatch.setattr(exporting.Export, "pieces", interrupted)
    page = client.get(at("ordered_sheet", ordered.uid)).text
    work()

    ordered.refresh_from_db()
    assert (ordered.state, bool(ordered.file), ordered.done) == ("cancelled", False, 2)
    assert at("cancel_sheet", ordered.uid) in page
    assert "no file was kept" in client.get(at("ordered_sheet", ordered.uid)).text
    assert client.get(at("fetch_sheet", ordered.uid)).status_code == 409
    assert Notice.objects.filter(kind=ordering.NOTICE).count() == 0


def test_cancelled_ones_do_not_count_as_waiting_and_are_cancelled_once(said, cast, order, sign_in, at):
    client = sign_in(cast.observer)
    for _ in range(ordering.MOST_WAITING):
        first = order(cast.observer)
    address = f"/api/v1/sheet-exports/{first.uid}/cancel/"

    answers = [client.post(address).status_code for _ in range(2)]

    assert answers == [200, 409]
    assert order(cast.observer).state == "waiting"
