"""One small world that every row of the table is asked in."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from operator import attrgetter
from typing import Any

from django.utils import timezone

from backend.accounts import services as accounts
from backend.accounts.models import AccessToken, Membership, Person
from backend.notices import kinds, mail
from backend.notices import services as notices
from backend.notices.kinds import Kind, Told
from backend.notices.models import Notice
from documents.models import (
    Block,
    Document,
    DocumentRole,
    Media,
    NewsItem,
    Participation,
    Publication,
    Version,
)
from documents.services import files, publications, versions
from reviews import selectors
from reviews.models import (
    Absence,
    AnchorKind,
    Closure,
    Comment,
    EditorsNote,
    Invitation,
    Letter,
    Merge,
    Milestone,
    MilestoneChange,
    Operation,
    Placement,
    Return,
    Round,
    SavedView,
    SheetExport,
    Sweep,
    Visibility,
)
from reviews.services.answers import operations, views
from reviews.services.answers.decisions import Answer
from reviews.services.answers.operations import Chosen
from reviews.services.asking import attending
from reviews.services.plans import calendars, milestones, terms
from reviews.services.room import proofs
from reviews.services.sheets import checking, receiving
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.services.word import returns
from search import saved
from search.models import SavedSearch
from tests import papers
from tests.access import acts, rounds, workshop
from tests.cast import Cast, assemble, begin_document

#: What fills a blank in an address, for routes whose name begins so; the longest beginning counts.
DEFAULTS = {
    "": {"slug": "document.slug", "number": "second.number", "uid": "comment.uid", "pk": "nothing"},
    "accounts:": {"token_id": "token.pk", "uid": "cast.nasa_reviewer.uid", "membership_id": "membership.pk"},
    "accounts:set_password": {"uidb64": "cast.nasa.code", "token": "cast.nasa.code"},
    "api:agency-": {"pk": "cast.nasa.pk"},
    "api:person-": {"uid": "cast.nasa_reviewer.uid"},
    "documents:": {
        "older": "version.number",
        "newer": "second.number",
        "name": "picture.name",
        "role_id": "role.pk",
        "participation_id": "participation.pk",
    },
    "documents:publication": {"slug": "publication.slug"},
    "documents:withdraw": {"slug": "publication.slug"},
    "documents:news": {"slug": "news.slug"},
    "api:document-": {"role_id": "role.pk", "participation_id": "participation.pk"},
    "api:version-": {"uid": "second.uid"},
    "api:publication-": {"slug": "publication.slug"},
    "api:operation-": {"uid": "operation.uid"},
    "reviews:comment": {"name": "comment.uid"},
    "reviews:calendar": {"secret": "calendar_secret"},
    "reviews:place": {"uid": "comment.uid"},
    "reviews:export": {"export_id": "export_id"},
    "api:block-": {"uid": "second.uid", "key": "paragraph.key"},
    "api:version-note": {"note": "editors_note.uid"},
    "reviews:withdraw_note": {"uid": "editors_note.uid"},
    "reviews:paragraph": {"key": "paragraph.key"},
    "reviews:follow": {"key": "paragraph.key"},
    "reviews:return": {"uid": "returned.uid"},
    "reviews:name_person": {"uid": "returned.uid"},
    "reviews:picture": {"place": "first_place"},
    "api:comment-picture": {"place": "first_place"},
    "reviews:merge_place": {"key": "proposed_key"},
    "reviews:merge_edit": {"key": "proposed_key"},
    "reviews:merge_wording": {"topic": "proposal.uid"},
    "reviews:merge_return": {"uid": "returned.uid"},
    "reviews:merged": {"uid": "merge.uid"},
    "api:room-": {"uid": "second.uid"},
    "api:merge-": {"uid": "merge.uid"},
    "reviews:take_in_sheet": {"uid": "sheet.uid"},
    "reviews:read_sheet_again": {"uid": "sheet.uid"},
    "reviews:stop_import": {"uid": "sheet.uid"},
    "reviews:marked_sheet": {"uid": "sheet.uid"},
    "api:return-rows": {"uid": "sheet.uid"},
    "api:return-import": {"uid": "sheet.uid"},
    "api:return-again": {"uid": "sheet.uid"},
    "api:return-stop": {"uid": "sheet.uid"},
    "api:return-marked": {"uid": "sheet.uid"},
    "api:return-answers": {"uid": "sheet.uid"},
    "reviews:move": {"uid": "milestone.uid"},
    "reviews:meet": {"uid": "milestone.uid"},
    "reviews:expect": {"uid": "milestone.uid"},
    "reviews:edit_step": {"uid": "milestone.uid"},
    "reviews:remove_step": {"uid": "milestone.uid"},
    "reviews:restore_step": {"uid": "milestone.uid"},
    "reviews:wait": {"uid": "milestone.uid"},
    "reviews:undo": {"change_id": "change.pk"},
    "reviews:agency_calendar": {"code": "cast.nasa.code"},
    "reviews:set_lead": {"code": "cast.nasa.code"},
    "reviews:end_closure": {"code": "cast.nasa.code", "uid": "closure.uid"},
    "notices:": {"uid": "notice.uid", "token": "stop_token"},
    "api:notice-": {"uid": "notice.uid"},
    "reviews:round": {"number": "round.number"},
    "reviews:responses": {"number": "round.number"},
    "reviews:ask_responses": {"number": "round.number"},
    "reviews:respond_to_rest": {"number": "round.number"},
    "reviews:move_round": {"number": "round.number"},
    "reviews:extend_round": {"number": "round.number"},
    "reviews:invite": {"number": "round.number"},
    "reviews:remind": {"number": "round.number"},
    "reviews:read_sections": {"number": "round.number"},
    "reviews:say_nothing": {"number": "round.number"},
    "reviews:desk": {"number": "round.number", "code": "cast.nasa.code"},
    "reviews:answer_invitation": {"uid": "invitation.uid"},
    "reviews:make_invitation_link": {"uid": "invited_by_mail.uid"},
    "reviews:revoke_invitation": {"uid": "invitation.uid"},
    "reviews:invitation": {"secret": "invitation_secret"},
    "reviews:public_round": {"uid": "community_round.uid"},
    "reviews:join_round": {"uid": "community_round.uid"},
    "reviews:drop_absence": {"uid": "absence.uid"},
    "api:round-": {"uid": "round.uid"},
    "api:invitation-": {"uid": "invitation.uid"},
    "api:absence-": {"uid": "absence.uid"},
    "api:placement-": {"pk": "placement.pk"},
    "api:return-": {"uid": "returned.uid"},
    "api:milestone-": {"uid": "milestone.uid"},
    "api:closure-": {"uid": "closure.uid"},
    "search:": {"uid": "saved_search.uid"},
    "search:take_back_saved": {"uid": "forgotten_search.uid"},
    "api:saved-search-": {"uid": "saved_search.uid"},
    **workshop.DEFAULTS,
}


@dataclass
class World:
    """A document of ESA and NASA with three versions, and what the cast did with it.

    The NASA reviewer wrote all comments: one that everybody with the document sees, one for NASA only,
    one for nobody else yet. Version 1 is public, version 2 is the newest issued, version 3 not issued.
    """

    cast: Cast
    document: Document
    version: Version
    second: Version
    unissued: Version
    picture: Media  # of the second version
    publication: Publication  # of the first version
    news: NewsItem
    role: DocumentRole  # the observer's
    participation: Participation  # of NASA
    token: AccessToken  # of the NASA reviewer
    comment: Comment
    proposal: Comment  # by the same, to everyone
    merge: Merge  # of the second version, just ordered
    agency_comment: Comment
    private_comment: Comment
    returned: Return  # for NASA only
    sheet: Return  # a comment sheet, likewise, looked through
    milestone: Milestone
    closure: Closure  # of NASA
    calendar_secret: str  # of the NASA reviewer
    notice: Notice  # of the NASA reviewer
    stop_token: str  # at the end of that notice's mail
    view: SavedView  # of the observer
    letter: Letter  # by the editor, to the NASA reviewer
    sweep: Sweep  # by the editor, over one comment, done
    sheet_export: SheetExport  # of the second version, by the NASA reviewer, written
    operation: Operation  # by the editor, on a comment of its own
    saved_search: SavedSearch  # of the NASA reviewer
    forgotten_search: SavedSearch  # of the same
    round: Round  # open, on the first version, asks ESA and NASA; sealed, with one voice
    planned_round: Round  # not announced
    community_round: Round  # open, on the first version, for everybody with an account
    invitation: Invitation  # of NASA
    invited_by_mail: Invitation
    invitation_secret: str  # of that one
    absence: Absence  # of the NASA reviewer
    workshop: workshop.Workshop
    nothing: int = 999_999
    changes: tuple[int, ...] = (1,)  # of the second version

    @property
    def said(self) -> list[str]:
        return [str(self.comment.uid)]

    @property
    def chosen(self) -> list[dict[str, str]]:
        """The comment as operations name it."""
        return [{"uid": str(self.comment.uid)}]

    @cached_property
    def seen_by_editors(self) -> int:
        """How many comments the editors would write about."""
        seen = selectors.comments_visible_to(self.cast.editor).filter(document=self.document)
        return seen.exclude(state="withdrawn").count()

    @cached_property
    def placement(self) -> Placement:
        return self.comment.placements.get(version=self.second)

    @cached_property
    def proposed_key(self) -> str:
        """The paragraph that the proposal would change."""
        return self.proposal.start_block

    #: The place of a thing in a list.
    first_place = 0

    @cached_property
    def topics(self) -> list[str]:
        """The proposal as the merge room names it."""
        return [str(self.proposal.uid)]

    @cached_property
    def agency_placement(self) -> Placement:
        return self.agency_comment.placements.get(version=self.second)

    @cached_property
    def paragraph(self) -> Block:
        return self.second.blocks.get(text=papers.SECOND_DRAFT[1])

    @cached_property
    def editors_note(self) -> EditorsNote:
        return self.second.editors_notes.get()

    @cached_property
    def change(self) -> MilestoneChange:
        return self.milestone.changes.get()

    @cached_property
    def membership(self) -> Membership:
        return self.cast.nasa_reviewer.memberships.get()

    @cached_property
    def word_file(self) -> bytes:
        """What somebody might upload."""
        return papers.word_file(*papers.SECOND_DRAFT, "Another paragraph.")

    @cached_property
    def sheet_file(self) -> bytes:
        """A sheet that somebody might send in."""
        return SHEET

    @cached_property
    def people(self) -> dict[str, Person | None]:
        """Who plays each role of `answers.ROLES`."""
        cast = self.cast
        return {
            "anonymous": None,
            "stranger": cast.stranger,
            "other_reviewer": cast.esa_reviewer,
            "reviewer": cast.nasa_reviewer,
            "focal_point": cast.nasa_focal_point,
            "editor": cast.editor,
            "coordinator": cast.coordinator,
            "observer": cast.observer,
            "staff": cast.staff,
        }

    def fill(self, route: str, blank: str, wish: str | None = None) -> Any:
        """The value for a blank of the route's address: what the row wishes, or the default."""
        fitting = sorted((start for start in DEFAULTS if route.startswith(start)), key=len, reverse=True)
        name = wish or next(DEFAULTS[start][blank] for start in fitting if blank in DEFAULTS[start])
        return attrgetter(name)(self)

    def fill_in(self, data: Mapping[str, object]) -> dict[str, object]:
        """The data of a row, its words with @ replaced."""
        return {
            key: attrgetter(value[1:])(self) if isinstance(value, str) and value[:1] == "@" else value
            for key, value in data.items()
        }


