"""Pages of rounds: for everybody, for who is asked, for the coordinator, by an invitation's link."""

import re

import pytest
from django.core import mail as outbox

from backend.accounts.models import Person
from reviews.models import Invitation, InvitationState, NilReturn, Reading, Round, RoundState
from reviews.services.asking import attending, invitations
from reviews.services.asking.rounds import Dates, Rules
from reviews.work import waiting_of
from tests.reviews.rounds import CLOSES, OPENS, SECOND, begin

PLAN = {
    "title": "Agency review", "version": "1", "kind": "agency", "closes": "30 June 2026 17:00 CEST",
    "visibility_during": "sealed", "visibility_after": "open", "agencies": ["ESA", "NASA"],
    "emails": "guest@example.org",
}


@pytest.fixture
def there(document):
    return f"/documents/{document.slug}/rounds/"


def _link(message) -> str:
    return re.search(r"/invited/\S+/", message.body)[0]


def test_a_round_is_planned_announced_and_tells_everybody_asked(clock, version, cast, there, sign_in, work):
    coordinator = sign_in(cast.coordinator)
    coordinator.post(f"{there}new/", PLAN)
    planned = Round.objects.get()
    work()
    before = len(outbox.outbox)

    coordinator.post(f"{there}1/move/", {"action": "announce", "revision": planned.revision})
    work()

    told = {message.to[0] for message in outbox.outbox}
    assert before == 0
    assert told == {
        "guest@example.org", cast.coordinator.email, cast.esa_reviewer.email, cast.nasa_reviewer.email,
        cast.nasa_focal_point.email,
    }


def test_words_that_mean_no_instant_come_back_with_what_was_typed(clock, version, cast, there, sign_in):
    answer = sign_in(cast.coordinator).post(f"{there}new/", PLAN | {"closes": "fall 2026"})

    assert answer.status_code == 422
    assert "needs a clock time" in answer.content.decode()
    assert 'value="Agency review"' in answer.content.decode()


def test_the_page_says_until_when_in_the_announced_zone_and_in_utc(clock, sealed_round, cast, there, sign_in):
    shown = sign_in(cast.nasa_reviewer).get(f"{there}1/").content.decode()

    assert "30 June 2026 17:00 CEST (15:00 UTC)" in shown


def test_the_documents_page_shows_the_round_with_the_days_left(clock, sealed_round, cast, document, sign_in):
    shown = sign_in(cast.nasa_reviewer).get(f"/documents/{document.slug}/").content.decode()

    assert "29 days" in shown
    assert "round-banner" in shown


def test_a_guest_comes_in_by_the_link_and_takes_part(clock, version, cast, there, sign_in, work):
    round_ = begin(version, cast.coordinator, agencies=(cast.nasa,))
    invitations.invite_by_mail(
        round_=round_, email="guest@example.org", name="A Guest", by=cast.coordinator,
    )
    work()
    link = _link(next(one for one in outbox.outbox if one.to == ["guest@example.org"]))
    browser = sign_in(None)

    shown = browser.get(link).content.decode()
    answer = browser.post(link, {"action": "join", "name": "A Guest", "password": "a long enough password"})

    guest = Person.objects.get(email="guest@example.org")
    assert "Make an account and take part" in shown
    assert 'value="A Guest"' in shown
    assert browser.get(link)["Location"] == f"{there}1/"
    assert answer["Location"] == f"{there}1/"
    assert Invitation.objects.get(person=guest).state == InvitationState.ACCEPTED
    assert browser.get(f"{there}1/").status_code == 200


def test_a_weak_password_makes_no_account(clock, sealed_round, cast, sign_in):
    invitation = invitations.invite_by_mail(
        round_=sealed_round, email="guest@example.org", by=cast.coordinator
    )
    secret = invitations.make_link(invitation=invitation, by=cast.coordinator)

    answer = sign_in(None).post(f"/invited/{secret}/", {"action": "join", "name": "G", "password": "short"})

    assert answer.status_code == 422
    assert not Person.objects.filter(email="guest@example.org").exists()


def test_of_a_link_only_the_digest_is_kept_and_a_new_one_ends_the_old(clock, sealed_round, cast, sign_in):
    invitation = invitations.invite_by_mail(
        round_=sealed_round, email="guest@example.org", by=cast.coordinator
    )
    first = invitations.make_link(invitation=invitation, by=cast.coordinator)
    second = invitations.make_link(invitation=invitation, by=cast.coordinator)

    invitation.refresh_from_db()
    assert first not in str(vars(invitation))
    assert second not in str(vars(invitation))
    assert [sign_in(None).get(f"/invited/{secret}/").status_code for secret in (first, second)] == [404, 200]


def test_a_link_that_was_taken_back_leads_nowhere(clock, sealed_round, cast, sign_in):
    invitation = invitations.invite_by_mail(
        round_=sealed_round, email="guest@example.org", by=cast.coordinator
    )
    secret = invitations.make_link(invitation=invitation, by=cast.coordinator)
    sign_in(cast.coordinator).post(f"/invitations/{invitation.uid}/revoke/")

    assert sign_in(None).get(f"/invited/{secret}/").status_code == 404


