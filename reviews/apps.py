"""The app of what is said about documents, and by when: comments, decisions, returns, plans."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.notices import kinds
        from documents import gates
        from reviews import readers  # noqa: F401 - registers this app's event readers
        from reviews.services import proofs, telling

        gates.register(proofs.gate)
        kinds.register(*telling.KINDS)
