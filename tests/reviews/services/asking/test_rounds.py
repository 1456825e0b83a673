"""A round's life: it opens and closes at its instant, whatever clock somebody looks at."""

from datetime import UTC, datetime, timedelta

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews import selectors
from reviews.models import Comment, RoundState, Visibility
from reviews.services.answers import axes, decisions, operations
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Dates, Rules
from reviews.services.talk import comments, placements, releases
from reviews.services.talk.comments import Saying
from tests.reviews.rounds import CLOSES, OPENS, SEALED, SECOND, begin


def _plan(version, by, closes="30 June 2026 17:00 CEST", **more):
    return rounds.create_round(
        version=version, title="Agency review", when=Dates(closes, **more.pop("when", {})), by=by, **more
    )


def test_a_planned_round_keeps_the_announced_words_their_zone_and_the_instant(clock, version, cast):
    planned = _plan(version, cast.coordinator)

    window = planned.windows.get()
    assert (window.words, window.zone) == ("30 June 2026 17:00 CEST", "Europe/Paris")
    assert window.closes_at == CLOSES
    assert (planned.closes_at, planned.number, planned.state) == (CLOSES, 1, RoundState.PLANNED)


@pytest.mark.parametrize(
    ("words", "instant"),
    [
        ("29 March 2026 12:00 CEST", datetime(2026, 3, 29, 10, tzinfo=UTC)),  # the day the clocks change
        ("28 March 2026 12:00 CET", datetime(2026, 3, 28, 11, tzinfo=UTC)),
        ("25 October 2026 12:00 Europe/Paris", datetime(2026, 10, 25, 11, tzinfo=UTC)),
        ("1 November 2026 12:00 America/New_York", datetime(2026, 11, 1, 17, tzinfo=UTC)),
        ("31 December 2026 AoE", datetime(2027, 1, 1, 11, 59, tzinfo=UTC)),
        ("1 July 2026 23:59 UTC+5:30", datetime(2026, 7, 1, 18, 29, tzinfo=UTC)),
    ],
)
def test_a_round_ends_at_the_instant_that_its_words_mean(words, instant, clock, version, cast):
    clock.at(datetime(2026, 1, 1, tzinfo=UTC))

    assert _plan(version, cast.coordinator, words).closes_at == instant


@pytest.mark.parametrize("words", ["fall 2026", "30 June 2026", "29 March 2026 02:30 Europe/Paris", "soon"])
def test_words_that_are_no_one_instant_close_nothing(words, version, cast):
    with pytest.raises(BadInput):
        _plan(version, cast.coordinator, words)


def test_a_round_cannot_end_before_it_starts(clock, version, cast):
    with pytest.raises(BadInput):
        _plan(version, cast.coordinator, when={"opens": "1 July 2026 12:00 UTC"})


def test_the_agencies_own_end_comes_before_the_end(clock, version, cast):
    with pytest.raises(BadInput):
        _plan(version, cast.coordinator, when={"agency_closes": "1 July 2026 12:00 UTC"})


@pytest.mark.parametrize("who", ["editor", "nasa_focal_point", "reviewer", "observer"])
def test_only_coordinators_run_rounds(who, version, cast):
    with pytest.raises(NotYou):
        _plan(version, getattr(cast, who))


def test_a_round_opens_at_its_time(clock, version, cast):
    planned = _plan(version, cast.coordinator, when={"opens": "2 June 2026 12:00 UTC"})
    rounds.announce_round(round_=planned, by=cast.coordinator)

    clock.at(OPENS + timedelta(days=1) - SECOND)
    early = rounds.tend()
    clock.at(OPENS + timedelta(days=1))
    on_time = rounds.tend()

    planned.refresh_from_db()
    assert (early, on_time, planned.state) == (0, 1, RoundState.OPEN)


def test_a_round_closes_at_its_instant_and_not_a_second_before(clock, sealed_round):
    clock.at(CLOSES - SECOND)
    early = rounds.tend()
    clock.at(CLOSES)
    on_time = rounds.tend()

    sealed_round.refresh_from_db()
    assert (early, on_time) == (0, 1)
    assert (sealed_round.state, sealed_round.closed_at) == (RoundState.CLOSED, CLOSES)


