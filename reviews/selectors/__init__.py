"""What a person may see of reviews; every read of something private starts here."""

from __future__ import annotations

from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, OuterRef, Prefetch, Q, QuerySet, Subquery

from backend.accounts import selectors as accounts
from backend.accounts.models import Agency, Person
from backend.accounts.selectors import Viewer
from backend.events.models import Event
from documents import selectors as documents_selectors
from reviews.core import lifecycle
from reviews.models import (
    Acknowledgement,
    AnchorKind,
    Comment,
    CommentGroup,
    CommentRevision,
    CommentState,
    Decision,
    GroupMember,
    Implementation,
    Merge,
    Milestone,
    Operation,
    Placement,
    PlacementStatus,
    Reply,
    Return,
    SavedView,
    SheetRow,
    Stand,
    Sweep,
    Visibility,
)
from reviews.selectors import meetings, positions, rounds

if TYPE_CHECKING:
    from collections.abc import Sequence
    from uuid import UUID

    from documents.models import Document, Version

TALLY = ("visibility", "state", "acknowledgement")
RELEASED = (Visibility.DOCUMENT, Visibility.PUBLIC)
UNRELEASED = tuple(visibility for visibility in Visibility if visibility not in RELEASED)
#: What an agency's members see of each other besides.
WITHIN_AGENCY = (Visibility.AGENCY, Visibility.SEALED, Visibility.EDITORS)
#: Events of what an agency does among its members; its comments' later release does not tell of them.
AGENCY_VERBS = tuple(f"reviews.comment.{verb}" for verb in (
    "reworded", "returned", "held", "freed", "merged", "parted",
))
#: Who may see a comment for the editors to merge its proposal.
TO_EDITORS = (Visibility.EDITORS, Visibility.DOCUMENT, Visibility.PUBLIC)


def comments_visible_to(person: Viewer) -> QuerySet[Comment]:
    """Comments in documents that the person sees: their own, those of their agencies, released ones.

    Coordinators and editors see what is not released no more than anybody else; what a round's rules
    let only them see, they do. Whoever sent a file sees what came in it.
    """
    return Comment.objects.filter(comment_visible_to(person))


def comment_visible_to(person: Viewer, prefix: str = "") -> Q:
    """The same as a condition on comments, or on what points to them by `prefix` (`"comment__"`)."""
    if not person.is_authenticated:
        return Q(**{f"{prefix}pk__in": []})
    named = {
        "author_id": person.pk, "author": None, "received_in__received_by_id": person.pk,
        "visibility__in": RELEASED, "agency__in": _agencies_of(person),
        "document__in": documents_selectors.documents_visible_to(person),
    }

    def where(*names: str) -> Q:
        return Q(**{prefix + name: named[name] for name in names})

    mine = where("author_id") | where("author", "received_in__received_by_id")
    of_my_agencies = where("agency__in") & Q(**{f"{prefix}visibility__in": WITHIN_AGENCY})
    steered = documents_selectors.documents_steered_by(person)
    to_editors = Q(**{f"{prefix}visibility": Visibility.EDITORS, f"{prefix}document__in": steered})
    return (mine | of_my_agencies | to_editors | where("visibility__in")) & where("document__in")


def _agencies_of(person: Viewer) -> QuerySet[Agency]:
    return accounts.agencies_of(person)


#: What a merge room needs of each of thousands of comments.
_OF_A_PROPOSAL = (
    "uid", "code", "number", "author_name", "agency", "body", "state", "disposition", "response", "revision",
    "version", "document", "received_in", "created_at", "start_block", "proposal__edits", "proposal__text",
    "proposal__original", "proposal__comment",
)


def proposals_in_room(person: Viewer, version: Version) -> QuerySet[Comment]:
    """Proposals made on a version that were released to its editors, or to everyone: what they merge."""
    rows = comments_visible_to(person).filter(version=version, visibility__in=TO_EDITORS)
    chosen = rows.filter(proposal__isnull=False).exclude(state=CommentState.WITHDRAWN)
    return chosen.select_related("proposal").prefetch_related("agency").only(*_OF_A_PROPOSAL)


def earlier_proposals(person: Viewer, version: Version) -> QuerySet[Placement]:
    """Where proposals of earlier versions that still wait lie in this one.

    Undecided ones; those accepted, with modification or without, that no version holds; those deferred
    before this version was issued; and whatever was answered since. `answered_at` is when an answer was
    last given or taken back.
    """
    issued = version.issued_at or version.created_at
    undecided = Q(comment__state__in=lifecycle.open_states())
    accepted = Q(
        comment__disposition__in=lifecycle.CHANGES_TEXT, comment__implementation=Implementation.PENDING,
    )
    waits = Q(answered_at__lt=issued) & (accepted | Q(comment__disposition="deferred"))
    answered = Q(comment__state=CommentState.DECIDED) & (waits | Q(answered_at__gte=issued))
    last = Decision.objects.filter(comment=OuterRef("comment")).order_by("-id").values("at")[:1]
    rows = placements_visible_to(person, version).annotate(answered_at=Subquery(last)).filter(
        undecided | answered, comment__proposal__isnull=False, comment__visibility__in=TO_EDITORS,
    )
    return rows.exclude(comment__version=version).exclude(status=PlacementStatus.PENDING).select_related(
        "comment__agency", "comment__proposal", "comment__version",
    )


