"""What a person may see of documents."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from documents import selectors
from documents.services import publications, versions
from tests.papers import word_file

pytestmark = pytest.mark.django_db


def test_everybody_with_a_role_or_a_participating_agency_sees_the_document(cast, document):
    seen = {
        name for name, person in cast.people().items() if document in selectors.documents_visible_to(person)
    }

    assert seen == set(cast.people()) - {"stranger", "staff"}


def test_nobody_signed_in_sees_no_document(cast, document):
    assert not selectors.documents_visible_to(AnonymousUser()).exists()


def test_ended_role_takes_sight_away_at_once(cast, document):
    document.roles.filter(person=cast.reviewer).update(ended_at=timezone.now())

    assert not selectors.documents_visible_to(cast.reviewer).exists()


def test_ended_membership_takes_sight_away_at_once(cast, document):
    cast.esa_reviewer.memberships.update(ended_at=timezone.now())

    assert not selectors.documents_visible_to(cast.esa_reviewer).exists()


def test_ended_participation_takes_sight_from_its_members(cast, document):
    document.participations.filter(agency=cast.nasa).update(ended_at=timezone.now())

    assert not selectors.documents_visible_to(cast.nasa_focal_point).exists()
    assert selectors.documents_visible_to(cast.coordinator).exists()


def test_unissued_version_is_seen_by_editors_and_coordinators_only(cast, document):
    versions.upload_version(document=document, data=word_file("Draft."), file_name="d.docx", by=cast.editor)

    seen = {name for name, person in cast.people().items() if selectors.versions_visible_to(person).exists()}

    assert seen == {"editor", "coordinator"}


def test_issued_version_is_seen_by_everybody_with_the_document(cast, document, version):
    seen = {
        name for name, person in cast.people().items() if version in selectors.versions_visible_to(person)
    }

    assert seen == set(cast.people()) - {"stranger", "staff"}


def test_published_version_is_readable_by_anybody_until_withdrawn(cast, document, version):
    published = publications.publish_version(version=version, by=cast.coordinator)
    anybody = AnonymousUser()
    assert version in selectors.versions_readable_by(anybody)

    publications.withdraw_publication(publication=published, by=cast.coordinator, note="A wrong figure.")

    assert version not in selectors.versions_readable_by(anybody)
