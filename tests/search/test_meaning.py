"""Values that mean nothing to a person are said so, and nothing is told of what they may not see."""

import pytest

from documents.services import documents
from reviews.services.talk import comments
from reviews.services.talk.comments import Place, Saying
from reviews.services.word import exports
from reviews.table import filters
from search import services
from search.meaning import understood


@pytest.fixture
def room(cast, version, work):
    for by, audience in ((cast.nasa_reviewer, "agency"), (cast.esa_reviewer, "document")):
        comments.post_comment(version=version, place=Place("document"), audience=audience, by=by,
                              saying=Saying(body=f"An albatross of {by.name}"))
    work()
    return cast


def said(person, text):
    return [problem.message for problem in understood(person, text).problems]


@pytest.mark.parametrize(("query", "called", "hint"), [
    ("agency:esaa", "agency “esaa”", "agency:ESA"),
    ("type:techncal", "type “techncal”", "type:technical"),
    ("is:opne", "state “opne”", "is:open"),
    ('in:"scince white paper"', "document “scince white paper”", 'in:"Science White Paper"'),
    ("by:rewiever", "person “rewiever”", 'by:"ESA reviewer 1"'),
    ("round:42", "round “42”", ""),
    ("kind:qqqq", "kind “qqqq”", ""),
])
def test_unknown_values_are_said_with_the_likest_known_one(room, query, called, hint):
    plain = query.replace('"', "")
    meant = f" Did you mean {hint}?" if hint else ""
    words = f"You see no {called}, so “{plain}” finds nothing.{meant}"

    assert said(room.esa_reviewer, f"albatross {query}") == [words]


@pytest.mark.parametrize("query", [
    "agency:esa", "type:technical", "is:open", "is:closed", "by:me", 'by:"ESA reviewer"', "kind:comments",
    "in:science", "severity:none", "disposition:none", "disposition:accepted-with-modification", "number:X-1",
])
def test_known_values_are_taken_without_a_word(room, query):
    assert said(room.esa_reviewer, query) == []


def test_who_is_not_seen_is_answered_like_who_is_not(room):
    hidden = said(room.esa_reviewer, 'by:"NASA reviewer 1"')
    invented = said(room.esa_reviewer, 'by:"NOSA reviewer 1"')

    assert hidden == [one.replace("nosa", "nasa") for one in invented]
    assert "NASA" not in "".join(hidden)
    assert said(room.nasa_focal_point, 'by:"NASA reviewer 1"') == []


def test_documents_of_others_are_answered_like_none(room):
    documents.create_document(title="Secret Roadmap", owner=room.esa, by=room.coordinator)

    hidden = said(room.nasa_reviewer, 'in:"secret roadmap"')
    invented = said(room.nasa_reviewer, 'in:"qqqq qqqq"')

    assert hidden == [one.replace("qqqq qqqq", "secret roadmap") for one in invented]


def test_nothing_is_said_of_a_value_that_is_still_being_typed(room):
    assert understood(room.esa_reviewer, "agency:ES", typing=True).problems == ()


def test_filters_say_what_a_query_may_have_meant(room):
    wanted = filters.read({"query": "albatros agency:ESAA"})

    assert filters.said_of(wanted, room.esa_reviewer)[0].endswith("Did you mean agency:ESA?")
    assert filters.said_of(filters.read({"query": "albatrss"}), room.esa_reviewer) == [
        "Nothing has “albatrss”. Did you mean albatross?"]


def test_the_search_page_says_it(room):
    assert [one.code for one in services.find(room.esa_reviewer, "agency:ESAA").problems] == ["unknown_value"]


def test_a_search_that_is_kept_says_which_value_means_nothing(room, sign_in):
    page = sign_in(room.esa_reviewer).post(
        "/search/saved/", {"name": "Ours", "query": "albatross agency:ESAA", "alert": "none"}, follow=True,
    ).content.decode()

    assert "Did you mean agency:ESA?" in page


def test_what_was_begun_with_a_query_says_it_on_its_own_page(room, version, sign_in):
    slug, asked = version.document.slug, "query=albatross+OR+agency:ESAA"
    client = sign_in(room.editor)
    at = {
        "sheet": f"/documents/{slug}/v{version.number}/sheet/?{asked}",
        "meeting": f"/documents/{slug}/matrix/meeting/?query=agency:ESAA",
        "ordered sheet": client.post(
            f"/documents/{slug}/v{version.number}/sheet/order/?",
            {"profile": "nist", "kind": "csv", "query": "albatross OR agency:ESAA"},
        ).url,
        "sweep": client.post(
            f"/documents/{slug}/matrix/sweeps/?{asked}",
            {"kind": "decide", "disposition": "accepted", "expected": "1"},
        ).url,
        "Word file": exports.order(
            version=version, by=room.editor, filters={"query": "agency:ESAA"},
        ),
    }
    at["Word file"] = f"/documents/{slug}/v{version.number}/word/{at['Word file'].pk}/"

    pages = {name: client.get(address).text for name, address in at.items()}
    silent = [name for name, page in pages.items() if "Did you mean agency:ESA?" not in page]
    assert silent == []


def test_sweep_of_somebody_else_tells_nothing_of_what_its_beginner_meant(room, version, sign_in):
    slug = version.document.slug
    address = sign_in(room.editor).post(
        f"/documents/{slug}/matrix/sweeps/?query=albatross+OR+agency:ESAA",
        {"kind": "decide", "disposition": "accepted", "expected": "1"},
    ).url

    assert "Did you mean" not in sign_in(room.coordinator).get(address).text


def test_sheet_of_a_value_that_means_nothing_is_refused_to_a_program(room, version, sign_in):
    wanted = {"query": "agency:ESAA"}
    body = {"version": str(version.uid), "profile": "nist", "kind": "csv", "filters": wanted}

    answer = sign_in(room.editor).post("/api/v1/sheet-exports/", body, content_type="application/json")

    assert (answer.status_code, answer.json()["code"]) == (422, "unknown_value")
