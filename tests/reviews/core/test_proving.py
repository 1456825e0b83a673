"""Proof by comparing: what a comment's words became."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.core.comparing import redline_segments
from documents.core.model import OBJECT
from reviews.core import proving
from reviews.core.proving import Claim, Passage

OLD = "The crew lives there for 30 days. Air is recycled."


def passage(old=OLD, new=OLD, number=1, key="b1"):
    return Passage(
        old=((key, old),) if old is not None else (),
        new=(("n1", new),) if new is not None else (),
        segments=tuple(redline_segments(old or "", new or "")),
        number=number,
    )


def words(text, within=OLD, key="b1"):
    start = within.index(text)
    return ((key, start, start + len(text)),)


def outcome(claim, *passages):
    return proving.prove(passages, [claim])[claim.id].outcome


def test_words_that_read_as_proposed_are_proof():
    claim = Claim(1, "words", words("30 days"), wanted="30 to 42 days")

    assert outcome(claim, passage(new=OLD.replace("30 days", "30 to 42 days"))) == "as_proposed"


def test_a_word_that_was_to_go_and_went_is_proof():
    claim = Claim(1, "words", words("there "), wanted="")

    assert outcome(claim, passage(new=OLD.replace("there ", ""))) == "as_proposed"


def test_a_picture_that_came_is_not_said_to_be_the_one_that_was_proposed():
    claim = Claim(1, "words", words("30 days"), wanted=f"30 days{OBJECT}")

    assert outcome(claim, passage(new=OLD.replace("30 days", f"30 days{OBJECT}"))) == "changed"


def test_other_words_than_proposed_count_as_changed():
    claim = Claim(1, "words", words("30 days"), wanted="30 to 42 days")

    found = proving.prove([passage(new=OLD.replace("30 days", "six weeks"))], [claim])[1]

    assert (found.outcome, found.hunks[0].old, found.hunks[0].new) == ("changed", "30 days", "six weeks")


def test_another_sentence_of_the_paragraph_is_only_nearby():
    claim = Claim(1, "words", words("30 days"))

    assert outcome(claim, passage(new=OLD.replace("recycled", "renewed"))) == "nearby"


def test_nothing_changed_is_said():
    assert outcome(Claim(1, "words", words("30 days")), passage(number=0)) == "unchanged"


def test_a_paragraph_that_went_reads_as_taken_away():
    claim = Claim(1, "words", (("b1", 0, len(OLD)),), wanted="")

    assert outcome(claim, passage(new=None)) == "as_proposed"


def test_a_new_paragraph_is_found_by_its_words():
    claim = Claim(1, "words", (("b1", 0, 0),), inserted=("A crew can operate rovers.",))
    came = passage(old=None, new="A crew can  operate rovers.", number=1)

    assert outcome(claim, passage(number=0), came) == "as_proposed"


def test_a_comment_on_a_section_is_shown_what_changed_in_it():
    claim = Claim(1, "section", section="h1")
    changed = replace(passage(new="Other words."), sections=frozenset({"h1"}))

    assert outcome(claim, changed) == "nearby"


def test_a_change_without_a_comment_or_note_is_listed():
    both = passage(new=OLD.replace("30 days", "42 days").replace("recycled", "renewed"))
    evidence = proving.prove([both], [Claim(1, "words", words("30 days"), wanted="42 days")])

    left = proving.unexplained([both], evidence, [1])

    assert [(hunk.old, hunk.new) for hunk in left] == [("recycled", "renewed")]


def test_an_editors_note_stands_behind_a_whole_passage():
    assert proving.unexplained([passage(new="Other words.")], {}, [], noted=[1]) == []


@pytest.mark.parametrize(("found", "best"), [(["nearby", "as_proposed"], "as_proposed"), ([], "unchanged")])
def test_the_strongest_outcome_counts(found, best):
    assert proving.strongest(found) == best


WORDS = ["the", "crew", "lives", "there", "for", "thirty", "days", "and", "air", "is", "clean"]
sentences = st.lists(st.sampled_from(WORDS), max_size=12)


@given(sentences, sentences)
def test_hunks_are_just_the_words_that_differ(old, new):
    before, after = " ".join(old), " ".join(new)
    one = passage(before, after)

    rebuilt, place = "", 0
    for hunk in proving.hunks(one):
        assert before[hunk.old_start : hunk.old_end] == hunk.old
        assert after[hunk.new_start : hunk.new_end] == hunk.new
        rebuilt += before[place : hunk.old_start] + hunk.new
        place = hunk.old_end

    assert rebuilt + before[place:] == after


@given(sentences.filter(bool), st.data())
def test_every_claim_for_what_was_done_is_proved(old, data):
    """Whatever stretch of words is replaced by words that are not in the text, its claim is proved."""
    start = data.draw(st.integers(0, len(old) - 1))
    end = data.draw(st.integers(start + 1, len(old)))
    before = " ".join(old)
    offset = len(" ".join(old[:start])) + bool(start)
    asked = " ".join(old[start:end])
    after = before[:offset] + "NEW WORDS" + before[offset + len(asked) :]

    claim = Claim(1, "words", (("b1", offset, offset + len(asked)),), wanted="NEW WORDS")

    assert outcome(claim, passage(before, after)) == "as_proposed"
