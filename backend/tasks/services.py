"""Putting work that takes long into the durable queue.

    from django_tasks import task
    from backend.tasks import services as tasks

    @task()
    def place_comments(version_id: int) -> None: ...

    tasks.enqueue(place_comments, version_id=version.pk)

The task is kept in the caller's transaction: it runs if and only if that commits. It may run more
than once (a worker can die at any point), so it must be idempotent; and it checks rights when it
runs, not when it was queued. Arguments must be JSON: ids, not objects.
"""

from typing import Any

from django.db import transaction
from django_tasks.base import Task, TaskResult

from backend.events import wake


def enqueue(task: Task[..., Any], **arguments: Any) -> TaskResult[Any]:
    """Queue the task; the result's `id` finds its progress later."""
    result = task.enqueue(**arguments)
    transaction.on_commit(wake.wake, robust=True)
    return result
