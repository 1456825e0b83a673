"""Tasks that the worker's tests run."""

import time

from django_tasks import task

from backend.errors import BadInput

done: list[int] = []


@task()
def note(number: int) -> int:
    done.append(number)
    return number


@task()
def fail(number: int) -> None:
    done.append(number)
    raise ValueError(number)


@task()
def refuse() -> None:
    raise BadInput("This file is not a Word file.")


@task(takes_context=True)
def say_id(context: object) -> str:
    return str(context.task_result.id)


@task()
def sleep(seconds: float) -> None:
    time.sleep(seconds)
