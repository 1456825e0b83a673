"""`manage.py welcome`: say where the site is and, if the demo world is there, how to get in."""

from django.conf import settings
from django.core.management.base import BaseCommand

from backend.accounts.models import Person
from backend.demo import signins


class Command(BaseCommand):
    """Prints the address of the site and the demo's sign-ins."""

    help = "Say where the site is, and the demo's sign-ins."

    def handle(self, *args: object, **options: object) -> None:
        self.stdout.write(f"\nDraftroom is at {settings.SITE_URL} (Ctrl-C stops it).")
        if settings.DEMO and Person.objects.filter(email=signins.SIGN_INS[0].email).exists():
            self.stdout.write("\n".join(signins.lines()))
