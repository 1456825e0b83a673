"""Makes `notices` known to Django."""

from django.apps import AppConfig


class NoticesConfig(AppConfig):
    name = "backend.notices"
    label = "notices"
    default_auto_field = "django.db.models.BigAutoField"
