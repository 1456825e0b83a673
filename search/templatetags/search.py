"""What the search page says of a hit."""

from django import template

from search import registry
from search.found import Found

register = template.Library()
#: Where the name of the kind in the plural does not give the singular by taking its "s" away.
_ONE = {"text": "Text", "person": "Person", "agency": "Agency", "finding": "Finding"}


@register.simple_tag
def kind_of(hit: Found) -> str:
    """What a hit is, in a word: "Comment"."""
    return _ONE.get(hit.kind) or registry.labels().get(hit.kind, hit.kind).removesuffix("s")
