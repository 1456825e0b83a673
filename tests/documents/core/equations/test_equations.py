"""Office Math as MathML and as a line of text."""

import pytest
from lxml import etree

from documents.core.equations import linear, mathml

M = "http://schemas.openxmlformats.org/officeDocument/2006/math"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def math(inner):
    return etree.fromstring(f'<m:oMath xmlns:m="{M}" xmlns:w="{W}">{inner}</m:oMath>')


def run(text, props=""):
    return f"<m:r>{props}<m:t>{text}</m:t></m:r>"


def e(name, text):
    return f"<m:{name}>{run(text)}</m:{name}>"


CASES = [
    (f"<m:f>{e('num', 'a')}{e('den', 'b+1')}</m:f>", "a/(b+1)", "<mfrac>"),
    (f"<m:sSup>{e('e', 'x')}{e('sup', '2')}</m:sSup>", "x^2", "<msup>"),
    (f"<m:sSubSup>{e('e', 'x')}{e('sub', 'i')}{e('sup', '2')}</m:sSubSup>", "x_i^2", "<msubsup>"),
    (f"<m:rad><m:radPr><m:degHide m:val='1'/></m:radPr><m:deg/>{e('e', 'c')}</m:rad>", "√c", "<msqrt>"),
    (f"<m:rad>{e('deg', '3')}{e('e', 'c')}</m:rad>", "3√c", "<mroot>"),
    (f"<m:nary><m:naryPr><m:chr m:val='∑'/></m:naryPr>{e('sub', 'i')}{e('sup', 'n')}{e('e', 'x')}</m:nary>",
     "∑_i^n x", "<munderover>"),
    (f"<m:d><m:dPr><m:begChr m:val='['/><m:endChr m:val=']'/></m:dPr>{e('e', 'a')}{e('e', 'b')}</m:d>",
     "[a|b]", 'fence="true">[</mo>'),
    (f"<m:func>{e('fName', 'sin')}{e('e', 'x')}</m:func>", "sin x", "<mi>sin</mi>"),
    (f"<m:m><m:mr>{e('e', '1')}{e('e', '0')}</m:mr></m:m>", "[1 0]", "<mtable>"),
    (f"<m:limLow>{e('e', 'lim')}{e('lim', 'n')}</m:limLow>", "limn", "<munder>"),
    (run("3.14&lt;π"), "3.14<π", "<mn>3.14</mn><mo>&lt;</mo><mi>π</mi>"),
    (f'<w:ins w:id="1">{run("q")}</w:ins>', "q", "<mi>q</mi>"),
]


@pytest.mark.parametrize(("inner", "line", "shape"), CASES)
def test_shapes(inner, line, shape):
    assert linear(math(inner)) == line
    assert shape in mathml(math(inner))


@pytest.mark.parametrize("inner", [case[0] for case in CASES])
def test_mathml_is_well_formed_and_holds_every_character(inner):
    element = math(inner)
    tree = etree.fromstring(mathml(element))

    shown = "".join(tree.itertext())

    for text in element.iter(f"{{{M}}}t"):
        assert text.text in shown


def test_markup_in_an_equation_stays_text():
    assert "<script" not in mathml(math(run("&lt;script&gt;alert(1)&lt;/script&gt;")))


def test_upright_text_is_text():
    assert "<mtext>if x</mtext>" in mathml(math(run("if x", "<m:rPr><m:nor/></m:rPr>")))


@pytest.mark.parametrize(("properties", "number"), [
    ("<m:maxDist m:val='1'/>", '<mspace width="2em"/>'), ("", "<mo>#</mo>")])
def test_lines_of_equations_show_no_marks_of_alignment(properties, number):
    lines = f"<m:e>{run('a&amp;=b#(1)')}</m:e><m:e>{run('&amp;=c')}</m:e>"

    shown = mathml(math(f"<m:eqArr><m:eqArrPr>{properties}</m:eqArrPr>{lines}</m:eqArr>"))

    first = f"<mi>a</mi><mo>=</mo><mi>b</mi>{number}<mo>(</mo><mn>1</mn><mo>)</mo>"
    assert shown.partition("<mtable>")[2] == (
        f"<mtr><mtd>{first}</mtd></mtr><mtr><mtd><mo>=</mo><mi>c</mi></mtd></mtr></mtable></mrow></math>")
