"""The app of finding things: the index, the query language, the search page."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from reviews import filters
        from search import kinds, readers, services  # noqa: F401 - what can be found, and the event reader

        filters.register(services.comment_ids)
