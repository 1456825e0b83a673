"""What became of comments, found by comparing versions."""

import pytest

from backend.errors import BadInput, NotNow, NotYou
from backend.notices import kinds
from backend.notices.models import Notice
from documents.services import documents, publications
from reviews.models import AnchorKind, ProofPolicy
from reviews.proving import answered, blame, proofs
from reviews.services import telling
from reviews.services.answers import decisions
from reviews.services.answers.decisions import Answer
from reviews.services.room import proofs as services
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from tests import papers

HABITAT = papers.FIRST_DRAFT[3]


def block(version, start):
    return version.blocks.get(text__startswith=start)


def say(version, by, start, quote, proposal=None, audience="document"):
    found = block(version, start)
    at = found.text.index(quote)
    place = Place(AnchorKind.RANGE, found.key, at, at + len(quote), quote=quote)
    return comments.post_comment(
        version=version, place=place, audience=audience, by=by,
        saying=Saying("Please check.", proposal=proposal),
    )


def decide(comment, disposition, by, response="Because."):
    return decisions.decide_comment(comment=comment, answer=Answer(disposition, response), by=by)


@pytest.fixture
def answered_draft(cast, document, version, work):
    """Four comments on the first draft, three of them answered, then the second draft."""
    said = {
        "accepted": say(version, cast.nasa_reviewer, "The habitat", "up to 30 days", "30 to 42 days"),
        "ignored": say(version, cast.nasa_reviewer, "Sample return", "nearby"),
        "rejected": say(version, cast.esa_reviewer, "Human missions", "scientific", "unique scientific"),
        "open": say(version, cast.esa_reviewer, "The far side", "terrestrial"),
    }
    decide(said["accepted"], "accepted", cast.coordinator)
    decide(said["ignored"], "accepted", cast.coordinator)
    decide(said["rejected"], "rejected", cast.coordinator)
    said["version"] = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor, label="Second draft")
    work()
    return said


def numbers(found):
    return [finding.comment.register_number for finding in found]


def test_the_words_that_answer_a_comment_are_shown(cast, answered_draft):
    report = proofs.report(cast.editor, answered_draft["version"])

    [proved] = report.proved
    assert proved.comment == answered_draft["accepted"]
    assert proved.evidence.outcome == "as_proposed"
    assert [(hunk.old, hunk.new) for hunk in proved.evidence.hunks] == [("up to 30", "30 to 42")]


def test_accepted_without_a_change_and_rejected_with_one_are_listed(cast, answered_draft):
    report = proofs.report(cast.editor, answered_draft["version"])

    assert numbers(report.unchanged) == [answered_draft["ignored"].register_number]
    assert numbers(report.against) == [answered_draft["rejected"].register_number]


def test_changes_without_a_comment_are_listed_with_open_comments_about_them(cast, answered_draft):
    report = proofs.report(cast.editor, answered_draft["version"])

    found = {(left.hunk.old, left.hunk.new): left.open for left in report.unexplained}

    assert found["", "A crew can operate rovers on the surface without delay."] == ()
    assert found[papers.FIRST_DRAFT[-1], ""] == (answered_draft["open"],)


def test_an_editors_note_explains_a_change_until_it_is_withdrawn(cast, answered_draft):
    version = answered_draft["version"]
    before = proofs.report(cast.editor, version)
    left = [one.hunk.passage for one in before.unexplained]

    notes = services.note_changes(version=version, changes=left, text="Agreed in Paris.", by=cast.editor)

    assert proofs.report(cast.editor, version).unexplained == ()
    services.withdraw_note(note=notes[0], by=cast.editor)
    assert proofs.report(cast.editor, version).unexplained != ()


def test_notes_are_the_editors_and_name_changes_that_exist(cast, answered_draft):
    version = answered_draft["version"]

    with pytest.raises(NotYou):
        services.note_changes(version=version, changes=[1], text="Mine.", by=cast.esa_reviewer)
    with pytest.raises(BadInput):
        services.note_changes(version=version, changes=[999], text="None.", by=cast.editor)


def test_a_comment_answered_by_an_earlier_version_is_not_listed_again(cast, document, answered_draft, work):
    later = papers.issue(document, *papers.SECOND_DRAFT, "The end.", by=cast.editor)
    work()

    report = proofs.report(cast.editor, later)

    assert numbers(report.unchanged) == [answered_draft["ignored"].register_number]


