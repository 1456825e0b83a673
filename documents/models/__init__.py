"""What is written, as rows: files, documents and who may do what, versions and blocks, publications."""

from documents.models.documents import (
    Document,
    DocumentRole,
    DocumentState,
    DocumentStep,
    Participation,
    Role,
)
from documents.models.files import StoredFile
from documents.models.publications import NewsItem, Publication
from documents.models.versions import (
    Block,
    Drawing,
    Export,
    Media,
    Version,
    VersionMap,
    VersionPdf,
    VersionState,
)

__all__ = [
    "Block",
    "Document",
    "DocumentRole",
    "DocumentState",
    "DocumentStep",
    "Drawing",
    "Export",
    "Media",
    "NewsItem",
    "Participation",
    "Publication",
    "Role",
    "StoredFile",
    "Version",
    "VersionMap",
    "VersionPdf",
    "VersionState",
]
