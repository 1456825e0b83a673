"""The meeting of the access table's world, and its rows."""

from dataclasses import dataclass
from datetime import date

from documents.models import Document, Version
from reviews.models import (
    AgendaItem,
    AnchorKind,
    Approval,
    Assignment,
    Finding,
    Material,
    Meeting,
    Participant,
    Passage,
)
from reviews.services.approvals import positions
from reviews.services.approvals.positions import Question
from reviews.services.talk.comments import Place
from reviews.services.workshops import findings, meetings, passages
from reviews.services.workshops.meetings import Attendee, Facts
from tests.access.answers import coordinators, delete, editors, everyone, get, post, put, readers, signed_in
from tests.cast import Cast

#: What fills a blank in an address of a meeting's routes.
DEFAULTS = {
    "reviews:meeting": {"uid": "workshop.meeting.uid"},
    "reviews:edit_meeting": {"uid": "workshop.meeting.uid"},
    "reviews:minutes": {"uid": "workshop.meeting.uid"},
    "reviews:attend": {"uid": "workshop.meeting.uid"},
    "reviews:drop_participant": {
        "uid": "workshop.meeting.uid", "participant_id": "workshop.participant.pk",
    },
    "reviews:add_item": {"uid": "workshop.meeting.uid"},
    "reviews:items_from_comments": {"uid": "workshop.meeting.uid"},
    "reviews:add_material": {"uid": "workshop.meeting.uid"},
    "reviews:draft_finding": {"uid": "workshop.meeting.uid"},
    "reviews:minute": {"item": "workshop.item.uid"},
    "reviews:move_item": {"item": "workshop.item.uid"},
    "reviews:drop_item": {"item": "workshop.item.uid"},
    "reviews:material": {"uid": "workshop.material.uid"},
    "reviews:withdraw_material": {"uid": "workshop.material.uid"},
    "reviews:edit_finding": {"uid": "workshop.finding.uid"},
    "reviews:assign_finding": {"uid": "workshop.finding.uid"},
    "reviews:say_finding": {"uid": "workshop.finding.uid"},
    "reviews:move_finding": {"uid": "workshop.draft.uid", "name": "workshop.adopt"},
    "reviews:judge": {"uid": "workshop.assignment.uid"},
    "reviews:link_passage": {"uid": "workshop.assignment.uid"},
    "reviews:unassign": {"uid": "workshop.assignment.uid"},
    "reviews:unlink": {"uid": "workshop.passage.uid"},
    "reviews:approval": {"number": "workshop.approval.number"},
    "reviews:state_position": {"number": "workshop.approval.number"},
    "reviews:withdraw_approval": {"number": "workshop.approval.number"},
    "reviews:ask_again": {"number": "workshop.ended_approval.number"},
    "api:approval-": {"uid": "workshop.approval.uid"},
    "api:approval-again": {"uid": "workshop.ended_approval.uid"},
    "api:meeting-": {"uid": "workshop.meeting.uid", "item": "workshop.item.uid"},
    "api:finding-": {"uid": "workshop.finding.uid"},
    "api:assignment-": {"uid": "workshop.assignment.uid"},
}


@dataclass
class Workshop:
    """A meeting at which nobody of the cast was, with an assigned recommendation and a draft of a finding."""

    meeting: Meeting
    participant: Participant
    item: AgendaItem
    material: Material
    finding: Finding
    draft: Finding
    assignment: Assignment
    passage: Passage
    ended_approval: Approval
    approval: Approval  # open, of the second version
    adopt: str = "adopt"


def build(document: Document, version: Version, cast: Cast) -> Workshop:
    by = cast.coordinator
    facts = Facts("Workshop", date(2026, 2, 10), place="Paris")
    meeting = meetings.call_meeting(document=document, facts=facts, by=by)
    [participant] = meetings.add_participants(meeting=meeting, attendees=[Attendee("A scientist")], by=by)
    finding = findings.draft_finding(meeting=meeting, kind="recommendation", text="Say how long.", by=by)
    findings.adopt_finding(finding=finding, by=by)
    assignment = findings.assign_finding(finding=finding, document=document, by=by)
    block = version.blocks.filter(kind="paragraph").first()
    question = Question("The paper", "consensus", "1 May 2099 17:00")
    ended = positions.ask_approval(version=version, question=question, by=by)
    positions.withdraw_approval(approval=ended, reason="Too early.", by=by)
    return Workshop(
        meeting=meeting,
        participant=participant,
        item=meetings.add_item(meeting=meeting, title="Welcome", by=by),
        material=meetings.add_material(meeting=meeting, data=b"%PDF-1.7", file_name="slides.pdf", by=by),
        finding=finding,
        draft=findings.draft_finding(meeting=meeting, kind="finding", text="Not agreed yet.", by=by),
        assignment=assignment,
        ended_approval=ended,
        approval=positions.ask_approval(version=version, question=question, by=by),
        passage=passages.link_passage(
            assignment=assignment, version=version, place=Place(AnchorKind.BLOCK, block.key), by=by
        ),
    )


FINDING = {"text": "Say more."}
FACTS = {"title": "Workshop", "starts_on": "2026-02-10"}
ASKED = {
    "title": "The paper",
    "policy": "silence",
    "ends": "1 May 2099 17:00",
    "silence": "missing",
    "quorum": "50",
    "needed": "67",
    "most_against": "25",
}
#: Drafts are as good as not there for who was not at the meeting.
OF_DRAFTS = editors(302, refused=404)

