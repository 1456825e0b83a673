"""Changed text as HTML, for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.html import format_html, format_html_join

from documents.core.model import OBJECT

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.utils.safestring import SafeString

    from documents.core.comparing.redline import Segment

register = template.Library()
TAGS = {"insert": "<ins>{}</ins>", "delete": "<del>{}</del>", "equal": "{}"}


@register.filter
def drawn(segments: Iterable[Segment]) -> SafeString:
    """Pieces that stay, go and come, in reading order: those that go struck, those that come marked."""
    return format_html_join("", "{}", ((format_html(TAGS[kind], visible(text)),) for kind, text in segments))


@register.filter
def visible(text: str) -> str:
    """The text with a sign where a picture, an equation or a note stands."""
    return text.replace(OBJECT, "▣")
