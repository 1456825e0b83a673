"""Searches that people keep, and what they are told (`search.saved`, `search.alerts`)."""

import shutil
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from backend.accounts.models import Membership
from backend.errors import BadInput, NotNow
from backend.notices import kinds
from backend.notices import services as notices
from backend.notices.models import Notice
from documents.models import Participation
from reviews.services.answers import decisions
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from search import alerts, saved
from search.models import Alert, SavedSearch


@pytest.fixture
def post(cast, version, work):
    def posted(by, body, audience="document", **more):
        made = comments.post_comment(version=version, place=Place("document"), audience=audience, by=by,
                                     saying=Saying(body=body, **more))
        work()
        return made

    work()
    return posted


def told(person):
    """The titles of the person's notices of news, as they read them now."""
    rows = Notice.objects.filter(person=person, kind=alerts.KIND).order_by("id")
    return [said.title for _, said in kinds.with_words(person, rows)]


def test_what_was_there_before_is_not_news(cast, post):
    post(cast.nasa_reviewer, "An albatross")
    saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.esa_reviewer)

    assert told(cast.esa_reviewer) == []
    post(cast.nasa_reviewer, "Another albatross")
    assert told(cast.esa_reviewer) == ["1 new hit for “albatross”"]


def test_each_hit_is_told_once(cast, post, work):
    saved.save_search(query="albatross", name="Birds", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    post(cast.nasa_reviewer, "An albatross")
    post(cast.nasa_reviewer, "A pelican")
    alerts.look_for_news.call()

    assert told(cast.esa_reviewer) == ["1 new hit for “Birds”"]


def test_a_notice_shows_where_and_leads_to_the_search(cast, post):
    saved.save_search(query="albatross severity:critical", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    post(cast.nasa_reviewer, "An albatross", severity="critical")

    said = kinds.words_for(cast.esa_reviewer, Notice.objects.get(kind=alerts.KIND))

    assert said.text.startswith("Science White Paper · NASA-001")
    assert said.text.endswith("An albatross")
    assert said.path == "/search/?q=albatross+severity%3Acritical"


def test_news_come_by_mail_too(cast, post, work):
    saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    notices.choose_mail(person=cast.esa_reviewer, by_mail=[alerts.KIND])
    post(cast.nasa_reviewer, "An albatross")

    assert [(each.subject, each.to) for each in mail.outbox if "albatross" in each.subject] == [
        ("1 new hit for “albatross”", [cast.esa_reviewer.email])]


def test_nobody_is_told_of_what_they_say_themselves_but_of_the_answer(cast, post, work):
    saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    mine = post(cast.esa_reviewer, "An albatross")
    assert told(cast.esa_reviewer) == []

    answer = decisions.Answer(disposition="rejected", response="No albatross here")
    decisions.decide_comment(comment=mine, answer=answer, by=cast.editor)
    work()

    assert told(cast.esa_reviewer) == ["1 new hit for “albatross”"]


def test_nobody_is_told_of_what_they_may_not_see(cast, post):
    for person in (cast.esa_reviewer, cast.nasa_focal_point, cast.editor, cast.stranger):
        saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=person)

    post(cast.nasa_reviewer, "A secret albatross", audience="agency")

    assert {person.name: told(person) for person in (
        cast.esa_reviewer, cast.nasa_focal_point, cast.editor, cast.stranger)} == {
        cast.esa_reviewer.name: [], cast.nasa_focal_point.name: ["1 new hit for “albatross”"],
        cast.editor.name: [], cast.stranger.name: []}


def test_a_notice_says_only_what_its_owner_may_see_when_they_read_it(cast, document, post):
    saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.nasa_focal_point)
    post(cast.nasa_reviewer, "A secret albatross", audience="agency")
    assert told(cast.nasa_focal_point) != []

    Membership.objects.filter(person=cast.nasa_focal_point).update(ended_at=timezone.now())
    Participation.objects.filter(agency=cast.nasa).update(ended_at=timezone.now())

    assert told(cast.nasa_focal_point) == []


def test_a_notice_counts_no_further_hits_once_rights_changed(cast, post):
    saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    post(cast.nasa_reviewer, "An albatross")
    notice = Notice.objects.get(person=cast.esa_reviewer, kind=alerts.KIND)
    gone = ["comment:999999", *notice.data["hits"][0][1:]]

    notice.data |= {"more": 3}
    notice.save()
    before = told(cast.esa_reviewer)
    notice.data["hits"].append(gone)
    notice.save()

    assert (before, told(cast.esa_reviewer)) == (
        ["4 new hits for “albatross”"], ["1 new hit for “albatross”"],
    )


def test_hidden_comments_change_nothing_about_what_others_are_told(cast, post):
    for person in (cast.esa_reviewer, cast.stranger):
        saved.save_search(query="albatross OR pelican", alert=Alert.AT_ONCE, by=person)
    before = list(SavedSearch.objects.order_by("id").values("known", "next_at"))

    post(cast.nasa_reviewer, "A secret albatross", audience="author")
    post(cast.nasa_reviewer, "A secret pelican", audience="agency")

    assert list(SavedSearch.objects.order_by("id").values("known", "next_at")) == before
    assert not Notice.objects.filter(kind=alerts.KIND).exists()


