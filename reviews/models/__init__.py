"""What is said, as rows: comments, proposals, decisions; placements; returns; plans; rounds."""

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
from reviews.models.decisions import Axis, AxisChange, Decision, Disposition, Operation, OperationKind
from reviews.models.exports import SheetExport
from reviews.models.groups import CommentGroup, GroupMember
from reviews.models.letters import Audience, Letter, LetterLine
from reviews.models.meetings import (
    AgendaItem,
    Assignment,
    Finding,
    FindingKind,
    FindingState,
    FindingStep,
    Material,
    Meeting,
    Participant,
    Passage,
    PassagePlace,
    Reflection,
)
from reviews.models.merging import Fulfilment, Merge, MergeState, Wording
from reviews.models.placements import Placement, PlacementStatus
from reviews.models.plans import (
    AgencyTerms,
    CalendarLink,
    ChangeKind,
    Closure,
    Dependency,
    Fact,
    LagUnit,
    Milestone,
    MilestoneChange,
    MilestoneKind,
)
from reviews.models.positions import Approval, ApprovalState, Asked, Policy, Position, Silence, Stance
from reviews.models.proofs import EditorsNote, FollowedPassage, ProofPolicy
from reviews.models.responses import Overruling, ResponsePhase
from reviews.models.returns import Return, ReturnKind, ReturnState, RowState, SheetRow, WordName
from reviews.models.rounds import (
    Absence,
    Afterwards,
    AgencyStep,
    During,
    Invitation,
    InvitationState,
    NilReturn,
    Reading,
    Round,
    RoundKind,
    RoundState,
    RoundStep,
    RoundWindow,
)
from reviews.models.stands import Side, Stand
from reviews.models.sweeps import Sweep
from reviews.models.views import SavedView

__all__ = [
    "Absence", "Acknowledgement", "Afterwards", "AgencyStep", "AgencyTerms", "AgendaItem", "AnchorKind",
    "Approval", "ApprovalState", "Asked", "Assignment", "Audience", "Axis", "AxisChange", "CalendarLink",
    "ChangeKind", "Closure", "Comment", "CommentGroup", "CommentRevision", "CommentState",
    "CommentType", "Decision", "Dependency", "Disposition", "During", "EditorsNote", "Fact", "Finding",
    "FindingKind", "FindingState", "FindingStep", "FollowedPassage", "Fulfilment", "GroupMember",
    "Implementation", "Invitation", "InvitationState", "LagUnit", "Lateness", "Letter", "LetterLine",
    "Material", "Meeting",
    "Merge", "MergeState", "Milestone", "MilestoneChange", "MilestoneKind", "NilReturn", "Operation",
    "OperationKind", "Overruling", "Participant", "Passage", "PassagePlace", "Placement",
    "PlacementStatus", "Policy",
    "Position", "ProofPolicy", "Proposal", "Reading", "Reflection", "RegisterCounter", "Reply",
    "ResponsePhase", "Return", "ReturnKind", "ReturnState", "Round", "RoundKind", "RoundState",
    "RoundStep", "RoundWindow", "RowState", "SavedView", "Severity", "SheetExport", "SheetRow",
    "Side", "Silence", "Source", "Stance", "Stand", "Sweep", "Visibility", "WordName", "Wording",
]
