"""The agencies' positions on the Workshop Draft: its themes and structure, by consensus."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING

from backend.accounts.models import Agency, Membership, Person
from backend.demo import cast, clock
from backend.demo.story import people
from documents.models import Document
from reviews.models import Approval, Policy, Stance
from reviews.services.approvals import positions
from reviews.services.approvals.positions import Question, Stated

if TYPE_CHECKING:
    from documents.models import Block

VERSION = 3
ASKED = datetime(2016, 2, 22, 9, tzinfo=UTC)
STATED = datetime(2016, 3, 3, 12, tzinfo=UTC)
AGAIN = datetime(2016, 3, 10, 12, tzinfo=UTC)
#: What agencies said besides approving: stance, words, and whether it is about the chapter on themes.
SAID = {
    "ESA": (Stance.APPROVE_WITH_COMMENTS, "The executive summary needs findings; see our comments.", False),
    "NASA": (Stance.APPROVE_CONDITIONALLY, "Say in one place what people add. Then we agree.", True),
    "CNSA": (Stance.ABSTAIN, "", False),
}


def state(documents: dict[str, Document]) -> None:
    """Ask once, let the agencies answer, and count at the instant."""
    paper = documents["paper"]
    rows = paper.versions.filter(number=VERSION, issued_at__isnull=False)
    version = rows.select_related("document").first()
    if version is None or Approval.objects.filter(document=paper).exists():
        return
    chapters = list(
        version.blocks.select_related("version").filter(kind="heading", level=1).exclude(number="")
        .order_by("ordinal")[:7]
    )
    question = Question(
        "Themes and structure of the paper", Policy.CONSENSUS, "11 March 2016 17:00", "Europe/Paris",
        silence="abstain", sections=chapters,
    )
    with clock.at(ASKED):
        approval = positions.ask_approval(
            version=version, question=question, by=cast.person(people.COORDINATOR),
        )
    with clock.at(STATED):
        for row in approval.asked.select_related("agency"):
            _say(approval, row.agency, chapters)
    with clock.at(AGAIN):
        nasa = Agency.objects.get(code="NASA")
        agreed = Stated(Stance.APPROVE, "Section 2.3 says it now.", chapters[1])
        if speaker := _focal_point(nasa):
            positions.state_position(approval=approval, agency=nasa, stated=agreed, by=speaker)
    with clock.at(approval.closes_at):
        positions.tend()


def _say(approval: Approval, agency: Agency, chapters: list[Block]) -> None:
    by = _focal_point(agency)
    if by is None:
        return
    stance, text, of_themes = SAID.get(agency.code, (Stance.APPROVE, "", False))
    whole = Stated(Stance.APPROVE) if of_themes else Stated(stance, text)
    positions.state_position(approval=approval, agency=agency, stated=whole, by=by)
    if of_themes:
        positions.state_position(
            approval=approval, agency=agency, stated=Stated(stance, text, chapters[1]), by=by,
        )


def _focal_point(agency: Agency) -> Person | None:
    rows = Membership.objects.filter(agency=agency, role=Membership.Role.FOCAL_POINT, ended_at=None)
    row = rows.select_related("person").order_by("pk").first()
    return row.person if row else None
