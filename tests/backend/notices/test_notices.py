"""Telling people: once per occasion, with the rights and wishes of the moment."""

import re

import pytest
from django.core import mail as outbox
from django.db import transaction

from backend.accounts import services as accounts
from backend.errors import BadInput
from backend.events import services as events
from backend.notices import kinds, mail, selectors, services
from backend.notices.kinds import Kind, Told
from backend.notices.models import MailState, Notice

VISIBLE = {"seen": True}


@pytest.fixture(autouse=True)
def _kinds(monkeypatch):
    VISIBLE["seen"] = True
    monkeypatch.setattr(kinds, "_kinds", {})
    kinds.register(
        Kind("loud", "A bell was rung", lambda _p, n: _words(n)),
        Kind("quiet", "A page was turned", lambda _p, n: _words(n), by_mail=False),
    )


def _words(notice: Notice) -> Told | None:
    bell = notice.data.get("bell")
    return Told(f"The bell {bell} rang", "At noon.", "/documents/") if VISIBLE["seen"] else None


def _tell(person, kind="loud", key="noon"):
    return services.tell(person=person, kind=kind, dedupe_key=key, data={"bell": 7})


def test_the_same_occasion_is_told_once(cast, work):
    first, second = _tell(cast.editor), _tell(cast.editor)
    work()

    assert first is not None
    assert second is None
    assert [message.subject for message in outbox.outbox] == ["The bell 7 rang"]


def test_a_mail_says_where_to_go_and_how_to_stop_it(cast, work):
    notice = _tell(cast.editor)
    work()

    message = outbox.outbox[0]
    token = re.search(r"/notices/stop/(\S+)/", message.body)[1]
    assert "/documents/" in message.body
    assert mail.said_in(token) == (cast.editor, kinds.named("loud"))
    assert message.extra_headers["Message-ID"].startswith(f"<{notice.uid}@")
    assert message.to == [cast.editor.email]


def test_the_bell_counts_only_what_still_says_something(cast):
    _tell(cast.editor)
    assert selectors.unread_count(cast.editor) == 1

    VISIBLE["seen"] = False
    with transaction.atomic():  # whatever takes a right away is an event
        events.record(verb="documents.role.ended", actor=cast.coordinator)

    assert selectors.unread_count(cast.editor) == 0


def test_the_bell_counts_up_to_a_bound_and_says_that_there_are_more(cast, monkeypatch, sign_in):
    monkeypatch.setattr(selectors, "COUNTED", 2)
    for key in ("dawn", "noon", "dusk"):
        _tell(cast.editor, key=key)

    assert selectors.unread_count(cast.editor) == 2
    assert "Notices: 2+ new" in sign_in(cast.editor).get("/documents/").content.decode()


def test_older_notices_that_say_nothing_any_more_do_not_count_either(cast, monkeypatch):
    monkeypatch.setattr(selectors, "COUNTED", 2)
    _tell(cast.editor, key="told", kind="quiet")
    for key in ("dawn", "noon", "dusk"):
        _tell(cast.editor, key=key)
    VISIBLE["seen"] = False

    assert selectors.unread_count(cast.editor) == len(
        kinds.with_words(cast.editor, selectors.notices_of(cast.editor)),
    )


def test_what_may_no_longer_be_seen_is_neither_mailed_nor_listed(cast, work):
    notice = _tell(cast.editor)
    VISIBLE["seen"] = False
    work()

    notice.refresh_from_db()
    assert (notice.mail_state, outbox.outbox) == (MailState.SKIPPED, [])
    assert kinds.with_words(cast.editor, selectors.notices_of(cast.editor)) == []


def test_a_kind_that_is_quiet_by_default_is_only_listed(cast, work):
    _tell(cast.editor, kind="quiet")
    work()

    assert outbox.outbox == []
    assert selectors.unread_count(cast.editor) == 1


def test_who_stopped_a_kind_gets_no_mail_that_was_waiting(cast, work):
    _tell(cast.editor)
    services.stop_mail(token=mail.token_for(cast.editor, kinds.named("loud")))
    work()

    assert outbox.outbox == []


def test_who_closed_their_account_gets_no_mail(cast, work):
    _tell(cast.editor)
    accounts.close_account(person=cast.editor, by=cast.staff)
    work()

    assert outbox.outbox == []


def test_a_mail_that_was_being_sent_when_the_worker_died_goes_out_under_its_first_name(cast, work):
    notice = _tell(cast.editor)
    Notice.objects.filter(pk=notice.pk).update(mail_state=MailState.SENDING)
    work()

    assert [message.extra_headers["Message-ID"].split("@")[0] for message in outbox.outbox] == [
        f"<{notice.uid}"
    ]


def test_a_mail_is_not_sent_again_once_it_is_sent(cast, work):
    notice = _tell(cast.editor)
    work()
    mail.send_notice.func(notice_id=notice.pk)

    assert len(outbox.outbox) == 1


def test_there_are_no_notices_of_unknown_kinds(cast):
    with pytest.raises(BadInput):
        _tell(cast.editor, kind="unheard")


def test_choosing_on_the_page_changes_what_is_mailed(cast, sign_in, work):
    sign_in(cast.editor).post("/notices/settings/", {"by_mail": ["quiet"]})
    _tell(cast.editor, kind="quiet", key="one")
    _tell(cast.editor, kind="loud", key="two")
    work()

    assert [message.body.count("A page was turned") for message in outbox.outbox] == [1]


def test_opening_a_notice_marks_it_and_leads_there(cast, sign_in):
    notice = _tell(cast.editor)

    answer = sign_in(cast.editor).get(f"/notices/{notice.uid}/")

    assert answer["Location"] == "/documents/"
    assert selectors.unread_count(cast.editor) == 0


def test_the_bell_counts_what_is_new(cast, sign_in):
    _tell(cast.editor, key="one")
    _tell(cast.editor, key="two")

    page = sign_in(cast.editor).get("/notices/").content.decode()

    assert "Notices: 2 new" in page


def test_marking_all_counts_only_what_was_shown(cast, sign_in):
    shown = _tell(cast.editor, key="one")
    _tell(cast.editor, key="two")

    sign_in(cast.editor).post("/notices/", {"up_to": shown.pk})

    assert selectors.unread_count(cast.editor) == 1


def test_a_forged_link_stops_nothing(sign_in, db):
    assert sign_in(None).post("/notices/stop/forged/").status_code == 404


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(count, cast, sign_in, django_assert_num_queries):
    for number in range(count):
        _tell(cast.editor, key=str(number))
    client = sign_in(cast.editor)

    with django_assert_num_queries(10):
        client.get("/notices/")


def test_the_api_tells_the_same(cast, api):
    notice = _tell(cast.editor)

    told = api(cast.editor).get("/api/v1/notices/").json()["results"]

    assert [(one["uid"], one["title"], one["read_at"]) for one in told] == [
        (str(notice.uid), "The bell 7 rang", None)
    ]
