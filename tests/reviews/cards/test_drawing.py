"""Cards are drawn once for all who see them alike, and anew for everybody else."""

import pytest
from django.utils import timezone

from reviews import cards, rules, selectors
from reviews.cards import drawing
from reviews.services.answers import decisions, stands
from reviews.services.answers.decisions import Answer
from reviews.services.talk import replies
from reviews.table import filters, lines, matrix


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
    from reviews.services.answers import decisions
    from reviews.services.answers.decisions import Answer
    from reviews.services.talk import comments
    from reviews.services.talk.comments import Saying

    comment = post(cast.esa_reviewer)
    edited = post(cast.esa_reviewer)
    decisions.decide_comment(comment=comment, answer=Answer("accepted"), by=cast.editor)
    comments.edit_comment(comment=edited, saying=Saying("Else."), by=cast.esa_reviewer)

    assert drawn(cast.editor).count("<span>edited</span>") == 1


@pytest.fixture
def rows(document, version):
    """`rows(person)` is the HTML of the matrix's first rows."""

    def html(person, columns=matrix.USUAL):
        asked = matrix.Asked(person, document, version, filters.read({}))
        standing = rules.standing(person, document)
        shown = lines.lines(matrix.piece(asked).rows, version, standing)
        return drawing.draw_lines(shown, columns, document.slug)

    return html


def test_same_row_is_drawn_once_for_all_who_may_do_the_same(post, cast, rows, monkeypatch):
    post(cast.esa_reviewer)
    first = rows(cast.nasa_reviewer)
    monkeypatch.setattr(drawing, "get_template", None)

    assert rows(cast.observer) == first


def test_row_shows_what_the_person_may_do_and_the_columns_they_chose(post, cast, rows):
    post(cast.esa_reviewer)

    steps = ['data-step="decide"' in rows(who) for who in (cast.editor, cast.observer)]
    assert steps == [True, False]
    assert "v1" in rows(cast.observer, ("version",))
    assert "v1" not in rows(cast.observer, ("state",))


def test_changed_answer_and_new_stand_are_in_the_row_at_once(post, cast, document, rows):
    comment = post(cast.nasa_reviewer, "Why 30?")
    before = rows(cast.observer)
    stands.state_stand(document=document, comments=[comment], side="against", reason="No.",
                       by=cast.coordinator)
    stated = rows(cast.observer)
    decisions.decide_comment(comment=comment, answer=Answer("rejected", "It is 30."), by=cast.coordinator)

    assert ["1 against" in html for html in (before, stated)] == [False, True]
    assert "It is 30." in rows(cast.observer)
