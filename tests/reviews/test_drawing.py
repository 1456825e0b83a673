"""Cards are drawn once for all who see them alike, and anew for everybody else."""

import pytest
from django.utils import timezone

from reviews import cards, drawing, rules, selectors
from reviews.services import replies


@pytest.fixture
def drawn(document, version):
    """`drawn(person)` is the HTML of all cards that the person sees."""

    def html(person):
        rows = selectors.placements_for_cards(selectors.placements_visible_to(person, version))
        return drawing.draw(cards.cards(rows, rules.standing(person, document), document.slug))

    return html


def test_same_card_is_drawn_once(post, cast, drawn, monkeypatch):
    post(cast.esa_reviewer)
    first = drawn(cast.nasa_reviewer)
    monkeypatch.setattr(drawing, "get_template", None)

    assert drawn(cast.reviewer) == first  # may do just what the other may


def test_each_person_gets_their_own_actions(post, cast, drawn):
    post(cast.esa_reviewer)

    opens = {name: f'data-open-form="{name}"' for name in ("edit", "decide")}
    assert [opens["edit"] in drawn(one) for one in (cast.esa_reviewer, cast.editor)] == [True, False]
    assert [opens["decide"] in drawn(one) for one in (cast.esa_reviewer, cast.editor)] == [False, True]


def test_reply_is_drawn_at_once(post, cast, drawn):
    comment = post(cast.esa_reviewer)
    before = drawn(cast.editor)

    replies.reply_to(comment=comment, body="Agreed.", by=cast.nasa_reviewer)

    assert ("Agreed." in before, "Agreed." in drawn(cast.editor)) == (False, True)


def test_times_are_those_of_the_persons_zone(post, cast, drawn):
    post(cast.esa_reviewer)
    with timezone.override("Europe/Paris"):
        paris = drawn(cast.editor)
    with timezone.override("Asia/Tokyo"):
        tokyo = drawn(cast.editor)

    assert paris != tokyo


def test_markup_in_a_comment_is_escaped(post, cast, drawn):
    post(cast.esa_reviewer, "<script>alert(1)</script>")

    assert "<script" not in drawn(cast.editor)


def test_answered_comment_is_not_called_edited(post, cast, drawn):
    from reviews.services import comments, decisions
    from reviews.services.comments import Saying
    from reviews.services.decisions import Answer

    comment = post(cast.esa_reviewer)
    edited = post(cast.esa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.editor)
    comments.edit_comment(comment=edited, saying=Saying("Else."), by=cast.esa_reviewer)

    assert drawn(cast.editor).count("<span>edited</span>") == 1
