"""Every engine, fresh and empty: the same tests of behaviour run on each."""

import pytest

from search.core.memory import MemoryEngine
from search.core.whoosh_engine import WhooshEngine


@pytest.fixture(params=["memory", "whoosh"])
def engine(request, tmp_path):
    made = MemoryEngine() if request.param == "memory" else WhooshEngine(tmp_path / "index")
    made.rebuild([])
    return made
