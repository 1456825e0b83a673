from documents.core.typesetting.mathematics import spoken, tree


def math(inside):
    return f'<math xmlns="http://www.w3.org/1998/Math/MathML">{inside}</math>'


def test_fraction_keeps_both_sides():
    node = tree(math("<mfrac><mi>a</mi><mn>2</mn></mfrac>"))

    assert node == ["frac", ["var", "a"], ["num", "2"]]


def test_sum_takes_its_scripts_as_limits():
    node = tree(math("<msub><mo>∑</mo><mi>i</mi></msub>"))

    assert node == ["attach", ["op", "∑"], "limits", {"b": ["var", "i"]}]


def test_matching_brackets_become_a_fence():
    node = tree(math("<mrow><mo>(</mo><mi>x</mi><mo>)</mo></mrow>"))

    assert node == ["fence", ["op", "("], ["var", "x"], ["op", ")"]]


def test_unknown_element_keeps_its_text():
    assert tree(math("<mwhatever>abc</mwhatever>")) == ["text", "abc"]


def test_what_is_no_xml_is_its_own_text():
    assert tree("E = mc^2 <") == ["text", "E = mc^2 <"]


def test_entities_are_not_resolved():
    node = tree('<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/passwd">]><math><mi>&x;</mi></math>')

    assert "root" not in spoken(node)


def test_equation_can_be_spoken():
    inside = "<mi>t</mi><mo>=</mo><mfrac><mrow><mn>2</mn><mi>d</mi></mrow><mi>c</mi></mfrac>"

    assert spoken(tree(math(inside))) == "t = (2 d) / (c)"


def test_equation_nested_without_end_is_its_text():
    assert tree(math("<msqrt>" * 150 + "<mi>x</mi>" + "</msqrt>" * 150)) == ["text", "x"]
