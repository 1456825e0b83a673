"""Editing in place: an editor's words are a proposal of their own, accepted at once."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from reviews.room import gathering
from reviews.services.answers.decisions import Answer
from reviews.services.room import in_place, merging
from tests.reviews.conftest import HABITAT

EDITED = HABITAT.replace("crews of four", "crews of up to four")


def accept(version, by, comment):
    merging.decide(version=version, topics=[str(comment.uid)], answer=Answer("accepted"), by=by)


def test_edit_is_an_accepted_proposal_with_its_note(version, habitat, cast):
    comment = in_place.edit(version=version, key=habitat, text=EDITED, note="Clearer.", by=cast.editor)

    assert (comment.state, comment.disposition, comment.body) == ("decided", "accepted", "Clearer.")
    assert (comment.author, comment.register_number) == (cast.editor, "REV-001")
    assert in_place.text_now(version, habitat, cast.editor) == EDITED


def test_edit_goes_beside_what_is_accepted_already(post, version, habitat, cast):
    accept(version, cast.editor, post(cast.esa_reviewer, proposal="42 days"))
    text = EDITED.replace("30 days", "42 days")

    in_place.edit(version=version, key=habitat, text=text, by=cast.editor)

    room = gathering.room_of(cast.editor, version)
    assert room.counts["conflicts"] == 0
    assert in_place.text_now(version, habitat, cast.editor) == text


def test_words_of_an_accepted_proposal_are_reworded_there(post, version, habitat, cast):
    accept(version, cast.editor, post(cast.esa_reviewer, proposal="42 days"))

    with pytest.raises(BadInput) as refused:
        in_place.edit(
            version=version, key=habitat, text=HABITAT.replace("30 days", "44 days"), by=cast.editor,
        )

    assert refused.value.code == "accepted_words"


def test_edit_of_a_text_that_changed_meanwhile_is_refused(post, version, habitat, cast):
    was = in_place.fingerprint(in_place.text_now(version, habitat, cast.editor))
    accept(version, cast.coordinator, post(cast.esa_reviewer, proposal="42 days"))

    with pytest.raises(NotNow) as refused:
        in_place.edit(version=version, key=habitat, text=EDITED, was=was, by=cast.editor)

    assert refused.value.code == "changed"


def test_nothing_changed_is_said(version, habitat, cast):
    with pytest.raises(BadInput, match="Nothing is changed"):
        in_place.edit(version=version, key=habitat, text=HABITAT, by=cast.editor)


def test_reviewers_propose_instead(version, habitat, cast):
    with pytest.raises(NotYou):
        in_place.edit(version=version, key=habitat, text=EDITED, by=cast.esa_reviewer)


def test_form_keeps_the_words_and_shows_how_it_reads_now(post, version, habitat, cast, sign_in):
    address = f"/documents/{version.document.slug}/v1/merge/edit/{habitat}/"
    accept(version, cast.coordinator, post(cast.esa_reviewer, proposal="42 days"))

    answer = sign_in(cast.editor).post(address, {"text": EDITED, "was": in_place.fingerprint(HABITAT)})

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "crews of up to four" in page
    assert "It reads now: The habitat will allow crews of four to live for up to 42 days." in page


def test_program_edits_in_place(version, habitat, cast, api):
    body = {"block": habitat, "text": EDITED, "was": HABITAT}

    answer = api(cast.editor).post(f"/api/v1/rooms/{version.uid}/edit/", body, "json")

    assert (answer.status_code, answer.json()["disposition"]) == (201, "accepted")
