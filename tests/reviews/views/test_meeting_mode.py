"""Meeting mode, looking through an agency's eyes, and who decides comments."""

import pytest
from django.urls import reverse

from backend.accounts import selectors as accounts
from documents.services import documents
from reviews import selectors
from reviews.models import Comment, Decision


@pytest.fixture
def at(document):
    return lambda name="meeting_mode", *more: reverse(f"reviews:{name}", args=[document.slug, *more])


def test_one_comment_is_shown_with_its_words(post, cast, sign_in, at):
    comment = post(cast.esa_reviewer, "Say why.", proposal="42 days")
    post(cast.nasa_reviewer, "The other.")

    page = sign_in(cast.observer).get(at(), {"at": str(comment.uid)}).text

    told = ("ESA-001", "Say why.", "<mark>30 days</mark>", "<del>30</del><ins>42</ins> days", "data-after")
    assert [words for words in told if words not in page] == []
    assert "The other." not in page


def test_decision_is_minuted_and_the_next_comment_comes(post, cast, sign_in, at):
    first, second = post(cast.esa_reviewer, "First."), post(cast.nasa_reviewer, "Second.")
    sent = {
        "kind": "answer", "disposition": "rejected", "response": "No.", "note": "Vote 5 to 2.",
        "reference": "Plenary 3", "comment": f"{first.uid}:{first.revision}",
    }

    done = sign_in(cast.coordinator).post(f"{at('meeting_decide')}?state=open", sent)

    step = Decision.objects.get()
    assert (step.note, step.reference, step.state_after) == ("Vote 5 to 2.", "Plenary 3", "decided")
    assert f"at={second.uid}" in done.url
    assert "meeting=Plenary" in done.url


def test_agencys_eyes_see_what_the_coordinator_may_see_of_it(post, cast, sign_in, at):
    post(cast.esa_reviewer, "Ours alone.", audience="agency")
    post(cast.nasa_reviewer, "Theirs alone.", audience="agency")
    post(cast.nasa_reviewer, "Private.", audience="author")
    post(cast.nasa_reviewer, "For all.")
    client = sign_in(cast.coordinator)

    page = client.get(at("register"), {"as": "NASA"}).text

    seen = [words in page for words in ("Ours alone.", "Theirs alone.", "Private.", "For all.")]
    assert seen == [False, False, False, True]
    assert "data-matrix-bulk" not in page


@pytest.mark.parametrize("who", ["editor", "nasa_focal_point", "observer"])
def test_only_coordinators_look_through_others_eyes(who, cast, sign_in, at):
    assert sign_in(getattr(cast, who)).get(at("register"), {"as": "NASA"}).status_code == 403


def test_nothing_is_changed_through_others_eyes(post, cast, sign_in, at):
    comment = post(cast.nasa_reviewer)
    sent = {"kind": "answer", "disposition": "noted", "comment": f"{comment.uid}:1"}

    answer = sign_in(cast.coordinator).post(f"{at('matrix_act')}?as=NASA", sent)

    assert answer.status_code == 409
    assert Comment.objects.get().disposition == ""


def test_any_member_sees_what_every_member_sees(post, cast, document):
    for audience in ("author", "agency", "document"):
        for who in (cast.esa_reviewer, cast.nasa_reviewer):
            post(who, audience, audience=audience)

    anybody = set(selectors.comments_visible_to(accounts.any_member(cast.nasa)))

    of_members = [
        set(selectors.comments_visible_to(who)) for who in (cast.nasa_reviewer, cast.nasa_focal_point)
    ]
    assert anybody == set.intersection(*of_members)
    assert not set(selectors.comments_visible_to(accounts.any_member(cast.jaxa)))


def test_coordinator_says_who_decides(cast, document, sign_in):
    address = reverse("documents:who_decides", args=[document.slug])

    sign_in(cast.coordinator).post(address, {"editors_decide": ""})
    document.refresh_from_db()
    first = document.editors_decide
    documents.set_who_decides(document=document, editors_decide=True, by=cast.coordinator)

    assert first is False
    assert sign_in(cast.editor).post(address).status_code == 403
