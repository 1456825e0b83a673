"""Work of the search that takes long."""

from __future__ import annotations

from django.db.models import QuerySet
from django_tasks import TaskResultStatus, task
from django_tasks_db.models import DBTaskResult

from backend.tasks import services as tasks
from search import indexing


@task()
def build_index() -> None:
    """Build the index from the database. Events are taken into the one in use meanwhile."""
    indexing.rebuild()


def build_soon() -> None:
    """Queue a build, unless one waits already. One that runs may have begun too early."""
    if not _builds().filter(status=TaskResultStatus.READY).exists():
        tasks.enqueue(build_index)


def is_building() -> bool:
    """Whether a build waits or runs, so that older things may not be found yet."""
    return _builds().filter(status__in=[TaskResultStatus.READY, TaskResultStatus.RUNNING]).exists()


def _builds() -> QuerySet[DBTaskResult]:
    return DBTaskResult.objects.filter(task_path=build_index.module_path)
