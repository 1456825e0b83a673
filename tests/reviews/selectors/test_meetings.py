"""Meetings, their findings, and whether the text says what was found."""

import io
from datetime import date

import docx
import pytest

from backend.errors import BadInput, NotNow, NotYou
from backend.notices import kinds
from backend.notices.models import Notice
from documents.models import Document
from reviews.models import AgendaItem, AnchorKind, Comment, Finding, FindingKind, FindingState
from reviews.selectors import meetings
from reviews.services import telling
from reviews.services.answers.decisions import Answer
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.services.workshops import findings, minutes, passages
from reviews.services.workshops import meetings as services
from reviews.services.workshops.meetings import Attendee, Facts
from reviews.work import work_of
from tests import papers


@pytest.fixture
def workshop(cast, document):
    facts = Facts("Workshop", date(2016, 2, 10), date(2016, 2, 11), "Paris", hosts=(cast.nasa,))
    return services.call_meeting(document=document, facts=facts, by=cast.coordinator)


@pytest.fixture
def recommend(cast, workshop):
    """`recommend(text)` writes a recommendation down and adopts it."""

    def recommended(text="Say how long crews stay."):
        made = findings.draft_finding(
            meeting=workshop, kind=FindingKind.RECOMMENDATION, text=text, by=cast.editor,
        )
        return findings.adopt_finding(finding=made, by=cast.coordinator)

    return recommended


@pytest.fixture
def assigned(cast, document, version, recommend):
    """A recommendation that belongs to the section on the habitat."""
    heading = version.blocks.get(kind="heading", text="Cislunar habitat")
    return findings.assign_finding(
        finding=recommend(), document=document, heading=heading, by=cast.editor,
    )


def link(assigned, version, by, words="up to 30 days"):
    block = version.blocks.get(text__contains=words)
    start = block.text.index(words)
    place = Place(AnchorKind.RANGE, block.key, start, start + len(words), quote=words)
    return passages.link_passage(assignment=assigned, version=version, place=place, by=by)


def test_only_who_steers_looks_after_meetings(cast, document):
    with pytest.raises(NotYou):
        services.call_meeting(document=document, facts=Facts("Mine", date(2016, 1, 1)), by=cast.nasa_reviewer)


def test_a_meeting_does_not_end_before_it_starts(cast, document):
    with pytest.raises(BadInput):
        services.call_meeting(
            document=document, facts=Facts("Back", date(2016, 2, 2), date(2016, 2, 1)), by=cast.editor,
        )


def test_facts_that_somebody_changed_meanwhile_are_not_overwritten(cast, workshop):
    facts = Facts("Joint workshop", date(2016, 2, 10))
    services.describe_meeting(meeting=workshop, facts=facts, by=cast.editor, revision=1)

    with pytest.raises(NotNow, match="Somebody changed"):
        services.describe_meeting(meeting=workshop, facts=facts, by=cast.coordinator, revision=1)


def test_participants_are_read_from_lines_and_added_once(cast, workshop):
    lines = "Chair of the SWG; CNES; France; NASA; chair\n\nA scientist"

    for _ in range(2):
        services.add_participants(
            meeting=workshop, attendees=services.read_attendees(lines, [cast.nasa]), by=cast.editor,
        )

    rows = workshop.participants.order_by("id").values_list("name", "country", "agency", "part")
    assert list(rows) == [
        ("Chair of the SWG", "France", cast.nasa.pk, "chair"), ("A scientist", "", None, ""),
    ]


@pytest.mark.parametrize("move", ["adopt_finding", "close_finding"])
def test_moves_that_make_no_sense_now_are_refused(move, cast, recommend):
    with pytest.raises(NotNow):
        getattr(findings, move)(finding=recommend(), by=cast.editor)


def test_drafts_are_seen_by_who_was_there_and_who_steers(cast, workshop):
    services.add_participants(
        meeting=workshop, attendees=[Attendee("ESA reviewer", person=cast.esa_reviewer)], by=cast.editor,
    )
    draft = findings.draft_finding(meeting=workshop, kind="finding", text="Air matters.", by=cast.editor)

    seen = {
        person.name: draft in meetings.findings_visible_to(person)
        for person in (cast.esa_reviewer, cast.nasa_reviewer, cast.editor, cast.stranger)
    }

    assert list(seen.values()) == [True, False, True, False]


