"""Conflict clusters: who wants which words where several voices do not agree."""

from hypothesis import given, settings
from hypothesis import strategies as st

from reviews.core.clusters import Change, clusters

TEXT = "crews of four live for up to 30 days on the surface"
TEXTS = {"b1": TEXT}


def change(comment, voice, words, text, block="b1"):
    start = TEXT.index(words)
    return Change(comment, voice, block, start, start + len(words), text)


def test_two_agencies_that_want_different_words_are_a_conflict():
    [found] = clusters([change(1, "ESA", "30 days", "42 days"), change(2, "NASA", "30", "45")], TEXTS)

    assert found.base == "30 days"
    assert {wording.text: wording.voices for wording in found.wordings} == {
        "42 days": ("ESA",), "45 days": ("NASA",),
    }


def test_agencies_that_want_the_same_agree_however_the_edits_are_cut():
    assert clusters([change(1, "ESA", "30 days", "42 days"), change(2, "NASA", "30", "42")], TEXTS) == []


def test_one_agency_alone_is_no_conflict():
    assert clusters([change(1, "ESA", "30", "42"), change(2, "ESA", "30 days", "a month")], TEXTS) == []


def test_neighbours_are_no_conflict():
    assert clusters([change(1, "ESA", "up to ", ""), change(2, "NASA", "30 days", "42 days")], TEXTS) == []


def test_wording_of_most_voices_comes_first():
    [found] = clusters(
        [change(1, "ESA", "30", "42"), change(2, "NASA", "30", "45"), change(3, "JAXA", "30", "45")], TEXTS,
    )

    assert [wording.text for wording in found.wordings] == ["45", "42"]


def test_who_takes_words_out_is_against_those_who_change_them():
    [found] = clusters(
        [change(1, "ESA", "up to 30 days ", ""), change(2, "NASA", "up to 30 days ", "for long "),
         change(3, "JAXA", "up to 30 days ", "up to 45 days ")], TEXTS,
    )
    of_nasa = next(each for each in found.wordings if each.text == "for long ")

    assert [found.stance(voice, of_nasa) for voice in ("ESA", "NASA", "JAXA")] == ["against", "want", "other"]


def test_words_put_into_the_same_gap_are_a_conflict():
    at = TEXT.index("30")
    both = [Change(1, "ESA", "b1", at, at, "some "), Change(2, "NASA", "b1", at, at, "about ")]

    [found] = clusters(both, TEXTS)

    assert (found.base, len(found.wordings)) == ("", 2)


def test_conflicts_stand_in_the_order_of_the_text():
    texts = {"b1": TEXT, "b2": TEXT}
    found = clusters(
        [change(1, "ESA", "30", "42", "b2"), change(2, "NASA", "30", "45", "b2"),
         change(3, "ESA", "four", "six", "b1"), change(4, "NASA", "four", "five", "b1")], texts,
    )

    assert [cluster.block for cluster in found] == ["b1", "b2"]


SPANS = st.tuples(st.integers(0, len(TEXT)), st.integers(0, 12), st.sampled_from(["", "x", "yy"]))


@settings(deadline=None)
@given(st.lists(st.tuples(st.sampled_from(["ESA", "NASA", "JAXA"]), SPANS), max_size=12), st.randoms())
def test_order_of_the_sides_does_not_matter(sides, dice):
    changes = [
        Change(number, voice, "b1", start, min(start + length, len(TEXT)), text)
        for number, (voice, (start, length, text)) in enumerate(sides)
    ]
    shuffled = dice.sample(changes, len(changes))

    found = clusters(changes, TEXTS)

    assert clusters(shuffled, TEXTS) == found
    assert all(len(cluster.voices) > 1 and len(cluster.wordings) > 1 for cluster in found)
