"""What people are told of rounds and of their agency's comments: the kinds of notices, and who gets them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from backend.accounts.models import Membership, Person
from backend.events import readers
from backend.notices import kinds
from backend.notices import services as notices
from backend.notices.kinds import Kind, Told
from backend.tasks import services as tasks
from reviews import selectors
from reviews.core import moments
from reviews.models import AgencyStep, Comment, Invitation, InvitationState, Round
from reviews.selectors import rounds
from reviews.services.asking import invitation_mail, reminders

if TYPE_CHECKING:
    from backend.events.models import Event
    from backend.notices.models import Notice

#: After this time nobody is told of an event any more.
STALE = timedelta(days=7)
#: What a reminder's step says first.
STEPS = {
    "half": "Half of the time is over", "week": "One week is left", "two_days": "Two days are left",
    "day": "One day is left", "by_hand": "The coordinator asks for your answer",
}
#: What happened to a round -> what is told; `{round}` is its name.
ROUND_NEWS = {
    "announced": "You are asked to review: {round}", "opened": "The review is open: {round}",
    "extended": "More time for {round}", "suspended": "{round} is suspended", "resumed": "{round} goes on",
    "cancelled": "{round} is called off", "closed": "{round} is closed",
}


def _round(person: Person, notice: Notice) -> Round | None:
    uid = notice.data.get("round")
    rows = rounds.rounds_visible_to(person).select_related("document", "version")
    return rows.filter(uid=uid).first() if uid else None


def _named(round_: Round) -> str:
    return f"{round_.title}, {round_.document.name} v{round_.version.number}"


def _path(round_: Round) -> str:
    return reverse("reviews:round", args=[round_.document.slug, round_.number])


def _until(person: Person, round_: Round) -> str:
    """The end as the person's agency has it, with what is left."""
    invitation = rounds.invitation_of(person, round_)
    end = rounds.ends_for(round_, invitation.agency if invitation else None)
    left = moments.left(end, timezone.now())
    return f"Open until {moments.in_words(end, round_.zone)}{f', {left} left' if left else ''}."


def _news(person: Person, notice: Notice) -> Told | None:
    round_ = _round(person, notice)
    if round_ is None:
        return None
    verb = notice.data.get("verb", "announced")
    title = ROUND_NEWS.get(verb, "{round}").format(round=_named(round_))
    if verb == "closed":
        return Told(title, "What was said is with the editors now.", _path(round_))
    step = round_.steps.filter(after__in=["suspended", "cancelled"]).order_by("-id").first()
    window = round_.windows.exclude(reason="").order_by("-id").first()
    why = {"suspended": step, "cancelled": step, "extended": window}.get(verb)
    reason = f"{why.reason} " if why and why.reason else ""
    asked = f"{round_.asked} " if verb in {"announced", "opened"} else ""
    return Told(title, f"{reason}{asked}{_until(person, round_)}".strip(), _path(round_))


def _reminder(person: Person, notice: Notice) -> Told | None:
    round_ = _round(person, notice)
    invitation = rounds.invitation_of(person, round_) if round_ else None
    if round_ is None or (invitation and invitation.state in {
        InvitationState.DECLINED, InvitationState.REVOKED, InvitationState.DELEGATED,
    }):
        return None
    first = STEPS.get(notice.data.get("step", ""), "Please answer")
    drafts = Comment.objects.filter(
        author=person, version=round_.version_id, state__in=["draft", "returned"],
    ).count()
    kept = f" You have {drafts} comment{'' if drafts == 1 else 's'} not submitted." if drafts else ""
    return Told(f"{first}: {_named(round_)}", f"{_until(person, round_)}{kept}", _path(round_))


def _digest(person: Person, notice: Notice) -> Told | None:
    round_ = _round(person, notice)
    if round_ is None or not rounds.can_run(person, round_.document):
        return None
    waiting = Invitation.objects.filter(round=round_, state__in=reminders.WAITING).count()
    if not waiting:
        return Told(f"Everybody has answered: {_named(round_)}", "", _path(round_))
    return Told(f"{waiting} have not answered yet: {_named(round_)}", _until(person, round_), _path(round_))


#: What a focal point did -> what its author is told.
AGENCY_NEWS = {
    AgencyStep.Kind.EDITED: "{by} reworded a comment of yours",
    AgencyStep.Kind.RETURNED: "{by} gives a comment back to you",
    AgencyStep.Kind.HELD: "{by} holds a comment of yours back",
    AgencyStep.Kind.MERGED: "{by} put a comment of yours together with another one",
}


