"""Plans by API: steps with facts and waits, outlooks, what-if, templates, calendars of agencies."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents.services import documents
from reviews.models import AgencyTerms, Closure, Milestone
from reviews.services.asking.rounds import Dates
from reviews.services.plans import milestones
from tests import papers
from tests.reviews.rounds import begin


@pytest.fixture
def client(api, cast):
    return api(cast.coordinator)


@pytest.fixture
def freeze(cast, document):
    return milestones.set_milestone(
        document=document, title="Freeze", words="14 October 2027", kind="freeze", by=cast.coordinator,
    )


def _new(client, document, **more):
    body = {"document": document.slug, "title": "Out", "words": "2027"} | more
    answer = client.post("/api/v1/milestones/", body)
    assert answer.status_code == 201, answer.data
    return answer.data


def test_step_with_a_fact_says_what_meets_it(client, document):
    step = _new(client, document, fact="version", version_number=2)

    answer = client.post(f"/api/v1/milestones/{step['uid']}/meet/", {"on": "2026-01-01"}, format="json")

    assert (answer.status_code, answer.data["code"]) == (409, "fact")


def test_step_waits_is_changed_and_every_change_is_told_and_taken_back(client, document, freeze):
    uid = _new(client, document)["uid"]
    body = {"on": str(freeze.uid), "amount": 6, "unit": "weeks"}
    waits = client.post(f"/api/v1/milestones/{uid}/wait/", body, format="json").data["waits"]
    renamed = client.patch(f"/api/v1/milestones/{uid}/", {"title": "Paper out"}, format="json").data
    history = client.get(f"/api/v1/milestones/{uid}/history/").data

    assert [(row["on"], row["amount"], row["unit"]) for row in waits] == [(freeze.uid, 6, "weeks")]
    assert (renamed["title"], [row["kind"] for row in history]) == ("Paper out", ["set", "tied", "edited"])

    undone = client.post(f"/api/v1/milestones/{uid}/undo/", {"change": history[-1]["id"]}, format="json").data
    assert undone[0]["title"] == "Out"


def test_circle_is_a_problem_with_its_way(client, document, freeze):
    uid = _new(client, document, words="freeze + 6 weeks")["uid"]

    answer = client.post(f"/api/v1/milestones/{freeze.uid}/wait/", {"on": uid}, format="json")

    assert (answer.status_code, answer.data["circle"]) == (422, ["Freeze", "Out", "Freeze"])


def test_outlook_says_who_is_late_and_what_decides_it(client, document, freeze):
    uid = _new(client, document, words="30 November 2027")["uid"]
    client.post(f"/api/v1/milestones/{uid}/wait/", {"on": str(freeze.uid), "amount": 8, "unit": "weeks"})

    steps = client.get(f"/api/v1/plans/{document.slug}/").data["steps"]

    late = {step["title"]: (step["late"], step["because"], step["waits_for"]) for step in steps}
    assert late == {"Freeze": (0, "planned", ""), "Out": (9, "waits", "Freeze")}


def test_list_takes_the_same_queries_for_any_number_of_plans_and_open_rounds(client, cast, version):
    _reviewed(version, cast)
    client.get("/api/v1/plans/")  # what is remembered of the site
    one = _queries(client)
    for number in (2, 3):
        other = documents.create_document(
            title=f"Roadmap {number}", slug=f"roadmap-{number}", owner=cast.esa, by=cast.coordinator,
        )
        _reviewed(papers.issue(other, by=cast.coordinator, label="Draft"), cast)

    three = _queries(client)

    assert [len(plan["returns"]) for plan in client.get("/api/v1/plans/").data["results"]] == [1, 1, 1]
    assert three == one


def _reviewed(version, cast):
    """A plan with a step that stands for decisions, and an open round that asks two agencies."""
    milestones.set_milestone(
        document=version.document, title="All decided", words="2 March 2027", by=cast.coordinator,
        link=milestones.Link("decided"),
    )
    closes = f"{timezone.now() + timedelta(days=20):%-d %B %Y} 17:00 CET"
    begin(version, cast.coordinator, when=Dates(closes), agencies=(cast.esa, cast.nasa))


def _queries(client):
    with CaptureQueriesContext(connection) as captured:
        assert client.get("/api/v1/plans/").status_code == 200
    return len(captured)


def test_what_if_is_accepted_once_with_its_digest(client, document, freeze):
    wish = {"milestone": str(freeze.uid), "on": "2027-10-28"}
    found = client.post(f"/api/v1/plans/{document.slug}/what-if/", wish, format="json").data
    assert [(shift["title"], shift["days"]) for shift in found["shifts"]] == [("Freeze", 14)]

    accepted = wish | {"digest": found["digest"], "reason": "Two weeks."}
    first = client.post(f"/api/v1/plans/{document.slug}/accept/", accepted, format="json")
    again = client.post(f"/api/v1/plans/{document.slug}/accept/", accepted, format="json")

    assert (first.status_code, again.status_code) == (200, 409)
    assert Milestone.objects.get().words == "28 October 2027"


def test_plan_comes_from_a_template_dated_backwards(client, document):
    body = {"template": "white-paper", "on": "fall 2030"}
    shown = client.post(f"/api/v1/plans/{document.slug}/backwards/", body, format="json").data
    made = client.post(f"/api/v1/plans/{document.slug}/from-template/", body, format="json").data

    assert (shown["fits"], len(shown["steps"]), len(made)) == (True, 11, 11)
    assert (made[-1]["words"], made[-1]["fact"]) == ("fall 2030", "published")


def test_agencys_calendar_is_kept_by_api_and_shifts_the_plan(client, cast, document):
    body = {"template": "white-paper", "on": "29 November 2030"}
    before = client.post(f"/api/v1/plans/{document.slug}/backwards/", body, format="json").data["steps"]
    client.post("/api/v1/closures/", {"agency": "NASA", "name": "Shutdown", "from_on": "2030-03-01",
                                      "to_on": "2030-04-20", "is_yearly": True}, format="json")
    client.post("/api/v1/closures/lead/", {"agency": "NASA", "lead_days": 8}, format="json")

    after = client.post(f"/api/v1/plans/{document.slug}/backwards/", body, format="json").data["steps"]

    assert AgencyTerms.objects.get().lead_days == 8
    assert after[2]["by"] < before[2]["by"]
    assert {step["agency"] for step in after} == {"", "NASA"}


def test_closure_that_ends_before_it_begins_is_refused(client, document):
    answer = client.post("/api/v1/closures/", {"agency": "NASA", "name": "Back", "from_on": "2027-03-02",
                                               "to_on": "2027-03-01"}, format="json")

    assert (answer.status_code, Closure.objects.count()) == (422, 0)


def test_work_says_what_waits_and_reminds_others(api, cast, document, version):
    from reviews.services.talk import comments

    comments.post_comment(
        version=version, place=comments.Place("document"), saying=comments.Saying("So."), audience="document",
        by=cast.nasa_reviewer,
    )
    client = api(cast.coordinator)

    found = client.get("/api/v1/work/").data
    assert [task["text"] for task in found["tasks"]] == ["Decide 1 comment"]
    [waiting] = found["waiting"]
    body = {"document": waiting["document"], "key": waiting["key"]}
    assert client.post("/api/v1/work/remind/", body, format="json").data == {"told": 1}
    assert client.post("/api/v1/work/remind/", body, format="json").data == {"told": 0}