def build() -> World:
    cast = assemble()
    document = begin_document(cast)
    version = papers.issue(document, by=cast.editor)
    publication = publications.publish_version(version=version, by=cast.coordinator, news="It is out.")
    second = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    proofs.note_changes(version=second, changes=[2], text="Agreed.", by=cast.editor)
    token, _ = accounts.issue_token(person=cast.nasa_reviewer, label="script")
    asked = rounds.ask(cast, version)
    return World(
        cast=cast,
        document=document,
        version=version,
        second=second,
        unissued=_not_issued(document, cast.editor),
        picture=_picture(second),
        publication=publications.make_files(publication=publication),
        news=publication.news.get(),
        role=document.roles.get(person=cast.observer),
        participation=document.participations.get(agency=cast.nasa),
        token=token,
        comment=_comment(second, cast.nasa_reviewer, Visibility.DOCUMENT),
        proposal=_proposal(second, cast.nasa_reviewer),
        merge=Merge.objects.create(base=second, ordered_by=cast.editor, ordered_at=timezone.now()),
        agency_comment=_comment(second, cast.nasa_reviewer, Visibility.AGENCY),
        private_comment=_comment(second, cast.nasa_reviewer, Visibility.AUTHOR),
        returned=_return(second, cast.nasa_reviewer),
        sheet=_sheet(second, cast.nasa_reviewer),
        closure=terms.add_closure(
            agency=cast.nasa,
            name="Holiday",
            from_on=date(2027, 7, 4),
            to_on=date(2027, 7, 4),
            by=cast.nasa_focal_point,
        ),
        milestone=milestones.set_milestone(
            document=document, title="Comments close", words="1 May 2027", by=cast.coordinator
        ),
        calendar_secret=calendars.make_link(person=cast.nasa_reviewer),
        workshop=workshop.build(document, second, cast),
        notice=_notice(cast.nasa_reviewer),
        round=asked.round,
        planned_round=asked.planned,
        community_round=asked.community,
        invitation=asked.round.invitations.get(agency=cast.nasa),
        invited_by_mail=asked.by_mail,
        invitation_secret=asked.secret,
        absence=attending.note_absence(
            person=cast.nasa_reviewer, from_on=date(2027, 8, 1), to_on=date(2027, 8, 14)
        ),
        stop_token=mail.token_for(cast.nasa_reviewer, TEST_KIND),
        view=views.save_view(document=document, name="Mine", query={"state": "open"}, by=cast.observer),
        letter=acts.letter(second, cast.editor, _comment(second, cast.nasa_reviewer, Visibility.DOCUMENT)),
        sweep=acts.sweep(second, cast.editor, _comment(second, cast.nasa_reviewer, Visibility.DOCUMENT)),
        sheet_export=acts.sheet_export(second, cast.nasa_reviewer),
        operation=operations.answer_comments(
            document=document,
            chosen=[Chosen(_comment(second, cast.nasa_reviewer, Visibility.DOCUMENT))],
            answer=Answer("noted"),
            by=cast.editor,
        ),
        saved_search=saved.save_search(query="habitat", by=cast.nasa_reviewer),
        forgotten_search=_forgotten(cast.nasa_reviewer),
    )


