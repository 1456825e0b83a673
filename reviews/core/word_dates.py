"""Dates of Word comments and changes (ISO 8601 as ISO 29500-1 §17.18.9 has it, and as programs write it)."""

from __future__ import annotations

from datetime import UTC, datetime


def moment(text: str) -> datetime | None:
    """The moment, taken as UTC where no offset is given (Word writes local time); None if it is no date."""
    try:
        found = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    try:
        return found.replace(tzinfo=UTC) if found.tzinfo is None else found.astimezone(UTC)
    except OverflowError:
        return None
