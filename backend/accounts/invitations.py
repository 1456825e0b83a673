"""Mails that let a person set their password: on being added, and on having forgotten it."""

from django.conf import settings
from django.contrib.auth.tokens import default_token_generator
from django.core.mail import EmailMessage
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.encoding import force_bytes
from django.utils.http import urlsafe_base64_encode
from django_tasks import task

from backend.accounts.models import Person
from backend.tasks import services as tasks


def invite(person: Person) -> None:
    """Mail a new person how to come in, from the queue: it goes out if and only if the caller commits."""
    tasks.enqueue(send, email=person.email, template="accounts/mail_invitation.txt")


def remind(email: str) -> None:
    """Mail whoever has this address a new way in; an unknown one costs the caller just as much time."""
    tasks.enqueue(send, email=email, template="accounts/mail_password.txt")


@task()
def send(email: str, template: str) -> None:
    """Send one of the two mails; nobody, or somebody whose account is closed, gets none.

    The way in is made now, not when the mail was ordered: it works once and for two hours.
    """
    person = Person.objects.filter(email__iexact=email, is_active=True).first()
    if person is None:
        return
    context = {"person": person, "site_name": settings.SITE_NAME, "way_in": way_in(person)}
    subject, _, body = render_to_string(template, context).partition("\n")
    EmailMessage(subject.strip(), body.strip() + "\n", to=[person.email]).send()


def way_in(person: Person) -> str:
    """The address at which the person sets a password; it dies with its use."""
    name = urlsafe_base64_encode(force_bytes(person.pk))
    path = reverse("accounts:set_password", args=[name, default_token_generator.make_token(person)])
    return f"{settings.SITE_URL}{path}"
