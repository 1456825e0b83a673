"""`manage.py add_person E-MAIL NAME [--staff] [--agency CODE [--focal-point]]`: adds an account."""

import getpass
import sys
from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from backend.accounts import services
from backend.accounts.models import Agency, Membership
from backend.errors import DraftroomError


class Command(BaseCommand):
    help = "Add an account. The password is asked for, or read as one line from standard input."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email")
        parser.add_argument("name")
        parser.add_argument("--staff", action="store_true", help="looks after people and agencies")
        parser.add_argument("--agency", metavar="CODE", help="is a member of this agency")
        parser.add_argument("--focal-point", action="store_true", help="and speaks for it")

    def handle(self, *args: Any, **options: Any) -> None:
        password = self._password()
        try:
            with transaction.atomic():
                person = services.create_person(
                    email=options["email"], name=options["name"], password=password, is_staff=options["staff"]
                )
                if options["agency"]:
                    agency = Agency.objects.get(code__iexact=options["agency"])
                    roles = Membership.Role
                    role = roles.FOCAL_POINT if options["focal_point"] else roles.MEMBER
                    services.join_agency(person=person, agency=agency, role=role)
        except (DraftroomError, Agency.DoesNotExist) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{person.name} can sign in as {person.email}.")

    def _password(self) -> str:
        password = getpass.getpass("Password: ") if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")
        try:
            validate_password(password)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        return password
