"""The demo world, loaded through the services like everything else."""

from collections import Counter
from datetime import date

import pytest
from django.core.management import call_command
from django.utils import timezone

from backend.accounts.models import Agency, Person
from backend.demo import clock, signins, stages
from backend.events.models import Event
from documents.models import Document, NewsItem, Publication, Version
from reviews.models import Comment, Milestone, Placement, Reply
from search import services

pytestmark = pytest.mark.django_db


@pytest.fixture
def outline():
    stages.load("outline")


def counts():
    models = (Person, Agency, Document, Version, Comment, Reply, Milestone, Publication, NewsItem, Placement)
    return {model.__name__: model.objects.count() for model in models}


def test_outline_has_one_version_and_all_people(outline):
    assert [version.label for version in Version.objects.all()] == ["Outline"]
    assert Agency.objects.count() == 18


def test_every_sign_in_gets_in(outline, client):
    entered = [client.login(username=one.email, password=signins.PASSWORD) for one in signins.SIGN_INS]

    assert entered == [True] * len(signins.SIGN_INS)


def test_loading_again_changes_nothing(outline):
    before = counts()

    stages.load("outline")
    assert counts() == before


def test_events_carry_the_time_of_the_story(outline):
    issued = Event.objects.get(verb="documents.version.issued")

    assert issued.at.date() == date(2015, 9, 21)


def test_clock_of_the_story_stops_with_its_block():
    real = timezone.now

    with pytest.raises(RuntimeError), clock.at(timezone.now()):
        raise RuntimeError
    assert timezone.now is real


@pytest.mark.slow
def test_review_has_open_comments_and_something_public(db):
    stages.load("review")

    last = Comment.objects.filter(version__number=4, version__document__slug="science-white-paper")
    states = Counter(last.values_list("state", flat=True))
    assert states["registered"] > 40
    assert (states["draft"], states["submitted"]) == (1, 7)
    assert Publication.objects.get().pdf is not None
    assert Milestone.objects.filter(met_on=None, due_at__gt=timezone.now()).exists()
    reader = Person.objects.get(name="ESA reviewer 2")
    for plain, written in (("CO2", "CO₂"), ("H2O", "H₂O"), ("NH3", "NH₃")):
        found, same = ({one.place for one in services.find(reader, text).found} for text in (plain, written))
        assert found == same != set(), plain


@pytest.mark.slow
def test_story_goes_on_to_the_published_paper(db, client):
    stages.load("review")

    call_command("demo", stage="published", verbosity=0)
    open_ones = Comment.objects.exclude(state="decided")
    assert list(open_ones) == []
    assert NewsItem.objects.count() == 3
    paper = Publication.objects.get(document__slug="science-white-paper")
    assert paper.pdf_warnings == []
    assert client.get(f"/publications/{paper.slug}/").status_code == 200
