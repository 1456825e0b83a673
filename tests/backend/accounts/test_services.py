"""People, memberships and tokens through their services."""

import pytest

from backend.accounts import selectors, services
from backend.accounts.models import Agency, Membership, Person
from backend.errors import BadInput, NotNow
from backend.events.models import Event

pytestmark = pytest.mark.django_db


@pytest.fixture
def person() -> Person:
    return services.create_person(email="ada@example.org", name="Ada", password="correct horse battery")


@pytest.fixture
def agency() -> Agency:
    return services.create_agency(code="ESA", name="European Space Agency")


def test_address_is_unique_whatever_its_case(person):
    with pytest.raises(NotNow, match="already an account"):
        services.create_person(email="ADA@example.org", name="Another")


def test_agency_code_is_unique_whatever_its_case(agency):
    with pytest.raises(NotNow, match="already an agency"):
        services.create_agency(code="esa", name="Another")


def test_person_without_password_can_not_sign_in(client):
    services.create_person(email="new@example.org", name="New")

    assert not client.login(username="new@example.org", password="")


def test_member_belongs_to_agency_until_membership_ends(person, agency):
    membership = services.join_agency(person=person, agency=agency)
    assert selectors.agency_ids(person) == {agency.pk}

    services.end_membership(membership=membership)

    assert selectors.agency_ids(person) == set()


def test_joining_with_another_role_replaces_the_membership(person, agency):
    services.join_agency(person=person, agency=agency)

    services.join_agency(person=person, agency=agency, role=Membership.Role.FOCAL_POINT)

    assert selectors.focal_agency_ids(person) == {agency.pk}
    assert Membership.objects.filter(person=person, ended_at=None).count() == 1


def test_joining_twice_changes_nothing(person, agency):
    first = services.join_agency(person=person, agency=agency)
    events = Event.objects.count()

    assert services.join_agency(person=person, agency=agency) == first
    assert Event.objects.count() == events


def test_ended_membership_can_not_end_again(person, agency):
    membership = services.join_agency(person=person, agency=agency)
    services.end_membership(membership=membership)

    with pytest.raises(NotNow):
        services.end_membership(membership=membership)


def test_token_is_kept_only_as_its_digest(person):
    token, key = services.issue_token(person=person, label="export")

    assert key.startswith("dr_")
    assert token.digest == services.digest_of(key)
    assert key not in str(list(Event.objects.values()))


def test_token_needs_a_label(person):
    with pytest.raises(BadInput):
        services.issue_token(person=person, label="  ")


def test_every_act_is_an_event(person, agency):
    membership = services.join_agency(person=person, agency=agency)
    services.end_membership(membership=membership)

    assert list(Event.objects.values_list("verb", flat=True)) == [
        "accounts.person.created",
        "accounts.agency.created",
        "accounts.membership.began",
        "accounts.membership.ended",
    ]


def test_colleagues_see_each_other_and_strangers_do_not(person, agency):
    colleague = services.create_person(email="bo@example.org", name="Bo")
    stranger = services.create_person(email="cy@example.org", name="Cy")
    for member in (person, colleague):
        services.join_agency(person=member, agency=agency)

    assert set(selectors.people_visible_to(person)) == {person, colleague}
    assert set(selectors.people_visible_to(stranger)) == {stranger}
