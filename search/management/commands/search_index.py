"""`search_index`: let all readers of events read to the end, the search index among them."""

from typing import Any

from django.core.management.base import BaseCommand

from backend.events import readers
from search.engines import engine


class Command(BaseCommand):
    help = "Bring the search index up to the newest event."

    def handle(self, *args: Any, **options: Any) -> None:
        handled = readers.run_to_the_end()
        health = engine().health()
        self.stdout.write(f"{handled} events read; {health.items} items in {health.segments} segments")
