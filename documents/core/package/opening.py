"""Opening a package: content types, relationships, the main part."""

from __future__ import annotations

import posixpath
from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import unquote

from lxml import etree

from documents.core.limits import DEFAULT, Limits
from documents.core.model import Unreadable
from documents.core.package import guard, xml

_TYPES = "[Content_Types].xml"
_DOCUMENT = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}document"
_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_MACRO_TYPES = ("macroenabled.main+xml", "macroenabledtemplate.main+xml", "ms-office.vbaproject")


@dataclass(frozen=True, slots=True)
class Relationship:
    """A link from one part. `target` is a part name of this package, or a URL when `external`.

    `kind` is the last word of the type ("hyperlink", "image"), the same in both namespace families.
    A target that names no part stays as resolved: `package.parts` tells whether it exists.
    """

    id: str
    kind: str
    target: str
    external: bool


@dataclass(slots=True)
class Package:
    """The parts of an opened file. `data` are the bytes as received."""

    data: bytes
    parts: Mapping[str, bytes]
    limits: Limits
    types: Mapping[str, str]  # part name in lower case, or ".extension" → content type
    main: str = ""
    _names: dict[str, str] = field(default_factory=dict)
    _trees: dict[str, etree._Element] = field(default_factory=dict)
    _relationships: dict[str, dict[str, Relationship]] = field(default_factory=dict)

    def find(self, name: str) -> str:
        """The part's name as the zip spells it, or "": names are compared without case."""
        return self._names.get(name.lower(), "")

    def content_type(self, part: str) -> str:
        """What [Content_Types].xml says of the part, "" when nothing."""
        name = part.lower()
        return self.types.get(name) or self.types.get("." + name.rpartition(".")[2], "")

    def tree(self, part: str) -> etree._Element:
        """The part's root element; the same object each time."""
        if part not in self._trees:
            self._trees[part] = xml.parse(self.parts[part], part, self.limits)
        return self._trees[part]

    def is_parsed(self, part: str) -> bool:
        """Whether the part's tree is there already."""
        return part in self._trees

    def relationships(self, part: str) -> Mapping[str, Relationship]:
        """Relationship id → relationship of a part ("" for the package itself)."""
        if part not in self._relationships:
            self._relationships[part] = self._read_relationships(part)
        return self._relationships[part]

    def related(self, part: str, kind: str) -> list[str]:
        """Existing parts that `part` points to by relationships of this kind, in file order."""
        found = (
            self.find(one.target)
            for one in self.relationships(part).values()
            if one.kind == kind and not one.external
        )
        return list(dict.fromkeys(name for name in found if name))

    def adopt(self, part: str, content: bytes, kind: str) -> None:
        """Take in a new part that the main part relates to by `kind`: for a writer."""
        self.parts = {**self.parts, part: content}
        self._names[part.lower()] = part
        known = dict(self.relationships(self.main))
        known[f"new {part}"] = Relationship(f"new {part}", kind, part, False)
        self._relationships[self.main] = known

    def is_strict(self, part: str) -> bool:
        """Whether the part, as received, uses the strict namespaces."""
        return xml.is_strict(self.parts[part])

    def _read_relationships(self, part: str) -> dict[str, Relationship]:
        folder, _, name = part.rpartition("/")
        rels = self.find(f"{folder}/_rels/{name}.rels" if folder else f"_rels/{name}.rels")
        if not rels:
            return {}
        return {
            one.id: one
            for one in (_relationship(element, folder) for element in self.tree(rels).iter(_RELATIONSHIP))
        }


def open_package(data: bytes, limits: Limits = DEFAULT) -> Package:
    """Open a .docx, .dotx, or with `limits.macros` a .docm or .dotm. Raises `Unreadable`."""
    package = open_unparsed(data, limits)
    package.tree(package.main)
    return package


def open_unparsed(data: bytes, limits: Limits = DEFAULT) -> Package:
    """The same, but of a large main part only the root element is looked at: it can be read bit by bit."""
    parts = guard.unpack(data, limits)
    names = {name.replace("\\", "/").lower(): name for name in parts}
    package = Package(data=data, parts=parts, limits=limits, types={}, _names=names)
    _refuse_doctypes(parts)
    package.types = _content_types(package)
    package.main = _main_part(package)
    if not limits.macros:
        _refuse_macros(package)
    return package


def _refuse_doctypes(parts: Mapping[str, bytes]) -> None:
    for name, content in parts.items():
        if xml.has_doctype(content) and not name.lower().endswith((".html", ".htm", ".xhtml")):
            raise Unreadable("DTDs are not allowed in OOXML", name, "dtd")


def _content_types(package: Package) -> dict[str, str]:
    part = package.find(_TYPES)
    if not part:
        raise Unreadable("this zip is not a Word file: it has no content types", _TYPES, "not-a-package")
    types: dict[str, str] = {}
    for element in package.tree(part):
        if not isinstance(element.tag, str):
            continue
        content_type = element.get("ContentType", "")
        if element.tag.endswith("}Default"):
            types["." + element.get("Extension", "").lower()] = content_type
        elif element.tag.endswith("}Override"):
            types[element.get("PartName", "").lstrip("/").lower()] = content_type
    return types


def _main_part(package: Package) -> str:
    candidates = package.related("", "officeDocument") or [
        package.find(name) for name, content_type in package.types.items()
        if content_type.endswith("main+xml") and "word" in content_type and package.find(name)
    ]
    if not candidates:
        raise Unreadable("this package has no main document", "_rels/.rels", "no-main-part")
    main = candidates[0]
    content = package.parts[main]
    looks_right = len(content) > xml.BIT and xml.root_tag(content) == _DOCUMENT
    if not looks_right and package.tree(main).tag != _DOCUMENT:
        raise Unreadable("this is not a Word document", main, "not-word")
    return main


def _refuse_macros(package: Package) -> None:
    for name, content_type in package.types.items():
        if content_type.lower().endswith(_MACRO_TYPES):
            raise Unreadable("macros are not accepted: save the document as .docx", name, "macros")


def _relationship(element: etree._Element, folder: str) -> Relationship:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        target = _resolve(target, folder)
    return Relationship(
        id=element.get("Id", ""),
        kind=element.get("Type", "").rpartition("/")[2],
        target=target,
        external=external,
    )


def _resolve(target: str, folder: str) -> str:
    """The part name that an internal target means; `..` never leaves the package."""
    path = unquote(target.partition("#")[0]).replace("\\", "/")
    return posixpath.normpath(posixpath.join("/", folder, path)).lstrip("/")
