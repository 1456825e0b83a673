"""New words beside a field's code that goes over several paragraphs: shown, or refused."""

import pytest

from documents.core import markup, reading
from documents.core.model import Change, Edit, Markup
from tests.documents.core.word import p, r, word

BEGIN, SEPARATE, END = (
    f'<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>' for kind in ("begin", "separate", "end")
)


def code(text):
    return r(text, tag="instrText")


CLEAN = word(
    p(BEGIN, code(' QUOTE "one')) + p(code("two")) + p(code('three"'), SEPARATE, r("result"), END) + p("last")
)


def laid(kind, block, **more):
    return markup.lay(CLEAN, Markup((), (Change("1", "ESA reviewer 1", "", Edit(kind, block, **more)),)))


@pytest.mark.parametrize("block", ["b1", "b3"])
def test_words_are_put_where_they_are_shown(block):
    data = laid("insert", block, text="new ")

    assert "new " in "".join(reading.text(data, "final"))
    assert reading.text(markup.settle(data, accept=True)) == reading.text(data, "final")


def test_words_in_a_paragraph_of_code_are_refused():
    with pytest.raises(markup.CannotLay, match="1 at b2: the paragraph is part of a field's code"):
        laid("insert", "b2", text="new ")


@pytest.mark.parametrize("block", ["b1", "b2"])
def test_paragraphs_behind_code_that_goes_on_are_refused(block):
    with pytest.raises(markup.CannotLay, match="a field's code goes on after it"):
        laid("insert_block", block, text="new")
    with pytest.raises(markup.CannotLay, match="a field's code goes on after it"):
        laid("move_block", "b4", end=4, to=block)
