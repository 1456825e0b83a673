"""Redlines show what happened as Word can: moves, splits and joins, not everything struck and new."""

from collections import Counter

import pytest
from hypothesis import given, settings

from documents.core import markup, reading
from tests.documents.core.revisions import BLOCKS, OPERATIONS, changed
from tests.documents.core.word import p, word

ORBIT = "The orbiter relays data from the surface of the planet to the ground stations on Earth."
ROVER = "A rover collects samples of ice and rock and brings them to the lander for analysis."
CREW = "Crew health depends on shielding, exercise, food and the time spent in deep space."
DATE = "2016-11-02T09:00:00Z"


def file(*lines):
    return word("".join(p(line) if line else p() for line in lines))


def redlined(old, new):
    data = markup.redline(file(*old), file(*new), "Editor 1", DATE)
    assert reading.text(data, "final") == list(new)
    assert reading.text(data, "original") == list(old)
    return reading.read(data)


def kinds(draft):
    return Counter(change.edit.kind for change in draft.changes)


def test_moved_paragraph_is_shown_as_moved():
    draft = redlined([ORBIT, ROVER, CREW, "The end."], [CREW, ORBIT, ROVER, "The end."])

    assert kinds(draft) == {"move_block": 1}


def test_split_paragraph_shows_only_the_new_mark_and_the_changed_words():
    draft = redlined([f"{ORBIT} {ROVER}", CREW], [ORBIT, ROVER.replace("ice", "dust"), CREW])

    assert kinds(draft)["split"] == 1
    assert sum(len(change.edit.text) for change in draft.changes) < 20


def test_joined_paragraphs_show_only_the_deleted_mark_and_the_changed_words():
    draft = redlined([ORBIT, ROVER, CREW], [f"{ORBIT} {ROVER.replace('ice', 'dust')}", CREW])

    assert kinds(draft)["join"] == 1
    assert sum(len(change.edit.text) for change in draft.changes) < 20


def test_several_moves_keep_their_halves_apart():
    lines = [ORBIT, ROVER, CREW, "Ice is cold at the poles.", "Dust covers the panels."]

    draft = redlined(lines, [lines[3], lines[0], lines[2], lines[4], lines[1]])

    assert set(kinds(draft)) == {"move_block"}


@pytest.mark.parametrize("author", ["Editor 1", "Ünal & Söhne <x>"])
def test_moves_carry_author_and_date(author):
    old, new = file(ORBIT, ROVER, CREW), file(CREW, ORBIT, ROVER)

    draft = reading.read(markup.redline(old, new, author, DATE))

    assert {(change.author, change.date) for change in draft.changes} == {(author, DATE)}


@settings(max_examples=40, deadline=None)
@given(BLOCKS, OPERATIONS)
def test_redline_of_any_change_reads_as_both_versions(blocks, operations):
    old = [text for _, text, _ in blocks] or [""]
    new = [text for _, text, _ in changed(blocks, operations, "new")] or [""]

    redlined(old, new)
