"""Approvals: asked, answered, broken by one objection, counted at the instant, asked again."""

from datetime import timedelta

import pytest
from django.utils import timezone

from backend.errors import BadInput, NotNow, NotYou
from backend.notices import kinds
from backend.notices.models import Notice
from documents.services import versions
from reviews.models import ApprovalState, Policy
from reviews.selectors import positions
from reviews.services.approvals import positions as services
from reviews.services.approvals import telling_positions
from reviews.services.approvals.positions import Question, Stated
from reviews.work import waiting_of, work_of
from tests import papers


@pytest.fixture
def ask(cast, version):
    """`ask(policy)` asks all agencies of the document for their positions on the first version."""

    def asked(policy=Policy.CONSENSUS, **more):
        question = Question("The paper", policy, "1 May 2099 17:00", "Europe/Paris", **more)
        return services.ask_approval(version=version, question=question, by=cast.coordinator)

    return asked


def say(approval, agency, by, stance="approve", **more):
    return services.state_position(
        approval=approval, agency=agency, stated=Stated(stance, **more), by=by,
    )


def test_coordinators_ask_and_the_owner_is_asked_too(cast, ask, version):
    approval = ask()

    assert {row.agency.code for row in approval.asked.all()} == {"ESA", "NASA"}
    with pytest.raises(NotYou):
        services.ask_approval(
            version=version, question=Question("x", "silence", "1 May 2099 17:00"), by=cast.editor,
        )


@pytest.mark.parametrize("ends", ["fall 2098", "1 May 2099", "1 May 2016 17:00", "soon"])
def test_it_ends_at_an_instant_to_come(ends, cast, version):
    with pytest.raises(BadInput):
        services.ask_approval(version=version, question=Question("x", "silence", ends), by=cast.coordinator)


def test_only_one_approval_is_open_at_a_time(ask):
    ask()

    with pytest.raises(NotNow, match="Another approval"):
        ask()


def test_only_a_focal_point_speaks_for_its_agency(cast, ask):
    approval = ask()

    with pytest.raises(NotYou):
        say(approval, cast.nasa, cast.nasa_reviewer)
    with pytest.raises(NotYou):
        say(approval, cast.esa, cast.nasa_focal_point)


def test_to_disapprove_one_says_why(cast, ask):
    with pytest.raises(BadInput, match="in the way"):
        say(ask(), cast.nasa, cast.nasa_focal_point, "disapprove")


def test_the_newest_position_counts_and_the_older_stay(cast, ask):
    approval = ask()
    say(approval, cast.nasa, cast.nasa_focal_point, "disapprove", text="Too long.")
    say(approval, cast.nasa, cast.nasa_focal_point, "approve")
    say(approval, cast.esa, cast.coordinator)

    assert positions.table(approval).count.verdict == "approved"
    assert approval.positions.count() == 3


def test_one_written_objection_breaks_the_silence_at_once_and_all_are_told(cast, ask, work):
    approval = ask(Policy.SILENCE)

    say(approval, cast.nasa, cast.nasa_focal_point, "disapprove", text="Chapter 3 is wrong.")

    approval.refresh_from_db()
    assert approval.state == ApprovalState.BROKEN
    told = Notice.objects.filter(kind=telling_positions.ENDED)
    assert {notice.person for notice in told} == {cast.nasa_focal_point, cast.coordinator, cast.editor}
    assert "NASA objects" in kinds.words_for(cast.editor, told[0]).text
    with pytest.raises(NotNow, match="over"):
        say(approval, cast.esa, cast.coordinator)


def test_silence_is_consent_at_the_instant_and_not_before(ask):
    approval = ask(Policy.SILENCE)

    services.tend(approval.closes_at - timedelta(microseconds=1))
    approval.refresh_from_db()
    before = approval.state
    services.tend(approval.closes_at)
    approval.refresh_from_db()

    assert (before, approval.state) == ("open", "approved")


