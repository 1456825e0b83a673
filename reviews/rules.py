"""What a person may do with a comment that they can see: one page, tested whole.

                        author   agency's      members of   editor,       everyone who
                                 focal point   the agency   coordinator   may comment
edit (until answered)     x
withdraw                  x          x                       x (reason)
release                   x          x
reply                     x          x             x            x             x
propose an answer                                               x        (and the assignee)
decide, reopen                                                  x *
assign, note what is done                                       x
say whether the answer
satisfies               (x no       x
                        agency)
confirm a place           x                                     x
state an agency's stand           x (of another
                                  agency than its own)

* Where editors do not decide in a document (`Document.editors_decide`), they decide editorial comments
  at once and propose answers to the others; the coordinator decides, and admits or refuses late ones.

Posting, returns: everyone who may comment; whoever sent a sheet, and coordinators, stop its import.
Plan: coordinators. Observers only read.
A comment that came in a file without a known author counts whoever sent that file as its author.
"""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from backend.accounts.models import Membership
from backend.accounts.selectors import focal_agency_ids
from documents import rules as documents_rules
from documents.models import DocumentRole, Participation, Role
from reviews.core import lifecycle
from reviews.models import Comment, CommentType, Return, Visibility

if TYPE_CHECKING:
    from collections.abc import Iterable

    from backend.accounts.models import Agency
    from backend.accounts.selectors import Viewer
    from documents.models import Document


@dataclass(frozen=True, slots=True)
class Standing:
    """Who somebody is in one document, read once and asked for many comments.

    `agencies` are those the person belongs to now, `speaks_for` those of them that take part in the
    document (by code), `focal` those for which the person is focal point.
    """

    person_id: int | None
    roles: frozenset[str]
    agencies: frozenset[int]
    focal: frozenset[int]
    speaks_for: tuple[Agency, ...]
    editors_decide: bool = True

    @property
    def coordinates(self) -> bool:
        """Whether the person coordinates the document."""
        return Role.COORDINATOR in self.roles

    @property
    def decides(self) -> bool:
        """Whether the person decides comments of every kind."""
        return self.coordinates or (self.editors_decide and self.steers)

    @property
    def steers(self) -> bool:
        """Whether the person edits or coordinates the document."""
        return bool(self.roles & {Role.EDITOR, Role.COORDINATOR})

    @property
    def comments(self) -> bool:
        """Whether the person may comment at all."""
        return bool(self.speaks_for) or bool(self.roles & {Role.REVIEWER, Role.EDITOR, Role.COORDINATOR})


def standing(person: Viewer, document: Document) -> Standing:
    """The person's standing now, in three queries."""
    if not person.is_authenticated:
        return Standing(None, frozenset(), frozenset(), frozenset(), ())
    roles = DocumentRole.objects.filter(document=document, person_id=person.pk, ended_at=None)
    memberships = list(
        Membership.objects.filter(person_id=person.pk, ended_at=None).select_related("agency"),
    )
    taking_part = set(
        Participation.objects.filter(document=document, ended_at=None).values_list("agency_id", flat=True),
    )
    speaks_for = {row.agency_id: row.agency for row in memberships if row.agency_id in taking_part}
    return Standing(
        person_id=person.pk,
        roles=frozenset(roles.values_list("role", flat=True)),
        agencies=frozenset(row.agency_id for row in memberships),
        focal=frozenset(row.agency_id for row in memberships if row.role == Membership.Role.FOCAL_POINT),
        speaks_for=tuple(sorted(speaks_for.values(), key=lambda agency: agency.code)),
        editors_decide=document.editors_decide,
    )


def standings(person: Viewer, documents: Iterable[Document]) -> dict[int, Standing]:
    """The person's standing in each of these documents, in three queries however many they are."""
    keys = [document.pk for document in documents]
    roles: defaultdict[int, set[str]] = defaultdict(set)
    rows = DocumentRole.objects.filter(document__in=keys, person_id=person.pk or 0, ended_at=None)
    for document, role in rows.values_list("document", "role"):
        roles[document].add(role)
    memberships = list(
        Membership.objects.filter(person_id=person.pk or 0, ended_at=None).select_related("agency"),
    )
    agencies = {row.agency_id: row.agency for row in memberships}
    speaks: defaultdict[int, dict[int, Agency]] = defaultdict(dict)
    for document, agency in Participation.objects.filter(
        document__in=keys, agency__in=list(agencies), ended_at=None,
    ).values_list("document", "agency"):
        speaks[document][agency] = agencies[agency]
    focal = frozenset(row.agency_id for row in memberships if row.role == Membership.Role.FOCAL_POINT)
    return {
        key: Standing(
            person.pk, frozenset(roles[key]), frozenset(agencies), focal,
            tuple(sorted(speaks[key].values(), key=lambda agency: agency.code)),
        )
        for key in keys
    }


def can_comment(person: Viewer, document: Document) -> bool:
    """Posting comments and sending returns."""
    return documents_rules.can_comment(person, document)


