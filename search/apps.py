"""The app of finding things: the index, the query language, the search page."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from search import readers  # noqa: F401 - registers this app's event reader
