"""The app of what is written: documents, versions, blocks, comparisons, publications."""

from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "documents"
    label = "documents"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from documents import gates, readers  # noqa: F401 - registers this app's event readers
        from documents.services import living

        gates.register(living.gate)
