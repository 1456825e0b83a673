"""The marked-up files are real Word files, as an independent reader sees them."""

import html
import re

import pypandoc
import pytest

from backend.demo.paper import writing
from backend.demo.story.returns import returned


def plain(path, view):
    """What pandoc reads, without the tags: its HTML does not wrap the cells of tables."""
    args = [f"--track-changes={view}", "--wrap=none", "--mathml"]
    page = pypandoc.convert_file(path, "html", extra_args=args)
    return html.unescape(re.sub(r"\s+", " ", re.sub(r"<[^>]+>", "", page)))


@pytest.fixture(params=[0, 1], ids=["workshop draft", "draft 2"])
def back(request, tmp_path):
    found = returned()[request.param]
    path = tmp_path / "back.docx"
    path.write_bytes(found.content())
    return found, str(path)


def test_accepting_all_reads_as_the_reviewer_wants_it(back):
    found, path = back

    text = plain(path, "accept")
    wanted = [remark.to for remark in found.remarks if remark.to]
    assert [words for words in wanted if words not in text] == []


def test_rejecting_all_reads_as_the_version(back, tmp_path):
    found, path = back
    clean = tmp_path / "clean.docx"
    clean.write_bytes(writing.paper(found.version))

    assert plain(path, "reject") == plain(str(clean), "reject")


def test_comments_carry_their_author(back):
    found, path = back
    marked = pypandoc.convert_file(path, "markdown", extra_args=["--track-changes=all"])

    said = [remark for remark in found.remarks if remark.to is None]
    assert len(re.findall(rf'comment-start[^}}]*author="{found.by}"', marked)) == len(said)
