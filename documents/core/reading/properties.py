"""The document's own data: title, creator, dates, from docProps/core.xml and docProps/app.xml."""

from __future__ import annotations

from documents.core.model import Unreadable, Warning
from documents.core.package import Package

_CORE = (
    "title", "subject", "creator", "keywords", "description", "lastModifiedBy", "revision", "created",
    "modified", "category", "contentStatus", "language", "version", "lastPrinted", "identifier",
)
_EXTENDED = ("Application", "AppVersion", "Company", "Manager", "Template", "Pages", "Words")


def properties(package: Package, warnings: list[Warning]) -> dict[str, str]:
    """Name → text as the file holds it; a damaged part is a warning."""
    found: dict[str, str] = {}
    for kind, names in (("core-properties", _CORE), ("extended-properties", _EXTENDED),
                        ("coreProperties", _CORE), ("extendedProperties", _EXTENDED)):
        for part in package.related("", kind)[:1]:
            try:
                root = package.tree(part)
            except Unreadable as error:
                warnings.append(Warning("damaged-part", error.reason, part))
                continue
            for element in root:
                name = str(element.tag).rpartition("}")[2]
                if name in names and element.text and element.text.strip():
                    found.setdefault(name, element.text.strip())
    return found
