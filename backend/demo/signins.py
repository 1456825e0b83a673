"""Who may be tried out: sign-ins of the demo world, all with one public password."""

from __future__ import annotations

from dataclasses import dataclass

from backend.demo.story import people

PASSWORD = "beyond-low-earth-orbit"  # noqa: S105 - public on purpose; the demo is not loaded on https


@dataclass(frozen=True, slots=True)
class SignIn:
    """One person to sign in as, and what can be seen with their eyes."""

    name: str
    sees: str

    @property
    def email(self) -> str:
        """The address to sign in with."""
        return people.address(self.name)


SIGN_INS = (
    SignIn(people.COORDINATOR, "coordinator: the plan, who takes part, publishing"),
    SignIn(people.EDITORS[0], "editor: uploads and issues versions, decides comments"),
    SignIn("ESA focal point", "focal point: releases the comments of one agency"),
    SignIn("ESA reviewer 2", "reviewer of an agency: reads, comments, proposes"),
    SignIn("CSA reviewer 1", "reviewer of another agency, who has not commented on Draft 2 yet"),
    SignIn(people.GUEST, "scientist by invitation, of no agency"),
    SignIn(people.OBSERVER, "observer: reads only"),
    SignIn(people.STAFF, "looks after people and agencies"),
)


def lines() -> list[str]:
    """The sign-ins as lines of text, for the terminal."""
    wide = max(len(sign_in.email) for sign_in in SIGN_INS)
    rows = [f"  {sign_in.email:<{wide}}  {sign_in.sees}" for sign_in in SIGN_INS]
    return [f"Sign in with the password {PASSWORD} as", *rows]
