"""Who sees which comments, at once after every change of rights."""

import pytest
from django.utils import timezone

from backend.accounts.models import Membership
from backend.events import services as events
from documents.models import DocumentRole, Participation
from reviews import selectors
from reviews.models import Merge
from reviews.services.talk import replies


def seen_by(person):
    return set(selectors.comments_visible_to(person).values_list("body", flat=True))


@pytest.fixture
def comments(post, cast):
    """One of each kind, named by who sees it."""
    post(cast.nasa_reviewer, "only me", audience="author")
    post(cast.nasa_reviewer, "nasa", audience="agency")
    post(cast.esa_reviewer, "esa", audience="agency")
    post(cast.nasa_reviewer, "everyone")


@pytest.mark.parametrize(("who", "sees"), [
    ("nasa_reviewer", {"only me", "nasa", "everyone"}),
    ("nasa_focal_point", {"nasa", "everyone"}),
    ("esa_reviewer", {"esa", "everyone"}),
    ("coordinator", {"esa", "everyone"}),  # as a member of ESA
    ("editor", {"everyone"}),
    ("reviewer", {"everyone"}),
    ("observer", {"everyone"}),
    ("stranger", set()),
    ("staff", set()),
])
def test_each_person_sees_their_own_their_agencies_and_released_comments(who, sees, comments, cast):
    assert seen_by(getattr(cast, who)) == sees


def test_former_member_does_not_see_the_agencys_comments(comments, cast):
    Membership.objects.filter(person=cast.nasa_focal_point).update(ended_at=timezone.now())

    assert seen_by(cast.nasa_focal_point) == set()


def test_agency_that_takes_part_no_more_sees_nothing(comments, cast):
    Participation.objects.filter(agency=cast.nasa).update(ended_at=timezone.now())

    assert seen_by(cast.nasa_reviewer) == set()


def test_removed_editor_sees_nothing(comments, cast):
    DocumentRole.objects.filter(person=cast.editor).update(ended_at=timezone.now())

    assert seen_by(cast.editor) == set()


def test_replies_follow_their_comment(comments, cast):
    comment = selectors.comments_visible_to(cast.nasa_reviewer).get(body="nasa")
    replies.reply_to(comment=comment, body="Among us.", by=cast.nasa_focal_point)

    assert selectors.replies_visible_to(cast.nasa_reviewer).count() == 1
    assert selectors.replies_visible_to(cast.editor).count() == 0


def test_counts_count_what_one_sees(comments, cast, document):
    assert selectors.comment_counts(cast.editor, document)["all"] == 1
    assert selectors.comment_counts(cast.nasa_reviewer, document) == {
        "all": 3, "open": 1, "decided": 0, "disputed": 0, "private": 2, "withdrawn": 0, "to_confirm": 0,
    }


def test_section_counts_count_what_one_sees(comments, cast, version):
    heading = version.blocks.get(text="Cislunar habitat").key

    assert selectors.section_counts(cast.editor, version) == {heading: 1}
    assert selectors.section_counts(cast.nasa_reviewer, version) == {heading: 3}


def test_events_about_hidden_comments_are_hidden(comments, cast, document):
    def told(person):
        events = selectors.events_visible_to(person).filter(verb__startswith="reviews.")
        return events.filter(document_id=document.pk).count()

    assert (told(cast.editor), told(cast.nasa_reviewer), told(cast.stranger)) == (1, 3, 0)


def test_events_of_merges_are_for_who_steers(cast, document, version):
    merge = Merge.objects.create(base=version, ordered_at=timezone.now(), ordered_by=cast.editor)
    events.record(verb="reviews.merge.ordered", actor=cast.editor, target=merge, document=document)

    def told(person):
        return selectors.events_visible_to(person).filter(verb="reviews.merge.ordered").count()

    assert (told(cast.editor), told(cast.esa_reviewer)) == (1, 0)


def test_overdue_waits_until_a_day_is_over_everywhere(cast, document):
    from datetime import UTC, datetime

    from reviews.models import Milestone
    from reviews.services.plans import milestones

    milestones.set_milestone(document=document, title="Freeze", words="12 May 2016", by=cast.coordinator)

    def late(hour, day=13):
        now = datetime(2016, 5, day, hour, tzinfo=UTC)
        return selectors.overdue(Milestone.objects.all(), now=now).exists()

    assert (late(11), late(12)) == (False, True)
