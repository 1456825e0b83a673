"""A hit as a person sees it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from backend.accounts.models import Agency
from documents.models import Document
from search.core.highlight import Fragment


@dataclass(frozen=True, slots=True)
class Found:
    """What was found, where it stands, its words with marks, and the way there.

    `place` is a section or a register number, `versions` the versions in which the text stands
    ("v1–v6"), `says` who says it, `full` False when some words are missing. `lineage` is the same for
    a paragraph's texts in all versions; `compare` leads to what became of an old one. `document` is
    None for people, agencies, and what is published of documents that the person does not see.
    """

    kind: str
    document: Document | None
    place: str
    fragments: tuple[Fragment, ...]
    url: str
    at: datetime | None
    versions: str = ""
    says: str = ""
    agency: Agency | None = None
    full: bool = True
    lineage: str = ""
    compare: str = ""
    matrix: str = ""
