"""The worker as a process of its own: woken at once, stopped in order, killed without harm."""

import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backend.events import readers, services, wake
from backend.events.models import ReaderPlace
from backend.tasks import services as tasks
from backend.tasks.models import Attempt
from tests.backend.tasks import sample_tasks

pytestmark = [pytest.mark.slow, pytest.mark.django_db(transaction=True)]

#: Runs the worker on the test database, whose name this process passes on.
PROGRAM = """
import sys
from backend import sqlite; sqlite.use_safe_build()
import django; django.setup()
from django.db import connection
connection.settings_dict["NAME"] = sys.argv[1]
from backend.tasks.management.commands.run_worker import Command
Command().execute(no_color=True, force_color=False, skip_checks=True)
"""


@contextmanager
def worker_process():
    name = str(connection.settings_dict["NAME"])
    process = subprocess.Popen(
        [sys.executable, "-c", PROGRAM, name], stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
    )
    try:
        assert b"at work" in process.stdout.readline()
        yield process
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def _wait_until(condition, seconds=15.0):
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.02)


def _status(result):
    return DBTaskResult.objects.get(pk=result.id).status


def test_task_runs_soon_after_it_is_queued():
    with worker_process():
        result = tasks.enqueue(sample_tasks.note, number=1)

        _wait_until(lambda: _status(result) == "SUCCESSFUL")


def test_worker_ends_in_order_when_asked():
    with worker_process() as process:
        process.send_signal(signal.SIGTERM)

        assert process.wait(10) == 0


def test_task_of_a_killed_worker_is_done_by_the_next(settings):
    with worker_process() as process:
        result = tasks.enqueue(sample_tasks.sleep, seconds=0.5)
        _wait_until(lambda: _status(result) == "RUNNING")
        process.kill()
        process.wait()
    assert _status(result) == "RUNNING"
    Attempt.objects.update(beat_at=timezone.now() - timedelta(seconds=settings.TASK_LEASE + 1))

    with worker_process():
        _wait_until(lambda: _status(result) == "SUCCESSFUL")

    assert len(DBTaskResult.objects.get(pk=result.id).worker_ids) == 2


def test_recording_an_event_wakes_the_workers(settings, tmp_path):
    settings.WAKE_DIR = tmp_path / "wake"
    with wake.Ear() as ear:
        assert not ear.wait(0)

        with transaction.atomic():
            services.record(verb="tests.thing.done", actor=None)

        assert ear.wait(1)


def test_socket_of_a_dead_worker_is_cleared_away(settings, tmp_path):
    settings.WAKE_DIR = tmp_path
    dead = tmp_path / "1.sock"
    dead.touch()

    wake.wake()

    assert not dead.exists()


def test_readers_go_on_while_a_long_task_runs():
    """A large file that is being read must not hold up the search index."""
    with worker_process():
        result = tasks.enqueue(sample_tasks.sleep, seconds=3)
        _wait_until(lambda: _status(result) == "RUNNING")
        with transaction.atomic():
            event = services.record(verb="tests.thing.done", actor=None)

        _wait_until(lambda: _slowest_place() >= event.pk, seconds=2.5)
        assert _status(result) == "RUNNING"


def _slowest_place():
    places = dict(ReaderPlace.objects.values_list("name", "last_id"))
    return min((places.get(reader.name, 0) for reader in readers.registered()), default=0)
