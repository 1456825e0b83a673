"""The command line: JSON on standard output, messages on standard error, three exit codes."""

import argparse
import io
import json
import zipfile
from pathlib import Path

import pytest

from documents.core import commandline, reading
from documents.core.commandline import main
from tests.documents.core.word import NAMESPACES, dele, ins, p, word, zipped

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


def commands():
    (action,) = (one for one in commandline._parser()._actions if isinstance(one, argparse._SubParsersAction))
    return action.choices


@pytest.mark.parametrize("name", commands())
def test_help_of_a_command_explains_every_argument_and_what_comes_out(name):
    parser = commands()[name]

    assert all(one.help for one in parser._actions)
    assert parser.description
    assert parser.epilog
    assert f"documents.core {name} " in commandline.EXAMPLES


def with_picture(content):
    """A Word file with one picture."""
    drawing = ('<w:r><w:drawing><wp:inline><a:blip r:embed="rel9" '
               'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"/></wp:inline></w:drawing></w:r>')
    with zipfile.ZipFile(io.BytesIO(word(p(drawing)))) as package:
        files = {name: package.read(name).decode() for name in package.namelist()}
    relation = ('<Relationship Id="rel9" Target="media/image1.png" '
                'Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"/>')
    files["word/_rels/document.xml.rels"] = files["word/_rels/document.xml.rels"].replace(
        "</Rel", f"{relation}</Rel")
    files["[Content_Types].xml"] = files["[Content_Types].xml"].replace(
        "</Types>", '<Default Extension="png" ContentType="image/png"/></Types>')
    return zipped({**files, "word/media/image1.png": content})


def test_html_shows_pictures_that_it_writes_beside_the_page(tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("picture.docx").write_bytes(with_picture(b"\x89PNG and so on"))

    assert main(["html", "picture.docx", "--media", "my pictures"]) == 0

    assert Path("my pictures/word-media-image1.png").read_bytes() == b"\x89PNG and so on"
    assert 'src="my%20pictures/word-media-image1.png"' in capsys.readouterr().out


def test_settling_leaves_comments(tmp_path):
    source, settled = tmp_path / "source.docx", tmp_path / "settled.docx"
    comments = (f'<w:comments {NAMESPACES}><w:comment w:id="3" w:author="A">{p("Why?")}</w:comment>'
                "</w:comments>")
    source.write_bytes(word(p("one ", ins("two "), '<w:r><w:commentReference w:id="3"/></w:r>'),
                            comments=comments))

    assert main(["settle", str(source), "--accept", "-o", str(settled)]) == 0

    assert [one.text for one in reading.read(settled.read_bytes()).comments] == ["Why?"]
