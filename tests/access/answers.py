"""How a row of the access table says what each role is answered.

A rule of thumb gives a row its answers: who may see the thing at all, and who may do this to it.
Those who may not see it get 404 as if it were not there, those who see it but may not do this get
403, and nobody at all is sent to sign in (302 for pages, 401 for the API).
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

ROLES = (
    "anonymous",
    "stranger",  # focal point of an agency without part in the document
    "other_reviewer",  # of another agency than the comment's author
    "reviewer",  # the comment's author
    "focal_point",  # of the author's agency
    "editor",
    "coordinator",
    "observer",
    "staff",  # looks after the site, has no part in the document
)
Answers = Mapping[str, int]


def everyone(status: int, **others: int) -> Answers:
    """The same for all, but for those named."""
    unknown = set(others) - set(ROLES)
    if unknown:
        raise ValueError(f"no such role: {unknown}")
    return dict.fromkeys(ROLES, status) | others


def signed_in(ok: int = 200, anonymous: int = 302, **others: int) -> Answers:
    return everyone(ok, anonymous=anonymous, **others)


def readers(ok: int = 200, anonymous: int = 302, hidden: int = 404, **others: int) -> Answers:
    """Everybody with a part in the document."""
    return everyone(ok, **{"anonymous": anonymous, "stranger": hidden, "staff": hidden} | others)


def commenters(ok: int = 200, anonymous: int = 302, **others: int) -> Answers:
    """Those who may comment: all readers but observers."""
    return readers(ok, anonymous, **{"observer": 403} | others)


def editors(ok: int = 200, anonymous: int = 302, refused: int = 403, **others: int) -> Answers:
    """Editors and coordinators; other readers see the thing but may not do this."""
    weak = dict.fromkeys(("other_reviewer", "reviewer", "focal_point", "observer"), refused)
    return readers(ok, anonymous, **weak | others)


def coordinators(ok: int = 200, anonymous: int = 302, refused: int = 403, **others: int) -> Answers:
    """Coordinators only."""
    return editors(ok, anonymous, refused, **{"editor": refused} | others)


#: What is sent where a row says nothing: a form is never quite empty, its CSRF token is in it.
SOMETHING = {"sent": "yes"}


@dataclass(frozen=True, slots=True)
class Row:
    """One route and method. `blanks` fill the address by names of the world, where its defaults do not.

    In `data`, words that begin with @ are names of the world too.
    """

    route: str
    answers: Answers
    method: str = "get"
    data: Mapping[str, object] | None = None
    query: str = ""
    blanks: Mapping[str, str] = field(default_factory=dict)

    def __str__(self) -> str:
        return f"{self.method.upper()} {self.route}{self.query}"


def get(route: str, answers: Answers, query: str = "", **blanks: str) -> Row:
    return Row(route, answers, query=query, blanks=blanks)


def post(route: str, answers: Answers, data: Mapping[str, object] | None = None, **blanks: str) -> Row:
    return Row(route, answers, "post", data or SOMETHING, blanks=blanks)


def put(route: str, answers: Answers, data: Mapping[str, object] | None = None, **blanks: str) -> Row:
    return Row(route, answers, "put", data or SOMETHING, blanks=blanks)


def patch(route: str, answers: Answers, data: Mapping[str, object] | None = None, **blanks: str) -> Row:
    return Row(route, answers, "patch", data or SOMETHING, blanks=blanks)


def delete(route: str, answers: Answers, **blanks: str) -> Row:
    return Row(route, answers, "delete", blanks=blanks)
