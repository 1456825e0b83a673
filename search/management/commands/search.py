"""`search "…" --as EMAIL`: what a person finds, on the command line."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from backend.accounts.models import Person
from search import services
from search.found import Found


class Command(BaseCommand):
    help = "Search as a person: the hits that they may see, best first."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("query", help="in the language of the search page")
        parser.add_argument("--as", dest="email", required=True, help="the person's e-mail address")
        parser.add_argument("--limit", type=int, default=services.PAGE)

    def handle(self, *args: Any, **options: Any) -> None:
        person = Person.objects.filter(email__iexact=options["email"], is_active=True).first()
        if person is None:
            raise CommandError(f"Nobody here has the address {options['email']}.")
        page = services.find(person, options["query"], limit=max(1, min(options["limit"], 100)))
        if not page.is_available:
            raise CommandError("The search index is being built: try again in a moment.")
        for problem in page.problems:
            self.stderr.write(problem.message)
        for word, words in page.meant:
            self.stdout.write(f"Nothing has “{word}”. Searched for {' or '.join(words)} instead.")
        for found in page.found:
            self.stdout.write(_line(found))
        self.stdout.write(f"{page.total} hits, {page.partial} more with some of the words")


def _line(found: Found) -> str:
    """Kind, place and words, the marked ones in brackets."""
    words = "".join(f"[{each.text}]" if each.marked else each.text for each in found.fragments)
    facts = (found.document.name if found.document else "", found.place, found.says, found.versions)
    return f"{found.kind}: {' · '.join(fact for fact in facts if fact)}: {' '.join(words.split())}"
