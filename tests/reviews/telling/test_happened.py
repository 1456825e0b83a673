"""Every verb that the code records has words for people."""

import re
from pathlib import Path

import pytest

from backend.events.models import Event
from reviews.telling import happened

ROOT = Path(__file__).resolve().parents[3]
SOURCES = [path for app in ("documents", "reviews") for path in (ROOT / app).rglob("*.py")]
VERB = re.compile(r'verb=f?"([a-z_]+\.[a-z_.]+)[{"]')
RECORDED = {verb for path in SOURCES for verb in VERB.findall(path.read_text("utf-8"))}
#: What is said of verbs that nobody thought of.
VAGUE = {"did something", happened.FAMILIES["reviews."], happened.FAMILIES["documents."]}


def test_the_code_records_verbs():
    assert {"documents.version.issued", "reviews.comment."} <= RECORDED


@pytest.mark.parametrize("verb", sorted(RECORDED))
def test_every_verb_has_words(verb):
    assert happened.phrase(verb) not in VAGUE


def test_an_event_says_who_did_what_to_which_number(cast):
    event = Event(verb="documents.version.issued", actor=cast.editor, data={"number": 3})

    assert happened.in_words(event) == "Editor issued version 3"


def test_what_nobody_did_the_program_did():
    event = Event(verb="reviews.round.closed", data={"number": 2})

    assert happened.in_words(event) == "Draftroom closed round 2"
