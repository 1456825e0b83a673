"""From a draft to the bytes of a PDF, by typst and one fixed template."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Literal

import typst

from documents.core.model import Draft
from documents.core.typesetting.matter import Matter
from documents.core.typesetting.pictures import printable

_TEMPLATE = Path(__file__).with_name("template.typ")
_CONTENTS_FROM = 3  # headings; fewer need no contents
_CONTENTS_SHARE_A_PAGE = 20  # headings; up to so many leave room for what stands on the draft's title page
_FOREIGN = (
    (0x0590, 0x08FF, "Hebrew or Arabic"),
    (0x0900, 0x0DFF, "an Indian script"),
    (0x0E00, 0x0E7F, "Thai"),
    (0x3040, 0x30FF, "Japanese"),
    (0x3400, 0x9FFF, "Chinese or Japanese"),
    (0xAC00, 0xD7AF, "Korean"),
)


@dataclass(frozen=True, slots=True)
class Pdf:
    """A typeset document. `warnings` says, in sentences, what differs from the draft or from PDF/UA."""

    data: bytes = field(repr=False)
    warnings: tuple[str, ...] = ()


def typeset(
    draft: Draft,
    *,
    title: str,
    subtitle: str = "",
    version_label: str = "",
    date: str = "",
    organisation: str = "",
    line_numbers: bool = False,
    watermark: str = "",
) -> Pdf:
    """Set a draft with a title page, contents, and its own numbers of headings and lists.

    The PDF conforms to PDF/UA-1 when the draft allows it (pictures with descriptions, for instance);
    otherwise it is a tagged PDF and a warning says why. `line_numbers` counts lines on each page.
    The same draft gives the same bytes with the same release of typst.
    """
    with TemporaryDirectory(prefix="typesetting-") as folder:
        names, lost = _put_pictures(draft, Path(folder))
        said = (title, subtitle, version_label, date, organisation)
        matter = Matter(draft, names, said)
        book = {
            "title": title or "Untitled",
            "subtitle": subtitle,
            "version": version_label,
            "date": date,
            "organisation": organisation,
            "language": _language(draft),
            "lines": line_numbers,
            "watermark": watermark,
            "title_lines": matter.lines,
            "before": matter.before,
            "text": matter.text,
            "contents": matter.headings >= _CONTENTS_FROM,
            "short": matter.headings <= _CONTENTS_SHARE_A_PAGE,
        }
        scripts = _foreign_scripts(draft)
        data, found = _compiled(book, Path(folder), system_fonts=bool(scripts))
    said_so = [f"The text holds {script}: fonts of this computer were used for it." for script in scripts]
    return Pdf(data, (*lost, *matter.missing, *said_so, *found))


def _put_pictures(draft: Draft, folder: Path) -> tuple[dict[str, str], list[str]]:
    """Write the pictures under names of ours; give those names by media name, and what was lost."""
    names: dict[str, str] = {}
    lost: list[str] = []
    for number, (name, media) in enumerate(sorted(draft.media.items()), start=1):
        if (found := printable(media)) is None:
            lost.append(f"The picture {name} ({media.content_type}) cannot be printed.")
            continue
        ending, data = found
        (folder / f"{number}.{ending}").write_bytes(data)
        names[name] = f"{number}.{ending}"
    return names, lost


def _compiled(book: dict[str, Any], folder: Path, *, system_fonts: bool) -> tuple[bytes, list[str]]:
    try:
        return _run(book, folder, "ua-1", system_fonts=system_fonts), []
    except typst.TypstError as error:
        reason = " ".join(str(error).split())
    data = _run(book, folder, None, system_fonts=system_fonts)
    return data, [f"Tagged PDF without PDF/UA-1: {reason}."]


def _run(
    book: dict[str, Any], folder: Path, standard: Literal["ua-1"] | None, *, system_fonts: bool
) -> bytes:
    """Run typst with `folder` as all that it can read: the template and the pictures."""
    main = folder / "main.typ"
    main.write_bytes(_TEMPLATE.read_bytes())
    return typst.compile(
        main,
        root=folder,
        format="pdf",
        ignore_system_fonts=not system_fonts,
        sys_inputs={"book": json.dumps(book, ensure_ascii=False)},
        pdf_standards=standard,
    )


def _language(draft: Draft) -> str:
    code = draft.properties.get("language", "").split("-")[0].lower()
    return code if len(code) in (2, 3) and code.isalpha() else "en"


def _foreign_scripts(draft: Draft) -> list[str]:
    text = "".join(block.text for block in draft.blocks)
    high = {ord(char) for char in set(text) if ord(char) > 0x058F}
    return [name for first, last, name in _FOREIGN if any(first <= code <= last for code in high)]
