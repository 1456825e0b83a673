"""Who takes part: organisations, and people who are invented and named by their role only."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_AGENCIES = Path(__file__).with_name("agencies.toml")

#: People of no agency (the coordinator speaks for the owner), by their role on the White Paper.
EDITORS = ("Editor 1", "Editor 2", "Editor 3")
COORDINATOR, OBSERVER, GUEST = "Coordinator", "Observer", "Community reviewer"
STAFF = "Site keeper"
OF_NO_AGENCY = (*EDITORS, OBSERVER, GUEST, STAFF)


@dataclass(frozen=True, slots=True)
class Organisation:
    """An agency or a community body; `reviewers` people beside its focal point speak for it."""

    code: str
    name: str
    hue: int
    zone: str = "UTC"
    owner: bool = False
    community: bool = False
    reviewers: int = 0

    @property
    def focal_point(self) -> str:
        """The name of the person who releases its comments; for the owner the coordinator."""
        return COORDINATOR if self.owner else f"{self.code} focal point"

    @property
    def people(self) -> list[str]:
        """Everybody who speaks for it, the focal point first."""
        return [self.focal_point, *(f"{self.code} reviewer {n}" for n in range(1, self.reviewers + 1))]


@cache
def organisations() -> tuple[Organisation, ...]:
    """The owner, 14 agencies and 3 community bodies."""
    rows = tomllib.loads(_AGENCIES.read_text(encoding="utf-8"))["agency"]
    return tuple(Organisation(**row) for row in rows)


def address(name: str) -> str:
    """The e-mail address of somebody: `esa.reviewer.2@example.org`."""
    return f"{name.lower().replace(' ', '.')}@example.org"
