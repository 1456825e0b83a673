"""The pages of letters: who gets it is seen before it goes; its readers find their own comments."""

from uuid import uuid4

import pytest

from reviews.models import Comment, Letter
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying


@pytest.fixture
def said(cast, version):
    """Comments of the NASA reviewer and of the community reviewer."""
    return [
        comments.post_comment(
            version=version, place=Place("document"), audience="document", by=by, saying=Saying(body=body),
        )
        for by, body in ((cast.nasa_reviewer, "An albatross."), (cast.reviewer, "A sparrow."))
    ]


def new(document, query=""):
    return f"/documents/{document.slug}/letters/new/{query}"


def form(**more):
    return {"uid": str(uuid4()), "expected": "1", "audience": "authors", "subject": "A question",
            "body": "Which bird?"} | more


def test_the_page_names_who_would_get_it(cast, document, said, sign_in):
    page = sign_in(cast.editor).get(new(document, "?agency=NASA")).content.decode()

    assert "NASA reviewer 1" in page
    assert "Community reviewer" not in page
    assert "Send to 1 reader" in page


def test_a_letter_is_sent_and_read(cast, document, said, sign_in):
    answer = sign_in(cast.editor).post(new(document, "?agency=NASA"), form())

    letter = Letter.objects.get()
    address = f"/documents/{document.slug}/letters/{letter.uid}/"
    assert answer.headers["Location"] == address
    theirs = sign_in(cast.nasa_reviewer).get(address).content.decode()
    assert "Which bird?" in theirs
    assert "NASA-001" in theirs
    assert "Who got it" not in theirs
    ours = sign_in(cast.coordinator).get(address).content.decode()
    assert "Who got it" in ours
    assert sign_in(cast.reviewer).get(address).status_code == 404
    listed = sign_in(cast.nasa_reviewer).get(f"/documents/{document.slug}/letters/").content.decode()
    assert "A question" in listed


@pytest.mark.parametrize("more", [{"shown": "authors"}, {"shown": "focal_points", "show": "1"}])
def test_it_goes_to_nobody_whom_its_writer_was_not_shown(cast, document, said, sign_in, more):
    answer = sign_in(cast.editor).post(new(document, "?agency=NASA"), form(audience="focal_points", **more))

    page = answer.content.decode()
    assert answer.status_code == 200
    assert not Letter.objects.exists()
    assert "Which bird?" in page
    assert cast.nasa_focal_point.name in page
    assert ("Nothing was sent yet" in page) == ("show" not in more)
    sign_in(cast.editor).post(
        new(document, "?agency=NASA"), form(audience="focal_points", shown="focal_points"),
    )
    assert Letter.objects.get().audience == "focal_points"


def test_what_was_typed_stands_when_it_can_not_go(cast, document, said, sign_in):
    answer = sign_in(cast.editor).post(new(document), form(expected="1"))

    assert answer.status_code == 409
    assert "Which bird?" in answer.content.decode()
    assert not Letter.objects.exists()


def test_a_form_without_words_is_refused(cast, document, said, sign_in):
    assert sign_in(cast.editor).post(new(document), form(body="")).status_code == 422


def test_hidden_names_are_on_no_page(cast, document, said, sign_in):
    theirs = Comment.objects.filter(author=cast.reviewer)
    theirs.update(author_name="Reviewer 2", hidden_name="Community reviewer")
    sign_in(cast.editor).post(new(document), form(expected="2"))
    letter = Letter.objects.get()

    for address in (new(document), f"/documents/{document.slug}/letters/{letter.uid}/"):
        page = sign_in(cast.editor).get(address).content.decode()
        assert "Reviewer 2" in page
        assert "Community reviewer" not in page


def test_the_number_of_queries_does_not_grow_with_the_readers(
    cast, document, said, sign_in, django_assert_max_num_queries,
):
    browser = sign_in(cast.editor)
    browser.get(new(document))

    with django_assert_max_num_queries(20):
        browser.get(new(document))
