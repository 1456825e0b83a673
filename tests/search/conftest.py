"""A site whose index begins empty and follows the river: `work()` brings it up to date."""

import pytest

from search import services
from search.engines import engine
from tests import papers


@pytest.fixture
def index(settings, tmp_path):
    """An index of this test's own."""
    settings.SEARCH_DIR = tmp_path / "search"
    return engine()


@pytest.fixture
def version(index, cast, document):
    """The first version, issued."""
    return papers.issue(document, by=cast.editor)


@pytest.fixture
def find(work):
    """`find(person, text)` gives the words of the full hits, once the index is up to date."""

    def found(person, text, **options):
        work()
        page = services.find(person, text, **options)
        return ["".join(fragment.text for fragment in each.fragments) for each in page.found if each.full]

    return found
