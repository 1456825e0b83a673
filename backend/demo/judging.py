"""What agencies said of the answers to the workshop review: most are satisfied, one is not."""

from __future__ import annotations

from backend.demo import cast
from backend.demo.story import people
from documents.models import Document
from reviews.models import Acknowledgement, Comment, Round
from reviews.services.answers import responses

#: The version whose round is judged, and the days that the agencies have from the day of the demonstration.
VERSION, DAYS = 3, 21
#: Agencies whose focal points have looked already; the first comment of the last one stays disputed.
LOOKED = ("ESA", "CNES", "NASA")
REASON = (
    "The answer says that the point is taken up, but the paragraph still names a single mission. "
    "We ask for the wording that was agreed in Paris."
)


def judge(paper: Document) -> None:
    """Ask about the answers and let some agencies say what they think, unless they were asked already."""
    round_ = Round.objects.filter(document=paper, version__number=VERSION).first()
    if round_ is None or round_.state not in responses.AFTER or responses.current_phase(round_):
        return
    responses.ask_for_responses(round_=round_, by=cast.person(people.COORDINATOR), days=DAYS)
    for code in LOOKED:
        _look(round_, code, is_content=code != LOOKED[-1])


def _look(round_: Round, code: str, *, is_content: bool) -> None:
    by = cast.person(f"{code} focal point")
    asked = Comment.objects.filter(
        round=round_, agency__code=code, acknowledgement=Acknowledgement.PENDING,
    ).order_by("number")
    for place, comment in enumerate(asked[:4]):
        satisfied = is_content or place > 0
        responses.respond(comment=comment, satisfied=satisfied, reason="" if satisfied else REASON, by=by)
