"""The URL map, walked: every route with its full name and what its address must be filled with."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.urls import URLPattern, URLResolver, get_resolver

METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, slots=True)
class Route:
    """`name` is what `reverse` takes; `path` the pattern as Django writes it; `blanks` its arguments."""

    name: str
    path: str
    blanks: frozenset[str]


def every_route() -> list[Route]:
    return list(_walk(get_resolver().url_patterns, "", "", frozenset()))


def _walk(patterns: list, space: str, path: str, blanks: frozenset[str]) -> Iterator[Route]:
    for entry in patterns:
        found = path + str(entry.pattern)
        filled = blanks | _blanks(entry)
        if isinstance(entry, URLResolver):
            inner = f"{space}{entry.namespace}:" if entry.namespace else space
            yield from _walk(entry.url_patterns, inner, found, filled)
        else:
            yield Route(f"{space}{entry.name}", found, filled)


def _blanks(entry: URLPattern | URLResolver) -> frozenset[str]:
    regex = getattr(entry.pattern, "regex", None)
    return frozenset(entry.pattern.converters) | frozenset(regex.groupindex if regex else ())
