"""Makes `accounts` known to Django."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "backend.accounts"
    label = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.accounts import schema  # noqa: F401 (describes tokens in the API's schema)
