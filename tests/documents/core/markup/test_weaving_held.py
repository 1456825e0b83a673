"""Notes and text boxes that come or go with their marks, woven from another file: each is there once."""

import pytest

from documents.core import markup, reading
from documents.core.comparing import edits_between
from documents.core.markup import weaving
from documents.core.model import Change, Markup
from tests.documents.core.word import p, part, r, word

FIRST, SECOND = (f'<w:r><w:footnoteReference w:id="{number}"/></w:r>' for number in (2, 3))
NUMBER = "<w:r><w:footnoteRef/></w:r>"
BOX = (
    '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent>'
    f"{p('boxed')}{p('twice')}</w:txbxContent></wps:txbx></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
)


def noted(body, *notes):
    """A file with `notes`, each as the texts of its paragraphs."""
    held = "".join(
        f'<w:footnote w:id="{number}">'
        + "".join(p("" if place else NUMBER, r(text)) for place, text in enumerate(texts))
        + "</w:footnote>"
        for number, texts in enumerate(notes, 2)
    )
    return word(body, footnotes=part("footnotes", held))


START, END = p("start here"), p("end")
ONE = noted(p("start ", FIRST, "here") + END, ["one"])
CASES = {
    "a paragraph with a note": (word(START + END), noted(START + p("text ", FIRST) + END, ["note", "more"])),
    "a note in a paragraph": (word(START + END), ONE),
    "a second note": (ONE, noted(p("start ", FIRST, "here", SECOND) + END, ["one"], ["two", "more"])),
    "a longer note": (ONE, noted(p("start ", FIRST, "here") + END, ["one", "two"])),
    "a note that goes": (ONE, word(START + END)),
    "a paragraph that goes with its note": (
        noted(START + p("text ", FIRST) + END, ["one"]), word(START + END)),
    "a paragraph with a box": (word(START + END), word(START + p(BOX, "text") + END)),
    "a box in a paragraph": (word(START + END), word(p("start here", BOX) + END)),
}


@pytest.mark.parametrize(("base", "other"), CASES.values(), ids=CASES)
def test_what_a_mark_holds_comes_and_goes_once(base, other):
    ours, theirs = reading.read(base), reading.read(other)
    edits = weaving.homed(edits_between(ours, theirs), ours, theirs, "other")
    changes = Markup(changes=tuple(Change(str(place), "ESA", "", edit) for place, edit in enumerate(edits)))

    woven = weaving.weave(base, changes, {"other": other})

    assert woven.problems == ()
    assert reading.text(woven.data, "final") == reading.text(other)
    assert reading.text(markup.settle(woven.data, accept=True)) == reading.text(other)
    assert reading.text(woven.data) == reading.text(base)
