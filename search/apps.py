"""The app of finding things: the index, the query language, the search page."""

from django.apps import AppConfig


class SearchConfig(AppConfig):
    name = "search"
    label = "search"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.tasks import clock
        from reviews.table import filters
        from search import alerts, kinds, meetings, readers, services  # noqa: F401 - what can be found, and the event reader

        clock.every(60, "search.alerts", alerts.look_in_the_morning)
        filters.register(services)