#: A comment sheet of two rows, the second without a comment.
SHEET = b"Section,Type,Comment,Proposed change\nIntroduction,te,Too bold.,\nIntroduction,zz,,More.\n"

TEST_KIND = Kind("test", "Something was tried", lambda _person, _notice: Told("Something was tried"))


def _notice(person: Person) -> Notice:
    kinds.register(TEST_KIND)
    made = notices.tell(person=person, kind="test", dedupe_key="once")
    assert made is not None
    return made


def _forgotten(person: Person) -> SavedSearch:
    made = saved.save_search(query="crew", by=person)
    saved.forget_search(saved=made)
    return made


def _not_issued(document: Document, by: Person) -> Version:
    data = papers.word_file("A third draft.")
    version = versions.upload_version(document=document, data=data, file_name="third.docx", by=by)
    return versions.read_version(version=version)


def _picture(version: Version) -> Media:
    file = files.store(data=b"\x89PNG\r\n\x1a\n", content_type="image/png")
    return Media.objects.create(version=version, name="image1.png", file=file, content_type="image/png")


def _comment(version: Version, by: Person, audience: str) -> Comment:
    place = Place(kind=AnchorKind.DOCUMENT)
    return comments.post_comment(
        version=version, place=place, saying=Saying(f"For the {audience}."), audience=audience, by=by
    )


def _proposal(version: Version, by: Person) -> Comment:
    block = version.blocks.get(text=papers.SECOND_DRAFT[1])
    return comments.post_comment(
        version=version,
        place=Place(kind=AnchorKind.BLOCK, block=block.key),
        saying=Saying(proposal="Other words."),
        audience=Visibility.DOCUMENT,
        by=by,
    )


def _sheet(version: Version, by: Person) -> Return:
    received = receiving.receive_sheet(version=version, data=SHEET, file_name="comments.csv", by=by)
    return checking.check(received)


def _return(version: Version, by: Person) -> Return:
    data = papers.word_file(*papers.SECOND_DRAFT, "One more paragraph.")
    return returns.receive_return(version=version, data=data, file_name="back.docx", by=by)
