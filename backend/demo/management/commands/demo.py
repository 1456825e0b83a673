"""`manage.py demo`: fill the site with the Science White Paper world."""

import logging

from django.core.management.base import BaseCommand, CommandParser

from backend.demo import signins, stages, stress


class Command(BaseCommand):
    """Loads the demo world at a stage; with `--stress`, large documents for benches as well."""

    help = (
        "Load the Science White Paper world. Loading again changes nothing; a later stage goes on from there."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--stage", choices=list(stages.STAGES), default="review")
        parser.add_argument(
            "--stress",
            action="store_true",
            help="also a document of 5,000 paragraphs and one with 500 comments",
        )

    def handle(self, *args: object, **options: object) -> None:
        logging.getLogger("backend.tasks").setLevel(logging.WARNING)  # of each task it would say that it ran
        stages.load(str(options["stage"]))
        if options["stress"]:
            stress.load()
        if options["verbosity"]:
            self.stdout.write("\n".join(signins.lines()))
