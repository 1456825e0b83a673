"""A site that runs, with its worker at hand.

The main line, the whole review and the merge room are told on PostgreSQL too: many windows, many
connections. The other stories are marked `any_database`: they prove that pages and scripts do what
people mean; each view and service that they call is tried on PostgreSQL by its own tests.
"""

import pytest

from tests.journeys.stage import Stage


@pytest.fixture
def stage(browser, live_server, transactional_db) -> Stage:
    return Stage(browser, live_server.url)
