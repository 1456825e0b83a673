"""Everything that can be found beside texts and comments (`search.kinds`), and by whom."""

import pytest

from backend.accounts import services as accounts
from documents.services import publications
from reviews.services.answers import decisions
from reviews.services.plans import milestones
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from search import services
from tests import papers


def kinds_of(person, query):
    return [hit.kind for hit in services.find(person, query).found if hit.full]


def test_milestones_are_found_by_their_title_and_their_words(cast, document, version, work):
    milestones.set_milestone(document=document, title="Text freeze", words="fall 2030", by=cast.coordinator)
    work()

    hit = services.find(cast.esa_reviewer, "freeze kind:milestones is:planned").found[0]

    assert (hit.kind, hit.place) == ("milestone", "Other · fall 2030")
    assert hit.url.startswith("/documents/science-white-paper/plan/#m-")
    assert kinds_of(cast.stranger, "freeze") == []


def test_a_milestone_is_found_as_it_is_now(cast, document, version, work):
    step = milestones.set_milestone(document=document, title="Freeze", words="fall 2030", by=cast.coordinator)
    work()
    milestones.move_milestone(milestone=step, words="spring 2031", reason="Late", by=cast.coordinator)
    work()

    assert kinds_of(cast.editor, "freeze fall") == []
    assert kinds_of(cast.editor, "freeze spring") == ["milestone"]


@pytest.fixture
def publication(cast, version):
    return publications.publish_version(version=version, by=cast.coordinator, title="Cislunar science")


def test_publications_and_their_text_are_found_by_who_is_not_in_the_document(cast, publication, work):
    work()

    assert kinds_of(cast.stranger, "cislunar science") == ["publication"]
    text = services.find(cast.stranger, '"up to 30 days"').found
    assert [(hit.kind, hit.document) for hit in text] == [("text", None)]
    assert text[0].url.startswith(f"/publications/{publication.slug}/#")


def test_who_sees_the_document_finds_published_text_once_and_in_the_reader(cast, publication, work):
    work()

    found = services.find(cast.esa_reviewer, '"up to 30 days"').found

    assert [hit.url.split("?")[0] for hit in found] == ["/documents/science-white-paper/v1/"]


def test_a_later_version_changes_nothing_for_who_sees_only_what_is_public(cast, document, publication, work):
    work()
    before = [services.find(cast.stranger, query) for query in ('"radio noise"', "habitat", "crew*")]

    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    assert [services.find(cast.stranger, query) for query in ('"radio noise"', "habitat", "crew*")] == before
    assert before[0].total == 1


def test_what_is_withdrawn_is_public_no_more(cast, publication, work):
    work()
    publications.withdraw_publication(publication=publication, note="Wrong.", by=cast.coordinator)
    work()

    assert kinds_of(cast.stranger, "cislunar") == []


def test_people_find_their_colleagues_and_staff_find_everybody(cast, index, work):
    work()

    assert kinds_of(cast.nasa_reviewer, "NASA kind:person") == ["person", "person"]
    assert kinds_of(cast.esa_reviewer, "NASA kind:person") == []
    assert kinds_of(cast.staff, "NASA kind:person") == ["person", "person"]


def test_who_joins_an_agency_is_found_by_it(cast, index, work):
    work()
    accounts.join_agency(person=cast.stranger, agency=cast.esa, by=cast.staff)
    work()

    assert kinds_of(cast.esa_reviewer, "stranger kind:people") == ["person"]
    assert kinds_of(cast.nasa_reviewer, "stranger kind:people") == []


def test_agencies_are_found_by_everybody(cast, index, work):
    work()

    assert kinds_of(cast.stranger, "kind:agency nasa") == ["agency"]


def test_comments_are_found_by_section_number_round_and_disposition(cast, version, work):
    key = version.blocks.get(text="Cislunar habitat").key
    comment = comments.post_comment(
        version=version, place=Place("block", block=key), audience="document", by=cast.nasa_reviewer,
        saying=Saying(body="An albatross"))
    answer = decisions.Answer(disposition="rejected", response="No birds.")
    decisions.decide_comment(comment=comment, answer=answer, by=cast.editor)
    work()

    for query in ('section:"cislunar hab"', f"number:{comment.register_number}", "disposition:rejected",
                  "decision:Rejected", "is:closed", "year:2026 OR albatross"):
        assert "comment" in kinds_of(cast.esa_reviewer, f"albatross {query}"), query
    for query in ("section:9.9", "number:ESA-999", "disposition:accepted", "round:3", "year:2016"):
        assert kinds_of(cast.esa_reviewer, f"albatross {query}") == [], query


def test_a_disposition_that_is_only_proposed_is_not_found(cast, version, work):
    comment = comments.post_comment(
        version=version, place=Place("document"), audience="document", by=cast.nasa_reviewer,
        saying=Saying(body="An albatross"))
    answer = decisions.Answer(disposition="rejected", response="No birds.")
    decisions.propose_decision(comment=comment, answer=answer, by=cast.editor)
    work()

    assert kinds_of(cast.esa_reviewer, "albatross disposition:rejected") == []


def test_other_wordings_of_a_paragraph_stand_below_the_best(cast, document, version, work):
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    page = services.find(cast.nasa_reviewer, "habitat crews live version:all")

    best, others = page.groups[0].hits[0]
    assert [hit.lineage for hit in others] == [best.lineage] * len(others)
    assert sorted([best.versions, *(hit.versions for hit in others)]) == ["v1", "v2"]
    assert [hit.compare.split("#")[0] for hit in (best, *others) if hit.compare] == [
        "/documents/science-white-paper/compare/1..2/"]


def test_versions_are_a_way_to_narrow_one_document(cast, document, version, work):
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    page = services.find(cast.nasa_reviewer, "sample OR radio")

    facets = {facet.query: facet.count for facet in page.facets["versions"]}
    assert facets == {query: services.find(cast.nasa_reviewer, f"(sample OR radio) {query}").total
                      for query in ("version:1", "version:2")}
