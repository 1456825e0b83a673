"""Tasks are run once where all goes well, and again where a worker dies or a task fails."""

from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from backend.tasks import queue, services, worker
from backend.tasks.models import Attempt
from tests.backend.tasks import sample_tasks

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _forget():
    sample_tasks.done.clear()


def _state() -> str:
    return DBTaskResult.objects.get().status


def _time_passes():
    """Let every pause and lease run out."""
    DBTaskResult.objects.update(run_after=timezone.now())
    Attempt.objects.update(beat_at=timezone.now() - timedelta(minutes=1))


def test_task_runs_once_and_leaves_no_attempt():
    services.enqueue(sample_tasks.note, number=7)

    worker.drain()

    assert sample_tasks.done == [7]
    assert (_state(), Attempt.objects.count()) == ("SUCCESSFUL", 0)


def test_task_of_a_failed_transaction_never_runs():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.enqueue(sample_tasks.note, number=7)
        raise ZeroDivisionError

    worker.drain()

    assert sample_tasks.done == []


def test_task_may_ask_for_its_context():
    services.enqueue(sample_tasks.say_id)

    worker.drain()

    assert DBTaskResult.objects.get().return_value == str(DBTaskResult.objects.get().pk)


def test_failed_task_waits_then_is_tried_again():
    services.enqueue(sample_tasks.fail, number=1)
    worker.drain()
    assert (_state(), sample_tasks.done) == ("READY", [1])

    _time_passes()
    worker.drain()

    assert sample_tasks.done == [1, 1]


def test_task_that_always_fails_is_given_up_with_its_error(settings):
    services.enqueue(sample_tasks.fail, number=1)

    for _ in range(settings.TASK_TRIES + 2):
        worker.drain()
        _time_passes()

    assert len(sample_tasks.done) == settings.TASK_TRIES
    assert _state() == "FAILED"
    assert "ValueError" in DBTaskResult.objects.get().traceback


def test_error_meant_for_the_person_is_not_tried_again():
    services.enqueue(sample_tasks.refuse)

    worker.drain()

    assert _state() == "FAILED"


def test_task_of_a_living_worker_is_left_alone():
    services.enqueue(sample_tasks.note, number=1)
    queue.claim("living")

    assert queue.reap() == 0


def test_task_of_a_dead_worker_is_done_by_another():
    services.enqueue(sample_tasks.note, number=1)
    queue.claim("dead")
    _time_passes()

    assert queue.reap() == 1
    _time_passes()
    worker.drain()

    assert (sample_tasks.done, _state()) == ([1], "SUCCESSFUL")


def test_waiting_task_is_not_taken_for_a_dead_one():
    services.enqueue(sample_tasks.fail, number=1)
    worker.drain()
    Attempt.objects.update(beat_at=timezone.now() - timedelta(days=1))

    assert queue.reap() == 0


def test_worker_that_was_taken_for_dead_can_not_finish():
    services.enqueue(sample_tasks.note, number=1)
    slow = queue.claim("slow")
    _time_passes()
    queue.reap()
    _time_passes()
    queue.claim("other")

    assert not queue.succeed(slow, 1)
    assert _state() == "RUNNING"


def test_task_that_kills_its_workers_is_given_up(settings):
    services.enqueue(sample_tasks.note, number=1)

    for number in range(settings.TASK_TRIES):
        assert queue.claim(f"victim {number}")
        _time_passes()
        queue.reap()
        _time_passes()

    assert _state() == "FAILED"
    assert "WorkerDied" in DBTaskResult.objects.get().exception_class_path


def test_pauses_double_up_to_ten_minutes():
    assert [queue.pause(number).seconds for number in (1, 2, 3, 20)] == [1, 2, 4, 600]