def test_declining_by_the_link_needs_no_account(clock, sealed_round, cast, sign_in):
    invitation = invitations.invite_by_mail(
        round_=sealed_round, email="guest@example.org", by=cast.coordinator
    )
    secret = invitations.make_link(invitation=invitation, by=cast.coordinator)
    sign_in(None).post(f"/invited/{secret}/", {"action": "decline", "reason": "No time."})

    invitation.refresh_from_db()
    assert (invitation.state, invitation.reason) == (InvitationState.DECLINED, "No time.")


def test_an_invitation_that_is_passed_on_asks_the_other(clock, sealed_round, cast, sign_in, work):
    mine = Invitation.objects.get(person=cast.reviewer)
    sign_in(cast.reviewer).post(
        f"/invitations/{mine.uid}/answer/", {"action": "delegate", "email": "colleague@example.org"}
    )
    work()

    passed_on = Invitation.objects.get(email="colleague@example.org")
    assert passed_on.delegated_from == mine
    assert "colleague@example.org" in [message.to[0] for message in outbox.outbox]


def test_nobody_answers_for_somebody_else(clock, sealed_round, cast, sign_in):
    theirs = Invitation.objects.get(person=cast.reviewer)

    answer = sign_in(cast.coordinator).post(f"/invitations/{theirs.uid}/answer/", {"action": "finish"})

    assert answer.status_code == 403


def test_no_comments_is_an_answer_that_can_be_taken_back(clock, sealed_round, cast, version, there, sign_in):
    section = version.blocks.filter(kind="heading").first().key
    reviewer = sign_in(cast.nasa_reviewer)
    reviewer.post(f"{there}1/nothing/", {"section": section})
    said = NilReturn.objects.get(withdrawn_at=None)
    reviewer.post(f"{there}1/nothing/", {"section": section, "action": "take_back"})
    assert "You said that you have no" not in reviewer.get(f"{there}1/").text
    reviewer.post(f"{there}1/nothing/", {})
    assert "You said that you have no comments on the whole version." in reviewer.get(f"{there}1/").text
    reviewer.post(f"{there}1/nothing/", {"action": "take_back"})

    assert (said.agency, said.section_key) == (cast.nasa, section)
    assert not NilReturn.objects.filter(withdrawn_at=None).exists()


def test_a_section_is_read_once(clock, sealed_round, cast, version, there, sign_in):
    section = version.blocks.filter(kind="heading").first().key
    for _ in range(2):
        sign_in(cast.nasa_reviewer).post(f"{there}1/read/", {"section": section})

    assert Reading.objects.count() == 1


def test_the_map_shows_before_the_end_what_only_one_agency_has_read(
    clock, sealed_round, cast, version, there, sign_in
):
    keys = list(version.blocks.filter(kind="heading").order_by("ordinal").values_list("key", flat=True))
    attending.mark_read(round_=sealed_round, sections=[keys[1]], by=cast.nasa_reviewer)

    shown = sign_in(cast.coordinator).get(f"{there}1/progress/").content.decode()

    assert "Nobody but NASA has read “Cislunar habitat” yet." in shown
    assert "Nobody has read “Introduction” yet." in shown
    assert "read by 1" in shown


def test_reviewers_see_only_their_own_agency_in_the_map(clock, sealed_round, cast, version, there, sign_in):
    keys = list(version.blocks.filter(kind="heading").values_list("key", flat=True))
    attending.mark_read(round_=sealed_round, sections=keys, by=cast.nasa_reviewer)

    shown = sign_in(cast.esa_reviewer).get(f"{there}1/progress/").content.decode()

    assert "ESA" in shown
    assert "NASA" not in shown.partition("<main")[2]


def test_who_is_away_is_seen_and_not_reminded(clock, sealed_round, cast, there, sign_in, work):
    attending.note_absence(person=cast.reviewer, from_on=OPENS.date(), to_on=CLOSES.date())
    coordinator = sign_in(cast.coordinator)

    shown = coordinator.get(f"{there}1/").content.decode()
    coordinator.post(f"{there}1/remind/")
    work()

    reminded = [one.to[0] for one in outbox.outbox if "asks for your answer" in one.subject]
    assert "away 1 Jun–30 Jun" in shown
    assert sorted(reminded) == sorted([cast.coordinator.email, cast.nasa_focal_point.email])


def test_the_button_reminds_nobody_twice_on_one_day(clock, sealed_round, cast, there, sign_in, work):
    coordinator = sign_in(cast.coordinator)
    for _ in range(2):
        coordinator.post(f"{there}1/remind/")
    work()

    reminded = [one.to[0] for one in outbox.outbox if "asks for your answer" in one.subject]
    assert len(reminded) == len(set(reminded)) == 3


def test_a_community_round_can_be_joined_by_anybody_with_an_account(clock, version, cast, there, sign_in):
    round_ = begin(version, cast.coordinator, kind="public", rules=Rules())
    address = f"/rounds/{round_.uid}/"

    shown = sign_in(None).get(address).content.decode()
    sign_in(cast.stranger).post(f"{address}join/")

    assert "Sign in to take part" in shown
    assert sign_in(cast.stranger).get(f"{there}1/").status_code == 200


