"""Blocks as clean semantic HTML, safe by construction: text is escaped, links and pictures are chosen.

Units and blocks carry `id` and `data-block`; `inline` states how characters in the page map to offsets.
"""

from documents.core.rendering.inline import SHOWN_PICTURES, Surroundings, is_safe_link, render_text
from documents.core.rendering.units import Unit, render_block, render_document, render_units, surroundings

__all__ = [
    "SHOWN_PICTURES",
    "Surroundings",
    "Unit",
    "is_safe_link",
    "render_block",
    "render_document",
    "render_text",
    "render_units",
    "surroundings",
]