def test_an_objection_after_the_instant_is_refused_by_the_servers_clock(cast, ask, monkeypatch):
    approval = ask(Policy.SILENCE)
    monkeypatch.setattr(timezone, "now", lambda: approval.closes_at)

    with pytest.raises(NotNow, match="over"):
        say(approval, cast.nasa, cast.nasa_focal_point, "disapprove", text="Late.")


def test_nothing_is_issued_while_a_silence_procedure_runs(cast, document, ask):
    ask(Policy.SILENCE)
    draft = versions.upload_version(
        document=document, data=papers.word_file(*papers.SECOND_DRAFT), file_name="b.docx", by=cast.editor,
    )

    with pytest.raises(NotNow, match="nothing may change"):
        versions.issue_version(version=versions.read_version(version=draft), by=cast.editor)


def test_a_broken_procedure_is_run_again_on_the_next_version(cast, document, version, ask):
    heading = version.blocks.get(kind="heading", text="Cislunar habitat")
    approval = ask(Policy.SILENCE, sections=(heading,))
    say(approval, cast.nasa, cast.nasa_focal_point, "disapprove", text="No.")
    approval.refresh_from_db()
    newer = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)

    again = services.run_again(
        approval=approval, version=newer, ends="1 June 2099 17:00", zone="UTC", by=cast.coordinator,
    )

    assert (again.number, again.again_of, again.sections) == (2, approval, approval.sections)


def test_an_agency_is_asked_again_when_the_words_it_objected_to_changed(cast, document, version, ask, work):
    block = version.blocks.get(text__contains="30 days")
    approval = ask()
    blocked = say(
        approval, cast.nasa, cast.nasa_focal_point, "disapprove", text="Too short.", block=block.key,
        quote="up to 30 days",
    )
    services.withdraw_approval(approval=approval, reason="A new version comes.", by=cast.coordinator)

    newer = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    blocked.refresh_from_db()
    assert blocked.changed_in == newer
    notice = Notice.objects.get(kind=telling_positions.CHANGED)
    assert notice.person == cast.nasa_focal_point
    assert "Too short." in kinds.words_for(cast.nasa_focal_point, notice).text


def test_a_section_that_is_blocked_blocks_its_agencys_approval(cast, version, ask):
    heading = version.blocks.get(kind="heading", text="Cislunar habitat")
    approval = ask(sections=(heading,))
    say(approval, cast.esa, cast.coordinator)
    say(approval, cast.nasa, cast.nasa_focal_point)
    say(approval, cast.nasa, cast.nasa_focal_point, "disapprove", text="Not this.", heading=heading)

    found = positions.table(approval)

    assert found.sections == ("Cislunar habitat",)
    assert (found.count.verdict, found.count.against) == ("failed", 1)


def test_my_work_names_the_position_that_is_owed_and_who_is_waited_for(cast, ask):
    approval = ask()

    owed = [task.text for task in work_of(cast.nasa_focal_point)]
    waited = [waiting for waiting in waiting_of(cast.coordinator) if waiting.key == f"approval-{approval.pk}"]

    assert "State the position of NASA on version 1" in owed
    assert [waiting.people for waiting in waited] == [(cast.nasa_focal_point.pk,)]
    say(approval, cast.nasa, cast.nasa_focal_point)
    assert not any("position of NASA" in task.text for task in work_of(cast.nasa_focal_point))


def test_table_leaves_out_sections_of_which_nobody_spoke_by_themselves(cast, ask, version):
    headings = list(version.blocks.filter(kind="heading").order_by("ordinal"))
    approval = ask(sections=tuple(headings))
    say(approval, cast.nasa, cast.nasa_focal_point, heading=headings[1])

    whole = positions.table(approval)
    shown = whole.spoken()

    assert (len(whole.sections), shown.sections, shown.silent) == (2, (whole.sections[1],), 1)
    assert [[bool(one) for one in row.sections] for row in shown.rows] == [[False], [True]]
    assert shown.count == whole.count