def test_numbers_of_each_kind_count_by_themselves_and_old_words_are_kept(cast, workshop, recommend):
    one, two = recommend(), recommend("Say more.")
    finding = findings.draft_finding(meeting=workshop, kind="finding", text="Found.", by=cast.editor)

    edited = findings.edit_finding(finding=two, text="Say much more.", by=cast.editor, revision=two.revision)

    assert (one.code, edited.code, finding.code) == ("R1", "R2", "F1")
    assert edited.steps.last().old_text == "Say more."


def test_partly_needs_a_reason(cast, assigned):
    with pytest.raises(BadInput, match="Say why"):
        findings.judge_assignment(assignment=assigned, reflection="partly", by=cast.editor)


def test_words_that_reflect_a_finding_are_followed(cast, document, version, assigned, work):
    passage = link(assigned, version, cast.editor)

    newer = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    place = passage.places.get(version=newer)
    assert newer.blocks.get(key=place.segments[0][0]).text.startswith("The habitat will allow")


def test_words_that_a_version_loses_are_missed_and_told(cast, document, version, assigned, work):
    passage = link(assigned, version, cast.editor, words="The far side of the Moon is shielded")
    findings.judge_assignment(assignment=assigned, reflection="reflected", by=cast.editor)

    newer = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    [shown] = meetings.for_page(Finding.objects.all(), cast.editor)
    board = meetings.board(cast.editor, document, [shown])
    assert meetings.lost_in(shown.assignments.all()[0].passages.all()[0]) == newer
    assert board.counts["lost"] == 1
    told = Notice.objects.filter(kind=telling.LOST)
    assert {notice.person for notice in told} == {cast.editor, cast.coordinator}
    assert "lost words that reflect R1" in kinds.words_for(cast.editor, told[0]).title
    with pytest.raises(NotNow, match="lost"):
        findings.close_finding(finding=assigned.finding, by=cast.editor)
    passages.unlink_passage(passage=passage, by=cast.editor)
    assert findings.close_finding(finding=assigned.finding, by=cast.editor).state == "closed"


def test_a_finding_becomes_a_comment_once_and_keeps_its_origin(cast, version, assigned):
    made = [
        findings.comment_from(finding=assigned.finding, version=version, by=cast.editor) for _ in range(2)
    ]

    assert made[0] == made[1]
    assert made[0].source == "meeting"
    assert made[0].source_data["code"] == "R1"
    assert list(assigned.finding.comments.all()) == [made[0]]


def test_open_critical_comments_make_the_agenda_and_are_decided_in_place(cast, version, workshop):
    block = version.blocks.get(text__contains="30 days")
    for severity, audience in (("critical", "document"), ("minor", "document"), ("critical", "agency")):
        comments.post_comment(
            version=version, place=Place(AnchorKind.BLOCK, block.key), audience=audience,
            saying=Saying("Too long.", severity=severity), by=cast.nasa_reviewer,
        )

    counts = [services.agenda_from_comments(meeting=workshop, by=cast.coordinator) for _ in range(2)]
    item = workshop.agenda.get()
    services.minute_item(
        item=item, minutes="Agreed to 42.", answer=Answer("accepted", "42 days."), by=cast.coordinator,
    )

    assert counts == [1, 0]
    assert Comment.objects.get(pk=item.comment_id).state == "decided"
    assert AgendaItem.objects.get().decision.response == "42 days."


def test_a_decision_that_is_refused_leaves_the_minutes_unwritten(cast, version, workshop):
    block = version.blocks.get(text__contains="30 days")
    comments.post_comment(
        version=version, place=Place(AnchorKind.BLOCK, block.key), saying=Saying("No.", severity="critical"),
        audience="document", by=cast.nasa_reviewer,
    )
    services.agenda_from_comments(meeting=workshop, by=cast.coordinator)

    with pytest.raises(BadInput):
        services.minute_item(
            item=workshop.agenda.get(), minutes="Rejected.", answer=Answer("rejected"), by=cast.coordinator,
        )

    assert workshop.agenda.get().minutes == ""


def test_files_come_back_as_they_were_and_unknown_types_are_refused(cast, workshop, sign_in):
    kept = services.add_material(
        meeting=workshop, data=b"%PDF-1.7 x", file_name="../slides.pdf", by=cast.editor,
    )

    answer = sign_in(cast.nasa_reviewer).get(f"/materials/{kept.uid}/")

    assert b"".join(answer.streaming_content) == b"%PDF-1.7 x"
    assert answer["Content-Security-Policy"] == "sandbox"
    with pytest.raises(BadInput, match="of a type"):
        services.add_material(meeting=workshop, data=b"<html>", file_name="page.html", by=cast.editor)


