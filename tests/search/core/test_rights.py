"""Hidden items leave no trace: not in hits, order, scores, counts, facets, completions, corrections."""

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.core.items import Batch
from search.core.memory import MemoryEngine
from search.core.parser import parse
from search.core.planner import search
from search.core.sql.fts5 import Fts5Engine
from search.core.whoosh_engine import WhooshEngine
from search.postgres import PostgresEngine
from tests.search.core import worlds

OBSERVER = frozenset({worlds.EVERYONE})


def observed(engine, query, scopes):
    """Everything that a person could learn from the engine."""
    return (
        search(engine, parse(query), scopes=scopes),
        engine.search(parse(query, typing=True), scopes=scopes),
        engine.suggest("hab", scopes=scopes),
        engine.similar("habitt", scopes=scopes),
    )


@settings(max_examples=25, deadline=None)
@given(st.lists(worlds.items, max_size=12), st.lists(worlds.queries, min_size=1, max_size=3))
def test_twin_worlds_with_and_without_hidden_items_look_the_same(tmp_path_factory, items, queries):
    by_id = {item.id: item for item in items}
    with_hidden = WhooshEngine(tmp_path_factory.mktemp("with") / "index")
    without = WhooshEngine(tmp_path_factory.mktemp("without") / "index")
    with_hidden.rebuild([])
    for item in by_id.values():  # one segment each, in another order than below
        with_hidden.apply(Batch((item,)))
    without.rebuild(item for item in reversed(by_id.values()) if item.is_in(OBSERVER))

    for query in queries:
        assert observed(with_hidden, query, OBSERVER) == observed(without, query, OBSERVER)


@settings(max_examples=60, deadline=None)
@given(st.lists(worlds.items, max_size=14), st.lists(worlds.queries, min_size=1, max_size=4), worlds.scopes)
def test_whoosh_answers_as_brute_force_does(tmp_path_factory, items, queries, scopes):
    whoosh, brute = WhooshEngine(tmp_path_factory.mktemp("whoosh") / "index"), MemoryEngine()
    for engine in (whoosh, brute):
        engine.rebuild([])
        engine.apply(Batch(tuple(items[:7])))
        engine.apply(Batch(tuple(items[7:]), deletes=tuple(item.id for item in items[:2])))

    for query in queries:
        assert observed(whoosh, query, scopes) == observed(brute, query, scopes)


def found(engine, query, scopes):
    """What an engine finds, whatever it thinks of the order."""
    results = engine.search(parse(query), scopes=scopes, limit=1000)
    full = {hit.id for hit in results.hits if hit.full}
    return (full, results.total, results.partial, results.facets, engine.suggest("hab", scopes=scopes),
            engine.similar("habitt", scopes=scopes))


needs_postgres = pytest.mark.skipif(connection.vendor != "postgresql", reason="needs PostgreSQL")
in_sql = pytest.mark.parametrize("make", [
    Fts5Engine, pytest.param(lambda _: PostgresEngine(), marks=needs_postgres, id="PostgresEngine")])
slowly = settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@in_sql
@slowly
@given(items=st.lists(worlds.items, max_size=14), scopes=worlds.scopes,
       queries=st.lists(worlds.queries, min_size=1, max_size=4))
def test_engines_in_sql_find_and_count_what_brute_force_does(
        db, make, tmp_path_factory, items, scopes, queries):
    sql, brute = make(tmp_path_factory.mktemp("sql") / "index"), MemoryEngine()
    with transaction.atomic():
        for engine in (sql, brute):
            engine.rebuild([])
            engine.apply(Batch(tuple(items[:7])))
            engine.apply(Batch(tuple(items[7:]), deletes=tuple(item.id for item in items[:2])))

        for query in queries:
            assert found(sql, query, scopes) == found(brute, query, scopes)


@in_sql
@slowly
@given(items=st.lists(worlds.items, max_size=12), queries=st.lists(worlds.queries, min_size=1, max_size=3))
def test_twin_worlds_look_the_same_in_sql(db, make, tmp_path_factory, items, queries):
    by_id = {item.id: item for item in items}
    engine = make(tmp_path_factory.mktemp("twin") / "index")
    engine.rebuild(by_id.values())
    with_hidden = [observed(engine, query, OBSERVER) for query in queries]

    engine.rebuild(item for item in reversed(by_id.values()) if item.is_in(OBSERVER))

    assert with_hidden == [observed(engine, query, OBSERVER) for query in queries]


def test_a_person_without_scopes_finds_nothing(engine):
    engine.apply(Batch((worlds.item("a", "habitat"),)))

    results = engine.search(parse("habitat"), scopes=frozenset())

    assert (results.hits, results.total, results.facets["kind"]) == ((), 0, {})
