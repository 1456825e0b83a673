"""What happened, in words: one phrase for each verb of the river, after the name of who did it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from backend.events.models import Event

#: `{number}` is that of the version or round which the event tells of.
PHRASES: Mapping[str, str] = {
    "documents.agency.added": "let an agency take part",
    "documents.agency.removed": "ended an agency’s part",
    "documents.document.created": "began the document",
    "documents.document.moved": "led the document on",
    "documents.document.policy": "changed who decides comments",
    "documents.news.posted": "posted news",
    "documents.publication.typeset": "typeset the PDF",
    "documents.publication.withdrawn": "withdrew a publication",
    "documents.role.ended": "ended a role",
    "documents.role.granted": "gave somebody a role",
    "documents.version.discarded": "discarded an upload",
    "documents.version.issued": "issued version {number}",
    "documents.version.published": "published version {number}",
    "documents.version.read": "had version {number} read",
    "documents.version.redlined": "made a redline",
    "documents.version.unreadable": "sent a file that could not be read",
    "documents.version.uploaded": "uploaded version {number}",
    "reviews.absence.dropped": "noted when they are away",
    "reviews.absence.noted": "noted when they are away",
    "reviews.approval.asked": "asked the agencies for their positions",
    "reviews.approval.ended": "ended an approval",
    "reviews.approval.stated": "stated the position of an agency",
    "reviews.closure.added": "noted days on which an agency is closed",
    "reviews.closure.ended": "noted days on which an agency is closed",
    "reviews.comment.acknowledged": "said whether an answer satisfies",
    "reviews.comment.admitted": "admitted a late comment",
    "reviews.comment.changed": "noted how work on a comment stands",
    "reviews.comment.closed": "closed a comment that is done with",
    "reviews.comment.decided": "decided a comment",
    "reviews.comment.edited": "edited a comment",
    "reviews.comment.freed": "held a comment back no longer",
    "reviews.comment.held": "held a comment back",
    "reviews.comment.merged": "put comments together",
    "reviews.comment.overruled": "let an answer stand against an objection",
    "reviews.comment.parted": "took comments apart again",
    "reviews.comment.posted": "commented",
    "reviews.comment.proposed": "proposed an answer to a comment",
    "reviews.comment.released": "released a comment",
    "reviews.comment.reopened": "took a comment up again",
    "reviews.comment.replied": "replied to a comment",
    "reviews.comment.returned": "gave a comment back to its author",
    "reviews.comment.reworded": "reworded a comment for their agency",
    "reviews.comment.undone": "took an answer back",
    "reviews.comment.withdrawn": "withdrew a comment",
    "reviews.export.ordered": "had a Word file with comments written",
    "reviews.finding.adopted": "adopted what a meeting found",
    "reviews.finding.drafted": "wrote down what a meeting found",
    "reviews.finding.judged": "judged whether the text says what was found",
    "reviews.groups.found": "looked for comments that repeat",
    "reviews.groups.parted": "took a comment out of its group",
    "reviews.invitation.accepted": "takes part in a round",
    "reviews.invitation.answered": "answered a round",
    "reviews.invitation.declined": "declined to review",
    "reviews.invitation.delegated": "passed an invitation on",
    "reviews.invitation.invited": "invited to a round",
    "reviews.invitation.joined": "takes part in a round",
    "reviews.invitation.said_nothing": "said “no comments”",
    "reviews.letter.written": "wrote to the authors of comments",
    "reviews.meeting.called": "put a meeting on record",
    "reviews.meeting.minuted": "minuted a point of a meeting",
    "reviews.merge.made": "laid what was accepted into the next version",
    "reviews.merge.ordered": "had the next version made",
    "reviews.merge.refused": "could not make the next version",
    "reviews.milestone.expected": "said when a step of the plan is foreseen",
    "reviews.milestone.met": "met a step of the plan",
    "reviews.milestone.moved": "moved a step of the plan",
    "reviews.milestone.removed": "took a step out of the plan",
    "reviews.milestone.reopened": "opened a step of the plan again",
    "reviews.milestone.restored": "put a step back into the plan",
    "reviews.milestone.set": "added a step to the plan",
    "reviews.milestone.tied": "changed what a step of the plan waits for",
    "reviews.placement.confirmed": "confirmed where a comment lies",
    "reviews.proof.policy_set": "said what may be issued and published",
    "reviews.reminder.sent": "sent a reminder",
    "reviews.responses.asked": "asked the commenters whether the answers satisfy them",
    "reviews.responses.closed": "ended the time for responses",
    "reviews.return.name_said": "said who a name in a Word file is",
    "reviews.return.received": "sent a marked-up Word file",
    "reviews.return.stopped": "stopped the rows of a sheet from coming in",
    "reviews.return.taken_in": "had a marked-up Word file taken in",
    "reviews.round.announced": "announced round {number}",
    "reviews.round.answering": "began to answer round {number}",
    "reviews.round.archived": "archived round {number}",
    "reviews.round.cancelled": "called round {number} off",
    "reviews.round.closed": "closed round {number}",
    "reviews.round.created": "planned round {number}",
    "reviews.round.extended": "extended round {number}",
    "reviews.round.opened": "opened round {number}",
    "reviews.round.reminded": "reminded those asked in round {number}",
    "reviews.round.resolved": "resolved round {number}",
    "reviews.round.resumed": "let round {number} go on",
    "reviews.round.suspended": "suspended round {number}",
    "reviews.sheet.cancelled": "cancelled a sheet of comments",
    "reviews.sheet.ordered": "had a sheet of comments written",
    "reviews.stand.stated": "said how an agency stands to a comment",
    "reviews.sweep.begun": "began to act on all comments that a filter finds",
    "reviews.sweep.ended": "acted on all comments that a filter finds",
    "reviews.sweep.stopped": "stopped acting on all comments that a filter finds",
    "reviews.terms.set": "noted how long an agency needs",
}
#: For verbs that need no phrase of their own: the longest beginning counts.
FAMILIES: Mapping[str, str] = {
    "documents.": "changed the document",
    "documents.version.": "worked on a version",
    "reviews.": "worked on the review",
    "reviews.approval.": "asked an agency again",
    "reviews.changes.": "noted why words changed",
    "reviews.comment.": "worked on a comment",
    "reviews.finding.": "followed up what a meeting found",
    "reviews.invitation.": "changed an invitation",
    "reviews.meeting.": "changed the record of a meeting",
    "reviews.merge.": "worked in the merge room",
    "reviews.milestone.": "changed the plan",
    "reviews.return.": "worked on what came back",
    "reviews.round.": "changed a round",
    "reviews.sweep.": "acted on many comments",
    "search.": "kept a search",
}
NOBODY = "Draftroom"


def in_words(event: Event) -> str:
    """`ESA reviewer 2 commented`; what nobody did, the program did."""
    who = event.actor or NOBODY
    return f"{who} {phrase(event.verb)}".replace("{number}", str(event.data.get("number", ""))).strip()


def phrase(verb: str) -> str:
    """What a verb says, or the family it belongs to."""
    if verb in PHRASES:
        return PHRASES[verb]
    beginnings = sorted((start for start in FAMILIES if verb.startswith(start)), key=len, reverse=True)
    return FAMILIES[beginnings[0]] if beginnings else "did something"
