"""What every engine does (`SearchEngine`)."""

import pytest

from search.core.items import Batch
from search.core.parser import parse
from tests.search.core.worlds import CNES, ESA, EVERYONE, item

ALL = frozenset({EVERYONE, ESA, CNES})


def found(engine, query, scopes=ALL, **options):
    return [hit.id for hit in engine.search(parse(query), scopes=scopes, **options).hits]


def index(engine, *items):
    engine.apply(Batch(upserts=items))


@pytest.mark.parametrize(("text", "query"), [
    ("Habitats for crews", "habitat crew"),
    ("Water (H₂O) and CO2", "h2o CO₂"),
    ("see ESA-001, v3", "ESA-001 v3"),
    ("¶4.2 is unclear", "¶4.2"),
    ("Émile wrote", "emile"),
    ("radiation of 5 μSv", "µsv"),
    ("the long\u00adduration flight", "longduration"),
    ("co-orbital asteroids", "co-orbital asteroid"),
])
def test_words_are_found_as_people_write_them(engine, text, query):
    index(engine, item("a", text), item("b", "something else"))

    assert found(engine, query) == ["a"]


def test_phrase_asks_for_these_words_in_a_row(engine):
    index(engine, item("a", "live for up to 42 days"), item("b", "up in 42 days, to live"))

    assert found(engine, '"up to 42 days"') == ["a"]


def test_phrase_does_not_span_title_and_text(engine):
    index(engine, item("a", "station", title="Cislunar"))

    assert found(engine, '"cislunar station"') == []


def test_excluded_words_and_alternatives(engine):
    index(engine, item("a", "crew on Mars"), item("b", "crew on the Moon"), item("c", "cargo to Mars"))

    assert found(engine, "crew -mars") == ["b"]
    assert found(engine, "crew OR cargo mars")[:2] in (["a", "c"], ["c", "a"])


def test_beginning_of_a_word(engine):
    index(engine, item("a", "cislunar"), item("b", "lunar"))

    assert found(engine, "cis*") == ["a"]


def test_all_the_words_come_before_some_of_them(engine):
    index(engine, item("a", "habitat habitat habitat"),
          item("b", "a habitat in a cislunar orbit near the Moon"))

    results = engine.search(parse("cislunar habitat"), scopes=ALL)

    assert [(hit.id, hit.full) for hit in results.hits] == [("b", True), ("a", False)]
    assert (results.total, results.partial) == (1, 1)


def test_title_counts_more_than_text_and_exact_more_than_another_form(engine):
    index(engine, item("text", "habitat one two"), item("title", "one two", title="Habitat"),
          item("other", "habitats one two"))

    assert found(engine, "habitat") == ["title", "text", "other"]


def test_newest_comes_first_among_equals(engine):
    index(engine, item("old", "habitat", date=1), item("new", "habitat", date=2))

    assert found(engine, "habitat") == ["new", "old"]


def test_old_versions_are_found_on_demand_only(engine):
    index(engine, item("old", "thirty days", first_version=1, last_version=2),
          item("new", "42 days", first_version=3))

    assert found(engine, "days") == ["new"]
    assert found(engine, "days version:2") == ["old"]
    assert sorted(found(engine, "days version:all")) == ["new", "old"]


def test_fields_narrow_and_dates_bound(engine):
    index(engine, item("a", "crew", agency="ESA", date=1473000000),
          item("b", "crew", agency="CNES", date=1480000000))

    assert found(engine, "crew agency:esa") == ["a"]
    assert found(engine, "crew after:2016-10") == ["b"]
    assert found(engine, "crew before:2016-10 -agency:cnes") == ["a"]


def test_an_item_is_replaced_and_deleted(engine):
    index(engine, item("a", "first"), item("b", "first"))
    engine.apply(Batch(upserts=(item("a", "second"),), deletes=("b",)))

    assert found(engine, "first") == []
    assert found(engine, "second") == ["a"]


def test_same_batch_twice_changes_nothing(engine):
    batch = Batch(upserts=(item("a", "crew"),), deletes=("gone",))
    engine.apply(batch)
    engine.apply(batch)

    assert engine.search(parse("crew"), scopes=ALL).total == 1


def test_pages_follow_each_other_without_gap_or_repetition(engine):
    index(engine, *(item(f"n{n}", "crew " * (n + 1), date=n % 3) for n in range(25)))

    pages = [found(engine, "crew", limit=10, offset=offset) for offset in (0, 10, 20)]

    assert [*pages[0], *pages[1], *pages[2]] == found(engine, "crew", limit=100)
    assert [len(page) for page in pages] == [10, 10, 5]


def test_facets_count_full_matches(engine):
    index(engine, item("a", "crew", kind="comment", agency="ESA"), item("b", "crew", document=2),
          item("c", "cargo"))

    facets = engine.search(parse("crew"), scopes=ALL).facets

    assert facets["kind"] == {"comment": 1, "paragraph": 1}
    assert facets["document"] == {"1": 1, "2": 1}
    assert facets["agency"] == {"ESA": 1, "": 1}


def test_facets_count_years_and_every_version_in_which_a_hit_stands(engine):
    index(engine, item("old", "crew", first_version=1, last_version=2, date=1473000000),
          item("new", "crew", first_version=2, date=1480000000), item("next", "crew", first_version=3))

    facets = engine.search(parse("crew"), scopes=ALL).facets

    assert facets["year"] == {"2016": 1, "": 1}
    assert facets["version"] == {"1": 1, "2": 2, "3": 2, "": 2}
    assert [engine.search(parse(f"crew version:{n}"), scopes=ALL).total for n in (1, 2, 3)] == [1, 2, 2]


def test_sections_are_meant_by_number_or_by_words(engine):
    index(engine, item("a", "crew", section="3.2 Cislunar habitat"), item("b", "crew", section="3.2.1 Water"),
          item("c", "crew", section="3.20 Fire"))

    assert sorted(found(engine, "crew section:3.2")) == ["a", "b"]
    assert found(engine, 'crew section:"cislunar hab"') == ["a"]
    assert found(engine, "crew -section:3") == []


def test_numbers_rounds_and_dispositions_narrow(engine):
    index(engine, item("a", "crew", number="ESA-014", round="7", disposition="accepted"), item("b", "crew"))

    for query in ("crew number:esa-014", "crew round:7", "crew disposition:accepted"):
        assert found(engine, query) == ["a"], query


def test_suggestions_and_corrections_know_visible_words_only(engine):
    index(engine, item("a", "habitat habitats"), item("b", "nightingale habitable", scope=ESA))

    assert engine.suggest("habi", scopes=frozenset({EVERYONE})) == ("habitat", "habitats")
    assert engine.similar("nightingal", scopes=frozenset({EVERYONE})) == ()
    assert engine.similar("nightingal", scopes=ALL) == ("nightingale",)


def test_contents_tell_what_is_indexed(engine):
    items = item("a", "crew"), item("b", "crew", document=2)
    index(engine, *items)

    assert engine.contents() == {each.id: each.fingerprint() for each in items}
    assert list(engine.contents([2])) == ["b"]


def test_rebuild_replaces_everything_and_takes_late_changes(engine):
    index(engine, item("old", "crew"))

    engine.rebuild(iter([item("a", "crew"), item("b", "crew")]),
                   catch_up=lambda: Batch((item("c", "crew"),), deletes=("b",)))

    assert sorted(found(engine, "crew")) == ["a", "c"]


def test_query_without_anything_to_find_finds_nothing(engine):
    index(engine, item("a", "crew"))

    for query in ("", "-crew", "…", "()"):
        assert engine.search(parse(query), scopes=ALL).hits == ()
