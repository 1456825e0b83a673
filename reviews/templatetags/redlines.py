"""Proposals as redlines, for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html_join

from documents.core.comparing import redline_segments

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from reviews.models import Proposal

register = template.Library()
TAGS = {"insert": "<ins>{}</ins>", "delete": "<del>{}</del>", "equal": "{}"}


@register.filter
def redline(proposal: Proposal, most: int | None = None) -> SafeString:
    """The words that go and come, struck and marked, between those that stay.

    `most`: how many characters of each text are looked at.
    """
    segments = redline_segments(_cut(proposal.original, most), _cut(proposal.text, most))
    drawn = (format_html_join("", TAGS[kind], [(text,)]) for kind, text in segments)
    return format_html_join("", "{}", ((piece,) for piece in drawn))


def _cut(text: str, most: int | None) -> str:
    return text if most is None or len(text) <= most else text[: most - 1] + "…"
