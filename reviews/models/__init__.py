"""What is said, as rows: comments with proposals, replies and decisions; placements; returns; plans."""

from reviews.models.comments import (
    Acknowledgement,
    AnchorKind,
    Comment,
    CommentRevision,
    CommentState,
    CommentType,
    Implementation,
    Lateness,
    Proposal,
    RegisterCounter,
    Reply,
    Severity,
    Source,
    Visibility,
)
from reviews.models.decisions import Decision, Disposition
from reviews.models.placements import Placement, PlacementStatus
from reviews.models.plans import CalendarLink, Milestone, MilestoneChange, MilestoneKind
from reviews.models.returns import Return, ReturnState, WordName

__all__ = [
    "Acknowledgement", "AnchorKind", "CalendarLink", "Comment", "CommentRevision", "CommentState",
    "CommentType", "Decision", "Disposition", "Implementation", "Lateness", "Milestone",
    "MilestoneChange", "MilestoneKind", "Placement", "PlacementStatus", "Proposal", "RegisterCounter",
    "Reply", "Return", "ReturnState", "Severity", "Source", "Visibility", "WordName",
]
