"""What was laid on real files is opened by LibreOffice, where it is installed."""

import random
import re

import pytest

from bench.laws import CORPUS
from bench.word import chance, judges
from documents.core import markup

#: One of each dialect and feature: revisions, comments, tables, notes, text boxes, strict, LibreOffice's own.
NAMES = (
    "dotnet__Open-XML-SDK/CommentExTest/Comments-Sample-15-12-01/Comment020.docx",
    "OfficeDev__Open-Xml-PowerTools/TestFiles/RA001-Tracked-Revisions-02.docx",
    "apache__tika/resources/test-documents/testWORD_features.docx",
)


@pytest.mark.skipif(
    judges.soffice() is None, reason="LibreOffice is not installed: soffice is not on the path"
)
@pytest.mark.skipif(not CORPUS.is_dir(), reason=f"{CORPUS} is missing: set DRAFTROOM_SHARED")
def test_libreoffice_opens_what_was_laid_and_shows_the_new_words():
    cleans = [markup.lift((CORPUS / name).read_bytes())[0] for name in NAMES]
    laid = [chance.by_chance(clean, random.Random("opened")) for clean in cleans]

    texts = judges.libreoffice([one.data for one in laid])

    assert [name for name, text in zip(NAMES, texts, strict=True) if text is None] == []
    words = [
        re.findall(r"zqxe\d+qz", " ".join(edit.text for edit in chance.edits(one.marks))) for one in laid
    ]
    assert sum(map(len, words)) > len(NAMES)
    assert [word for some, text in zip(words, texts, strict=True) for word in some if word not in text] == []
