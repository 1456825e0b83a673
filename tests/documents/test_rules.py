"""Who may do what in a document they see: the whole table."""

import pytest

from documents import rules

pytestmark = pytest.mark.django_db

TABLE = {  # rule: who may
    rules.can_comment: {
        "coordinator",
        "editor",
        "reviewer",
        "esa_reviewer",
        "nasa_focal_point",
        "nasa_reviewer",
    },
    rules.can_edit: {"coordinator", "editor"},
    rules.can_coordinate: {"coordinator"},
}


@pytest.mark.parametrize("rule", TABLE, ids=lambda rule: rule.__name__)
def test_rule_holds_for_exactly_these_people(cast, document, rule):
    allowed = {name for name, person in cast.people().items() if rule(person, document)}

    assert allowed == TABLE[rule]


def test_focal_points_begin_documents_for_their_own_agency(cast, document):
    assert rules.can_begin_document(cast.coordinator, cast.esa)
    assert not rules.can_begin_document(cast.coordinator, cast.nasa)
    assert not rules.can_begin_document(cast.esa_reviewer, cast.esa)


def test_person_speaks_for_participating_agencies_only(cast, document):
    assert rules.agencies_speaking_for(cast.esa_reviewer, document) == [cast.esa]
    assert rules.agencies_speaking_for(cast.stranger, document) == []
