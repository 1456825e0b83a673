"""What pages say of the round that runs: its banner, and who will see a comment that is written now."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils import timezone

from documents import rules as documents_rules
from reviews.core import moments
from reviews.models import During, RoundState, Visibility
from reviews.selectors import progress, rounds

if TYPE_CHECKING:
    from datetime import datetime

    from backend.accounts.models import Agency, Person
    from documents.models import Document, Version
    from reviews.models import Invitation, Round

#: Days before its end from which a round is said to end soon.
SOON = 7


@dataclass(frozen=True, slots=True)
class Banner:
    """The round that a document's page shows first, with its end for one person."""

    round: Round
    mine: Invitation | None
    end: datetime
    words: str
    left: str

    @property
    def is_soon(self) -> bool:
        """Whether it ends within days."""
        return "day" not in self.left or int(self.left.split()[0]) <= SOON


@dataclass(frozen=True, slots=True)
class Audience:
    """A choice of who sees a comment: its value, its name, and what it means, in a sentence."""

    value: str
    label: str
    sees: str


ONLY_ME = Audience(
    Visibility.AUTHOR, "Only me, for now", "Only you will see it, until you release it.",
)


def running(person: Person, document: Document) -> Banner | None:
    """The round that runs now or comes next; None without one."""
    round_ = rounds.running_round(document, person)
    if round_ is None:
        return None
    mine = rounds.invitation_of(person, round_)
    end = rounds.ends_for(round_, mine.agency if mine else None)
    return Banner(round_, mine, end, moments.in_words(end, round_.zone), moments.left(end, timezone.now()))


def reading_round(person: Person, version: Version) -> dict[str, object] | None:
    """The open round in which the reader's page notes what is read: its address and sections."""
    for round_ in rounds.rounds_asking(version, person, _voice(person, version)):
        if round_.state == RoundState.OPEN and rounds.is_asked(person, round_):
            return {"round": round_, "sections": [one.key for one in progress.sections_of(version)]}
    return None


def audiences(person: Person, version: Version) -> list[Audience]:
    """Who may be chosen to see a comment that the person writes on the version now, the usual one first."""
    agencies = documents_rules.agencies_speaking_for(person, version.document)
    voice = agencies[0] if agencies else None
    asking = rounds.rounds_asking(version, person, voice)
    round_ = next((one for one in asking if one.state == RoundState.OPEN), None)
    to_agency = _to_agency(agencies)
    choices = [_released(round_, voice), *to_agency]
    if round_ and round_.one_voice and voice and not rounds.can_consolidate(person, voice):
        choices = to_agency
    return [*choices, ONLY_ME]


def _voice(person: Person, version: Version) -> Agency | None:
    agencies = documents_rules.agencies_speaking_for(person, version.document)
    return agencies[0] if agencies else None


def _to_agency(agencies: list[Agency]) -> list[Audience]:
    if not agencies:
        return []
    several = len(agencies) > 1
    name, members = ("My agency", "the members of your agency") if several else (
        agencies[0].code, f"{agencies[0].code}’s members",
    )
    return [
        Audience(
            Visibility.AGENCY, f"{name}, until released",
            f"Only {members} will see it, until it is released.",
        ),
    ]


def _released(round_: Round | None, voice: Agency | None) -> Audience:
    if round_ is None:
        return Audience(
            Visibility.DOCUMENT, "Everyone with the document",
            "Everyone with this document will see it, with your name.",
        )
    named = ", under a name that stands for yours" if round_.anonymous_reviewers else ", with your name"
    others = f"{voice.code} and the editors" if voice else "the editors"
    if round_.visibility_during == During.SEALED:
        seen = f"Only {voice.code if voice else 'you'} will see it until the round closes"
    elif round_.visibility_during == During.EDITORS:
        seen = f"Only {others} will see it while the round is open"
    else:
        seen = "Everyone with this document will see it"
    return Audience(Visibility.DOCUMENT, "In the round", f"{seen}{named}.")
