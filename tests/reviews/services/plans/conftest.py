"""Steps of a small plan: the freeze in October, the paper in fall; a second document waits for them."""

import pytest

from reviews.services.plans import milestones
from tests.cast import begin_document


@pytest.fixture
def plan(cast, document):
    """`plan("Freeze", "14 October 2027")` sets a step; `on=` puts it into another document."""

    def set_step(title, words="", on=document, **more):
        return milestones.set_milestone(document=on, title=title, words=words, by=cast.coordinator, **more)

    return set_step


@pytest.fixture
def roadmap(cast):
    return begin_document(cast, title="Roadmap")


@pytest.fixture
def freeze(plan):
    return plan("Freeze", "14 October 2027", kind="freeze")


@pytest.fixture
def paper(plan):
    return plan("Paper published", "30 November 2027 17:00 CET", kind="publication")
