"""Matching column headings: normalised, then looked up among the names that a profile knows."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence

from reviews.core.sheets.profiles import PROFILES, Profile
from reviews.core.sheets.values import Table

#: How far down a table its headings are looked for: titles and notes often stand above them.
_DEEPEST = 30

_SPACES = re.compile(r"\s+")
_PARENTHESES = re.compile(r"\([^)]*\)")
_AROUND_SLASH = re.compile(r"\s*/\s*")
_FOOTNOTE = re.compile(r"(?<=[^\W\d_])\d{1,2}$")


def forms(heading: str) -> tuple[str, str]:
    """A heading normalised, and the same without parentheses and footnote digits.

    NFKC turns the superscript of "MB/NC¹" into a digit, which is why digits after letters go.
    """
    text = _SPACES.sub(" ", unicodedata.normalize("NFKC", heading).casefold()).strip()
    bare = _AROUND_SLASH.sub("/", _SPACES.sub(" ", _PARENTHESES.sub(" ", text)).strip(" :./"))
    return _AROUND_SLASH.sub("/", text).strip(" :./"), _FOOTNOTE.sub("", bare).strip()


def columns_of(profile: Profile, cells: Sequence[str]) -> dict[str, int]:
    """The column of each of the profile's fields in a row of headings; the first that fits."""
    found: dict[str, int] = {}
    taken: set[int] = set()
    keys = [forms(cell) for cell in cells]
    for exact in (0, 1):
        for column in profile.columns:
            if column.field in found:
                continue
            at = next(
                (n for n, key in enumerate(keys) if n not in taken and key[exact] in column.names), None,
            )
            if at is not None:
                found[column.field] = at
                taken.add(at)
    return found


def fits(profile: Profile, columns: Mapping[str, int]) -> bool:
    """Whether the headings without which it is another table are all there."""
    return all(any(name in columns for name in choice) for choice in profile.needs)


def headings_in(
    table: Table, profiles: Sequence[Profile] = PROFILES,
) -> tuple[Profile, int, dict[str, int]] | None:
    """The profile whose headings the table has, the place of that row in it, and the columns."""
    best: tuple[int, Profile, int, dict[str, int]] | None = None
    for place, (_, cells) in enumerate(table.rows[:_DEEPEST]):
        for profile in profiles:
            columns = columns_of(profile, cells)
            if fits(profile, columns) and (best is None or len(columns) > best[0]):
                best = len(columns), profile, place, columns
    return best[1:] if best else None