def can_stop_import(person: Viewer, received: Return) -> bool:
    """Who sent a sheet, or coordinates the document, lets no more of its rows come in."""
    return received.received_by_id == person.pk or standing(person, received.document).coordinates


def can_plan(person: Viewer, document: Document) -> bool:
    """Adding, moving and meeting milestones."""
    return documents_rules.can_coordinate(person, document)


def can_keep_terms(person: Viewer, agency: Agency | None) -> bool:
    """Keeping an agency's holidays and lead time: its focal points, coordinators with it, and staff."""
    if not person.is_authenticated or agency is None:
        return person.is_authenticated and person.is_staff
    takes_part = Participation.objects.filter(
        agency=agency, ended_at=None, document__roles__person=person,
        document__roles__role=Role.COORDINATOR, document__roles__ended_at=None,
    )
    return person.is_staff or agency.pk in focal_agency_ids(person) or takes_part.exists()


def is_author(standing: Standing, comment: Comment) -> bool:
    """Whether the person wrote the comment, or sent the file of an unknown author."""
    if comment.author_id is not None:
        return comment.author_id == standing.person_id
    if comment.received_in_id is None:
        return False
    return comment.received_in is not None and comment.received_in.received_by_id == standing.person_id


def may_name(standing: Standing, comment: Comment) -> bool:
    """Whether the person may know who wrote it: its agency does, and who steers, whatever its round hides."""
    is_colleague = comment.agency_id is not None and comment.agency_id in standing.agencies
    return not comment.hidden_name or standing.steers or is_colleague or is_author(standing, comment)


def is_focal_point(standing: Standing, comment: Comment) -> bool:
    """Whether the person speaks for the comment's agency."""
    return comment.agency_id is not None and comment.agency_id in standing.focal


def can_edit(standing: Standing, comment: Comment) -> bool:
    """The author, as long as they may comment at all."""
    return standing.comments and is_author(standing, comment)


def can_withdraw(standing: Standing, comment: Comment) -> bool:
    """The author, their focal point, and whoever steers the document."""
    return can_edit(standing, comment) or is_focal_point(standing, comment) or standing.steers


def can_release(standing: Standing, comment: Comment) -> bool:
    """The author and their focal point."""
    return can_edit(standing, comment) or is_focal_point(standing, comment)


def can_reply(standing: Standing, comment: Comment) -> bool:  # noqa: ARG001 - seeing it is enough
    """Everyone who may comment and sees the comment."""
    return standing.comments


def is_answerable(comment: Comment) -> bool:
    """Answers are given to what the editors see of others: what was released to them or to everyone."""
    return comment.visibility in {Visibility.EDITORS, Visibility.DOCUMENT, Visibility.PUBLIC}


def can_propose(standing: Standing, comment: Comment) -> bool:
    """Editors, coordinators, and whoever the answer was assigned to."""
    is_assigned = comment.assignee_id is not None and comment.assignee_id == standing.person_id
    return is_answerable(comment) and (standing.steers or is_assigned)


def can_decide(standing: Standing, comment: Comment) -> bool:
    """Coordinators; editors where the document lets them, and everywhere on editorial comments."""
    is_small = standing.steers and comment.type == CommentType.EDITORIAL
    return is_answerable(comment) and (standing.decides or is_small)


def can_assign(standing: Standing, comment: Comment) -> bool:
    """Whoever steers says who prepares an answer, and what is done in which version."""
    return standing.steers and is_answerable(comment)


def can_respond(standing: Standing, comment: Comment) -> bool:
    """The agency's focal point says whether an answer satisfies; without an agency, the author."""
    if comment.agency_id is not None:
        return is_focal_point(standing, comment)
    return is_author(standing, comment)


def voices(standing: Standing) -> list[Agency]:
    """The agencies of the document for which the person is focal point."""
    return [agency for agency in standing.speaks_for if agency.pk in standing.focal]


def can_state(standing: Standing, comment: Comment, agency: Agency) -> bool:
    """Whether the person says how the agency stands to a comment: others' comments, shown to everyone."""
    is_others = comment.agency_id != agency.pk and not is_author(standing, comment)
    return (
        is_others
        and comment.visibility in {Visibility.DOCUMENT, Visibility.PUBLIC}
        and (agency in voices(standing))
    )


def can_admit(standing: Standing, comment: Comment) -> bool:
    """Coordinators admit or refuse what came late."""
    return standing.coordinates and is_answerable(comment)


def can_place(standing: Standing, comment: Comment) -> bool:
    """Confirming where a comment lies in a later version."""
    return standing.steers or can_edit(standing, comment)


def actions(standing: Standing, comment: Comment) -> frozenset[str]:
    """The moves that this person may make on this comment in its present state."""
    allowed = {
        "edit": can_edit, "withdraw": can_withdraw, "release": can_release, "reply": can_reply,
        "propose": can_propose, "decide": can_decide, "reopen": can_decide,
    }
    return frozenset(
        move for move, rule in allowed.items()
        if lifecycle.is_legal(move, comment.state) and rule(standing, comment)  # type: ignore[arg-type]
    )
