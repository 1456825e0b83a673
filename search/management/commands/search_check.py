"""`search_check`: compare the index with the database, say how they differ, and mend it."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from search import indexing
from search.engines import engine


class Command(BaseCommand):
    help = "Compare the search index with the database and mend what differs."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--only-report", action="store_true", help="change nothing; fail if they differ")

    def handle(self, *args: Any, **options: Any) -> None:
        health = engine().health()
        if not health.ok:
            self._unusable(health.problem, options)
            return
        difference = indexing.compare()
        for name, ids in (("missing", difference.missing), ("changed", difference.changed),
                          ("surplus", difference.surplus)):
            self.stdout.write(f"{name}: {len(ids)}{' ' if ids else ''}{' '.join(ids[:10])}")
        if difference and options["only_report"]:
            raise CommandError("The search index differs from the database.")
        if difference:
            indexing.mend(difference)
            self.stdout.write("mended")

    def _unusable(self, problem: str, options: dict[str, Any]) -> None:
        self.stdout.write(f"unusable: {problem}")
        if options["only_report"]:
            raise CommandError("The search index can not be used.")
        indexing.rebuild()
        self.stdout.write("rebuilt")
