"""Numbers as Word shows them, for the ways in which lists are defined."""

import pytest

from documents.core.numbering import formats
from documents.core.reading import read
from tests.documents.core.word import p, part, word


def level(index, text, fmt="decimal", start=1, extra=""):
    return (f'<w:lvl w:ilvl="{index}"><w:start w:val="{start}"/><w:numFmt w:val="{fmt}"/>{extra}'
            f'<w:lvlText w:val="{text}"/></w:lvl>')


def abstract(identity, *levels, extra=""):
    return f'<w:abstractNum w:abstractNumId="{identity}">{extra}{"".join(levels)}</w:abstractNum>'


def num(identity, of, overrides=""):
    return f'<w:num w:numId="{identity}"><w:abstractNumId w:val="{of}"/>{overrides}</w:num>'


def item(number, depth=0, more=""):
    return p("x", props=f'<w:numPr><w:ilvl w:val="{depth}"/><w:numId w:val="{number}"/></w:numPr>{more}')


def numbers(body, *definitions, styles=""):
    data = word(body, numbering=part("numbering", "".join(definitions)), styles=part("styles", styles))
    return [block.number for block in read(data).blocks]


OUTLINE = abstract(0, level(0, "%1."), level(1, "%1.%2"), level(2, "(%3)", "lowerRoman"))


def test_levels_count_below_each_other_and_restart():
    body = item(1) + item(1, 1) + item(1, 1) + item(1, 2) + item(1) + item(1, 1)

    assert numbers(body, OUTLINE, num(1, 0)) == ["1.", "1.1", "1.2", "(i)", "2.", "2.1"]


def test_level_that_was_passed_over_has_had_its_first_number():
    body = item(1) + item(1, 2) + item(1, 1) + item(1) + item(1, 1)
    levels = abstract(0, level(0, "%1"), level(1, "%1.%2"), level(2, "%1.%2.%3"))

    assert numbers(body, levels, num(1, 0)) == ["1", "1.1.1", "1.2", "2", "2.1"]


def test_section_break_without_words_is_not_counted():
    assert numbers(item(1) + item(1, more="<w:sectPr/>") + item(1), OUTLINE, num(1, 0)) == ["1.", "2.", "3."]
    alone = p(props='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr><w:sectPr/>')
    assert numbers(item(1) + alone + item(1), OUTLINE, num(1, 0)) == ["1.", "", "2."]


def test_two_uses_of_a_list_go_on_counting_together():
    assert numbers(item(1) + item(2) + item(1), OUTLINE, num(1, 0), num(2, 0)) == ["1.", "2.", "3."]


def test_start_override_restarts_the_list_once():
    restart = '<w:lvlOverride w:ilvl="0"><w:startOverride w:val="5"/></w:lvlOverride>'

    found = numbers(item(1) + item(2) + item(2), OUTLINE, num(1, 0), num(2, 0, restart))

    assert found == ["1.", "5.", "6."]


def test_override_that_names_no_start_begins_where_the_list_does():
    own = '<w:lvl w:ilvl="0"><w:numFmt w:val="upperLetter"/><w:lvlText w:val="%1)"/></w:lvl>'

    found = numbers(item(1) + item(1), OUTLINE, num(1, 0, f'<w:lvlOverride w:ilvl="0">{own}</w:lvlOverride>'))

    assert found == ["A)", "B)"]


def test_level_that_never_restarts_goes_on():
    levels = abstract(0, level(0, "%1"), level(1, "%2", extra='<w:lvlRestart w:val="0"/>'))

    assert numbers(item(1) + item(1, 1) + item(1) + item(1, 1), levels, num(1, 0)) == ["1", "1", "2", "2"]


def test_legal_numbering_shows_roman_levels_as_digits():
    levels = abstract(0, level(0, "Article %1", "upperRoman"), level(1, "%1.%2", extra="<w:isLgl/>"))

    assert numbers(item(1) + item(1, 1), levels, num(1, 0)) == ["Article I", "1.1"]


def test_numbering_comes_from_the_style_alone():
    style = ('<w:style w:type="paragraph" w:styleId="App"><w:name w:val="Appendix"/><w:pPr><w:numPr>'
             '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>')
    levels = abstract(0, level(0, "Appendix %1", "upperLetter", extra='<w:pStyle w:val="App"/>'))

    found = numbers(p("x", props='<w:pStyle w:val="App"/>') * 2, levels, num(1, 0), styles=style)

    assert found == ["Appendix A", "Appendix B"]