def test_minutes_are_a_word_file_with_what_the_person_may_see(cast, workshop, assigned):
    findings.draft_finding(meeting=workshop, kind="finding", text="A secret draft.", by=cast.editor)
    services.add_item(meeting=workshop, title="Welcome", starts="10 Feb 09:30", by=cast.editor)

    read = {
        person: "\n".join(
            paragraph.text for paragraph in docx.Document(
                io.BytesIO(minutes.word(meeting=workshop, person=person)),
            ).paragraphs
        )
        for person in (cast.editor, cast.nasa_reviewer)
    }

    assert "10–11 February 2016" in read[cast.nasa_reviewer]
    assert "R1  Say how long crews stay." in read[cast.nasa_reviewer]
    assert "Cislunar habitat: not looked at" in read[cast.nasa_reviewer]
    assert "secret" in read[cast.editor]
    assert "secret" not in read[cast.nasa_reviewer]


def test_my_work_names_what_is_to_be_judged(cast, assigned):
    texts = {person: [task.text for task in work_of(person)] for person in (cast.editor, cast.nasa_reviewer)}

    assert "Judge whether the text reflects 1 finding" in texts[cast.editor]
    assert not any("reflects" in text for text in texts[cast.nasa_reviewer])


def test_documents_that_one_does_not_see_are_not_named_beside_a_meeting(cast, workshop, sign_in):
    elsewhere = Document.objects.create(
        owner=cast.nasa, slug="elsewhere", title="An unseen paper", created_by=cast.stranger,
    )
    workshop.documents.add(elsewhere)

    shown = [
        elsewhere.title in sign_in(person).get(f"/meetings/{workshop.uid}/").content.decode()
        for person in (cast.esa_reviewer, cast.editor)
    ]

    assert shown == [False, False]


def test_a_point_minuted_meanwhile_stays_on_the_agenda(cast, workshop):
    read_before = services.add_item(meeting=workshop, title="Power", by=cast.editor)
    services.minute_item(
        item=AgendaItem.objects.get(pk=read_before.pk), minutes="Agreed.", by=cast.coordinator,
    )

    with pytest.raises(NotNow):
        services.drop_item(item=read_before, by=cast.editor)


def test_two_scribes_do_not_overwrite_each_other_and_keep_what_they_typed(cast, workshop, sign_in):
    item = services.add_item(meeting=workshop, title="Welcome", by=cast.editor)
    services.minute_item(item=item, minutes="Theirs.", by=cast.coordinator)

    page = sign_in(cast.editor).post(f"/agenda/{item.uid}/minute/", {"minutes": "Mine, longer.", "seen": ""})

    item.refresh_from_db()
    assert (page.status_code, item.minutes) == (409, "Theirs.")
    assert "Mine, longer." in page.content.decode()


def test_paragraph_shows_what_meetings_asked_for_in_it(cast, document, version, assigned, sign_in):
    passage = link(assigned, version, cast.editor)
    block = version.blocks.get(text__contains="up to 30 days")
    other = version.blocks.get(text__contains="Sample return")
    address = f"/documents/{document.slug}/v1/history/{{}}/"

    shown = sign_in(cast.observer).get(address.format(block.key)).text
    elsewhere = sign_in(cast.observer).get(address.format(other.key)).text
    told = sign_in(cast.observer).get(f"/api/v1/versions/{version.uid}/blocks/{block.key}/history/").json()

    assert "Say how long crews stay." in shown
    assert "Say how long crews stay." not in elsewhere
    assert [one["code"] for one in told["reflects"]] == ["R1"]
    passages.unlink_passage(passage=passage, by=cast.editor)
    assert meetings.reflected_in(cast.observer, block) == []


def test_finding_is_told_of_beside_a_paragraph_to_nobody_else_and_not_once_withdrawn(
    cast, document, version, assigned,
):
    link(assigned, version, cast.editor)
    block = version.blocks.get(text__contains="up to 30 days")

    assert meetings.reflected_in(cast.observer, block) == [assigned]
    assert meetings.reflected_in(cast.stranger, block) == []
    Finding.objects.update(state=FindingState.WITHDRAWN)
    assert meetings.reflected_in(cast.editor, block) == []
