"""What happens because time passes."""

import pytest

from backend.tasks import clock


@pytest.fixture(autouse=True)
def _errands(monkeypatch):
    monkeypatch.setattr(clock, "_errands", {})


def test_an_errand_is_done_again_when_its_time_is_over():
    done = []
    clock.every(30, "ring", lambda: done.append("rung"))

    for moment in (0, 10, 29, 31, 32, 62):
        clock.tick(moment)

    assert done == ["rung"] * 3


def test_an_errand_that_fails_holds_up_no_other(caplog):
    done = []

    def fail() -> None:
        raise OSError("no bell")

    clock.every(30, "break", fail)
    clock.every(30, "ring", lambda: done.append("rung"))

    clock.tick(0)

    assert done == ["rung"]
    assert "break could not be done" in caplog.text