def test_the_version_that_did_it_is_found(cast, answered_draft):
    found = proofs.best(proofs.findings(cast.nasa_reviewer, answered_draft["accepted"]))

    assert found.version == answered_draft["version"]


def test_proof_tells_nothing_of_comments_that_are_not_released(cast, document, version, work):
    say(version, cast.nasa_reviewer, "The far side", "terrestrial", audience="agency")
    newer = papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    report = proofs.report(cast.coordinator, newer)

    assert all(left.open == () for left in report.unexplained)


def test_a_policy_that_forbids_disagreement_stops_publication(cast, document, answered_draft):
    services.set_policy(document=document, rule=ProofPolicy.Rule.FORBID, by=cast.coordinator)

    with pytest.raises(NotNow, match="disagree"):
        publications.publish_version(version=answered_draft["version"], by=cast.coordinator)


def test_a_policy_that_warns_stops_nothing(cast, document, answered_draft):
    services.set_policy(document=document, rule=ProofPolicy.Rule.WARN, by=cast.coordinator)

    assert publications.publish_version(version=answered_draft["version"], by=cast.coordinator).pk


def test_a_sentence_says_since_which_version_and_by_which_comment(cast, answered_draft):
    paragraph = block(answered_draft["version"], "The habitat")

    [told] = blame.history(cast.editor, paragraph).sentences

    assert (told.since.number, told.reasons[0].comments) == (2, (answered_draft["accepted"],))
    assert [number for _, number in told.pieces] == [1, 2, 1]
    assert told.pieces[1][0].strip() == "30 to 42"


def test_a_paragraph_is_followed_back_through_all_versions(cast, answered_draft):
    newest, oldest = blame.history(cast.editor, block(answered_draft["version"], "The habitat")).stages

    assert (newest.version.number, newest.is_changed, oldest.version.number) == (2, True, 1)
    assert newest.reason.comments == (answered_draft["accepted"],)


def test_each_agency_reads_what_was_done_about_its_comments(cast, answered_draft):
    told = answered.answers(cast.nasa_reviewer, answered_draft["version"], agency=cast.nasa)

    assert {each.comment for each in told.answered} == {answered_draft["accepted"], answered_draft["ignored"]}
    assert told.waiting == 0


def test_what_changed_for_me_is_what_i_wrote_or_follow(cast, document, answered_draft):
    version = answered_draft["version"]
    followed = block(version, "Human missions")
    services.follow_passage(document=document, lineage=followed.lineage, by=cast.nasa_reviewer)

    mine, _ = answered.changed_for(cast.nasa_reviewer, version)

    found = {each.row.new[0].text[:11]: each for each in mine}
    assert found["The habitat"].why == {"wrote", "commented"}
    assert found["The habitat"].flags == {"number"}
    assert found["Human missi"].why == {"follow"}


def test_what_a_version_does_is_noted_on_the_comments_it_answers(answered_draft):
    for name, expected in (("accepted", "done"), ("ignored", "pending"), ("rejected", "not_applicable")):
        answered_draft[name].refresh_from_db()
        assert answered_draft[name].implementation == expected
    assert answered_draft["accepted"].implemented_in == answered_draft["version"]


def test_reviewers_are_told_once_what_a_version_did(cast, answered_draft, work):
    work()

    notices = Notice.objects.filter(kind=telling.SAID)
    told = {notice.person: kinds.words_for(notice.person, notice) for notice in notices}

    assert set(told) == {cast.nasa_reviewer, cast.esa_reviewer}
    assert "2 of your comments are answered" in told[cast.nasa_reviewer].title
    assert "NASA-001: accepted" in told[cast.nasa_reviewer].text


def test_a_notice_tells_nothing_to_somebody_who_lost_access(cast, document, answered_draft):
    notice = Notice.objects.get(kind=telling.SAID, person=cast.nasa_reviewer)

    part = document.participations.get(agency=cast.nasa)

    documents.end_participation(participation=part, by=cast.coordinator)

    assert kinds.words_for(cast.nasa_reviewer, notice) is None
