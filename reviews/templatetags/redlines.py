"""Proposals as redlines, for templates."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils.text import Truncator

from documents.core.comparing import redline_segments
from documents.templatetags.drawing import drawn

if TYPE_CHECKING:
    from django.utils.safestring import SafeString

    from reviews.models import Proposal

register = template.Library()


@register.filter
def redline(proposal: Proposal, most: int | None = None) -> SafeString:
    """The words that go and come, struck and marked, between those that stay.

    `most`: how many characters of each text are looked at.
    """
    texts = (proposal.original, proposal.text)
    old, new = texts if most is None else (Truncator(text).chars(most) for text in texts)
    return drawn(redline_segments(old, new))