def replies_visible_to(person: Viewer) -> QuerySet[Reply]:
    """Replies follow their comment."""
    return Reply.objects.filter(comment__in=comments_visible_to(person), withdrawn_at=None)


def stands_visible_to(person: Viewer) -> QuerySet[Stand]:
    """What agencies say for and against comments that the person sees: their own agencies at once, others
    as the round lets them see that asked the agency when it said so.
    """
    if not person.is_authenticated:
        return Stand.objects.none()
    shown = Q(agency__in=_agencies_of(person)) | Q(round=None) | Q(round__in=rounds.shown_to_others(person))
    return Stand.objects.filter(shown, comment_visible_to(person, "comment__"))


def placements_visible_to(person: Viewer, version: Version) -> QuerySet[Placement]:
    """Places in one version of the comments that the person sees, in reading order."""
    return Placement.objects.filter(version=version, comment__in=comments_visible_to(person)).order_by(
        "ordinal", "start_offset", "comment_id",
    )


def all_placements_visible_to(person: Viewer) -> QuerySet[Placement]:
    """Places, in any version that the person sees, of the comments that they see."""
    return Placement.objects.filter(
        comment__in=comments_visible_to(person), version__in=documents_selectors.versions_visible_to(person),
    )


def comments_for_cards(comments: QuerySet[Comment]) -> QuerySet[Comment]:
    """The same comments with all that their cards show, whatever their number: one more query."""
    return comments.select_related(
        "agency", "proposal", "received_in", "duplicate_of", "version",
    ).prefetch_related(Prefetch("replies", queryset=_replies_for_cards()))


def placements_for_cards(placements: QuerySet[Placement]) -> QuerySet[Placement]:
    """Placements with all that the cards of their comments show."""
    earlier = CommentRevision.objects.filter(comment=OuterRef("comment"))
    return placements.annotate(is_edited=Exists(earlier)).select_related(
        "comment__agency", "comment__proposal", "comment__received_in", "comment__duplicate_of",
        "comment__version",
    ).prefetch_related(Prefetch("comment__replies", queryset=_replies_for_cards()))


def _replies_for_cards() -> QuerySet[Reply]:
    return Reply.objects.filter(withdrawn_at=None).select_related("agency").order_by("created_at", "id")


def to_confirm(person: Viewer, version: Version) -> QuerySet[Placement]:
    """Places that nobody has confirmed and that the machine is not sure of, or could not find."""
    doubtful = Q(is_unsure=True) | Q(status=PlacementStatus.ORPHANED)
    return placements_visible_to(person, version).filter(doubtful, confirmed_at=None).exclude(
        comment__state=CommentState.WITHDRAWN,
    )


def is_placing(version: Version, person: Viewer) -> bool:
    """Whether comments that the person sees are still being placed on the version."""
    return placements_visible_to(person, version).filter(status=PlacementStatus.PENDING).exists()


def comment_counts(
    person: Viewer, document: Document, version: Version | None = None, *, seen_as: Viewer | None = None,
) -> dict[str, int]:
    """How many comments the person sees, in the document or placed in one version: all, open, decided, ….

    `to_confirm` counts those whose place in that version waits for a person. `seen_as` leaves only what
    that viewer sees too: who looks as an agency learns no more than they know.
    """
    states: Counter[str] = Counter()
    said: Counter[str] = Counter()
    for comments in released_and_others(person, document, seen_as):
        placed = comments if version is None else comments.filter(placements__version=version)
        tally = placed.order_by().values_list(*TALLY).annotate(size=Count("*"))  # by the index alone
        for _, state, acknowledgement, count in tally:
            states[state] += count
            said[acknowledgement] += count
    answered = states.get(CommentState.DECIDED, 0) + states.get(CommentState.CLOSED, 0)
    return {
        "all": sum(count for state, count in states.items() if state != CommentState.WITHDRAWN),
        "open": sum(states.get(state, 0) for state in lifecycle.open_states()),
        "decided": answered,
        "disputed": said[Acknowledgement.DISPUTED],
        "private": states.get(CommentState.DRAFT, 0) + states.get(CommentState.SUBMITTED, 0),
        "withdrawn": states.get(CommentState.WITHDRAWN, 0),
        "to_confirm": to_confirm(person, version).count() if version is not None else 0,
    }


