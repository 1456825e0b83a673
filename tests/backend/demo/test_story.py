"""The story is coherent: every comment lies on words of its version, every name is somebody."""

import re
from collections import Counter

import pytest

from backend.demo.paper.inline import pieces
from backend.demo.paper.references import targets
from backend.demo.paper.script import script
from backend.demo.story import people, plan
from backend.demo.story.comments import said_of

VERSIONS = (2, 3, 4, 5)
PEOPLE = {name for agency in people.organisations() for name in agency.people} | {
    *people.EDITORS, people.COORDINATOR, people.OBSERVER,
}  # fmt: skip


def texts(version):
    """Every paragraph of a version as a reader sees it, captions with their numbers."""
    found = script("paper", version)
    numbered = targets(found)

    def shown(text):
        parts = []
        for piece in pieces(text):
            if piece.kind == "reference":
                target = numbered[piece.text]
                parts.append(f"{target.word} {target.number}")
            elif piece.kind not in ("note", "equation"):
                parts.append(piece.text)
        return "".join(parts)

    rows = [shown(cell) for entry in found.entries for row in entry.rows for cell in row]
    return (
        [shown(entry.text) for entry in found.entries] + rows + [shown(note) for note in found.notes.values()]
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_every_quote_is_in_its_version(version):
    paragraphs = texts(version)

    lost = [
        said.on for said in said_of(version) if said.on and not any(said.on in text for text in paragraphs)
    ]
    assert lost == []


@pytest.mark.parametrize("version", VERSIONS)
def test_every_section_is_in_its_version(version):
    headings = Counter(entry.text for entry in script("paper", version).entries if entry.kind == "heading")

    lost = [said.section for said in said_of(version) if said.section and headings[said.section] < said.nth]
    assert lost == []


@pytest.mark.parametrize("version", VERSIONS)
def test_everybody_who_speaks_is_somebody(version):
    names = {said.by for said in said_of(version)}
    names |= {name for said in said_of(version) for name, _ in said.replies}
    names |= {name for said in said_of(version) for name, _, _ in said.stands}

    assert names <= PEOPLE


@pytest.mark.parametrize("version", VERSIONS)
def test_answers_that_need_a_reason_have_one(version):
    silent = [said.by for said in said_of(version) if not all(said.answer)]

    assert silent == []


@pytest.mark.parametrize("version", VERSIONS)
def test_duplicates_name_a_comment_of_their_round(version):
    keys = {said.key for said in said_of(version) if said.key}

    assert {said.same_as for said in said_of(version) if said.same_as} <= keys
    assert all(said.same_as for said in said_of(version) if said.answer[0] == "duplicate")


@pytest.mark.parametrize("version", [2, 3, 4])
def test_proposal_accepted_as_it_stands_is_in_the_next_version(version):
    """The heart of the story: what was accepted word by word is what the next version says."""
    following = re.sub(r"\s+", " ", " ".join(texts(version + 1)))

    missing = [
        said.proposal
        for said in said_of(version)
        if said.proposal and said.answer[0] == "accepted" and said.proposal.rstrip(".") not in following
    ]
    assert missing == []


def test_story_has_enough_to_look_at():
    assert sum(len(said_of(version)) for version in VERSIONS) >= 150
    assert len(PEOPLE) >= 60


def test_fourteen_agencies_and_three_communities_take_part():
    kinds = Counter((agency.owner, agency.community) for agency in people.organisations())

    assert kinds == {(False, False): 14, (False, True): 3, (True, False): 1}


def test_plan_slipped_as_it_did():
    slips = {step.title: (step.words, step.met_on.isoformat()) for step in plan.steps()}

    assert slips["Full paper published"] == ("fall 2016", "2018-01-25")
    assert slips["Roadmap refined"] == ("summer 2017", "2018-02-02")


def test_there_are_three_news_items():
    assert [notice.publication for notice in plan.news()] == ["", "summary", "paper"]
