"""All laws of markup on the core files of the corpus, with pandoc as the judge (see `bench/laws.py`)."""

import csv

import pytest

from bench import laws
from documents.core.model import Unreadable

CORE = laws.CORPUS / "CORE.csv"

#: Files on which one law does not hold yet, and what is seen; one that begins to hold goes from here.
KNOWN = {
    "Comment020.docx": "law 1",  # kept XML of a table comes back with a comment's mark at another place
    "Comment042.docx": "law 1",  # the same in a paragraph
    "RA001-Tracked-Revisions-01.docx": "law 1",  # kept XML comes back with changes of one author joined
    "RA001-Tracked-Revisions-02.docx": "law 1",
    "testWORD_features.docx": "law 1",  # a comment's own XML comes back with other marks around it
    "comments-rich-para.docx": "law 1",
    "52449.docx": "law 2",  # pandoc does not show one of our edits
    "sdsd.docx": "law 2",  # pandoc reads a rejected edit otherwise than the file without it
}


def core_files():
    if not CORE.exists():
        return []
    with CORE.open(encoding="utf-8", newline="") as file:
        return [laws.CORPUS / row["file"] for row in csv.DictReader(file)]


@pytest.mark.skipif(not CORE.exists(), reason=f"{CORE} is missing: set DRAFTROOM_SHARED")
@pytest.mark.parametrize("path", core_files(), ids=lambda path: path.name)
def test_laws_hold_on_a_real_file(path):
    try:
        found = laws.failures(path.read_bytes())
    except Unreadable as error:
        pytest.skip(f"not readable: {error}")

    known = [KNOWN[path.name]] if path.name in KNOWN else []
    assert [failure.split(":")[0] for failure in found] == known, found
