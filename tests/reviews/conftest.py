"""Comments to work with."""

import pytest

from reviews.models import RoundState
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.asking import rounds
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests.reviews import rounds as trials

HABITAT = "The habitat will allow crews of four to live for up to 30 days."


@pytest.fixture
def habitat(version):
    """The key of the paragraph on the habitat in the first version."""
    return version.blocks.get(text=HABITAT).key


@pytest.fixture
def post(version, habitat):
    """`post(person, …)` says something about "30 days" in the first version."""

    def posted(by, body="Why 30?", audience="document", proposal=None, **more):
        start = HABITAT.index("30 days")
        place = Place("range", habitat, start, start + len("30 days"), habitat, "30 days")
        return comments.post_comment(
            version=version, place=more.pop("place", place), audience=audience, by=by,
            saying=Saying(body=body, proposal=proposal, **more.pop("said", {})), **more,
        )

    return posted


@pytest.fixture
def clock(monkeypatch):
    """`clock.at(moment)` sets the server's clock; it begins at the opening of the tests' round."""
    return trials.Clock(monkeypatch)


@pytest.fixture
def sealed_round(clock, version, cast):
    """An open round that asks ESA, NASA and the community reviewer, and seals what they say."""
    return trials.begin(version, cast.coordinator, agencies=(cast.esa, cast.nasa), people=(cast.reviewer,))


@pytest.fixture
def answered(clock, version, cast, post):
    """A closed round with one answered comment of ESA, NASA and the community reviewer, and an open one."""
    round_ = trials.begin(
        version, cast.coordinator, rules=rounds.Rules("open", one_voice=False),
        agencies=(cast.esa, cast.nasa), people=(cast.reviewer,),
    )
    rounds.tend()
    made = [post(who, f"Of {who.name}.") for who in (cast.esa_reviewer, cast.nasa_reviewer, cast.reviewer)]
    post(cast.nasa_reviewer, "Not answered.")
    clock.at(trials.CLOSES + trials.SECOND)
    rounds.tend()
    for comment in made:
        comment.refresh_from_db()
        decisions.decide_comment(comment=comment, answer=Answer("rejected", "No."), by=cast.coordinator)
    round_.refresh_from_db()
    assert round_.state == RoundState.CLOSED
    return round_, made
