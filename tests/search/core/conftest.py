"""Every engine, fresh and empty: the same tests of behaviour run on each."""

import pytest
from django.db import connection

from search.core.memory import MemoryEngine
from search.core.sql.fts5 import Fts5Engine
from search.core.whoosh_engine import WhooshEngine
from search.postgres import PostgresEngine

MADE = {
    "memory": lambda _: MemoryEngine(), "whoosh": WhooshEngine, "fts5": Fts5Engine,
    "postgres": lambda _: PostgresEngine(),
}


in_postgres = (
    pytest.mark.django_db,
    pytest.mark.skipif(
        connection.vendor != "postgresql", reason="needs the tests' database to be PostgreSQL"
    ),
)


@pytest.fixture(params=[pytest.param(n, marks=in_postgres if n == "postgres" else ()) for n in MADE])
def engine(request, tmp_path):
    made = MADE[request.param](tmp_path / "index")
    made.rebuild([])
    return made