def released_and_others(
    person: Viewer, document: Document, seen_as: Viewer | None = None,
) -> tuple[QuerySet[Comment], QuerySet[Comment]]:
    """What the person (and `seen_as`) sees of a document's comments, in two parts to count by themselves.

    Nearly all are released to everyone who sees the document: of those a count asks no more than an index.
    """
    rows = Comment.objects.filter(document=document, document__in=_documents_of(person))
    others = rows.filter(comment_visible_to(person), visibility__in=UNRELEASED)
    released = rows.filter(visibility__in=RELEASED)
    if seen_as is not None:
        released = released.filter(document__in=_documents_of(seen_as))
        others = others.filter(comment_visible_to(seen_as))
    return released, others


def _documents_of(person: Viewer) -> QuerySet[Document]:
    return documents_selectors.documents_visible_to(person)


def section_counts(person: Viewer, version: Version) -> dict[str, int]:
    """How many comments that the person sees, not withdrawn, lie under each heading, by its key."""
    blocks = placements_visible_to(person, version).exclude(comment__state=CommentState.WITHDRAWN)
    placed = blocks.exclude(comment__anchor_kind=AnchorKind.DOCUMENT).values_list("start_block", flat=True)
    sections = dict(version.blocks.values_list("key", "section_key"))
    counts: dict[str, int] = {}
    for block in placed:
        section = sections.get(block, "")
        counts[section] = counts.get(section, 0) + 1
    return counts


def events_visible_to(person: Viewer) -> QuerySet[Event]:
    """Events of documents that the person sees, without those about what they do not see."""
    if not person.is_authenticated:
        return Event.objects.none()
    documents = documents_selectors.documents_visible_to(person).values("pk")
    comments = Q(target_type="reviews.comment", target_id__in=comments_visible_to(person).values("pk"))
    returns = Q(target_type="reviews.return", target_id__in=returns_visible_to(person).values("pk"))
    versions = Q(
        target_type="documents.version",
        target_id__in=documents_selectors.versions_visible_to(person).values("pk"),
    )
    of_rounds = Q(
        target_type="reviews.round", target_id__in=rounds.rounds_visible_to(person).values("pk"),
    )
    of_invitations = Q(
        target_type="reviews.invitation", target_id__in=rounds.invitations_visible_to(person).values("pk"),
    )
    of_findings = Q(
        target_type="reviews.finding", target_id__in=meetings.findings_visible_to(person).values("pk"),
    )
    of_merges = Q(target_type="reviews.merge", target_id__in=merges_visible_to(person).values("pk"))
    of_approvals = Q(
        target_type="reviews.approval",
        target_id__in=positions.approvals_visible_to(person).values("pk"),
    )
    of_stands = Q(target_type="reviews.stand", target_id__in=stands_visible_to(person).values("pk"))
    # Who wrote to whom, and what was done to many at once, is told to those who steer the document.
    steered = documents_selectors.documents_steered_by(person).values("pk")
    of_letters = Q(target_type__in=["reviews.letter", "reviews.sweep"], document_id__in=steered)
    mine = Q(target_type="reviews.sheetexport", actor=person.pk)
    others = ~Q(target_type__in=[
        "reviews.comment", "reviews.return", "reviews.round", "reviews.invitation", "reviews.finding",
        "reviews.merge", "reviews.approval", "reviews.letter", "reviews.sweep", "reviews.stand",
        "reviews.sheetexport",
        "documents.version",
    ])
    inside = ~Q(verb__in=AGENCY_VERBS) | Q(target_id__in=Comment.objects.filter(
        agency__in=_agencies_of(person),
    ).values("pk"))
    inside &= ~Q(verb="reviews.export.ordered") | Q(actor=person.pk)
    seen = comments | returns | of_rounds | of_invitations | of_findings | versions | others
    seen |= of_merges | of_approvals | of_letters | of_stands | mine
    return Event.objects.filter(seen, inside, document_id__in=documents)


def returns_visible_to(person: Viewer) -> QuerySet[Return]:
    """Returns that the person sent, those of their agencies, and those that the editors may see."""
    if not person.is_authenticated:
        return Return.objects.none()
    to_editors = Q(
        visibility__in=[*RELEASED, Visibility.EDITORS],
        document__in=documents_selectors.documents_steered_by(person),
    )
    of_my_agencies = Q(visibility__in=WITHIN_AGENCY, agency__in=_agencies_of(person))
    return Return.objects.filter(
        Q(received_by_id=person.pk) | of_my_agencies | to_editors,
        document__in=documents_selectors.documents_visible_to(person),
    )


def merges_visible_to(person: Viewer) -> QuerySet[Merge]:
    """Merges of the documents that the person steers."""
    if not person.is_authenticated:
        return Merge.objects.none()
    return Merge.objects.filter(base__document__in=documents_selectors.documents_steered_by(person))


