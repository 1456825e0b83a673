"""Comments on the next version: followed, confirmed, carried on."""

import pytest

from backend.errors import NotYou
from reviews import selectors
from reviews.models import Placement
from reviews.services.talk import placements
from reviews.services.talk.comments import Place
from tests import papers


@pytest.fixture
def on_the_moon(post, cast, version):
    """A comment on a paragraph that the second version does not have."""
    gone = version.blocks.get(text__startswith="The far side of the Moon")
    return post(cast.esa_reviewer, "Which side?", place=Place("block", gone.key))


def words_at(placement):
    texts = dict(placement.version.blocks.values_list("key", "text"))
    return " ".join(texts[key][start:end] for key, start, end in placement.segments)


def test_comment_follows_a_paragraph_that_was_moved(post, cast, second_version, work):
    comment = post(cast.esa_reviewer)
    work()

    placement = comment.placements.get(version=second_version)
    assert "days" in words_at(placement)
    assert placement.ordinal == second_version.blocks.get(text__startswith="The habitat will").ordinal


def test_comments_are_placed_when_the_next_version_is_issued(post, cast, document, work):
    comment = post(cast.esa_reviewer)
    second = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    assert comment.placements.get(version=second).status in {"placed", "moved"}


def test_comment_is_shown_as_being_placed_first(post, cast, second_version):
    comment = post(cast.esa_reviewer)

    placements.announce_placing(second_version)

    assert comment.placements.get(version=second_version).status == "pending"
    assert selectors.is_placing(second_version, cast.nasa_reviewer)


def test_comment_whose_words_are_gone_is_an_orphan_that_waits_for_a_person(
    on_the_moon, cast, second_version, work,
):
    work()

    placement = on_the_moon.placements.get(version=second_version)
    assert (placement.status, placement.confidence) == ("orphaned", 0.0)
    assert list(selectors.to_confirm(cast.editor, second_version)) == [placement]


def test_comment_on_the_whole_document_is_on_every_version(post, cast, second_version, work):
    comment = post(cast.esa_reviewer, place=Place("document"))
    work()

    assert comment.placements.get(version=second_version).status == "placed"


def test_placing_again_changes_nothing(post, cast, document, second_version, work):
    post(cast.esa_reviewer)
    work()
    before = list(Placement.objects.values())

    assert placements.place_everything(document) == 0
    assert list(Placement.objects.values()) == before


def test_unreleased_comments_are_placed_too_and_stay_unseen(post, cast, second_version, work):
    post(cast.nasa_reviewer, audience="agency")
    work()

    assert selectors.placements_visible_to(cast.nasa_focal_point, second_version).count() == 1
    assert selectors.placements_visible_to(cast.editor, second_version).count() == 0


def test_withdrawn_comment_is_not_carried_on(post, cast, second_version, work):
    from reviews.services.talk import comments

    comment = post(cast.esa_reviewer)
    comments.withdraw_comment(comment=comment, by=cast.esa_reviewer)
    work()

    assert not comment.placements.filter(version=second_version).exists()


def test_confirmed_place_does_not_wait_any_more(on_the_moon, cast, second_version, work):
    work()
    placement = on_the_moon.placements.get(version=second_version)

    placements.mark_gone(placement=placement, by=cast.editor)

    assert not selectors.to_confirm(cast.editor, second_version).exists()
    placement.refresh_from_db()
    assert (placement.status, placement.confirmed_by) == ("orphaned", cast.editor)


def test_author_attaches_an_orphan_to_other_words(on_the_moon, cast, second_version, work):
    work()
    placement = on_the_moon.placements.get(version=second_version)
    target = second_version.blocks.get(text__startswith="A crew can operate")

    row = placements.reattach(placement=placement, place=Place("block", target.key), by=cast.esa_reviewer)

    assert (row.status, row.confidence, words_at(row)) == ("moved", 1.0, target.text)


def test_confirmed_orphan_stays_one_in_the_version_after(on_the_moon, cast, document, second_version, work):
    work()
    placements.mark_gone(placement=on_the_moon.placements.get(version=second_version), by=cast.editor)
    third = papers.issue(document, *papers.SECOND_DRAFT, "More.", by=cast.editor)
    work()

    placement = on_the_moon.placements.get(version=third)
    assert (placement.status, placement.confirmed_by) == ("orphaned", cast.editor)


def test_reattaching_is_followed_into_later_versions(on_the_moon, cast, document, second_version, work):
    third = papers.issue(document, *papers.SECOND_DRAFT, "More.", by=cast.editor)
    work()
    target = second_version.blocks.get(text__startswith="A crew can operate")

    row = on_the_moon.placements.get(version=second_version)
    placements.reattach(placement=row, place=Place("block", target.key), by=cast.editor)
    work()

    assert words_at(on_the_moon.placements.get(version=third)) == target.text


def test_other_reviewer_can_not_say_where_a_comment_belongs(on_the_moon, cast, second_version, work):
    work()

    with pytest.raises(NotYou):
        placements.confirm_placement(
            placement=on_the_moon.placements.get(version=second_version), by=cast.nasa_reviewer,
        )


def test_comment_on_an_old_version_reaches_the_newer_ones(version, second_version, post, cast, work):
    work()

    comment = post(cast.esa_reviewer, "Late, on the old version.")
    work()

    assert comment.placements.filter(version=second_version).exclude(status="pending").exists()
