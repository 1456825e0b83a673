"""The matrix: piece by piece in one order, whatever comes meanwhile, and nothing of what one may not see."""

import random

import pytest

from backend.errors import BadInput
from reviews import selectors
from reviews.models import Comment
from reviews.services.answers import groups
from reviews.services.asking import rounds
from reviews.services.asking.rounds import Rules
from reviews.services.talk import comments
from reviews.services.talk.comments import Place
from reviews.table import conflicts, filters, matrix
from tests.reviews.rounds import begin


@pytest.fixture
def crowd(post, cast, version):
    """Comments all over the version, some on the same words, some on the whole document."""
    dice = random.Random(2016)
    blocks = version.blocks.exclude(kind="toc").values_list("key", "text")
    keys = [key for key, text in blocks if len(text) > 8]
    made = []
    for number in range(23):
        place = Place("document") if number % 7 == 0 else Place("range", dice.choice(keys), 0, 5)
        made.append(post(dice.choice([cast.esa_reviewer, cast.nasa_reviewer]), f"{number}", place=place))
    return made


@pytest.fixture
def asked(document, version, cast):
    def wanted(person=cast.editor, order="place", at=version, **filter_):
        return matrix.Asked(person, document, at, filters.read(filter_), order)

    return wanted


def walk(asked, size, cursor="after"):
    """Every body, piece by piece in one direction from an end."""
    found, piece = [], matrix.piece(asked, size=size)
    if cursor == "before":
        last = piece
        while last.after:
            last = matrix.piece(asked, after=last.after, size=size)
        piece = last
    found += [row.comment.body for row in piece.rows]
    while getattr(piece, cursor):
        piece = matrix.piece(asked, **{cursor: getattr(piece, cursor)}, size=size)
        bodies = [row.comment.body for row in piece.rows]
        found = bodies + found if cursor == "before" else found + bodies
    return found


@pytest.mark.parametrize("order", matrix.ORDERS)
def test_pieces_of_any_size_make_the_same_whole_on_and_back(order, crowd, asked):
    whole = [row.comment.body for row in matrix.piece(asked(order=order), size=100).rows]

    assert len(whole) == len(set(whole)) == 23
    assert [walk(asked(order=order), size) for size in (2, 5, 23, 100)] == [whole] * 4
    assert walk(asked(order=order), 4, "before") == whole


def test_reading_order_is_that_of_the_places(crowd, asked):
    rows = matrix.piece(asked()).rows

    places = [(row.placement.ordinal, row.placement.start_offset, row.comment.pk) for row in rows]
    assert places == sorted(places)


def test_row_that_comes_meanwhile_neither_repeats_nor_skips_others(crowd, asked, post, cast, version):
    first = matrix.piece(asked(), size=10)
    post(cast.esa_reviewer, "in between", place=Place("document"))

    rest = matrix.piece(asked(), after=first.after, size=100)

    bodies = [row.comment.body for row in (*first.rows, *rest.rows)]
    assert sorted(set(bodies) - {"in between"}) == sorted(bodies)
    assert len(bodies) == 23


def test_what_has_no_place_in_the_version_comes_last(crowd, asked, cast, second_version, version):
    later = comments.post_comment(
        version=second_version, place=Place("document"), saying=comments.Saying("on the second"),
        audience="document", by=cast.esa_reviewer,
    )

    rows = matrix.piece(asked(at=version)).rows

    assert rows[-1].comment == later
    assert rows[-1].placement is None


def test_piece_around_a_comment_holds_it_and_goes_on_both_ways(crowd, asked):
    whole = matrix.piece(asked()).rows
    wanted = whole[15].comment

    piece = matrix.around(asked(), str(wanted.uid), size=8)

    assert wanted.pk in [row.comment.pk for row in piece.rows]
    assert piece.before
    assert piece.after


@pytest.mark.parametrize(
    "cursor", ["nonsense", "bm9uc2Vuc2U", "WyJwbGFjZSIsMCwxXQ", "WyJwbGFjZSIsMCwiYSIsMSwxXQ", "a" * 4000],
)
def test_made_up_cursor_is_refused(cursor, crowd, asked):
    with pytest.raises(BadInput):
        matrix.piece(asked(), after=cursor)


def test_cursor_of_another_order_is_refused(crowd, asked):
    first = matrix.piece(asked(order="number"), size=3)

    with pytest.raises(BadInput):
        matrix.piece(asked(), after=first.after)


FILTERS = [
    {}, {"state": "open"}, {"state": "all"}, {"type": "technical"}, {"severity": "critical"}, {"q": "secret"},
    {"agency": "NASA"}, {"author": "NASA reviewer 1"}, {"disposition": "none"}, {"source": "browser"},
    {"lateness": "in_time"}, {"proposal": "yes"}, {"assignee": "none"}, {"acknowledgement": "not_requested"},
    {"implementation": "not_applicable"}, {"query": "secret"},
]


