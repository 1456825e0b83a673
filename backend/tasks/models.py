"""What the worker knows of a task beyond what the queue keeps: tries and signs of life."""

from typing import ClassVar

from django.db import models


class Attempt(models.Model):
    """A claimed task. Its worker renews `beat_at`; a task with an old beat is taken back."""

    task_id = models.UUIDField(unique=True)
    worker = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=1)
    beat_at = models.DateTimeField()

    class Meta:
        indexes: ClassVar = [models.Index(fields=["beat_at"], name="attempt_by_beat")]  # finding the dead

    def __str__(self) -> str:
        return f"{self.task_id} try {self.number}"