ROWS = [
    get("reviews:meetings", readers()),
    post("reviews:meetings", editors(422, refused=422)),
    post("reviews:meetings", editors(302), FACTS),
    get("reviews:coverage", readers()),
    get("reviews:meeting", readers()),
    get("reviews:edit_meeting", readers()),
    post("reviews:edit_meeting", editors(302), FACTS),
    get("reviews:minutes", readers()),
    post("reviews:attend", editors(302), {"people": "Another scientist"}),
    post("reviews:drop_participant", editors(302)),
    post("reviews:add_item", editors(302), {"title": "Goodbye"}),
    post("reviews:items_from_comments", editors(302)),
    post("reviews:add_material", editors(302), {"file": "@word_file"}),
    post("reviews:draft_finding", editors(302), FINDING),
    post("reviews:minute", editors(302), {"minutes": "Hello."}),
    post("reviews:move_item", editors(302)),
    post("reviews:drop_item", editors(302)),
    get("reviews:material", readers()),
    post("reviews:withdraw_material", editors(302)),
    post("reviews:edit_finding", editors(302), FINDING),
    post("reviews:edit_finding", OF_DRAFTS, FINDING, uid="workshop.draft.uid"),
    post("reviews:assign_finding", editors(302), {"place": "science-white-paper:"}),
    post("reviews:say_finding", editors(302)),
    post("reviews:move_finding", OF_DRAFTS),
    post("reviews:judge", editors(302), {"reflection": "reflected"}),
    post("reviews:link_passage", editors(302), {"version": "2", "block": "@paragraph.key"}),
    post("reviews:unassign", editors(302)),
    post("reviews:unlink", editors(302)),
    get("reviews:approvals", readers()),
    get("reviews:ask_approval", readers()),
    post("reviews:ask_approval", coordinators(409), ASKED),
    get("reviews:approval", readers()),
    post(
        "reviews:state_position",
        readers(403, focal_point=302),
        {"agency": "NASA", "stance": "approve"},
    ),
    post("reviews:withdraw_approval", coordinators(302), {"reason": "Too early."}),
    post("reviews:ask_again", coordinators(409), {"ends": "1 May 2099 17:00"}),
    get("api:approval-list", signed_in(anonymous=401)),
    post(
        "api:approval-list",
        coordinators(409, anonymous=401),
        ASKED | {"version": "@second.uid"},
    ),
    get("api:approval-detail", readers(anonymous=401)),
    get("api:approval-count", readers(anonymous=401)),
    get("api:approval-positions", readers(anonymous=401)),
    post(
        "api:approval-positions",
        readers(403, anonymous=401, focal_point=201),
        {"agency": "NASA", "stance": "approve"},
    ),
    post("api:approval-withdraw", coordinators(anonymous=401), {"reason": "Too early."}),
    post("api:approval-again", coordinators(409, anonymous=401), {"ends": "1 May 2099 17:00"}),
    get("api:meeting-list", signed_in(anonymous=401)),
    post("api:meeting-list", editors(201, anonymous=401), FACTS | {"document": "science-white-paper"}),
    get("api:meeting-detail", readers(anonymous=401)),
    put("api:meeting-detail", editors(anonymous=401), FACTS),
    get("api:meeting-participants", readers(anonymous=401)),
    post("api:meeting-participants", everyone(400, anonymous=401, stranger=404, staff=404)),
    get("api:meeting-agenda", readers(anonymous=401)),
    post("api:meeting-agenda", editors(201, anonymous=401), {"title": "Goodbye"}),
    post("api:meeting-agenda-from-comments", editors(anonymous=401), {"severity": "critical"}),
    post("api:meeting-minute", editors(anonymous=401), {"minutes": "Hello."}),
    get("api:meeting-minutes", readers(anonymous=401)),
    get("api:finding-list", signed_in(anonymous=401)),
    post(
        "api:finding-list",
        editors(201, anonymous=401),
        FINDING | {"meeting": "@workshop.meeting.uid", "kind": "finding"},
    ),
    get("api:finding-detail", readers(anonymous=401)),
    get("api:finding-detail", editors(refused=404, anonymous=401), uid="workshop.draft.uid"),
    put("api:finding-detail", editors(anonymous=401), FINDING),
    post("api:finding-adopt", editors(refused=404, anonymous=401), uid="workshop.draft.uid"),
    post("api:finding-close", editors(409, anonymous=401)),
    post("api:finding-reopen", editors(409, anonymous=401), {"reason": "Again."}),
    post("api:finding-withdraw", editors(anonymous=401), {"reason": "Wrong."}),
    post("api:finding-assign", editors(201, anonymous=401), {"document": "science-white-paper"}),
    post("api:finding-say", editors(201, anonymous=401), {"version": "@second.uid"}),
    get("api:assignment-detail", readers(anonymous=401)),
    delete("api:assignment-detail", editors(204, anonymous=401)),
    post("api:assignment-judge", editors(anonymous=401), {"reflection": "reflected"}),
    post(
        "api:assignment-link",
        editors(201, anonymous=401),
        {"version": "@second.uid", "block": "@paragraph.key"},
    ),
]
