"""Every row of the table holds, and every route and method has a row."""

import time
from collections.abc import Mapping

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from drf_spectacular.generators import EndpointEnumerator

from backend.accounts.models import Person
from backend.notices.models import Notice
from search import indexing
from tests.access import world as worlds
from tests.access.answers import Row
from tests.access.routes import METHODS, Route, every_route
from tests.access.table import ROWS

pytestmark = pytest.mark.django_db
ROUTES = every_route()
CLASSIFIED = {(row.route, row.method) for row in ROWS}


@pytest.fixture(scope="module")
def world(django_db_setup, django_db_blocker):
    """One world for all rows: each answer is taken back before the next is asked for."""
    with django_db_blocker.unblock(), transaction.atomic():
        built = worlds.build()
        indexing.rebuild()
        # The bell of every page asks each unread notice what it says: one is enough here.
        Notice.objects.exclude(pk=built.notice.pk).update(read_at=timezone.now())
        yield built
        transaction.set_rollback(True)


@pytest.fixture(scope="module")
def sessions(world):
    """The key of each role's session, signed in once for all rows and just seen."""
    return {role: _session(person) for role, person in world.people.items() if person}


def _session(person: Person) -> str:
    client = Client()
    client.force_login(person)
    session = client.session
    session["began"] = session["seen"] = int(time.time())
    session.save()
    return str(session.session_key)


def _address(world: worlds.World, route: Route, row: Row | None = None) -> str:
    wishes = row.blanks if row else {}
    filled = {blank: world.fill(route.name, blank, wishes.get(blank)) for blank in route.blanks}
    return reverse(route.name, kwargs=filled)


def _ask(session: str | None, method: str, address: str, data: dict[str, object] | None = None) -> int:
    """The status of the answer; whatever the request did is undone."""
    client = Client(raise_request_exception=False)
    with transaction.atomic():
        if session:
            client.cookies[settings.SESSION_COOKIE_NAME] = session
        is_json = address.startswith("/api/") and data is not None
        more = {"content_type": "application/json"} if is_json else {}
        if data and (files := {key: value for key, value in data.items() if isinstance(value, bytes)}):
            data = data | {key: SimpleUploadedFile(f"{key}.docx", value) for key, value in files.items()}
            more = {}
        answer = getattr(client, method)(address, data, **more)
        if answer.streaming:
            list(answer)  # reads the file to its end, which closes it
        transaction.set_rollback(True)
    return int(answer.status_code)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_each_role_gets_the_answer_of_the_table(row, world, sessions):
    route = next(route for route in ROUTES if route.name == row.route)
    address = _address(world, route, row) + row.query

    data = world.fill_in(row.data) if row.data is not None else None

    answers = {role: _ask(sessions.get(role), row.method, address, data) for role in world.people}

    assert _differences(answers, row.answers) == {}


def _differences(answers: dict[str, int], expected: Mapping[str, int]) -> dict[str, str]:
    return {
        role: f"{answers[role]}, not {expected[role]}" for role in expected if answers[role] != expected[role]
    }


@pytest.mark.parametrize("route", ROUTES, ids=lambda route: route.name)
def test_every_route_has_a_row_and_other_methods_are_refused(route, world, sessions):
    rows = [row for row in ROWS if row.route == route.name]
    assert rows, f"{route.path} has no row in tests/access/table.py"

    address = _address(world, route, rows[0])
    others = [method for method in METHODS if (route.name, method) not in CLASSIFIED]

    answers = {method: _ask(sessions["coordinator"], method, address) for method in others}

    assert answers == dict.fromkeys(others, 405)


def test_every_operation_of_the_schema_has_a_row():
    names = {"/" + route.path.lstrip("/"): route.name for route in ROUTES}
    operations = {
        (names["/" + regex.lstrip("/")], method.lower())
        for _, regex, method, _ in EndpointEnumerator().get_api_endpoints()
    }

    assert operations - CLASSIFIED == set()


def test_no_row_is_left_of_a_route_that_is_gone():
    assert {row.route for row in ROWS} - {route.name for route in ROUTES} == set()


def test_names_of_routes_are_unique():
    names = [route.name for route in ROUTES]

    assert sorted(names) == sorted(set(names))
