"""The library's README says what is true: its examples are run, in Python and on the command line."""

import doctest
import importlib
import json
import re
import shlex
from pathlib import Path

import pytest

import documents.core
from documents.core import commandline
from tests.documents.core.word import ins, p, part, word

README = Path(documents.core.__file__).with_name("README.md")
STYLES = '<w:style w:type="paragraph" w:styleId="h1"><w:name w:val="heading 1"/></w:style>'


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    heading = p("Goals", props='<w:pStyle w:val="h1"/>')
    data = word(heading + p("Two ", ins("small "), "probes land on Mars."), styles=part("styles", STYLES))
    (tmp_path / "draft.docx").write_bytes(data)
    (tmp_path / "anchors.json").write_text(json.dumps([{"id": "a", "block": "b2", "start": 0, "end": 3}]))
    monkeypatch.chdir(tmp_path)


def test_examples_in_python_give_what_they_say():
    failed, tried = doctest.testfile(
        str(README), module_relative=False, optionflags=doctest.NORMALIZE_WHITESPACE
    )

    assert (failed, tried > 25) == (0, True)


def commands():
    found = re.findall(r"\$ python -m documents\.core (.+)", README.read_text(encoding="utf-8"))
    return [shlex.split(one) for one in found]


def test_examples_on_the_command_line_run_one_after_the_other(capsys):
    statuses = [commandline.main(command) for command in commands()]

    assert all(status in (0, 1) for status in statuses), capsys.readouterr().err


def test_every_command_has_an_example_in_the_readme_and_in_the_help(capsys):
    with pytest.raises(SystemExit):
        commandline.main(["--help"])
    shown = capsys.readouterr().out

    known = set(re.findall(r"^    (\w+)  ", shown, re.MULTILINE))
    assert known == {command[0] for command in commands()}
    assert known == set(re.findall(r"python -m documents\.core (\w+) ", commandline.EXAMPLES))


@pytest.mark.parametrize("name", ["reading", "markup", "comparing", "merging", "following"])
def test_the_public_face_names_everything_that_a_module_offers(name):
    module = importlib.import_module(f"documents.core.{name}")
    face = README.read_text(encoding="utf-8").partition("## The public face")[2]
    offered = {one for one in module.__all__ if not one.endswith(("Kind", "View", "_map"))}

    words = set(re.findall(r"\w+", face))

    assert offered - words - {one.removesuffix("s") for one in words} == set()


def test_the_public_face_names_nothing_that_is_not_there():
    face = README.read_text(encoding="utf-8").partition("## The public face")[2].partition("## ")[0]

    for module, function in re.findall(r"`(\w+)\.(\w+)\(", face):
        assert callable(getattr(importlib.import_module(f"documents.core.{module}"), function))