def test_closing_twice_does_it_once(clock, sealed_round):
    clock.at(CLOSES)
    rounds.tend()

    with pytest.raises(NotNow):
        rounds.close_round(round_=sealed_round, by=None)
    assert sealed_round.steps.filter(move="close").count() == 1


def test_a_round_with_grace_closes_after_it(clock, version, cast):
    begin(version, cast.coordinator, rules=Rules("sealed", grace_minutes=30))
    clock.at(CLOSES + timedelta(minutes=30) - SECOND)
    early = rounds.tend()
    clock.at(CLOSES + timedelta(minutes=30))

    assert (early, rounds.tend()) == (0, 1)


def test_an_extension_is_one_more_window_with_its_reason(clock, sealed_round, cast):
    rounds.extend_round(
        round_=sealed_round, when=Dates("10 July 2026 17:00 CEST"), reason="Surveys of reviewers.",
        by=cast.coordinator,
    )
    clock.at(CLOSES)

    assert rounds.tend() == 0
    assert list(sealed_round.windows.values_list("words", "reason")) == [
        ("30 June 2026 17:00 CEST", ""), ("10 July 2026 17:00 CEST", "Surveys of reviewers."),
    ]


def test_an_extension_for_one_agency_keeps_the_round_open_for_it(clock, sealed_round, cast, post):
    rounds.extend_round(
        round_=sealed_round, when=Dates("10 July 2026 17:00 CEST"), reason="NASA was closed.",
        by=cast.coordinator, agency=cast.nasa,
    )
    clock.at(CLOSES + SECOND)

    ours, others = post(cast.nasa_reviewer), post(cast.esa_reviewer)

    assert rounds.tend() == 0
    assert (ours.lateness, others.lateness) == ("in_time", "late")


@pytest.mark.parametrize("words", ["29 June 2026 17:00 CEST", "30 June 2026 17:00 CEST"])
def test_an_extension_cannot_end_earlier(words, clock, sealed_round, cast):
    with pytest.raises(BadInput):
        rounds.extend_round(round_=sealed_round, when=Dates(words), reason="Haste.", by=cast.coordinator)


def test_an_extension_needs_a_reason(clock, sealed_round, cast):
    with pytest.raises(BadInput):
        rounds.extend_round(
            round_=sealed_round, when=Dates("10 July 2026 17:00 CEST"), reason=" ", by=cast.coordinator
        )


def test_a_round_that_somebody_changed_meanwhile_is_not_changed_blindly(clock, sealed_round, cast):
    rounds.suspend_round(round_=sealed_round, reason="A wrong file.", by=cast.coordinator)

    with pytest.raises(NotNow) as refused:
        rounds.close_round(
            round_=sealed_round, by=cast.coordinator, reason="Over.", revision=sealed_round.revision
        )
    assert refused.value.code == "changed"


def test_ending_a_round_before_its_time_needs_a_reason(clock, sealed_round, cast):
    with pytest.raises(BadInput):
        rounds.close_round(round_=sealed_round, by=cast.coordinator)


def test_a_suspended_round_does_not_close_by_itself(clock, sealed_round, cast):
    rounds.suspend_round(round_=sealed_round, reason="A wrong file.", by=cast.coordinator)
    clock.at(CLOSES)

    assert rounds.tend() == 0
    with pytest.raises(NotNow):
        rounds.resume_round(round_=sealed_round, by=cast.coordinator)


def test_breaking_the_seal_numbers_what_was_said_in_the_order_of_release(clock, sealed_round, cast, post):
    first, second = post(cast.nasa_reviewer, "One."), post(cast.nasa_focal_point, "Two.")
    other = post(cast.reviewer, "Three.")
    assert {one.register_number for one in (first, second, other)} == {""}

    clock.at(CLOSES)
    rounds.tend()

    found = Comment.objects.order_by("id").values_list("code", "number", "visibility")
    assert list(found) == [
        ("NASA", 1, Visibility.DOCUMENT), ("NASA", 2, Visibility.DOCUMENT), ("REV", 1, Visibility.DOCUMENT),
    ]


