"""Errors with a meaning for the person: each knows its HTTP status and says what can be done.

Services raise them; pages and the API turn them into an answer (`pages`, `problems`). `code` is
stable and meant for programs, `detail` is a sentence for people, `members` go into problem+json.
"""

from typing import Any, ClassVar


class DraftroomError(Exception):
    """The common base; raise one of its kinds."""

    status: ClassVar[int] = 500
    title: ClassVar[str] = "Something went wrong"
    code: str = "error"

    def __init__(self, detail: str = "", *, code: str = "", **members: Any) -> None:
        super().__init__(detail or self.title)
        self.detail = detail or self.title
        self.code = code or self.code
        self.members = members


class BadInput(DraftroomError):
    """What was sent can not be used: a field, a file, an unreadable sheet."""

    status = 422
    title = "This can not be used"
    code = "bad_input"


class TooLarge(DraftroomError):
    """A file or text beyond the limits."""

    status = 413
    title = "This is too large"
    code = "too_large"


class NotYou(DraftroomError):
    """The person may see the thing, but has not the role to do this to it."""

    status = 403
    title = "You may not do this"
    code = "not_you"


class Missing(DraftroomError):
    """There is no such thing, or none that this person may know of: the answer is the same."""

    status = 404
    title = "Not found"
    code = "missing"


class NotNow(DraftroomError):
    """Legal at another moment: the round is closed, the state has moved on."""

    status = 409
    title = "Not possible now"
    code = "not_now"


class Stale(DraftroomError):
    """Someone else changed the thing since this person read it (`If-Match` does not hold)."""

    status = 412
    title = "This changed in the meantime"
    code = "stale"


class TooMany(DraftroomError):
    """Too many tries in a short time."""

    status = 429
    title = "Too many tries"
    code = "too_many"
