"""Small drafts to work on, and versions made of them."""

import io
from functools import cache
from unittest import mock

import docx

from backend.accounts.models import Person
from documents.models import Document, Version
from documents.services import versions

#: A draft in a few lines: "# " makes a heading, "- " a list item, anything else a paragraph.
FIRST_DRAFT = (
    "# Introduction",
    "Human missions beyond low Earth orbit open scientific opportunities.",
    "# Cislunar habitat",
    "The habitat will allow crews of four to live for up to 30 days.",
    "- Life sciences benefit from the deep-space radiation environment.",
    "- Sample return is made easier by a crew nearby.",
    "The far side of the Moon is shielded from terrestrial radio noise.",
)
#: One paragraph edited, one moved and edited, one gone, one new.
SECOND_DRAFT = (
    "# Introduction",
    "Human missions beyond low Earth orbit open unique scientific opportunities.",
    "# Cislunar habitat",
    "- Life sciences benefit from the deep-space radiation environment.",
    "- Sample return is made easier by a crew nearby.",
    "The habitat will allow crews of four to live for 30 to 42 days.",
    "A crew can operate rovers on the surface without delay.",
)


@cache
def word_file(*lines: str) -> bytes:
    """A Word file of these lines, written once."""
    made = docx.Document()
    for line in lines:
        if line.startswith("# "):
            made.add_heading(line[2:], level=1)
        elif line.startswith("- "):
            made.add_paragraph(line[2:], style="List Bullet")
        else:
            made.add_paragraph(line)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def issue(document: Document, *lines: str, by: Person, label: str = "") -> Version:
    """The document's next version, uploaded, read and issued."""
    return issue_file(document, word_file(*(lines or FIRST_DRAFT)), by=by, label=label)


def issue_file(document: Document, data: bytes, *, by: Person, label: str = "") -> Version:
    """The document's next version from a Word file's bytes."""
    uploaded = versions.upload_version(
        document=document, data=data, file_name="draft.docx", by=by, label=label
    )
    with mock.patch.object(versions, "confined", _read_before):
        read = versions.read_version(version=uploaded)
    return versions.issue_version(version=read, by=by)


@cache
def _read_before(function, data: bytes):
    """The same bytes read the same: no child for the drafts that a thousand tests begin with."""
    return function(data)
