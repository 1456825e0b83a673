"""Reviewers without names: what others read of them, and who may know."""

import io
import zipfile

import pytest

from reviews.services.asking import rounds
from reviews.services.asking.rounds import Rules
from reviews.services.talk import comments, placements, replies
from reviews.services.talk.comments import Saying
from tests.reviews.rounds import CLOSES, begin

NAME = "NASA reviewer 1"
SHOWN = (
    "/documents/{slug}/", "/documents/{slug}/comments/", "/documents/{slug}/v1/",
    "/documents/{slug}/v1/comments/?from=0&to=99", "/comments/{uid}/history/", "/search/?q=duration",
    "/api/v1/comments/{uid}/", "/api/v1/comments/{uid}/replies/", "/api/v1/search/?q=duration",
    "/documents/{slug}/rounds/1/progress/",
)


@pytest.fixture
def said(clock, version, cast, post):
    """A comment that was edited, withdrawn and replied to by its author, in a round without names."""
    rules = Rules("open", anonymous_reviewers=True)
    begin(version, cast.coordinator, rules=rules, agencies=(cast.esa, cast.nasa))
    post(cast.nasa_reviewer, "Once more: the duration.")
    comment = post(cast.nasa_reviewer, "The duration is wrong.")
    comment = comments.edit_comment(
        comment=comment, saying=Saying("The duration seems wrong."), by=cast.nasa_reviewer
    )
    replies.reply_to(comment=comment, body="See TN-7.", by=cast.nasa_reviewer)
    return comments.withdraw_comment(comment=comment, by=cast.nasa_reviewer)


def _pages(said, browser):
    return {
        address: browser.get(address.format(slug=said.document.slug, uid=said.uid)).content.decode()
        for address in SHOWN
    }


def test_other_agencies_read_the_name_nowhere(said, cast, sign_in, work):
    work()

    shown = _pages(said, sign_in(cast.esa_reviewer))

    assert {address for address, text in shown.items() if NAME in text} == set()
    assert said.author_name in shown["/comments/{uid}/history/"]


def test_the_name_is_in_no_word_file_of_another_agency(said, cast, sign_in, work):
    work()
    answer = sign_in(cast.esa_reviewer).get(
        f"/documents/{said.document.slug}/v1/word/?state=all", follow=True
    )
    data = b"".join(answer.streaming_content) if answer.streaming else answer.content
    parts = zipfile.ZipFile(io.BytesIO(data))

    assert not [name for name in parts.namelist() if NAME.encode() in parts.read(name)]


def test_the_own_agency_and_the_editors_know_who_it_was(said, cast, sign_in):
    address = f"/comments/{said.uid}/history/"

    assert [
        NAME in sign_in(person).get(address).content.decode()
        for person in (cast.nasa_focal_point, cast.editor, cast.esa_reviewer)
    ] == [True, True, False]


def test_the_name_stays_hidden_when_the_round_is_over(said, cast, clock, sign_in, work):
    clock.at(CLOSES)
    rounds.tend()
    work()

    shown = _pages(said, sign_in(cast.esa_reviewer))

    assert {address for address, text in shown.items() if NAME in text} == set()


def test_searching_for_the_author_finds_nothing(said, cast, api, work):
    work()

    search = "/api/v1/search/?q=duration"
    by_words = api(cast.esa_reviewer).get(search).json()["results"]
    by_name = api(cast.esa_reviewer).get(f'{search} by:"{NAME}"').json()["results"]

    assert [one["kind"] for one in by_words] == ["comment"]
    assert by_name == []


def test_who_confirms_the_place_of_an_own_comment_stays_hidden(said, cast, sign_in, work):
    work()
    placement = said.placements.get()
    placements.confirm_placement(placement=placement, by=cast.nasa_reviewer)

    shown = _pages(said, sign_in(cast.esa_reviewer))

    assert {address for address, text in shown.items() if NAME in text} == set()
