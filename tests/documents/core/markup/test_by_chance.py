"""The laws with markup made by hypothesis on real files (`bench/word/markings.py`): any place, any kind."""

import csv
from functools import cache

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bench.laws import CORPUS
from bench.word import chance
from documents.core import markup
from documents.core.model import Unreadable

CORE = CORPUS / "CORE.csv"
LARGEST = 40_000  # bytes: the small ones hold every feature too


def names():
    if not CORE.exists():
        return []
    with CORE.open(encoding="utf-8", newline="") as file:
        return [row["file"] for row in csv.DictReader(file) if int(row["bytes"]) < LARGEST]


@cache
def clean(name):
    try:
        return markup.lift((CORPUS / name).read_bytes())[0]
    except Unreadable:
        return None


@pytest.mark.skipif(not CORE.exists(), reason=f"{CORE} is missing: set DRAFTROOM_SHARED")
@settings(
    max_examples=50,
    deadline=None,
    derandomize=True,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
@given(name=st.sampled_from(names() or [""]), source=st.randoms(use_true_random=False))
def test_laws_hold_for_any_markup_on_any_file(name, source):
    before = clean(name)
    if before is None:
        return

    laid = chance.by_chance(before, source, most=6)

    assert list(chance.faults(before, laid, judge=False)) == []