def _agency_news(person: Person, notice: Notice) -> Told | None:
    step = AgencyStep.objects.filter(pk=notice.data.get("step", 0)).select_related("comment", "by").first()
    if step is None:
        return None
    comment = selectors.comments_visible_to(person).filter(pk=step.comment_id).select_related(
        "document",
    ).first()
    if comment is None or step.kind not in AGENCY_NEWS:
        return None
    title = AGENCY_NEWS[AgencyStep.Kind(step.kind)].format(by=step.by.name)
    path = reverse("reviews:comment", args=[comment.document.slug, str(comment.uid)])
    return Told(f"{title}: {comment.document.name}", step.reason, path)


kinds.register(
    Kind("reviews.round", "A round that asks me is announced, opens, changes or closes", _news),
    Kind(reminders.NOTICE, "The end of a round comes near and my answer is missing", _reminder),
    Kind("reviews.round.digest", "Who has not answered yet in rounds that I coordinate", _digest),
    Kind("reviews.agency", "My focal point rewords, returns or holds back a comment of mine", _agency_news),
)


class Telling:
    """Tells people of events. Doing it twice is harmless: each occasion is told once."""

    name = "reviews.told"
    verbs: Sequence[str] = ("reviews.round.", "reviews.invitation.invited", *selectors.AGENCY_VERBS)

    def handle(self, events: Sequence[Event]) -> None:
        """What happened long ago, and was not told because no worker ran, is no news any more."""
        recent = timezone.now() - STALE
        for event in (event for event in events if event.at > recent):
            _, kind, verb = event.verb.split(".")
            if kind == "comment":
                self._agency(event)
            elif kind == "invitation":
                self._invited(event)
            elif verb in ROUND_NEWS:
                self._round(event, verb)

    def _round(self, event: Event, verb: str) -> None:
        round_ = Round.objects.filter(pk=event.target_id or 0).first()
        if round_ is None or (verb == "opened" and self._opened_at_once(round_)):
            return
        invitations = Invitation.objects.filter(round=round_).exclude(
            state__in=[InvitationState.REVOKED, InvitationState.DELEGATED, InvitationState.DECLINED],
        ).select_related("person", "agency")
        if verb == "announced":
            self._mail_links(invitations)
        if agency := event.data.get("agency"):
            invitations = invitations.filter(agency=agency)
        for person in _people_of(invitations):
            _tell(person, event, "reviews.round", round_, verb=verb)

    @staticmethod
    def _opened_at_once(round_: Round) -> bool:
        """Whether the announcement told everything already."""
        return bool(round_.announced_at and round_.opened_at) and (
            (round_.opened_at - round_.announced_at).total_seconds() < 60  # type: ignore[operator]
        )

    @staticmethod
    def _mail_links(invitations: Iterable[Invitation]) -> None:
        """Order the mails of links; what was ordered once is not ordered again."""
        for invitation in invitations:
            if invitation.email and invitation.person_id is None:
                with transaction.atomic():
                    new = Invitation.objects.filter(pk=invitation.pk, digest="")
                    if new.update(digest=f"ordered:{invitation.uid.hex}"):
                        tasks.enqueue(invitation_mail.send_link, invitation_id=invitation.pk)

    def _invited(self, event: Event) -> None:
        """Who is invited once the round is announced is told at once; the others with the announcement."""
        rows = Invitation.objects.select_related("round", "person", "agency")
        invitation = rows.filter(pk=event.target_id or 0).first()
        if invitation is None or invitation.round.announced_at is None:
            return
        self._mail_links([invitation])
        for person in _people_of([invitation]):
            _tell(person, event, "reviews.round", invitation.round, verb="announced")

    def _agency(self, event: Event) -> None:
        rows = AgencyStep.objects.select_related("comment__author")
        step = rows.filter(pk=event.data.get("step", 0)).first()
        if step and step.comment.author and step.comment.author_id != step.by_id:
            notices.tell(
                person=step.comment.author, kind="reviews.agency", dedupe_key=f"event:{event.pk}",
                document=event.document_id, data={"step": step.pk}, event=event,
            )


def _people_of(invitations: Iterable[Invitation]) -> list[Person]:
    """People asked on their own, and the members of agencies that are asked."""
    rows = list(invitations)
    members = Membership.objects.filter(
        agency__in=[row.agency_id for row in rows if row.agency_id], ended_at=None,
    ).select_related("person")
    found = {row.person_id: row.person for row in rows if row.person}
    found |= {row.person_id: row.person for row in members}
    return [person for person in found.values() if person.is_active]


def _tell(person: Person, event: Event, kind: str, round_: Round, **data: Any) -> None:
    key = f"event:{event.pk}" if data["verb"] != "announced" else f"round:{round_.uid}:asked"
    notices.tell(
        person=person, kind=kind, dedupe_key=key, document=round_.document_id,
        data={"round": str(round_.uid), **data}, event=event,
    )


readers.register(Telling())
