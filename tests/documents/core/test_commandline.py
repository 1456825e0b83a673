"""The command line: JSON on standard output, messages on standard error, three exit codes."""

import json

import pytest

from documents.core.commandline import main
from tests.documents.core.word import dele, ins, p, word

MACRO_MAIN = "application/vnd.ms-word.document.macroEnabled.main+xml"


@pytest.fixture
def draft(tmp_path):
    path = tmp_path / "draft.docx"
    path.write_bytes(word(p("one ", ins("two "), dele("three")) + p("four")))
    return str(path)


def test_read_prints_the_promised_keys(draft, capsys):
    assert main(["read", draft]) == 0

    said = json.loads(capsys.readouterr().out)
    assert set(said) == {"blocks", "comments", "changes", "properties", "warnings", "sections"}
    assert said["blocks"][0].items() >= {
        "id": "b1", "kind": "paragraph", "level": 0, "number": "", "text": "one three"}.items()
    assert [(one["kind"], one["start"], one["end"], one["text"]) for one in said["changes"]] == [
        ("insert", 4, 4, "two "), ("delete", 4, 9, "three")]


@pytest.mark.parametrize(("view", "lines"), [
    ("original", "one three\nfour\n"), ("final", "one two \nfour\n")])
def test_text_has_a_line_a_block(draft, capsys, view, lines):
    assert main(["text", draft, "--view", view]) == 0
    assert capsys.readouterr().out == lines


def test_html_is_a_page(draft, capsys):
    assert main(["html", draft]) == 0
    assert '<span class="text" data-block="b2" dir="auto">four</span>' in capsys.readouterr().out


def test_unreadable_file_is_named_with_part_and_reason(tmp_path, capsys):
    path = tmp_path / "bad.docx"
    path.write_bytes(word("<w:p>"))

    assert main(["read", str(path)]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err.startswith(f"{path}: word/document.xml: not well-formed XML")


def test_missing_file_is_a_message(tmp_path, capsys):
    assert main(["text", str(tmp_path / "none.docx")]) == 2
    assert "No such file" in capsys.readouterr().err


def test_macro_file_is_read_only_when_its_name_says_so(tmp_path, capsys):
    data = word(p("text"), main_type=MACRO_MAIN)
    for name, code in (("a.docm", 0), ("a.docx", 2)):
        (tmp_path / name).write_bytes(data)
        assert main(["text", str(tmp_path / name)]) == code
    assert "macros are not accepted" in capsys.readouterr().err


def test_compare_tells_differences_by_its_exit_code(draft, tmp_path, capsys):
    other = tmp_path / "other.docx"
    other.write_bytes(word(p("one three") + p("five")))

    assert main(["compare", draft, draft]) == 0
    assert main(["compare", draft, str(other)]) == 1
    capsys.readouterr()
