"""`manage.py add_person`, as a new site's first command."""

import io

import pytest
from django.core.management import CommandError, call_command

from backend.accounts import selectors
from backend.accounts.models import Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def type_password(monkeypatch):
    def typed(password):
        monkeypatch.setattr("sys.stdin", io.StringIO(password + "\n"))

    return typed


def test_staff_are_added_with_a_password(type_password, client):
    type_password("correct horse battery")

    call_command("add_person", "grace@example.org", "Grace H", "--staff", stdout=io.StringIO())

    assert Person.objects.get(email="grace@example.org").is_staff
    assert client.login(username="grace@example.org", password="correct horse battery")


def test_focal_points_are_added_to_their_agency(type_password, cast):
    type_password("correct horse battery")

    call_command(
        "add_person", "bo@example.org", "Bo", "--agency", "nasa", "--focal-point", stdout=io.StringIO()
    )

    assert selectors.focal_agency_ids(Person.objects.get(name="Bo")) == {cast.nasa.pk}


def test_nobody_is_added_to_an_agency_that_is_not_there(type_password):
    type_password("correct horse battery")

    with pytest.raises(CommandError):
        call_command("add_person", "bo@example.org", "Bo", "--agency", "XYZ")

    assert not Person.objects.exists()


def test_weak_password_is_refused(type_password):
    type_password("short")

    with pytest.raises(CommandError, match="too short"):
        call_command("add_person", "bo@example.org", "Bo")
