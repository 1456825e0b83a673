"""People and agencies are looked after by staff, and by focal points for their own agency."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from backend.accounts import services
from backend.accounts.models import AccessToken, Agency, Membership, Person
from backend.errors import NotNow, NotYou

pytestmark = pytest.mark.django_db
NEW = {"name": "NASA reviewer 9", "email": "nine@example.org", "role": "member"}


def added(client, agency, **more):
    return client.post(reverse("accounts:people"), NEW | {"agency": agency.pk} | more)


def test_focal_point_adds_somebody_to_their_own_agency_by_mail(cast, sign_in, work):
    answer = added(sign_in(cast.nasa_focal_point), cast.nasa)
    work()

    assert answer.status_code == 302
    person = Person.objects.get(email="nine@example.org")
    assert list(person.memberships.values_list("agency__code", "role")) == [("NASA", "member")]
    assert [message.to for message in mail.outbox] == [["nine@example.org"]]


def test_focal_point_can_not_add_to_another_agency(cast, sign_in):
    assert added(sign_in(cast.nasa_focal_point), cast.esa).status_code == 422
    with pytest.raises(NotYou):
        services.welcome_person(**NEW, agency=cast.esa, by=cast.nasa_focal_point)


def test_invited_person_sets_a_password_once_and_signs_in(cast, sign_in, work, client):
    added(sign_in(cast.nasa_focal_point), cast.nasa)
    work()
    link = re.search(r"https?://[^/]+(/password/\S+)", mail.outbox[0].body)[1]
    new = {"new_password1": "a quite long pass phrase", "new_password2": "a quite long pass phrase"}

    form = client.get(link, follow=True)
    done = client.post(form.redirect_chain[-1][0], new)

    assert done.status_code == 302
    assert client.login(username="nine@example.org", password="a quite long pass phrase")
    assert "no longer works" in sign_in(None).get(link, follow=True).content.decode()


def test_who_has_an_account_joins_without_a_mail(cast, sign_in, work):
    added(sign_in(cast.nasa_focal_point), cast.nasa, email=cast.reviewer.email)
    work()

    assert cast.reviewer.memberships.filter(agency=cast.nasa, ended_at=None).exists()
    assert not mail.outbox


@pytest.mark.parametrize("name", ["esa_reviewer", "reviewer", "observer", "editor"])
def test_others_do_not_look_after_people(cast, sign_in, name):
    assert sign_in(getattr(cast, name)).get(reverse("accounts:people")).status_code == 403


def test_focal_point_sees_the_people_of_their_own_agency_only(cast, sign_in):
    page = sign_in(cast.nasa_focal_point).get(reverse("accounts:people")).content.decode()

    assert cast.nasa_reviewer.email in page
    assert cast.esa_reviewer.email not in page


def test_focal_point_can_not_end_a_membership_elsewhere(cast, sign_in):
    membership = cast.esa_reviewer.memberships.get()

    answer = sign_in(cast.nasa_focal_point).post(reverse("accounts:end_membership", args=[membership.pk]))

    assert answer.status_code == 404


def test_last_focal_point_stays_until_another_is_named(cast):
    membership = cast.nasa_focal_point.memberships.get()

    with pytest.raises(NotNow):
        services.take_from_agency(membership=membership, by=cast.nasa_focal_point)

    services.join_agency(person=cast.nasa_reviewer, agency=cast.nasa, role=Membership.Role.FOCAL_POINT)
    services.take_from_agency(membership=membership, by=cast.nasa_focal_point)


def test_closed_account_is_out_at_once_and_everywhere(cast, sign_in):
    client = sign_in(cast.esa_reviewer)
    services.issue_token(person=cast.esa_reviewer, label="script")

    services.close_account(person=cast.esa_reviewer, by=cast.staff)

    assert client.get(reverse("accounts:profile")).status_code == 302
    assert not AccessToken.objects.filter(person=cast.esa_reviewer).exists()


def test_nobody_closes_their_own_account(cast):
    with pytest.raises(NotYou):
        services.close_account(person=cast.staff, by=cast.staff)


def test_staff_add_agencies_and_others_do_not(cast, sign_in):
    new = {"code": "CSA", "name": "Canadian Space Agency", "kind": "agency", "hue": "0"}

    assert sign_in(cast.nasa_focal_point).post(reverse("accounts:agencies"), new).status_code == 403
    assert sign_in(cast.staff).post(reverse("accounts:agencies"), new).status_code == 302
    assert Agency.objects.filter(code="CSA").exists()


def test_forgotten_password_answers_alike_for_known_and_unknown_addresses(
    cast, work, django_assert_num_queries
):
    from django.test import Client

    answers = []
    for email in (cast.reviewer.email, "nobody@example.org"):
        answer = Client().post(reverse("accounts:forgotten"), {"email": email})
        answers.append((answer.status_code, answer.headers["Location"], answer.content))
    work()

    assert answers[0] == answers[1]
    assert [message.to for message in mail.outbox] == [[cast.reviewer.email]]
