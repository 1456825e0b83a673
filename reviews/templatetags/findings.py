"""Where linked words lie now, for templates."""

from __future__ import annotations

from django import template

from reviews.selectors import meetings

register = template.Library()
register.filter("place_now", meetings.place_now)
register.filter("lost_in", meetings.lost_in)


@register.filter
def first_block(place: meetings.PassagePlace | None) -> str:
    """The block in which words begin, nothing where they are gone."""
    return str(place.segments[0][0]) if place and place.segments else ""