@pytest.mark.parametrize("audience", ["agency", "author"])
def test_no_filter_order_or_count_tells_of_what_one_may_not_see(audience, crowd, asked, post, cast):
    def all_answers():
        viewers = [cast.editor, cast.esa_reviewer, cast.observer]
        told = [answers(asked(who, **wanted)) for who in viewers for wanted in FILTERS]
        return told + [answers(asked(cast.coordinator, order)) for order in matrix.ORDERS]

    before = all_answers()
    hidden = post(
        cast.nasa_reviewer, "secret", audience=audience, proposal="secret",
        said={"type": "technical", "severity": "critical"},
    )

    assert all_answers() == before
    assert any(hidden.pk == row.comment.pk for row in matrix.piece(asked(cast.nasa_reviewer)).rows)


def answers(asked):
    """Everything that the matrix says: rows, cursors, counts, and the piece around a hidden comment."""
    piece = matrix.piece(asked, size=5)
    hidden = Comment.objects.filter(body="secret").first()
    around = matrix.around(asked, str(hidden.uid), size=5) if hidden else piece
    return (
        [row.comment.pk for row in piece.rows], piece.after, asked.comments().count(),
        [row.comment.pk for row in around.rows],
        [row.comment.pk for row in matrix.just(asked, [str(hidden.uid)]).rows] if hidden else [],
    )


def test_sealed_round_is_sealed_in_the_matrix_too(sealed_round, clock, asked, post, cast, document):
    clock.at(sealed_round.opens_at)
    rounds.tend()

    def all_answers():
        viewers = [cast.editor, cast.coordinator, cast.esa_reviewer, cast.observer]
        told = [answers(asked(who, **wanted)) for who in viewers for wanted in FILTERS]
        groups.find_groups(document=document)
        return told + [selectors.group_counts(who, document) for who in viewers] + [
            len(conflicts.found(who, asked().version)) for who in viewers
        ]

    post(cast.esa_reviewer, "The same remark of ten words on the number of thirty days.", proposal="42 days")
    before = all_answers()
    hidden = post(
        cast.nasa_reviewer, "secret: the same remark of ten words on the number of thirty days.",
        proposal="45 days",
    )

    assert all_answers() == before
    assert hidden in [row.comment for row in matrix.piece(asked(cast.nasa_reviewer)).rows]


def test_names_of_anonymous_reviewers_can_not_be_asked_for(clock, version, asked, post, cast):
    begin(
        version, cast.coordinator, rules=Rules("open", one_voice=False, anonymous_reviewers=True),
        agencies=(cast.esa, cast.nasa),
    )
    rounds.tend()
    comment = post(cast.nasa_reviewer, "Said under no name.")

    def found(who, **wanted):
        return [row.comment.pk for row in matrix.piece(asked(who, **wanted)).rows]

    assert found(cast.esa_reviewer) == [comment.pk]
    for wanted in ({"author": "NASA reviewer 1"}, {"q": "reviewer"}, {"mine": "1"}):
        assert found(cast.esa_reviewer, **wanted) == []
        assert found(cast.observer, **wanted) == []


@pytest.mark.parametrize("who", ["editor", "esa_reviewer", "nasa_reviewer", "observer", "stranger"])
@pytest.mark.parametrize("wanted", [{}, {"agency": "ESA"}, {"agency": "NASA", "state": "open"}, {"q": "ESA"}])
def test_counts_are_those_of_the_rows_that_one_sees(who, wanted, post, cast, document, asked):
    for by in (cast.esa_reviewer, cast.nasa_reviewer, cast.reviewer):
        for audience in ("document", "author", *(["agency"] if by != cast.reviewer else [])):
            post(by, f"By {by.name} for the {audience}.", audience=audience)
    comments.withdraw_comment(comment=Comment.objects.first(), by=cast.esa_reviewer)
    one = asked(getattr(cast, who), **wanted)

    seen = selectors.comments_visible_to(one.person).filter(document=document)
    counts = selectors.comment_counts(one.person, document)
    assert one.count() == one.comments().count()
    assert counts["all"] == seen.exclude(state="withdrawn").count()
    assert (counts["withdrawn"], counts["open"]) == (
        seen.filter(state="withdrawn").count(), seen.filter(state="registered").count(),
    )


def test_counts_seen_as_an_agency_are_what_both_see(post, cast, document):
    for audience in ("document", "agency"):
        post(cast.nasa_reviewer, audience=audience)

    as_esa = selectors.comment_counts(cast.nasa_reviewer, document, seen_as=cast.esa_reviewer)
    assert (as_esa["all"], selectors.comment_counts(cast.nasa_reviewer, document)["all"]) == (1, 2)


def test_in_a_sealed_round_nobody_outside_counts_what_is_said(sealed_round, post, cast, document):
    post(cast.nasa_reviewer, "Sealed.")

    counted = {
        who: selectors.comment_counts(getattr(cast, who), document)["all"]
        for who in ("nasa_reviewer", "esa_reviewer", "editor", "coordinator", "observer")
    }
    assert counted == {
        "nasa_reviewer": 1, "esa_reviewer": 0, "editor": 0, "coordinator": 0, "observer": 0,
    }
