"""Searching as a person (`search.services`)."""

from dataclasses import replace

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.db import connection

from reviews.services.answers import decisions
from reviews.services.talk import comments, releases, replies
from reviews.services.talk.comments import Place, Saying
from search import indexing, services
from search.completion import completions
from search.core.items import Batch
from search.engines import engine
from tests import papers

HABITAT = "The habitat will allow crews of four to live for up to 30 days."


@pytest.fixture
def post(version):
    """`post(person, body)` says something about the first version."""

    def posted(by, body, audience="document", **said):
        return comments.post_comment(
            version=version, place=Place("document"), audience=audience, by=by,
            saying=Saying(body=body, **said))

    return posted


def test_text_of_the_latest_version_is_found_in_any_form_of_its_words(cast, version, find):
    assert find(cast.nasa_reviewer, "habitats crew living") == [HABITAT]


def test_a_hit_leads_to_the_very_words(cast, version, work):
    work()

    hit = services.find(cast.nasa_reviewer, '"up to 30 days"').found[0]

    key = version.blocks.get(text=HABITAT).key
    start = HABITAT.index("up to")
    assert hit.url == f"/documents/science-white-paper/v1/?at={key}#{key}:{start}-{start + 13}"
    assert [fragment.text for fragment in hit.fragments if fragment.marked] == ["up to 30 days"]
    assert (hit.place, hit.versions) == ("Cislunar habitat ¶2", "v1")


def test_headings_come_before_text(cast, version, find):
    assert find(cast.nasa_reviewer, "cislunar habitat")[0] == "Cislunar habitat"


def test_unchanged_text_is_one_hit_for_all_its_versions(cast, document, version, work):
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)
    work()

    found = services.find(cast.nasa_reviewer, "sample return").found

    assert [(hit.versions, hit.url.split("?")[0]) for hit in found] == [
        ("v1–v2", "/documents/science-white-paper/v2/")]


def test_old_words_are_found_in_their_version_on_demand(cast, document, version, find):
    papers.issue(document, *papers.SECOND_DRAFT, by=cast.editor)

    assert find(cast.nasa_reviewer, '"radio noise"') == []
    assert len(find(cast.nasa_reviewer, '"radio noise" version:all')) == 1
    assert len(find(cast.nasa_reviewer, '"radio noise" version:1')) == 1
    assert find(cast.nasa_reviewer, '"radio noise" version:2') == []


def test_versions_that_are_not_issued_are_not_found(cast, document, version, find):
    from documents.services import versions

    data = papers.word_file("A nightingale in orbit.")
    uploaded = versions.upload_version(document=document, data=data, file_name="x.docx", by=cast.editor)
    versions.read_version(version=uploaded)

    assert find(cast.editor, "nightingale") == []


def test_a_comment_is_found_by_its_words_its_proposal_and_its_number(cast, post, find):
    comment = post(cast.nasa_reviewer, "Thrusters are missing here")

    assert find(cast.esa_reviewer, "thruster") == ["Thrusters are missing here"]
    assert find(cast.esa_reviewer, comment.register_number) == ["Thrusters are missing here"]


def test_comments_of_an_agency_are_found_by_the_agency_alone(cast, post, find):
    post(cast.nasa_reviewer, "A secret nightingale", audience="agency")

    assert find(cast.nasa_focal_point, "nightingale") == ["A secret nightingale"]
    for person in (cast.esa_reviewer, cast.editor, cast.coordinator, cast.stranger, cast.staff):
        assert find(person, "nightingale") == []


def test_drafts_are_found_by_their_author_alone_and_released_ones_by_all(cast, post, find):
    comment = post(cast.nasa_reviewer, "A secret nightingale", audience="author")
    assert find(cast.nasa_reviewer, "nightingale") == ["A secret nightingale"]
    assert find(cast.nasa_focal_point, "nightingale") == []

    releases.release_comment(comment=comment, by=cast.nasa_reviewer)

    assert find(cast.esa_reviewer, "nightingale") == ["A secret nightingale"]


def test_edited_and_withdrawn_comments_are_found_as_they_are_now(cast, post, find):
    comment = post(cast.nasa_reviewer, "An albatross")
    assert find(cast.editor, "albatross") == ["An albatross"]

    comment = comments.edit_comment(comment=comment, saying=Saying(body="A pelican"), by=cast.nasa_reviewer)
    assert (find(cast.editor, "albatross"), find(cast.editor, "pelican")) == ([], ["A pelican"])

    comments.withdraw_comment(comment=comment, by=cast.nasa_reviewer)
    assert find(cast.editor, "pelican") == []


def test_replies_and_responses_are_found_like_their_comment(cast, post, find):
    comment = post(cast.nasa_reviewer, "Why so few?")
    replies.reply_to(comment=comment, body="Because of the albatross", by=cast.esa_reviewer)
    answer = decisions.Answer(disposition="rejected", response="The pelican forbids it")
    decisions.decide_comment(comment=comment, answer=answer, by=cast.editor)

    assert find(cast.observer, "albatross") == ["Because of the albatross"]
    assert find(cast.observer, "pelican kind:response") == ["The pelican forbids it"]
    assert find(cast.stranger, "albatross OR pelican") == []


def test_replies_to_hidden_comments_are_hidden(cast, post, find):
    comment = post(cast.nasa_reviewer, "Why so few?", audience="agency")
    replies.reply_to(comment=comment, body="Because of the albatross", by=cast.nasa_focal_point)

    assert find(cast.nasa_reviewer, "albatross") == ["Because of the albatross"]
    assert find(cast.esa_reviewer, "albatross") == []


