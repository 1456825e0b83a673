import pytest

from backend.demo.paper.variants import choose, holds


@pytest.mark.parametrize(
    ("span", "held"), [("3", [3]), ("2-3", [2, 3]), ("4-", [4, 5]), ("1-5", [1, 2, 3, 4, 5])]
)
def test_range_holds_its_versions(span, held):
    assert [version for version in range(1, 6) if holds(span, version)] == held


def test_version_reads_its_own_alternative():
    text = "for {2-3:up to 30 days¦4-:30–42 days}."

    assert (choose(text, 3), choose(text, 4)) == ("for up to 30 days.", "for 30–42 days.")


def test_alternatives_may_hold_further_choices():
    text = "takes {2:seconds¦3-:at least {3:5 s¦4-:3 s}}"

    assert [choose(text, version) for version in (2, 3, 4)] == [
        "takes seconds",
        "takes at least 5 s",
        "takes at least 3 s",
    ]


def test_version_without_alternative_reads_nothing():
    assert choose("in 2017{5: and later}", 4) == "in 2017"


def test_open_brace_is_refused():
    with pytest.raises(ValueError, match="stays open"):
        choose("for {2:30 days", 2)
