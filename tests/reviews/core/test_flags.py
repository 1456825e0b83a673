"""Numbers, units, dates and modal verbs that a change touches."""

import pytest

from reviews.core.flags import flags


@pytest.mark.parametrize(("before", "after", "expected"), [
    ("up to 30 days", "up to 42 days", {"number"}),
    ("a dose of 30 mSv", "a dose of 30 Sv", {"unit"}),
    ("due in fall 2016", "due in spring 2017", {"date"}),
    ("due on 10 February 2016", "due on 11 February 2016", {"date"}),
    ("The crew may land.", "The crew shall land.", {"modal"}),
    ("It shall fly.", "It shall not fly.", {"modal"}),
    ("May 2016 is early.", "June 2016 is early.", {"date"}),
    ("The crew lives there.", "The crew stays there.", set()),
    ("The habitat and the crew", "The crew and the habitat", set()),
    ("1,500 km and 3 km/s", "1,600 km and 3 km/s", {"number"}),
    ("3 × 10^8 m/s", "3 × 10^7 m/s", {"number"}),
])
def test_a_change_is_flagged_for_what_it_touches(before, after, expected):
    assert flags(before, after) == expected
