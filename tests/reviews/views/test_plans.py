"""The plan's pages: outlooks, changes of steps, what-if and plans made backwards."""

from datetime import timedelta

import pytest
from django.utils import timezone

from reviews.core.planning.lags import Lag
from reviews.models import Milestone, MilestoneChange
from reviews.services.answers import decisions
from reviews.services.plans import calendars, milestones, ties
from reviews.services.talk import comments


@pytest.fixture
def plan(cast, document):
    def set_step(title, words, **more):
        by = cast.coordinator
        return milestones.set_milestone(document=document, title=title, words=words, by=by, **more)

    return set_step


@pytest.fixture
def chain(cast, plan):
    freeze = plan("Freeze", "14 October 2027", kind="freeze")
    paper = plan("Paper out", "30 November 2027", kind="publication")
    ties.wait_for(milestone=paper, on=freeze, lag=Lag(6, "weeks"), by=cast.coordinator)
    return freeze, paper


@pytest.fixture
def page(cast, document, sign_in):
    def shown(path="plan/", by=cast.coordinator, **asked):
        answer = sign_in(by).get(f"/documents/{document.slug}/{path}", asked)
        return answer.status_code, " ".join(answer.content.decode().split())

    return shown


def _send(client, document, path, **data):
    return client.post(f"/documents/{document.slug}/plan/{path}", data)


def test_plan_shows_the_picture_its_table_and_what_waits(chain, page):
    status, html = page()

    assert (status, html.count('class="diamond"')) == (200, 2)
    assert '<th scope="row"><a href="#m-' in html
    assert "waits: 6 weeks after Freeze" in html


def test_reader_sees_no_forms(chain, page, cast):
    _, html = page(by=cast.observer)

    assert "Move it" not in html
    assert "Take it back" not in html


def test_forecast_says_who_is_late_and_why(chain, page, cast):
    milestones.expect_milestone(milestone=chain[0], words="1 November 2027", by=cast.coordinator)

    _, html = page()

    assert "foreseen 1 Nov 2027, 18 days late, as the coordinator expects" in html
    assert "foreseen 13 Dec 2027, 13 days late: waits for Freeze" in html


def test_pace_of_decisions_is_told_in_a_sentence(cast, document, version, plan, page):
    plan("All decided", (timezone.now() + timedelta(days=5)).strftime("%Y-%m-%d"),
         kind="decisions", link=milestones.Link("decided"))
    for number in range(12):
        comment = comments.post_comment(
            version=version, place=comments.Place("document"), saying=comments.Saying(f"Remark {number}."),
            audience="document", by=cast.nasa_reviewer,
        )
        if number % 2:
            decisions.decide_comment(comment=comment, answer=decisions.Answer("accepted"), by=cast.editor)
            comment.decisions.update(at=timezone.now() - timedelta(days=2 * number))

    _, html = page()

    assert "of 12</strong> comments are still open at “All decided”" in html
    assert "days late</strong>" in html
    assert 'class="fan"' in html


def test_steps_cost_no_queries_each(plan, cast, document, sign_in, django_assert_max_num_queries):
    client = sign_in(cast.coordinator)
    address = f"/documents/{document.slug}/plan/"
    counts = []
    for number in range(3):
        plan(f"Step {number}", "2027")
        with django_assert_max_num_queries(60) as queries:
            client.get(address)
        counts.append(len(queries))

    assert counts[1] == counts[2]  # the first one also reads the session


def test_every_change_of_a_step_can_be_made_and_taken_back(chain, cast, document, sign_in):
    freeze, paper = chain
    client = sign_in(cast.coordinator)
    _send(client, document, f"{freeze.uid}/expect/", words="1 November 2027")
    _send(client, document, f"{freeze.uid}/edit/", title="Text frozen", kind="freeze")
    _send(client, document, f"{paper.uid}/wait/", on=str(freeze.uid), action="end")
    _send(client, document, f"{paper.uid}/remove/", reason="Not this year.")

    freeze.refresh_from_db()
    paper.refresh_from_db()
    assert (freeze.expected_words, freeze.title, paper.waits.count()) == ("1 November 2027", "Text frozen", 0)
    assert paper.cancelled_at is not None

    _send(client, document, f"undo/{paper.changes.last().pk}/")
    assert Milestone.objects.get(pk=paper.pk).cancelled_at is None


def test_change_on_an_old_state_is_refused(chain, cast, document, sign_in):
    answer = _send(sign_in(cast.coordinator), document, f"{chain[0].uid}/move/", words="2028", reason="Late.",
                   revision="99")

    assert answer.status_code == 409


def test_what_if_shows_and_saves_nothing_until_accepted(chain, page, cast, document, sign_in):
    freeze, paper = chain
    status, html = page("plan/what-if/", step=str(freeze.uid), days="14")
    assert (status, "9 December 2027" in html, "Move 2 steps" in html) == (200, True, True)
    assert Milestone.objects.get(pk=paper.pk).words == "30 November 2027"

    digest = html.split('name="digest" value="')[1].split('"')[0]
    _send(sign_in(cast.coordinator), document, "what-if/", step=str(freeze.uid), words="2027-10-28",
          digest=digest, reason="Two weeks more.")

    assert Milestone.objects.get(pk=paper.pk).words == "9 December 2027"
    assert len(set(MilestoneChange.objects.filter(kind="moved").values_list("batch", flat=True))) == 1


def test_plan_backwards_from_a_template(page, cast, document, sign_in):
    status, html = page("plan/backwards/", template="white-paper", on="30 November 2030")
    assert (status, "It fits" in html) == (200, True)
    _, html = page("plan/backwards/", template="assessment", on="June 2027")
    assert "It no longer fits." in html

    _send(sign_in(cast.coordinator), document, "backwards/", template="white-paper", on="30 November 2030")

    assert Milestone.objects.count() == 11


def test_progress_is_a_table_by_agency_and_chapter(cast, version, page, work):
    comments.post_comment(
        version=version, place=comments.Place("document"), saying=comments.Saying("So."), audience="document",
        by=cast.nasa_reviewer,
    )
    work()

    _, html = page("plan/progress/")

    assert "0 of 1 decided, 0 %" in html


def test_address_of_one_plan_follows_it_and_ends(chain, cast, document, sign_in, client):
    freeze, _ = chain
    secret = calendars.make_link(person=cast.observer, document=document)
    milestones.remove_milestone(milestone=freeze, by=cast.coordinator)

    feed = client.get(f"/calendar/{secret}.ics").content
    assert feed.count(b"BEGIN:VEVENT") == 2
    assert b"STATUS:CANCELLED" in feed

    _send(sign_in(cast.observer), document, "link/", action="end")
    assert client.get(f"/calendar/{secret}.ics").status_code == 404
