"""The app of what is said about documents, and by when: comments, decisions, returns, plans."""

from django.apps import AppConfig


class ReviewsConfig(AppConfig):
    name = "reviews"
    label = "reviews"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        from backend.notices import kinds
        from backend.tasks import clock
        from documents import gates, life
        from documents.services import confinement
        from reviews import readers  # noqa: F401 - register this app's readers of events
        from reviews.services import living, telling
        from reviews.services.answers import closing, letters, responses
        from reviews.services.approvals import positions, telling_positions
        from reviews.services.asking import reminders, rounds
        from reviews.services.plans import reminding
        from reviews.services.room import proofs
        from reviews.services.sheets import ordering
        from reviews.telling import (  # noqa: F401 - register this app's readers of events
            judging,
            objections,
            told,
            told_sheets,
        )
        from reviews.work import lines, meeting_lines, waiting  # noqa: F401 - register the lines of My work
        from reviews.work import rounds as of_rounds  # noqa: F401 - register those of rounds

        confinement.load_before(
            "reviews.core.carrying", "reviews.core.merging.pictures", "reviews.core.merging.writing",
            "reviews.core.sheets", "reviews.core.word_answers", "reviews.core.word_file",
        )
        gates.register(proofs.gate)
        gates.register(positions.gate)
        life.register(guard=living.guard, effect=living.effect)
        kinds.register(*telling.KINDS, *telling_positions.KINDS, *reminding.KINDS, *letters.KINDS)
        clock.every(5, "reviews.rounds", rounds.tend)
        clock.every(5, "reviews.responses", responses.tend)
        clock.every(60, "reviews.responses.near", judging.remind)
        clock.every(15, "reviews.closing", closing.tend)
        clock.every(5, "reviews.approvals", positions.tend)
        clock.every(60, "reviews.reminders", reminders.tend)
        clock.every(600, "reviews.exports", ordering.tend)
        clock.every(600, "reviews.plans", reminding.remind_by_clock)
