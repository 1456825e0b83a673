"""Claiming tasks, keeping them alive, and taking back those whose worker died.

django-tasks keeps the queue; a worker that is killed leaves its task "running" for ever. So a
claim writes an `Attempt` with a beat that the worker renews. Once the beat is older than
`TASK_LEASE` anyone may take the task back. Only the holder of the present attempt can finish it.
"""

import uuid
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django_tasks import TaskResultStatus
from django_tasks_db.models import DBTaskResult

from backend.tasks.models import Attempt


class WorkerDied(Exception):
    """Written as the error of a task whose workers died on it again and again."""


@dataclass(frozen=True, slots=True)
class Claim:
    """A task in this worker's hands; `number` counts its tries from 1."""

    task: DBTaskResult
    worker: str
    number: int


def is_work_waiting() -> bool:
    return DBTaskResult.objects.ready().exists()


def claim(worker: str) -> Claim | None:
    """Take the next ready task, so that no other worker runs it; `None` when there is none."""
    if not is_work_waiting():  # looking costs no write lock
        return None
    with transaction.atomic():
        task = DBTaskResult.objects.ready().get_locked()
        if task is None:
            return None
        task.claim(worker)
        attempt, is_first = Attempt.objects.get_or_create(
            task_id=task.pk, defaults={"worker": worker, "beat_at": timezone.now()}
        )
        if not is_first:
            attempt.number, attempt.worker, attempt.beat_at = attempt.number + 1, worker, timezone.now()
            attempt.save(update_fields=["number", "worker", "beat_at"])
    return Claim(task, worker, attempt.number)


def beat(claim: Claim) -> None:
    """Say that the worker is alive."""
    _held(claim).update(beat_at=timezone.now())


def succeed(claim: Claim, value: object) -> bool:
    """Note the result. False when the task was taken back meanwhile: then it is not ours to finish."""
    with transaction.atomic():
        if not _held(claim).delete()[0]:
            return False
        claim.task.set_successful(value)
    return True


def fail(claim: Claim, error: BaseException, *, is_final: bool = False) -> bool:
    """Note the error, and try again later with growing pauses unless final or tried often enough."""
    with transaction.atomic():
        if not _held(claim).exists():
            return False
        claim.task.set_failed(error)
        if not is_final and claim.number < settings.TASK_TRIES:
            _put_back(claim.task.pk, after=pause(claim.number))
        else:
            _held(claim).delete()
    return True


def reap() -> int:
    """Take back the tasks of dead workers; return how many."""
    deadline = timezone.now() - timedelta(seconds=settings.TASK_LEASE)
    dead = Attempt.objects.filter(beat_at__lt=deadline).exclude(worker="")
    return sum(_take_back(attempt, deadline) for attempt in dead)


def _take_back(attempt: Attempt, deadline: datetime) -> int:
    with transaction.atomic():
        still_dead = Attempt.objects.select_for_update(skip_locked=True).filter(
            pk=attempt.pk, beat_at__lt=deadline
        )
        running = DBTaskResult.objects.running().filter(pk=attempt.task_id).first()
        if not still_dead or running is None:
            return 0
        if attempt.number < settings.TASK_TRIES:
            _put_back(attempt.task_id, after=pause(attempt.number))
        else:
            running.set_failed(WorkerDied(f"{attempt.number} workers died at this task"))
            still_dead.delete()
    return 1


def pause(number: int) -> timedelta:
    """How long to wait after try `number`: 1, 2, 4 … seconds, at most ten minutes."""
    return timedelta(seconds=min(2 ** (number - 1), 600))


def _put_back(task_id: uuid.UUID, *, after: timedelta) -> None:
    DBTaskResult.objects.filter(pk=task_id).update(
        status=TaskResultStatus.READY, run_after=timezone.now() + after, finished_at=None
    )
    Attempt.objects.filter(task_id=task_id).update(worker="")  # nobody holds it while it waits


def _held(claim: Claim) -> QuerySet[Attempt]:
    return Attempt.objects.filter(task_id=claim.task.pk, worker=claim.worker, number=claim.number)
