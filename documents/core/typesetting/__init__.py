"""A draft as a typeset PDF: `typeset(draft, title=…, …) -> Pdf`.

The draft becomes a tree of plain values (`matter`), which a fixed typst template lays out. Text of a
draft is never markup to typst: it travels as JSON and is printed as it stands.
"""

from documents.core.typesetting.pdf import Pdf, typeset

__all__ = ["Pdf", "typeset"]
