"""Changed text as templates show it."""

from documents.core.model import OBJECT
from documents.templatetags.drawing import drawn


def test_a_picture_that_comes_is_seen_as_a_sign():
    assert drawn([("equal", "See <"), ("insert", OBJECT)]) == "See &lt;<ins>▣</ins>"
