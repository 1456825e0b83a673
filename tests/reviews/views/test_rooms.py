"""Places to confirm, files out and back, the plan, and My work."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from reviews.models import Milestone, Placement, Return
from reviews.services.plans import milestones
from reviews.services.talk.comments import Place
from tests import papers


@pytest.fixture
def orphan(post, cast, version, second_version, work):
    """A comment whose paragraph is not in the second version."""
    gone = version.blocks.get(text__startswith="The far side of the Moon")
    comment = post(cast.esa_reviewer, "Which side?", place=Place("block", gone.key))
    work()
    return comment


def test_orphans_wait_in_the_queue(orphan, cast, sign_in, document):
    page = sign_in(cast.editor).get(reverse("reviews:unplaced", args=[document.slug, 2])).text

    assert "Which side?" in page


def test_long_queue_goes_on_behind_the_last_row_even_when_that_is_placed(
    orphan, post, cast, sign_in, document, version, work, monkeypatch,
):
    monkeypatch.setattr("reviews.views.placements.PAGE", 1)
    post(cast.nasa_reviewer, "And its poles?", place=Place("block", orphan.start_block))
    work()
    editor = sign_in(cast.editor)
    address = reverse("reviews:unplaced", args=[document.slug, 2])

    first = editor.get(address)
    editor.post(reverse("reviews:place", args=[document.slug, 2, orphan.uid]), {"action": "gone"})
    second = editor.get(address, {"after": first.context["after"]})

    seen = [[row["card"].comment.body for row in page.context["rows"]] for page in (first, second)]
    assert seen == [["Which side?"], ["And its poles?"]]
    assert [page.context["waiting"] for page in (first, second)] == [2, 1]
    assert second.context["after"] == ""


def test_no_place_in_the_queue_is_refused(orphan, cast, sign_in, document):
    address = reverse("reviews:unplaced", args=[document.slug, 2])

    assert sign_in(cast.editor).get(address, {"after": "nowhere"}).status_code == 422


def test_orphan_is_attached_by_its_author(orphan, cast, sign_in, document, second_version):
    target = second_version.blocks.get(text__startswith="A crew can operate").key
    address = reverse("reviews:place", args=[document.slug, 2, orphan.uid])

    fields = {"action": "reattach", "kind": "block", "block": target}
    answer = sign_in(cast.esa_reviewer).post(address, fields)

    assert answer.status_code == 302
    assert Placement.objects.get(comment=orphan, version=second_version).start_block == target


def test_unknown_action_is_refused(orphan, cast, sign_in, document):
    address = reverse("reviews:place", args=[document.slug, 2, orphan.uid])

    assert sign_in(cast.editor).post(address, {"action": "shrug"}).status_code == 422


def test_word_file_comes_as_a_download(post, cast, sign_in, document):
    post(cast.esa_reviewer)

    answer = sign_in(cast.observer).get(reverse("reviews:markup", args=[document.slug, 1]))

    assert answer["Content-Disposition"] == 'attachment; filename="science-white-paper-v1-comments.docx"'
    assert answer.content.startswith(b"PK")


def sent(data):
    return {"file": SimpleUploadedFile("back.docx", data), "audience": "document"}


def test_return_is_taken_in_and_told_of(cast, sign_in, document, version, work):
    client = sign_in(cast.nasa_reviewer)
    lines = [line.replace("30 days", "60 days") for line in papers.FIRST_DRAFT]
    answer = client.post(
        reverse("reviews:send_return", args=[document.slug, 1]), sent(papers.word_file(*lines)),
    )
    waiting = client.get(answer.url).text
    work()

    page = client.get(answer.url).text

    assert ("data-follow" in waiting, "data-follow" in page) == (True, False)
    assert "NASA-001" in page


def test_broken_return_is_refused(cast, sign_in, document, version):
    answer = sign_in(cast.nasa_reviewer).post(
        reverse("reviews:send_return", args=[document.slug, 1]), sent(b"no Word file"),
    )

    assert (answer.status_code, Return.objects.count()) == (422, 0)


def test_return_is_hidden_from_other_agencies(cast, sign_in, version):
    from reviews.services.word import returns

    received = returns.receive_return(
        version=version, data=papers.word_file("A."), file_name="a.docx", by=cast.nasa_reviewer,
        audience="agency",
    )
    address = reverse("reviews:return", args=[received.uid])

    assert sign_in(cast.nasa_focal_point).get(address).status_code == 200
    assert sign_in(cast.coordinator).get(address).status_code == 404


def test_coordinator_plans(cast, sign_in, document):
    address = reverse("reviews:plan", args=[document.slug])
    fields = {"title": "Comments due", "kind": "round", "words": "12 May 2016 17:00 CEST"}

    answer = sign_in(cast.coordinator).post(address, fields)

    assert (answer.status_code, Milestone.objects.get().title) == (302, "Comments due")


def test_no_date_is_said_so(cast, sign_in, document):
    address = reverse("reviews:plan", args=[document.slug])

    answer = sign_in(cast.coordinator).post(address, {"title": "Out", "kind": "other", "words": "soon"})

    assert (answer.status_code, "Write a date such as" in answer.text) == (422, True)


def test_plan_shows_what_is_overdue(cast, sign_in, document):
    milestones.set_milestone(document=document, title="Freeze", words="2016", by=cast.coordinator)

    page = sign_in(cast.observer).get(reverse("reviews:plan", args=[document.slug])).text

    assert ("Freeze" in page, "is-late" in page) == (True, True)


def test_plan_as_a_calendar(cast, sign_in, document):
    milestones.set_milestone(document=document, title="Freeze", words="fall 2026", by=cast.coordinator)

    answer = sign_in(cast.observer).get(reverse("reviews:plan_calendar", args=[document.slug]))

    assert answer["Content-Type"].startswith("text/calendar")
    assert b"SUMMARY:Freeze" in answer.content


def test_calendar_address_works_without_signing_in_until_it_is_ended(cast, sign_in, document):
    milestones.set_milestone(document=document, title="Freeze", words="fall 2026", by=cast.coordinator)
    client = sign_in(cast.observer)
    client.post(reverse("reviews:calendar_link"), {"action": "make"})
    address = client.session["calendar_url"].removeprefix("http://localhost:8000")

    assert b"Freeze" in sign_in(None).get(address).content
    client.post(reverse("reviews:calendar_link"), {"action": "end"})
    assert sign_in(None).get(address).status_code == 404


def tasks(person, sign_in):
    return [task.text for task in sign_in(person).get(reverse("reviews:work")).context["tasks"]]


def test_my_work_of_each_role(post, cast, sign_in, document, version):
    post(cast.esa_reviewer)
    post(cast.nasa_reviewer, audience="agency")
    post(cast.nasa_reviewer, audience="author")
    milestones.set_milestone(document=document, title="Freeze", words="2016", by=cast.coordinator)

    assert tasks(cast.editor, sign_in) == ["Decide 1 comment"]
    assert tasks(cast.coordinator, sign_in) == ["Meet or move “Freeze”", "Decide 1 comment"]
    assert tasks(cast.nasa_focal_point, sign_in) == ["Release 1 comment of NASA", "Review version 1"]
    assert tasks(cast.nasa_reviewer, sign_in) == ["Finish 1 draft comment"]
    assert tasks(cast.reviewer, sign_in) == ["Review version 1"]
    assert tasks(cast.observer, sign_in) == ["Read version 1"]
    assert tasks(cast.stranger, sign_in) == []


def test_my_work_has_the_deadline_of_the_round(cast, sign_in, document, version):
    milestones.set_milestone(
        document=document, title="Comments due", kind="round", words="12 May 2030 17:00 UTC",
        by=cast.coordinator,
    )

    [task] = sign_in(cast.reviewer).get(reverse("reviews:work")).context["tasks"]

    assert (task.due.title, task.is_overdue) == ("Comments due", False)


def test_editor_is_asked_to_issue_and_to_confirm_places(orphan, cast, sign_in, document):
    from documents.services import versions

    data = papers.word_file("A third draft.")
    upload = versions.upload_version(document=document, data=data, file_name="3.docx", by=cast.editor)
    versions.read_version(version=upload)

    assert "Check and issue version 3" in tasks(cast.editor, sign_in)
    assert "Confirm where 1 comment belongs" in tasks(cast.editor, sign_in)
