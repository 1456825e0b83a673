"""The worker: runs queued tasks and lets the readers of the river read.

Tasks and readers have a thread each, so that a large file does not hold up the search index; a
third renews the beat of the running task and takes back those of dead workers, a fourth does what
falls due as time passes. The worker can be
killed at any instant: whatever it did not finish is done again.
"""

import logging
import os
import secrets
import socket
import threading
import time
from collections.abc import Callable
from typing import Any, cast

from django.db import close_old_connections, connections
from django_tasks import TaskContext
from django_tasks.base import TaskResult

from backend.errors import DraftroomError
from backend.events import readers, wake
from backend.tasks import clock, queue
from backend.tasks.queue import Claim

logger = logging.getLogger(__name__)

LOOK_EVERY = 0.2  # seconds between looks when nobody wakes us
BEAT_EVERY = 2.0


class Worker:
    """`run()` works until `stop()` is called, from a signal handler for instance."""

    def __init__(self, name: str = "") -> None:
        self.name = name or f"{socket.gethostname()[:32]}-{os.getpid()}-{secrets.token_hex(3)}"
        self.is_stopped = False  # a plain flag: a signal handler must not take a lock
        self.woken = threading.Event()
        self.ended = threading.Event()
        self.claim: Claim | None = None

    def run(self) -> None:
        """Work in this thread and four more; return once all have stopped."""
        threads = [
            threading.Thread(target=self._repeat, args=(readers.run_readers, self._rest), name="readers"),
            threading.Thread(target=self._repeat, args=(self._keep_alive, self._rest_a_beat), name="beat"),
            threading.Thread(target=self._repeat, args=(self._look_at_clock, self._rest_long), name="clock"),
            threading.Thread(target=self._listen, name="ear"),
        ]
        for thread in threads:
            thread.start()
        self._repeat(self.run_one_task, self._rest)
        for thread in threads:
            thread.join()

    def stop(self) -> None:
        """End soon: a running task is finished first. May be called from a signal handler."""
        self.is_stopped = True

    def run_one_task(self) -> int:
        """Run the next task, if any; return 1 if there was one."""
        self.claim = queue.claim(self.name)
        if self.claim is None:
            return 0
        try:
            run(self.claim)
        finally:
            self.claim = None
        return 1

    def _repeat(self, step: Callable[[], int], rest: Callable[[], object]) -> None:
        """Do the step again and again, with a rest when there was nothing to do."""
        while not self.is_stopped:
            close_old_connections()
            try:
                is_busy = bool(step())
            except Exception:
                logger.exception("The worker could not go on; it tries again")
                is_busy = False
                self.ended.wait(1)
            if not is_busy:
                rest()
        connections.close_all()

    def _rest(self) -> None:
        self.woken.wait(LOOK_EVERY)

    def _rest_a_beat(self) -> None:
        self.ended.wait(BEAT_EVERY)

    def _rest_long(self) -> None:
        self.ended.wait(1)

    def _look_at_clock(self) -> int:
        clock.tick()
        return 0

    def _keep_alive(self) -> int:
        if (claim := self.claim) is not None:
            queue.beat(claim)
        queue.reap()
        return 0

    def _listen(self) -> None:
        with wake.Ear() as ear:
            while not self.is_stopped:
                if ear.wait(LOOK_EVERY):
                    self.woken.set()
                    time.sleep(0.01)  # lets every resting thread see it
                    self.woken.clear()
        self.ended.set()
        self.woken.set()


def run(claim: Claim) -> None:
    """Run a claimed task to its end and note the outcome."""
    began = time.monotonic()
    try:
        result = claim.task.task_result
        context = (
            (TaskContext(task_result=cast("TaskResult[Any]", result)),) if result.task.takes_context else ()
        )
        value = result.task.call(*context, *result.args, **result.kwargs)
        is_ours = queue.succeed(claim, value)
    except Exception as error:
        # An error with a meaning for the person will be the same next time.
        is_ours = queue.fail(claim, error, is_final=isinstance(error, DraftroomError))
        logger.exception("Task %s failed at try %s", claim.task.task_path, claim.number)
    if not is_ours:
        logger.warning("Task %s was taken back while it ran", claim.task.task_path)
    logger.info("Task %s took %.2f s", claim.task.task_path, time.monotonic() - began)


def drain() -> int:
    """Do all that waits, in this thread: tasks and events, until nothing is left. For tests and commands."""
    worker = Worker("drain")
    total = 0
    while done := worker.run_one_task() + readers.run_readers():
        total += done
    return total
