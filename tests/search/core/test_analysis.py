"""Words out of text (`search.core.analysis`)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from search.core import analysis
from tests.search.core.worlds import item


def words(text):
    return [token.exact for token in analysis.tokens(text)]


@pytest.mark.parametrize(("text", "expected"), [
    ("Habitats", ["habitats"]),
    ("H₂O and CO²", ["h2o", "and", "co2"]),
    ("ESA-001 (v3)", ["esa", "001", "v3"]),
    ("¶4.2", ["4", "2"]),
    ("café Émile e\u0301", ["cafe", "emile", "e"]),
    ("Straße ΑΒΓ ﬁn", ["strasse", "αβγ", "fin"]),
    ("µm μm", ["μm", "μm"]),
    ("long\u00addur\u200bation", ["longduration"]),
    ("½", ["1", "2"]),
    ("snake_case", ["snake", "case"]),
    ("\ufffc — …", []),
])
def test_words_as_people_mean_them(text, expected):
    assert words(text) == expected


def test_stems_join_the_forms_of_a_word():
    stems = {token.stem for token in analysis.tokens("review reviews reviewed reviewing")}

    assert stems == {"review"}


def test_codes_and_other_scripts_have_no_stem():
    assert [token.stem for token in analysis.tokens("mars2020s Ελλάδας")] == ["mars2020s", "ελλαδασ"]


def test_title_weighs_more_and_stands_apart():
    analysed = analysis.analyse(item("a", "crew", title="Crew habitat"))

    assert analysed.exacts["crew"] == analysis.TITLE_WEIGHT + 1
    assert analysed.places["crew"] == [0, 2 + analysis.TITLE_GAP]
    assert analysed.length == 3


@given(st.text())
def test_places_point_into_the_text(text):
    for token in analysis.tokens(text):
        assert 0 <= token.start < token.end <= len(text)
        assert analysis.fold(text[token.start:token.end])