def test_daily_and_weekly_news_come_in_the_morning_of_their_owner():
    evening = datetime(2026, 11, 25, 20, tzinfo=UTC)  # a Wednesday; in Tokyo it is Thursday, five o'clock

    assert saved.next_time("daily", evening, "UTC") == datetime(2026, 11, 26, 7, tzinfo=UTC)
    assert saved.next_time("daily", evening, "Asia/Tokyo") == datetime(2026, 11, 25, 22, tzinfo=UTC)
    assert saved.next_time("weekly", evening, "UTC") == datetime(2026, 11, 30, 7, tzinfo=UTC)
    assert saved.next_time("weekly", datetime(2026, 11, 30, 6, tzinfo=UTC), "UTC") == datetime(
        2026, 11, 30, 7, tzinfo=UTC)
    assert saved.next_time("at_once", evening, "UTC") is None


def test_daily_news_wait_for_the_morning_and_come_together(cast, post, work):
    kept = saved.save_search(query="albatross", alert=Alert.DAILY, by=cast.esa_reviewer)
    post(cast.nasa_reviewer, "An albatross")
    post(cast.nasa_reviewer, "Another albatross")
    alerts.look_in_the_morning()
    work()
    assert told(cast.esa_reviewer) == []

    SavedSearch.objects.update(next_at=timezone.now() - timedelta(seconds=1))
    alerts.look_in_the_morning()
    work()

    assert told(cast.esa_reviewer) == ["2 new hits for “albatross”"]
    kept.refresh_from_db()
    assert kept.next_at > timezone.now()


def test_forgotten_searches_and_closed_accounts_are_quiet(cast, post):
    for person in (cast.esa_reviewer, cast.observer):
        kept = saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=person)
    saved.forget_search(saved=kept)
    cast.esa_reviewer.is_active = False
    cast.esa_reviewer.save()

    post(cast.nasa_reviewer, "An albatross")

    assert not Notice.objects.filter(kind=alerts.KIND).exists()


def test_taking_back_a_search_tells_nothing_of_the_time_between(cast, post):
    kept = saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    saved.forget_search(saved=kept)
    post(cast.nasa_reviewer, "An albatross")
    saved.take_back_search(saved=kept)
    post(cast.nasa_reviewer, "An unrelated pelican")

    assert told(cast.esa_reviewer) == []


def test_what_can_not_be_kept_is_refused_with_a_reason(cast, post):
    for query, alert in (("", "none"), ("-mars", "none"), ("before:soon", "none"), ("x" * 401, "none"),
                         ("crew", "hourly")):
        with pytest.raises(BadInput):
            saved.save_search(query=query, alert=alert, by=cast.editor)


def test_too_many_hits_can_not_be_watched(cast, post, monkeypatch):
    monkeypatch.setattr(saved, "MOST_WATCHED", 1)

    with pytest.raises(BadInput, match="narrow"):
        saved.save_search(query="habitat", alert=Alert.DAILY, by=cast.editor)
    assert saved.save_search(query="habitat", by=cast.editor).alert == Alert.NONE


def test_without_an_index_nothing_is_watched_and_nothing_lost(cast, post, index):
    saved.save_search(query="albatross", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    shutil.rmtree(index.root, ignore_errors=True)
    with pytest.raises(NotNow):
        saved.save_search(query="crew", alert=Alert.AT_ONCE, by=cast.esa_reviewer)
    alerts.look_for_news.call()

    post(cast.nasa_reviewer, "An albatross")

    assert told(cast.esa_reviewer) == ["1 new hit for “albatross”"]


def test_pages_save_change_forget_and_take_back(cast, post, sign_in):
    client = sign_in(cast.esa_reviewer)

    shown = client.post("/search/saved/", {"query": "habitat", "alert": "daily"}, follow=True)
    assert "You are told what is new: every day." in shown.content.decode()
    kept = SavedSearch.objects.get()
    client.post(f"/search/saved/{kept.uid}/change/", {"query": "crew", "name": "Crews", "alert": "none"})
    kept.refresh_from_db()
    assert (kept.name, kept.query, kept.alert, kept.next_at) == ("Crews", "crew", "none", None)
    client.post(f"/search/saved/{kept.uid}/forget/")
    assert "Take it back" in client.get("/search/saved/").content.decode()
    client.post(f"/search/saved/{kept.uid}/take-back/")
    assert '<h2 class="line__title"><a href="/search/?q=crew">Crews' in client.get(
        "/search/saved/").content.decode()


def test_page_says_why_a_search_can_not_be_kept(cast, post, sign_in):
    answer = sign_in(cast.editor).post("/search/saved/", {"query": "-mars", "alert": "none"})

    assert answer.status_code == 422
    assert "Say also what to look for" in answer.content.decode()


def test_api_keeps_lists_changes_and_forgets(cast, post, api):
    client = api(cast.editor)

    made = client.post("/api/v1/saved-searches/", {"query": "habitat", "alert": "weekly"}).json()
    address = f"/api/v1/saved-searches/{made['uid']}/"
    assert (made["name"], made["alert"]) == ("habitat", "weekly")
    assert client.patch(address, {"alert": "none"}).json()["next_at"] is None
    assert client.patch(address, {"query": "-mars"}).status_code == 422
    assert [row["uid"] for row in client.get("/api/v1/saved-searches/").json()["results"]] == [made["uid"]]
    assert client.delete(address).status_code == 204
    assert client.get(address).status_code == 404


def test_as_many_queries_for_one_saved_search_as_for_three(cast, post, sign_in):
    client = sign_in(cast.editor)
    saved.save_search(query="habitat", by=cast.editor)
    client.get("/search/saved/")
    with CaptureQueriesContext(connection) as few:
        client.get("/search/saved/")
    for query in ("crew", "moon"):
        saved.save_search(query=query, by=cast.editor)

    with CaptureQueriesContext(connection) as many:
        client.get("/search/saved/")

    assert len(many) == len(few)
