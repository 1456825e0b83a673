"""Verdicts: negatives first, anchored, on the first line only; unknown stays unknown."""

import pytest

from reviews.core.sheets import verdicts

READ = {
    "Accepted": "accepted", "accepted.": "accepted", "Accept": "accepted", "editorial, accepted": "accepted",
    "APPROVE": "accepted", "Completed": "accepted", "accepted, see comment 4": "accepted",
    "Not accepted": "rejected", "Not Accepted\nLike any other decision, accepted by vote": "rejected",
    "Rejected": "rejected", "Reject. Accepted practice differs.": "rejected", "Invalid": "rejected",
    "Rejected/Deferred": "rejected", "Declined": "rejected",
    "Accepted in principle\nWording changed": "accepted_modified", "AWM": "accepted_modified",
    "Accepted with minor modifications": "accepted_modified", "Revised": "accepted_modified",
    "Taken into account; see 3.2": "accepted_modified", "APPROVE WITH MODIFICATIONS": "accepted_modified",
    "MODIFIED AND FORWARDED TO CCSDS": "accepted_modified", "Accepted-Modified": "accepted_modified",
    "Partially accepted": "accepted_in_part", "Accepted in part": "accepted_in_part",
    "Accepted+Deferred": "accepted_in_part",
    "Noted": "noted", "Noted; no change": "noted", "No change required": "noted",
    "No change for version 2.0 required": "deferred", "Deferred to next edition": "deferred",
    "OutOfScope": "out_of_scope", "Out of scope (recirc)": "out_of_scope",
    "Question answered": "answered", "Accepted-Clarified": "answered",
    "Duplicate of CID 12": "duplicate", "See US-003": "duplicate", "Accepted-Duplicate": "duplicate",
    "Superceded": "superseded", "Withdrawn": "withdrawn", "Retracted": "withdrawn",
}
UNKNOWN = [
    "", "-", "Acceptable", "Unaccepted", "Acceptance pending", "maybe", "Accepted with reservations",
    "Accepted if ESA agrees", "Rejected in part", "Not fully accepted", "see above", "Nicht akzeptiert",
    "The accepted practice is another one", "We do not think it was rejected",
]


@pytest.mark.parametrize(("words", "disposition"), READ.items())
def test_a_first_line_is_read_as_what_it_says(words, disposition):
    assert verdicts.parse(words).disposition == disposition


@pytest.mark.parametrize("words", UNKNOWN)
def test_what_is_no_known_verdict_stays_unknown(words):
    verdict = verdicts.parse(words)

    assert (verdict.disposition, verdict.state) == ("", "")


@pytest.mark.parametrize(("words", "state"), [
    ("NOT YET REVIEWED", "registered"), ("FORWARDED TO AGENCY", "registered"),
    ("RETURN TO ORIGINATOR", "returned"), ("Clarification needed", "returned"),
    ("TO BE RECONDITIONED", "proposed"), ("TODO", "proposed"), ("Action: ESA to check", "decided"),
])
def test_a_state_in_the_column_of_verdicts_is_no_outcome(words, state):
    verdict = verdicts.parse(words)

    assert (verdict.disposition, verdict.state) == ("", state)


@pytest.mark.parametrize(("profile", "words", "disposition"), [
    ("crm", "A", "accepted"), ("crm", "m - reworded", "accepted_modified"), ("crm", "P", "accepted_in_part"),
    ("crm", "R", "rejected"), ("ieee", "V", "accepted_modified"), ("ieee", "J", "rejected"),
    ("w3c", "Accepted (with other words)", "accepted_modified"),
])
def test_codes_count_in_their_own_profile_only(profile, words, disposition):
    assert verdicts.parse(words, profile).disposition == disposition
    assert verdicts.parse(words, "iso").disposition in {"", "accepted"}


@pytest.mark.parametrize("profile", ["iso", "rid", "ipcc", "crm", "ieee", "w3c", "draftroom"])
@pytest.mark.parametrize("disposition", verdicts.LABELS)
def test_what_is_written_reads_back_or_is_said_to_be_folded(profile, disposition):
    target = "ESA-012" if disposition == "duplicate" else ""

    words, folded = verdicts.phrase(profile, disposition, target)

    assert words
    assert folded == (verdicts.parse(words, profile).disposition != disposition)


def test_the_reason_stands_below_the_verdict():
    assert verdicts.rest_of("Not accepted\nThe text is right.\nReally.") == "The text is right.\nReally."
    assert verdicts.rest_of("Taken into account; the table was redrawn.") == (
        "Taken into account; the table was redrawn."
    )
