"""Damaged real files end in a value, not in a traceback, a hang or a process that grows (`bench/fuzz.py`)."""

import contextlib
import random

import pytest

from bench import fuzz
from bench.word import mutations
from documents.core.model import Unreadable
from documents.core.reading import read
from tests.conftest import SHARED
from tests.documents.core.word import p, word

FOLDER = SHARED / "corpus"


@pytest.mark.skipif(not FOLDER.is_dir(), reason=f"{FOLDER} is missing: set DRAFTROOM_SHARED")
def test_damaged_files_end_in_a_value(capfd):
    outcomes = fuzz.run(FOLDER, 120, "tests")

    assert [one for one in outcomes if not one.sound] == [], capfd.readouterr().err
    assert {one.state for one in outcomes} == {"fine", "unreadable"}


@pytest.mark.parametrize("damage", mutations.ALL, ids=lambda damage: damage.__name__)
def test_every_kind_of_damage_is_read_or_refused(damage):
    data = word(p("one", props="<w:jc w:val='left'/>") * 4)

    for seed in range(12):
        with contextlib.suppress(Unreadable):
            read(damage(data, random.Random(seed)))
