"""All laws of markup on the core files of the corpus, with pandoc as the judge (see `bench/laws.py`)."""

import csv

import pytest

from bench import laws
from documents.core.model import Unreadable

CORE = laws.CORPUS / "CORE.csv"


def core_files():
    if not CORE.exists():
        return []
    with CORE.open(encoding="utf-8", newline="") as file:
        return [laws.CORPUS / row["file"] for row in csv.DictReader(file)]


@pytest.mark.skipif(not CORE.exists(), reason=f"{CORE} is missing: set DRAFTROOM_SHARED")
@pytest.mark.parametrize("path", core_files(), ids=lambda path: path.name)
def test_laws_hold_on_a_real_file(path):
    try:
        found = laws.failures(path.read_bytes(), rounds=1)
    except Unreadable as error:
        pytest.skip(f"not readable: {error}")

    assert found == []