def test_numbers_of_withdrawn_comments_are_never_given_again(clock, version, cast, post):
    first = post(cast.nasa_reviewer, "One.")
    comments.withdraw_comment(comment=first, by=cast.nasa_reviewer)
    begin(version, cast.coordinator, agencies=(cast.nasa,))
    post(cast.nasa_reviewer, "Two.")
    clock.at(CLOSES)
    rounds.tend()

    numbers = Comment.objects.order_by("id").values_list("number", flat=True)
    assert list(numbers) == [1, 2]


def test_what_was_withdrawn_in_a_sealed_round_stays_unknown(clock, sealed_round, cast, post):
    taken_back = post(cast.nasa_reviewer)
    comments.withdraw_comment(comment=taken_back, by=cast.nasa_reviewer)
    clock.at(CLOSES)
    rounds.tend()

    taken_back.refresh_from_db()
    assert (taken_back.visibility, taken_back.register_number) == (Visibility.SEALED, "")


def test_a_round_called_off_gives_back_what_was_sealed_in_it(clock, sealed_round, cast, post):
    ours, own = post(cast.nasa_reviewer), post(cast.reviewer)
    rounds.cancel_round(round_=sealed_round, reason="Another draft comes.", by=cast.coordinator)

    again = [Comment.objects.get(pk=one.pk) for one in (ours, own)]
    assert [(one.state, one.visibility, one.round) for one in again] == [
        ("submitted", "agency", None), ("draft", "author", None),
    ]


def test_a_round_is_resolved_when_everything_is_answered(clock, sealed_round, cast, post):
    said = post(cast.nasa_reviewer)
    clock.at(CLOSES)
    rounds.tend()
    with pytest.raises(NotNow) as refused:
        rounds.resolve_round(round_=sealed_round, by=cast.coordinator)
    answer = decisions.Answer("accepted", "", None)
    said.refresh_from_db()
    decisions.decide_comment(comment=said, answer=answer, by=cast.editor)

    resolved = rounds.resolve_round(round_=sealed_round, by=cast.coordinator)

    assert refused.value.members["waiting"] == 1
    assert resolved.state == RoundState.RESOLVED


def test_a_late_comment_is_kept_marked_and_admitted_by_the_coordinator(clock, sealed_round, cast, post):
    clock.at(CLOSES)
    rounds.tend()
    clock.at(CLOSES + SECOND)

    late = post(cast.nasa_reviewer, "Sorry.")
    admitted = _judge(late, cast, admit=True)

    assert (late.lateness, late.state, late.visibility) == ("late", "submitted", "editors")
    assert (admitted.lateness, admitted.register_number, admitted.visibility) == (
        "late_admitted", "NASA-001", "document",
    )


def test_a_late_comment_that_is_refused_is_kept_with_the_reason(clock, sealed_round, cast, post):
    clock.at(CLOSES + SECOND)
    late = post(cast.nasa_reviewer, "Sorry.")

    refused = _judge(late, cast, admit=False, note="The text is frozen.")

    assert (refused.lateness, refused.state, refused.number) == ("late_refused", "submitted", None)


def _judge(late, cast, **more):
    chosen = [operations.Chosen(late)]
    axes.judge_late(document=late.document, chosen=chosen, by=cast.coordinator, **more)
    return Comment.objects.get(pk=late.pk)


def test_what_comes_in_grace_is_marked_and_taken(clock, version, cast, post):
    begin(version, cast.coordinator, rules=Rules("open", grace_minutes=30), agencies=(cast.nasa,))
    clock.at(CLOSES + timedelta(minutes=30))

    assert (post(cast.nasa_reviewer).lateness) == "grace"


def test_an_agency_with_one_voice_is_released_by_its_focal_point(clock, version, cast, post):
    begin(version, cast.coordinator, rules=Rules("sealed", one_voice=True), agencies=(cast.nasa,))
    with pytest.raises(NotYou) as refused:
        post(cast.nasa_reviewer)
    inside = post(cast.nasa_reviewer, audience="agency")
    with pytest.raises(NotYou):
        releases.release_comment(comment=inside, by=cast.nasa_reviewer)

    released = releases.release_comment(comment=inside, by=cast.nasa_focal_point)

    assert refused.value.code == "one_voice"
    assert (released.visibility, released.state) == (Visibility.SEALED, "registered")


