"""Real files: the small set that covers every feature, and the accepted and rejected gold files."""

import csv
import re

import pytest

from bench import corpus
from documents.core.model import Unreadable
from documents.core.reading import read, text
from tests.conftest import SHARED

FOLDER = SHARED / "corpus"


def rows(name):
    table = FOLDER / name
    if not table.exists():
        return []
    with table.open(encoding="utf-8") as lines:
        return list(csv.DictReader(lines))


CORE = rows("CORE.csv")
GOLD = [row for row in rows("PAIRS.csv") if row["kind"] == "accept_reject_triple"]
TRACKED, ACCEPTED, REJECTED = "a (original/tracked)", "b (modified/accepted)", "c (expected/rejected/order)"
LISTS = sorted(FOLDER.glob("*/model/listnumbering/*.docx"))
needs_corpus = pytest.mark.skipif(not CORE, reason=f"{FOLDER} is missing: set DRAFTROOM_SHARED")


@needs_corpus
@pytest.mark.parametrize("row", CORE, ids=lambda row: row["file"].rpartition("/")[2])
def test_every_text_of_a_real_file_is_found(row, capsys):
    tally = corpus.Tally()

    corpus.examine(FOLDER / row["file"], FOLDER, tally)

    assert tally.failed == 0
    assert (tally.whole, tally.unreadable) == ((0, 1) if "malformed" in row["features"] else (1, 0)), \
        capsys.readouterr().err


@needs_corpus
@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["name"])
def test_accepting_and_rejecting_reads_as_the_gold_files(row):
    tracked = (FOLDER / row[TRACKED]).read_bytes()

    assert text(tracked, "final") == text((FOLDER / row[ACCEPTED]).read_bytes())
    assert text(tracked, "original") == text((FOLDER / row[REJECTED]).read_bytes())


@needs_corpus
@pytest.mark.parametrize("row", GOLD, ids=lambda row: row["name"])
def test_clean_blocks_mean_what_the_rejected_gold_file_means(row):
    clean = read((FOLDER / row[TRACKED]).read_bytes())
    gold = read((FOLDER / row[REJECTED]).read_bytes())

    assert [(one.kind, one.level, one.number, one.spans) for one in clean.blocks] == [
        (one.kind, one.level, one.number, one.spans) for one in gold.blocks]


@needs_corpus
@pytest.mark.parametrize("row", [row for row in CORE if "encrypted" in row["features"]],
                         ids=lambda row: row["file"].rpartition("/")[2])
def test_encrypted_files_ask_for_the_password_to_be_removed(row):
    with pytest.raises(Unreadable, match="remove the password first"):
        read((FOLDER / row["file"]).read_bytes())


@needs_corpus
def test_every_change_and_comment_of_the_core_files_has_a_place():
    for row in CORE:
        if "malformed" in row["features"]:
            continue
        path = FOLDER / row["file"]
        draft = corpus.read(path, path.read_bytes())
        lengths = {block.id: len(block.text) for block in draft.blocks}

        for one in draft.comments:
            assert one.start.offset <= lengths[one.start.block], path
            assert one.end.offset <= lengths[one.end.block], path
        for one in draft.changes:
            assert one.edit.block is None or one.edit.start <= one.edit.end, path
            assert one.edit.kind not in ("insert", "delete") or one.edit.end <= lengths[one.edit.block], path
        assert len({one.id for one in draft.changes}) == len(draft.changes)


@needs_corpus
@pytest.mark.parametrize("path", LISTS, ids=lambda path: path.stem)
def test_numbers_are_those_that_the_file_says_to_expect(path):
    expected = re.compile(r"\[expect](.*?)\[/expect]")
    blocks = read(path.read_bytes()).blocks

    said = [(block.number, match[1]) for block in blocks if (match := expected.search(block.text))]

    assert [number for number, _ in said] == [wanted for _, wanted in said]