def sheet_rows_visible_to(person: Viewer) -> QuerySet[SheetRow]:
    """Rows of sheets that the person sent, and of those of their agencies.

    The editors see the comments that came of them: a row names people whom a round may hide.
    """
    if not person.is_authenticated:
        return SheetRow.objects.none()
    mine = Q(received__received_by_id=person.pk) | Q(received__agency__in=_agencies_of(person))
    return SheetRow.objects.filter(mine, received__in=returns_visible_to(person))


def milestones_visible_to(person: Viewer) -> QuerySet[Milestone]:
    """The steps in the plans of the documents that the person sees."""
    return all_milestones_visible_to(person).filter(cancelled_at=None)


def all_milestones_visible_to(person: Viewer) -> QuerySet[Milestone]:
    """The same with those that were taken out of their plan."""
    return Milestone.objects.filter(document__in=documents_selectors.documents_visible_to(person))


def next_milestone(document: Document) -> Milestone | None:
    """The first step that is not met, in the order of their dates."""
    open_steps = document.milestones.filter(met_on=None, cancelled_at=None)
    return open_steps.order_by("to_on", "due_at", "id").first()


def overdue(milestones: QuerySet[Milestone], *, now: datetime) -> QuerySet[Milestone]:
    """Steps not met whose moment, or the last day of whose interval, is over.

    A day is over when it is over everywhere on Earth, 12 hours after its end in UTC.
    """
    today = (now - timedelta(hours=12)).date()
    is_over = Q(due_at__lt=now) | Q(due_at=None, to_on__lt=today)
    return milestones.filter(is_over, met_on=None, cancelled_at=None)


def operations_visible_to(person: Viewer) -> QuerySet[Operation]:
    """What was done to many comments at once, in documents that the person steers."""
    return Operation.objects.filter(document__in=documents_selectors.documents_steered_by(person))


def sweeps_visible_to(person: Viewer) -> QuerySet[Sweep]:
    """Acts on all that a filter found, in documents that the person steers."""
    return Sweep.objects.filter(document__in=documents_selectors.documents_steered_by(person))


def people_in(document: Document) -> QuerySet[Person]:
    """Who can prepare an answer: people with a role in the document."""
    roles = document.roles.filter(ended_at=None).exclude(role="observer")
    return Person.objects.filter(pk__in=roles.values("person_id"), is_active=True).order_by("name", "id")


def views_visible_to(person: Viewer, document: Document) -> QuerySet[SavedView]:
    """The person's own views of a document that they see, and those that are shared there."""
    rows = SavedView.objects.filter(document__in=documents_selectors.documents_visible_to(person))
    return rows.filter(Q(owner_id=person.pk) | Q(is_shared=True), document=document)


def agencies_in(document: Document) -> QuerySet[Agency]:
    """The agencies that take part in a document, or did."""
    return Agency.objects.filter(participations__document=document).order_by("code").distinct()


def members_visible_to(person: Viewer, document: Document) -> QuerySet[GroupMember]:
    """Comments of groups, of those that the person sees, in groups made among what they see all of."""
    steers = documents_selectors.documents_steered_by(person).filter(pk=document.pk).exists()
    audiences = list(CommentGroup.Audience) if steers else [CommentGroup.Audience.DOCUMENT]
    rows = GroupMember.objects.filter(comment_visible_to(person, "comment__"), group__document=document)
    return rows.filter(group__audience__in=audiences, parted_at=None).exclude(
        comment__state=CommentState.WITHDRAWN,
    )


def group_counts(person: Viewer, document: Document) -> dict[int, int]:
    """How many comments the person sees in each group; groups of one are none."""
    rows = members_visible_to(person, document).order_by().values_list("group").annotate(size=Count("id"))
    return dict(rows.filter(size__gt=1).values_list("group", "size"))


def alike(
    person: Viewer, document: Document, comments: Sequence[int], *, seen_as: Viewer | None = None,
) -> dict[int, int]:
    """For comments of a group: how many of it the person, and whom they look as, see; in three queries."""
    if not GroupMember.objects.filter(comment__in=comments, parted_at=None).exists():
        return {}
    members = members_visible_to(person, document)
    if seen_as is not None:
        members = members.filter(comment__in=comments_visible_to(seen_as))
    groups = dict(members.filter(comment__in=comments).order_by().values_list("comment", "group"))
    if not groups:
        return {}
    rows = members.filter(group__in=set(groups.values())).order_by().values_list("group")
    sizes = dict(rows.annotate(Count("id")))
    return {comment: sizes[group] for comment, group in groups.items() if sizes[group] > 1}


def uids_of(comments: set[int]) -> dict[int, UUID]:
    """The uids of comments that were seen already."""
    return dict(Comment.objects.filter(pk__in=comments).values_list("pk", "uid"))