def test_who_is_not_asked_keeps_a_draft(clock, version, cast, post):
    begin(version, cast.coordinator, agencies=(cast.nasa,))

    with pytest.raises(NotYou) as refused:
        post(cast.reviewer)

    assert refused.value.code == "not_asked"
    assert post(cast.reviewer, audience="author").state == "draft"


@pytest.mark.parametrize("state", ["announced", "suspended"])
def test_a_round_that_is_not_open_takes_nothing(state, clock, version, cast, post):
    when = Dates("30 June 2026 17:00 CEST", opens="2 June 2026 12:00 UTC" if state == "announced" else "")
    round_ = begin(version, cast.coordinator, when=when, agencies=(cast.nasa,))
    if state == "suspended":
        rounds.suspend_round(round_=round_, reason="A wrong file.", by=cast.coordinator)

    with pytest.raises(NotNow):
        post(cast.nasa_reviewer)


@pytest.mark.parametrize(
    ("during", "after", "seen"),
    [("open", "open", ["document", "document"]), ("editors", "editors", ["editors", "editors"]),
     ("editors", "open", ["editors", "document"]), ("sealed", "editors", ["sealed", "editors"])],
)
def test_who_sees_what_follows_the_rules(during, after, seen, clock, version, cast, post):
    begin(version, cast.coordinator, rules=Rules(during, after), agencies=(cast.nasa,))
    said = post(cast.nasa_reviewer)
    before = said.visibility
    clock.at(CLOSES)
    rounds.tend()

    said.refresh_from_db()
    assert [before, said.visibility] == seen


def test_reviewers_without_names_have_the_same_stand_in_in_a_round(clock, version, cast, post):
    rules = Rules("open", anonymous_reviewers=True)
    begin(version, cast.coordinator, rules=rules, agencies=(cast.nasa,), people=(cast.reviewer,))

    first, second, other = post(cast.nasa_reviewer), post(cast.nasa_reviewer, "And?"), post(cast.reviewer)

    assert first.author_name == second.author_name != other.author_name
    assert first.author_name.startswith("Reviewer ")
    assert first.hidden_name == cast.nasa_reviewer.name
    assert SEALED.anonymous_reviewers is False


def test_a_critical_comment_needs_words_unless_its_round_says_otherwise(clock, version, cast, post):
    said = {"severity": "critical"}
    with pytest.raises(BadInput):
        post(cast.nasa_reviewer, "", proposal="42 days", said=said)
    begin(version, cast.coordinator, rules=Rules("open", critical_needs_reason=False), agencies=(cast.nasa,))

    assert post(cast.nasa_reviewer, "", proposal="42 days", said=said).severity == "critical"


def test_what_an_agency_released_as_its_own_its_members_change_no_more(clock, version, cast, post):
    begin(version, cast.coordinator, rules=Rules("sealed", one_voice=True), agencies=(cast.nasa,))
    said = post(cast.nasa_reviewer, audience="agency")
    released = releases.release_comment(comment=said, by=cast.nasa_focal_point)

    with pytest.raises(NotYou) as refused:
        comments.edit_comment(comment=released, saying=Saying("No, this."), by=cast.nasa_reviewer)
    assert refused.value.code == "one_voice"


def test_outsiders_do_not_learn_that_a_sealed_comment_waits_for_its_place(
    clock, sealed_round, second_version, cast, post, work
):
    work()
    post(cast.nasa_reviewer)
    placements.announce_placing(second_version)

    people = (cast.nasa_reviewer, cast.editor)
    assert [selectors.is_placing(second_version, person) for person in people] == [True, False]


def test_looking_as_an_agency_tells_the_coordinator_nothing_of_what_it_says_within(
    clock, sealed_round, cast, document, post
):
    post(cast.nasa_reviewer)
    post(cast.nasa_reviewer, audience="agency")

    counts = selectors.comment_counts(cast.coordinator, document, seen_as=cast.nasa_focal_point)

    assert (counts["all"], counts["private"]) == (0, 0)