def test_a_focal_point_works_at_the_desk(clock, version, cast, there, post, sign_in):
    begin(version, cast.coordinator, rules=Rules("sealed", one_voice=True), agencies=(cast.nasa,))
    said = post(cast.nasa_reviewer, "Why 30?", audience="agency")
    focal_point = sign_in(cast.nasa_focal_point)

    shown = focal_point.get(f"{there}1/agencies/NASA/").content.decode()
    focal_point.post(
        f"{there}1/agencies/NASA/",
        {"action": "reword", "comment": said.uid, "body": "We miss the source.", "revision": said.revision},
    )
    focal_point.post(f"{there}1/agencies/NASA/", {"action": "release_all"})

    said.refresh_from_db()
    assert "Why 30?" in shown
    assert (said.body, said.state) == ("We miss the source.", "registered")


def test_what_was_typed_is_kept_when_somebody_was_quicker(clock, version, cast, there, post, sign_in):
    begin(version, cast.coordinator, agencies=(cast.nasa,))
    said = post(cast.nasa_reviewer, audience="agency")

    answer = sign_in(cast.nasa_focal_point).post(
        f"{there}1/agencies/NASA/",
        {"action": "reword", "comment": said.uid, "body": "Our own words.", "revision": said.revision + 1},
    )

    assert answer.status_code == 409
    assert "Our own words." in answer.content.decode()


def test_a_round_that_is_over_says_so_on_its_page(clock, sealed_round, cast, there, sign_in):
    from reviews.services.asking import rounds

    clock.at(CLOSES + SECOND)
    rounds.tend()

    shown = sign_in(cast.nasa_reviewer).get(f"{there}1/").content.decode()
    assert Round.objects.get().state == RoundState.CLOSED
    assert "Read and comment" not in shown


@pytest.mark.parametrize("count", [1, 3])
def test_the_list_takes_the_same_queries_however_long(
    count, clock, version, cast, there, sign_in, django_assert_max_num_queries
):
    for _ in range(count):
        begin(version, cast.coordinator)
    client = sign_in(cast.coordinator)

    with django_assert_max_num_queries(13):
        client.get(there)


@pytest.mark.parametrize("count", [1, 3])
def test_the_map_takes_the_same_queries_however_many_took_part(
    count, clock, sealed_round, version, cast, there, sign_in, django_assert_max_num_queries
):
    keys = list(version.blocks.filter(kind="heading").values_list("key", flat=True))
    people = (cast.nasa_reviewer, cast.esa_reviewer, cast.reviewer)
    for person in people[:count]:
        attending.mark_read(round_=sealed_round, sections=keys, by=person)
    client = sign_in(cast.coordinator)

    with django_assert_max_num_queries(26):
        client.get(f"{there}1/progress/")


@pytest.mark.parametrize("count", [1, 3])
def test_the_desk_takes_the_same_queries_however_full(
    count, clock, sealed_round, cast, there, post, sign_in, django_assert_max_num_queries
):
    for number in range(count):
        post(cast.nasa_reviewer, f"Comment {number} on other matters.", audience="agency")
    client = sign_in(cast.nasa_focal_point)

    with django_assert_max_num_queries(25):
        client.get(f"{there}1/agencies/NASA/")


def _tasks(person, sign_in):
    return [task.text for task in sign_in(person).get("/work/").context["tasks"]]


def test_my_work_asks_who_was_asked(clock, sealed_round, cast, version, post, sign_in):
    from reviews.services.asking import rounds

    when = Dates("1 July 2026 12:00 UTC")
    rounds.create_round(version=version, title="Silence", when=when, by=cast.coordinator)
    clock.at(CLOSES + SECOND)
    post(cast.reviewer, "Late.")
    clock.at(OPENS)

    assert "Answer “Agency review”" in _tasks(cast.reviewer, sign_in)
    assert "Answer “Agency review” for NASA" in _tasks(cast.nasa_focal_point, sign_in)
    assert not [text for text in _tasks(cast.nasa_reviewer, sign_in) if text.startswith("Answer")]
    assert {"Announce “Silence”", "Admit or refuse 1 late comment"} <= set(_tasks(cast.coordinator, sign_in))


def test_who_answered_is_asked_no_more(clock, sealed_round, cast, sign_in):
    mine = Invitation.objects.get(person=cast.reviewer)
    invitations.finish(invitation=mine, by=cast.reviewer)

    assert not [text for text in _tasks(cast.reviewer, sign_in) if text.startswith("Answer")]


def test_the_coordinator_waits_for_those_who_have_not_answered(clock, sealed_round, cast):
    found = [one for one in waiting_of(cast.coordinator) if "answers to" in one.text]

    assert [one.text for one in found] == ["3 answers to “Agency review”"]
    assert set(found[0].people) == {cast.coordinator.pk, cast.nasa_focal_point.pk, cast.reviewer.pk}
