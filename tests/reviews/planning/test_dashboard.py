"""Plans across documents, and My work: the latest first, at the same cost for one and for many."""

import pytest
from django.urls import reverse

from reviews import work
from reviews.core.planning.lags import Lag
from reviews.planning import dashboard
from reviews.services.plans import milestones, ties
from tests.cast import begin_document


def _plan(document, by, title="Out", words="30 November 2027", **more):
    return milestones.set_milestone(document=document, title=title, words=words, by=by, kind="publication",
                                    **more)


def test_lateness_of_one_document_falls_on_the_other(cast, document):
    roadmap = begin_document(cast, title="Roadmap")
    paper, refined = _plan(document, cast.coordinator), _plan(roadmap, cast.coordinator)
    ties.wait_for(milestone=refined, on=paper, lag=Lag(2, "weeks"), by=cast.coordinator)
    milestones.expect_milestone(milestone=paper, words="10 December 2027", by=cast.coordinator)

    lines = dashboard.dashboard_of(cast.observer).lines

    assert [(line.document.title, line.late) for line in lines] == [
        ("Roadmap", 24), ("Science White Paper", 10),
    ]


def test_plans_of_unseen_documents_count_but_are_not_named(cast, document, sign_in):
    from documents.services import documents

    hidden = documents.create_document(title="Secret study", owner=cast.esa, by=cast.coordinator)
    study, paper = _plan(hidden, cast.coordinator, "Secret end"), _plan(document, cast.coordinator)
    ties.wait_for(milestone=paper, on=study, lag=Lag(2, "weeks"), by=cast.coordinator)

    client = sign_in(cast.observer)
    pages = client.get(reverse("reviews:plans")).content + client.get(
        reverse("reviews:plan", args=[document.slug]),
    ).content

    assert b"Secret" not in pages
    assert b"14 days late" in pages
    assert b"waits for a step of another document" in pages


@pytest.mark.parametrize("name", ["reviews:plans", "reviews:work"])
def test_documents_cost_no_queries_each(name, cast, document, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.coordinator)
    counts = []
    for number in range(3):
        _plan(begin_document(cast, title=f"Study {number}"), cast.coordinator, words="2016")
        with django_assert_max_num_queries(40) as queries:
            client.get(reverse(name))
        counts.append(len(queries))

    assert counts[1] == counts[2]  # the first one also reads the session


def test_most_urgent_work_stands_first(cast, document, version, post):
    post(cast.nasa_reviewer)
    _plan(document, cast.coordinator, words="2016")

    found = work.work_of(cast.coordinator)

    assert [task.text for task in found] == ["Meet or move “Out”", "Decide 1 comment"]
    assert (found[0].is_overdue, found[1].is_overdue) == (True, False)


def test_what_one_waits_for_is_said_with_who_owes_it(cast, document, post):
    post(cast.nasa_reviewer)
    _plan(document, cast.coordinator, words="2016")

    assert [(each.text, each.people) for each in work.waiting_of(cast.nasa_reviewer)] == [
        ("1 of your comments waits for an answer", (cast.editor.pk,)),
    ]
    assert [each.key[:5] for each in work.waiting_of(cast.editor)] == ["step-"]


def test_standings_of_many_documents_are_those_of_each(cast, document):
    from reviews import rules

    other = begin_document(cast, title="Roadmap")

    for person in cast.people().values():
        found = rules.standings(person, [document, other])
        assert found == {each.pk: rules.standing(person, each) for each in (document, other)}
