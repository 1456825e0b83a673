"""`search_rebuild`: build the index anew; the old one answers until the new one is complete."""

from typing import Any

from django.core.management.base import BaseCommand

from search import indexing
from search.engines import engine


class Command(BaseCommand):
    help = "Build the search index anew from the database while the old one serves."

    def handle(self, *args: Any, **options: Any) -> None:
        indexing.rebuild()
        self.stdout.write(f"{engine().health().items} items indexed")
