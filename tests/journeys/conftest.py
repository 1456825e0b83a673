"""A site that runs, with its worker at hand."""

import pytest

from tests.journeys.stage import Stage


@pytest.fixture
def stage(browser, live_server, transactional_db) -> Stage:
    return Stage(browser, live_server.url)
