"""The query language as a filter over comments: matrix, exports, bulk decisions (`services.comment_ids`)."""

import shutil

import pytest

from reviews import selectors as reviews
from reviews.services.talk import comments, replies
from reviews.services.talk.comments import Place, Saying
from reviews.table import filters


@pytest.fixture
def said(cast, version, work):
    def post(by, body, audience="document", **more):
        return comments.post_comment(version=version, place=Place("document"), audience=audience, by=by,
                                     saying=Saying(body=body, **more))

    made = {"bird": post(cast.esa_reviewer, "An albatross", severity="critical"),
            "fish": post(cast.nasa_reviewer, "A pelican eats fish"),
            "secret": post(cast.nasa_reviewer, "A secret albatross", audience="agency")}
    replies.reply_to(comment=made["fish"], body="Albatrosses, too", by=cast.esa_reviewer)
    work()
    return made


def chosen(person, text):
    wanted = filters.read({"query": text})
    return set(filters.narrow(reviews.comments_visible_to(person), wanted, person))


def test_comments_are_chosen_by_what_they_or_their_replies_say(cast, said):
    assert chosen(cast.esa_reviewer, "albatross") == {said["bird"], said["fish"]}
    assert chosen(cast.esa_reviewer, "albatross severity:critical") == {said["bird"]}
    assert chosen(cast.nasa_focal_point, "albatross -secret") == {said["bird"], said["fish"]}
    assert chosen(cast.nasa_focal_point, "secret") == {said["secret"]}
    assert chosen(cast.esa_reviewer, "secret") == set()
    assert chosen(cast.stranger, "albatross") == set()


def test_without_an_index_words_still_choose(cast, said, index):
    shutil.rmtree(index.root, ignore_errors=True)

    assert chosen(cast.esa_reviewer, "albatross") == {said["bird"]}
