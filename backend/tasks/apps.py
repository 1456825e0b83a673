"""Makes `tasks` known to Django."""

from django.apps import AppConfig


class TasksConfig(AppConfig):
    name = "backend.tasks"
    label = "tasks"
    default_auto_field = "django.db.models.BigAutoField"