def test_fields_narrow_to_what_people_mean(cast, post, find):
    post(cast.nasa_reviewer, "First crew remark", type="technical", severity="major")
    post(cast.esa_reviewer, "Second crew remark")

    for query in ("crew remark agency:nasa", "crew remark type:technical", "crew remark severity:major",
                  "crew remark by:me", 'crew remark by:"NASA reviewer"'):
        assert find(cast.nasa_reviewer, query) == ["First crew remark"], query
    assert len(find(cast.nasa_reviewer, "remark is:open in:science-white-paper kind:comment")) == 2
    assert find(cast.nasa_reviewer, 'remark in:"Another Paper"') == []


def test_a_change_of_rights_counts_at_once(cast, document, version, post, find):
    from backend.accounts import services as accounts
    from backend.accounts.models import Membership
    from documents.services import documents

    post(cast.nasa_reviewer, "A secret nightingale", audience="agency")
    assert find(cast.nasa_focal_point, "nightingale") == ["A secret nightingale"]

    accounts.end_membership(membership=Membership.objects.get(person=cast.nasa_focal_point), by=cast.staff)
    documents.end_participation(
        participation=document.participations.get(agency=cast.nasa), by=cast.coordinator)

    assert services.find(cast.nasa_focal_point, "nightingale").found == ()
    assert services.find(cast.nasa_reviewer, "habitat").total == 0


def test_nothing_that_a_person_sees_depends_on_hidden_comments(cast, post, work):
    for word in ("habitat", "nightingale", "crew"):
        post(cast.nasa_reviewer, f"{word} remark", audience="document")
    work()
    queries = ("habitat crew", "nightingal", "nightingales remark", "hab*", "remark", "kind:comment")
    before = [services.find(cast.esa_reviewer, query, typing=True) for query in queries]
    before_typing = completions(cast.esa_reviewer, "nig")

    for n in range(5):
        post(cast.nasa_reviewer, f"habitat crew nightingall remark {n}", audience="agency")
        post(cast.nasa_reviewer, "nightshade nightmare", audience="author")
    work()

    assert [services.find(cast.esa_reviewer, query, typing=True) for query in queries] == before
    assert completions(cast.esa_reviewer, "nig") == before_typing
    assert services.find(cast.nasa_reviewer, "habitat crew").total > before[0].total  # they could have leaked


def test_a_hit_that_the_database_no_longer_shows_is_left_out(cast, index, version, work):
    work()
    item = next(item for item in indexing.entries.all_items() if item.text == HABITAT)
    gone = 2_000_000_000  # beyond what a sequence that goes on from test to test comes to
    kinds = ("comment", "reply", "response", "document")
    names = (*(f"{kind}:{gone}" for kind in kinds), f"block:1:{'0' * 32}:1")
    index.apply(Batch(tuple(replace(item, id=name) for name in names)))

    assert [hit.kind for hit in services.find(cast.editor, '"up to 30 days"').found] == ["text"]


def test_misspelt_words_are_understood_and_said(cast, version, work):
    work()

    page = services.find(cast.nasa_reviewer, "cisluner")

    assert page.meant == (("cisluner", ("cislunar",)),)
    assert page.found[0].kind == "heading"


def test_without_an_index_the_page_says_so_and_the_worker_builds_one(cast, index, version, work):
    assert not services.find(cast.nasa_reviewer, "habitat").is_available

    work()

    assert services.find(cast.nasa_reviewer, "habitat").total == 2


@pytest.mark.parametrize("name", ["fts5", "postgres"])
def test_every_engine_serves_the_site(settings, cast, version, work, name):
    if name == "postgres" and connection.vendor != "postgresql":
        pytest.skip("needs PostgreSQL")
    settings.SEARCH_ENGINE = name
    work()

    page = services.find(cast.nasa_reviewer, "cisluner habitats")

    assert (page.total, page.meant) == (1, (("cisluner", ("cislunar",)),))
    assert completions(cast.nasa_reviewer, "habi") == ("habitat",)


@pytest.mark.parametrize("name", ["lucene", "postgres"])
def test_an_engine_that_can_not_be_is_refused(settings, name):
    if name == "postgres" and connection.vendor == "postgresql":
        pytest.skip("here it can be")
    settings.SEARCH_ENGINE = name

    with pytest.raises(ImproperlyConfigured):
        engine()


def test_facets_narrow_by_what_can_be_typed(cast, post, work):
    post(cast.nasa_reviewer, "On the habitat")
    work()

    page = services.find(cast.nasa_reviewer, "habitat")

    assert [(facet.name, facet.query, facet.count) for facet in page.facets["kinds"]] == [
        ("Headings", "kind:heading", 1), ("Text", "kind:text", 1), ("Comments", "kind:comment", 1)]
    assert [facet.query for facet in page.facets["documents"]] == ["in:science-white-paper"]
    assert [facet.query for facet in page.facets["agencies"]] == ["agency:NASA"]


def test_pages_follow_each_other(cast, post, work):
    for n in range(45):
        post(cast.nasa_reviewer, f"albatross number{n}")
    work()

    pages = [services.find(cast.editor, "albatross", offset=offset) for offset in (0, 20, 40)]

    assert [(len(page.found), page.following) for page in pages] == [(20, 20), (20, 40), (5, None)]
    assert len({hit.url for page in pages for hit in page.found}) == 45
