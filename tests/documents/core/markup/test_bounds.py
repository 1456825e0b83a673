"""No file makes laying and lifting grow with the square of its changes: counted in steps."""

import pytest

from documents.core import markup
from documents.core.limits import Limits
from tests.documents.core.comparing.test_bounds import steps
from tests.documents.core.word import cell, dele, ins, mark, p, row, table, word

LIMITS = Limits(ratio=100_000)
SMALL, LARGE = 60, 240
#: Four times the changes may take this many times the steps: no square, which would take sixteen times.
MOST_GROWTH = 5.6
BODIES = {
    "struck paragraphs": lambda size: p(dele("one "), props=mark("del")) * size + p("two"),
    "new paragraphs": lambda size: p(ins("one "), props=mark("ins")) * size + p("two"),
    "empty paragraphs before tables": lambda size: (
        p(props=mark("ins")) + table(row(cell(p("x"))))) * size + p("y"),
}


@pytest.mark.parametrize("body", BODIES.values(), ids=BODIES)
def test_lifting_and_laying_four_times_as_much_takes_no_square_of_it(body):
    def taken(size):
        data = word(body(size))
        clean, lifted = markup.lift(data, LIMITS)
        return steps(lambda: (markup.lift(data, LIMITS), markup.try_lay(clean, lifted, limits=LIMITS)))

    assert taken(LARGE) < MOST_GROWTH * taken(SMALL)
