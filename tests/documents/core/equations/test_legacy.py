"""Formulas of EQ fields, as Word shows them."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from documents.core.equations import formula
from documents.core.reading import read
from documents.core.rendering import render_document
from documents.core.typesetting import mathematics
from tests.documents.core.word import p, word


def bare(mathml):
    """The MathML without rows, tokens by their text."""
    inner = re.sub(r"</?(mrow|mn|mtext|mo|math)\b[^>]*>", "", mathml)
    return re.sub(r"<mspace[^>]*>", " ", inner)


@pytest.mark.parametrize(("code", "text"), [
    (r"x = -b + \f(\r(b2 - 4ac),2a)", "x = -b + (√(b2 - 4ac))/2a"),
    (r"\r(3,x)", "3√x"),
    (r"\i\su(i=0,n\s(2),\r(i))", "∑_(i=0)^(n^2) √i"),
    (r"\i\pr(i=0,n,i)", "∏_(i=0)^n i"),
    (r"\i \in(0,1,x)", r"i \in(0,1,x)".replace("\\", "")),
    (r"\i\in(0,1,x)", "∫_0^1 x"),
    (r"\i\fc\S(a,b,c)", "S_a^b c"),
    (r"\a\al\co2\vs3\hs3(1,2,3,4)", "1, 2; 3, 4"),
    (r"\b(\a(5,4))", "(5; 4)"),
    (r"\b\bc\{(x)", "{x}"),
    (r"\b\lc\[\rc\)(x)", "[x)"),
    (r"\b\rc\|(x)", "x|"),
    (r"\x(p=(x,y,z))", "[p=(x,y,z)]"),
    (r"V\d\ba8()\s\up9(re)\d\ba1()isionary Manuals", "V^reisionary Manuals"),
    (r"CO\s\do4(2)", "CO_2"),
    (r"\s(a,b)", "^(a, b)"),
    (r"\l(A,B,C)", "A, B, C"),
    (r"\o(○,1)", "○1"),
    (r"\f(1,5;2)", "(1,5)/2"),
    (r"a\,b \(c\\", "a,b (c\\"),
    (r"\f(1,2", "1/2"),
    (r"\f()", "/"),
    (r"\q(1)", "q(1)"),
])
def test_formula_reads_as_one_line(code, text):
    assert formula(code)[1] == text


@pytest.mark.parametrize(("code", "markup"), [
    (r"\f(1,x)", "<mfrac>1x</mfrac>"),
    (r"\r(x)", "<msqrt>x</msqrt>"),
    (r"\r(3,x)", "<mroot>x3</mroot>"),
    (r"x\s\up8(2)", "<msup>x2</msup>"),
    (r"\s\do8(2)", "<msub>2</msub>"),
    (r"\i\su(1,n,x)", "<munderover>∑1n</munderover>x"),
    (r"\i(1,n,x)", "<msubsup>∫1n</msubsup>x"),
    (r"\a\co2(1,2,3)", "<mtable><mtr><mtd>1</mtd><mtd>2</mtd></mtr><mtr><mtd>3</mtd></mtr></mtable>"),
    (r"\x\to\bo(1)", '<menclose notation="top bottom">1</menclose>'),
    (r"V\d\ba8()\s\up9(re)\d\ba1()ision", "<msup>Vre</msup>ision"),
    (r"<b>&", "&lt;b&gt;&amp;"),
])
def test_formula_becomes_mathml(code, markup):
    assert bare(formula(code)[0]) == markup


@given(st.text(alphabet='\\abdfilorsxcuphnq(),;12 <&"', max_size=60))
def test_any_code_gives_sound_mathml_that_can_be_set(code):
    mathml, _ = formula(code)

    etree.fromstring(mathml)
    mathematics.tree(mathml)


def test_formula_without_end_is_not_followed_for_ever():
    mathml, text = formula(r"\f(" * 3_000)

    assert (len(mathml) < 300_000, len(text) < 20_000) == (True, True)


def test_formula_stands_in_its_paragraph_and_is_no_text_of_it():
    draft = read(word(p("the root ", r'<w:fldSimple w:instr="EQ \r(x)"/>', " of it")))

    (block,) = draft.blocks
    assert (block.text, [(one.offset, one.kind, one.text) for one in block.shown]) == (
        "the root  of it", [(9, "equation", "√x")])
    assert "the root <span" in render_document(draft)
    assert "<msqrt>" in render_document(draft)


def test_formulas_of_a_real_file_are_all_shown(corpus):
    data = (corpus / "dotnet__Open-XML-SDK/asSources/wordprocessing/complex1_NOR.docx").read_bytes()

    found = [one.text for block in read(data).blocks for one in block.shown if one.kind == "equation"]

    assert len(found) == 11
    assert {"x = -b + (√(b2 - 4ac))/2a", "V^reisionary Manuals", "[p=(x,y,z)]"} <= set(found)
