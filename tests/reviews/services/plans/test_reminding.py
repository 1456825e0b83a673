"""Reminders of dates, by the clock and by people; the coordinators' digest."""

from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from backend.errors import Missing
from backend.notices import kinds
from backend.notices.models import Notice
from reviews.core.planning.nearing import rung
from reviews.models import Milestone
from reviews.planning import digests
from reviews.services.answers import decisions
from reviews.services.plans import milestones, reminding

DAY = date(2027, 5, 12)


@pytest.mark.parametrize(("left", "reached"), [(9, None), (7, 7), (5, 7), (2, 2), (1, 1), (0, 1), (-1, None)])
def test_each_rung_is_reached_once_even_when_its_day_was_missed(left, reached):
    assert rung(DAY, DAY - timedelta(days=left)) == reached


@pytest.fixture
def soon(cast, document):
    """`soon("decisions", 2)` sets a step of this kind so many days ahead."""

    def set_step(kind, days):
        words = (timezone.now() + timedelta(days=days)).date().isoformat()
        return milestones.set_milestone(document=document, title=f"The {kind}", kind=kind, words=words,
                                        by=cast.coordinator)

    return set_step


def _told(kind=reminding.NEAR):
    return [notice.person.name for notice in Notice.objects.filter(kind=kind).order_by("person")]


def test_editors_are_reminded_while_comments_are_open(soon, post, cast):
    comment = post(cast.nasa_reviewer)
    soon("decisions", 2)

    reminding.remind_by_clock()
    reminding.remind_by_clock()
    assert _told() == ["Editor"]

    decisions.decide_comment(comment=comment, answer=decisions.Answer("accepted"), by=cast.editor)
    Notice.objects.all().delete()
    reminding.remind_by_clock()
    assert _told() == []


def test_reviewers_are_reminded_until_they_have_spoken(soon, post, cast):
    post(cast.nasa_reviewer)
    soon("round", 7)

    reminding.remind_by_clock()

    assert "NASA reviewer 1" not in _told()
    assert {"NASA focal point", "ESA reviewer 1", "Community reviewer"} <= set(_told())
    assert not {"Stranger", "Observer"} & set(_told())


def test_moved_date_reminds_anew_and_its_old_notice_says_nothing_once_met(soon, cast):
    step = soon("meeting", 1)
    reminding.remind_by_clock()
    milestones.move_milestone(
        milestone=step, words=(timezone.now() + timedelta(days=2)).date().isoformat(), reason="Room.",
        by=cast.coordinator,
    )
    reminding.remind_by_clock()
    assert _told() == ["Coordinator", "Coordinator"]

    milestones.meet_milestone(milestone=step, on=timezone.now().date(), by=cast.coordinator)
    assert [kinds.words_for(cast.coordinator, notice) for notice in Notice.objects.all()] == [None, None]


def test_steps_of_other_days_remind_nobody(soon):
    soon("meeting", 20)
    soon("meeting", 3).delete()

    assert reminding.remind_by_clock() == 0 or timezone.now().weekday() == 0


def test_who_waits_reminds_with_one_click_once_a_day(post, cast, document):
    post(cast.nasa_reviewer)

    first = reminding.remind(document=document, key="answers", by=cast.nasa_reviewer)
    second = reminding.remind(document=document, key="answers", by=cast.nasa_reviewer)

    assert (first, second) == (1, 0)
    told = kinds.words_for(cast.editor, Notice.objects.get(kind=reminding.ASKED))
    assert told.title == "NASA reviewer 1 waits for you in Science White Paper"
    assert told.text == "Decide 1 comment"


def test_who_waits_for_nothing_reminds_nobody(post, cast, document):
    post(cast.nasa_reviewer)

    with pytest.raises(Missing):
        reminding.remind(document=document, key="answers", by=cast.observer)


def test_digest_says_what_is_late_at_risk_and_waited_for(soon, post, cast):
    post(cast.nasa_reviewer)
    soon("meeting", -3)
    step = soon("publication", 20)
    milestones.expect_milestone(milestone=step, words="2030", by=cast.coordinator)

    found = digests.digest_of(cast.coordinator, now=timezone.now())

    assert found.title == "Plans: 1 step overdue and 1 at risk"
    assert "foreseen 31 December 2030" in found.text
    assert found.waiting == ("Science White Paper: 1 comment waits for an answer",)
    assert digests.digest_of(cast.editor, now=timezone.now()).is_empty


def test_digest_goes_to_coordinators_on_mondays_once(soon, monkeypatch):
    soon("meeting", -3)
    monday = timezone.now() + timedelta(days=(7 - timezone.now().weekday()) % 7 or 7)
    monkeypatch.setattr(timezone, "now", lambda: monday)

    reminding.remind_by_clock()
    reminding.remind_by_clock()

    assert _told(reminding.DIGEST) == ["Coordinator"]


def test_fuzzy_date_is_reminded_of_but_closes_nothing(cast, document):
    step = milestones.set_milestone(document=document, title="Out", words="fall 2016", by=cast.coordinator)

    reminding.remind_by_clock()

    assert Milestone.objects.get(pk=step.pk).met_on is None
    assert isinstance(step.to_on, date)
    assert not isinstance(step.to_on, datetime)
