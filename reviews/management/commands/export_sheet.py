"""`manage.py export_sheet FILE --document SLUG --by E-MAIL --profile iso`: comments as a sheet."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.core.management.base import BaseCommand, CommandError

from backend.accounts.models import Person
from reviews.core import sheets
from reviews.management.commands.import_sheet import version_of
from reviews.services.sheets import exporting
from reviews.table import filters

if TYPE_CHECKING:
    from django.core.management.base import CommandParser

KINDS = {ending: kind for kind, ending in sheets.ENDINGS.items()}


class Command(BaseCommand):
    help = "Write the comments that a person sees as a sheet; the file's ending says of which kind."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path)
        parser.add_argument("--document", required=True, help="the document's slug")
        parser.add_argument("--number", type=int, help="the version's number, else the newest")
        parser.add_argument("--by", required=True, help="the e-mail address of whose comments to write")
        parser.add_argument("--profile", default="draftroom", choices=list(sheets.BY_NAME))
        parser.add_argument(
            "--filter", action="append", default=[], metavar="NAME=VALUE", help="such as state=open",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        by = Person.objects.filter(email__iexact=options["by"], is_active=True).first()
        kind = KINDS.get(options["file"].suffix.lstrip("."), "")
        if by is None:
            raise CommandError(f"Nobody here has the address {options['by']}.")
        if kind not in sheets.BY_NAME[options["profile"]].kinds:
            endings = ", ".join(sheets.ENDINGS[one] for one in sheets.BY_NAME[options["profile"]].kinds)
            raise CommandError(f"This sheet is written as {endings}: choose one of these endings.")
        asked = dict(one.partition("=")[::2] for one in options["filter"])
        if wrong := sorted(set(filters.wrong(asked)) | (set(asked) - set(filters.NAMES))):
            raise CommandError(f"There is no such filter: {', '.join(wrong)}.")
        version = version_of(by, options["document"], options["number"])
        export = exporting.Export(
            version=version, by=by, wanted=filters.read(asked), profile=options["profile"],
        )
        with exporting.file_of(export, kind) as made, options["file"].open("wb") as file:
            shutil.copyfileobj(made, file)
        for name, count in sorted(export.folded.items()):
            self.stderr.write(f"{count} × {name}: this sheet has no word for it, the nearest was written.")
