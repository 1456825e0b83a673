"""`manage.py import_sheet FILE --document SLUG --by E-MAIL`: look through a comment sheet, or take it in."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from backend.accounts.models import Agency, Person
from backend.errors import DraftroomError
from documents import selectors as documents
from reviews.models import ReturnState, RowState
from reviews.services.sheets import answering, checking, importing, receiving

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

    from documents.models import Version
    from reviews.models import Return


class Command(BaseCommand):
    help = "Look through a comment sheet, and with --import take its good rows in, for a person."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--document", required=True, help="the document's slug")
        parser.add_argument("--number", type=int, help="the version's number, else the newest")
        parser.add_argument("--by", required=True, help="the e-mail address of who hands it in")
        parser.add_argument("--for", dest="agency", default="", help="the code of the agency that speaks")
        parser.add_argument("--on-behalf-of", default="", help="whose words these are")
        parser.add_argument("--audience", choices=["agency", "document"], default="document")
        parser.add_argument("--profile", default="", help="the kind of sheet, when it is not recognised")
        parser.add_argument("--import", dest="takes_in", action="store_true", help="let good rows come in")
        parser.add_argument("--changed", action="store_true", help="also new words for known comments")
        parser.add_argument("--marked", type=Path, help="write a copy with the bad rows marked to this file")

    def handle(self, *args: Any, **options: Any) -> None:
        by = Person.objects.filter(email__iexact=options["by"], is_active=True).first()
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        try:
            received = self._received(by, options)
        except DraftroomError as error:
            raise CommandError(error.detail) from error
        self._report(received)
        if options["marked"]:
            options["marked"].write_bytes(answering.with_problems(received=received)[0])

    def _received(self, by: Person, options: dict[str, Any]) -> Return:
        agency = Agency.objects.filter(code=options["agency"]).first() if options["agency"] else None
        received = receiving.receive_sheet(
            version=version_of(by, options["document"], options["number"]),
            data=options["file"].read_bytes(), file_name=options["file"].name, by=by,
            audience=options["audience"], agency=agency, on_behalf_of=options["on_behalf_of"],
            profile=options["profile"],
        )
        received = checking.check(received)
        if received.state == ReturnState.UNREADABLE:
            raise CommandError(f"{options['file']}: {received.report['reason']}")
        if options["takes_in"]:
            receiving.order_import(received=received, by=by, changed=options["changed"])
            received = importing.take_in(received)
        return received

    def _report(self, received: Return) -> None:
        counts = receiving.counts(received)
        said = [f"{label.lower()} {counts[state]}" for state, label in RowState.choices if counts[state]]
        self.stdout.write(f"{received.profile}: {received.report['rows']} rows: {', '.join(said)}")
        for row in received.rows.filter(state__in=[RowState.BAD, RowState.FAILED]):
            where = f"{row.tab} row {row.number}" if row.tab else f"row {row.number}"
            self.stdout.write(f"  {where}: {answering.reasons(row)}")


def version_of(by: Person, slug: str, number: int | None) -> Version:
    """The version of that number that the person sees, or the newest issued one."""
    rows = documents.versions_visible_to(by).filter(document__slug=slug, state="issued")
    rows = rows.filter(number=number) if number else rows
    version = rows.select_related("document").order_by("-number").first()
    if version is None:
        raise CommandError(f"{by.name} sees no such version of {slug}.")
    return version