def test_style_with_a_level_of_its_own_counts_in_the_list_of_the_style_it_is_based_on():
    styles = (
        '<w:style w:type="paragraph" w:styleId="H1"><w:name w:val="heading 1"/><w:pPr><w:numPr>'
        '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>'
        '<w:style w:type="paragraph" w:styleId="H2"><w:name w:val="heading 2"/><w:basedOn w:val="H1"/><w:pPr>'
        '<w:numPr><w:ilvl w:val="1"/></w:numPr></w:pPr></w:style>'
    )
    levels = abstract(0, level(0, "%1", extra='<w:pStyle w:val="H1"/>'), level(1, "%1.%2"))
    body = "".join(p("x", props=f'<w:pStyle w:val="{style}"/>') for style in ("H1", "H2", "H1", "H2"))

    assert numbers(body, levels, num(1, 0), styles=styles) == ["1", "1.1", "2", "2.1"]


def test_number_zero_takes_a_paragraph_out_of_its_styles_list():
    style = ('<w:style w:type="paragraph" w:styleId="L"><w:name w:val="L"/><w:pPr><w:numPr>'
             '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>')
    out = p("x", props='<w:pStyle w:val="L"/><w:numPr><w:numId w:val="0"/></w:numPr>')

    assert numbers(out, OUTLINE, num(1, 0), styles=style) == [""]


def test_list_defined_by_a_numbering_style_is_found():
    style = ('<w:style w:type="numbering" w:styleId="Mine"><w:name w:val="Mine"/><w:pPr><w:numPr>'
             '<w:numId w:val="1"/></w:numPr></w:pPr></w:style>')
    link = abstract(1, extra='<w:numStyleLink w:val="Mine"/>')

    assert numbers(item(2), OUTLINE, link, num(1, 0), num(2, 1), styles=style) == ["1."]


def test_bullets_of_symbol_fonts_are_shown_as_characters():
    font = '<w:rPr><w:rFonts w:ascii="Symbol" w:hAnsi="Symbol"/></w:rPr>'
    bullets = abstract(0, level(0, "\uf0b7", "bullet").replace("</w:lvl>", font + "</w:lvl>"))

    assert numbers(item(1), bullets, num(1, 0)) == ["•"]


def test_numbering_that_is_only_proposed_is_not_in_the_clean_view():
    proposed = p("x", props='<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/>'
                            '<w:ins w:id="1" w:author="A"/></w:numPr>')

    assert numbers(proposed + item(1), OUTLINE, num(1, 0)) == ["", "1."]


@pytest.mark.parametrize(("value", "name", "shown"), [
    (4, "lowerRoman", "iv"), (1994, "upperRoman", "MCMXCIV"), (28, "lowerLetter", "bb"),
    (3, "ordinal", "3rd"),
    (12, "ordinal", "12th"), (21, "cardinalText", "Twenty-one"), (20, "ordinalText", "Twentieth"),
    (7, "decimalZero", "07"), (3, "decimalEnclosedCircle", "③"), (23, "chineseCounting", "二十三"),
    (105, "chineseCountingThousand", "一百零五"), (7, "custom:001, 002, 003, ...", "007"),
    (5, "unheardOf", "5"),
    (110, "chineseCounting", "一百一十"), (110, "japaneseCounting", "百十"),
    (246, "koreanCounting", "이백사십육"), (10_000, "koreanCounting", "10000"),
    (11, "ideographLegalTraditional", "壹拾壹"), (21, "chineseLegalSimplified", "贰拾壹"),
    (15, "japaneseLegal", "壱拾伍"), (21, "koreanLegal", "스물하나"), (105, "koreanDigital", "일영오"),
    (25, "vietnameseCounting", "hai mươi lăm"), (61, "ideographZodiacTraditional", "甲子"),
    (16, "hebrew1", "טז"), (246, "hebrew1", "רמו"), (2, "hindiConsonants", "ख"),
    (2, "russianUpper", "Б"), (5, "chicago", "**"), (9, "none", ""),
])
def test_number_formats(value, name, shown):
    assert formats.number(value, name) == shown
