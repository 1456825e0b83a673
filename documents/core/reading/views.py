"""The plain text of a file as it reads with every change rejected, or accepted."""

from __future__ import annotations

from typing import Literal

from documents.core.limits import DEFAULT, Limits
from documents.core.package import open_package
from documents.core.textmap import final_paragraphs, final_text, map_package

View = Literal["original", "final"]


def text(data: bytes, view: View = "original", limits: Limits = DEFAULT) -> list[str]:
    """One string a paragraph, in reading order. A line break inside a paragraph is "\\n"."""
    found = map_package(open_package(data, limits))
    if view == "original":
        return [block.text for block in found.blocks]
    return [final_text(paragraph) for paragraph in final_paragraphs(found.pieces)]
