"""What an editor did, in the access table's world, to comments that a filter finds."""

from uuid import uuid4

from backend.accounts.models import Person
from documents.models import Version
from reviews.models import Comment, Letter, SheetExport, Sweep
from reviews.services.answers import letters, sweeps
from reviews.services.answers.acts import Wish
from reviews.services.sheets import ordering
from reviews.table import filters, matrix


def _asked(version: Version, by: Person, about: Comment) -> matrix.Asked:
    return matrix.Asked(by, version.document, version, filters.CommentFilter(q=about.register_number))


def letter(version: Version, by: Person, about: Comment) -> Letter:
    """A letter to the comment's author."""
    return letters.write_letter(
        uid=uuid4(), asked=_asked(version, by, about), audience="authors", subject="A question",
        body="Why so?", expected=1, by=by,
    )


def sweep(version: Version, by: Person, about: Comment) -> Sweep:
    """The comment noted by a sweep that is done."""
    begun = sweeps.begin_sweep(
        asked=_asked(version, by, about), wish=Wish("answer", disposition="noted"), expected=1, by=by,
    )
    sweeps.go_on(begun.pk)
    begun.refresh_from_db()
    return begun


def sheet_export(version: Version, by: Person) -> SheetExport:
    """A sheet that was ordered and is there."""
    return ordering.fulfil(ordering.order_sheet(
        version=version, wanted=filters.read({}), profile="nist", kind="csv", by=by,
    ))
