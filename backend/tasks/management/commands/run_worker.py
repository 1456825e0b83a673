"""`manage.py run_worker`: runs tasks and event readers until told to stop."""

import signal
from typing import Any

from django.core.management.base import BaseCommand

from backend.tasks.worker import Worker


class Command(BaseCommand):
    help = "Run queued tasks and the readers of events. Several may run at once; each can be killed safely."

    def handle(self, *args: Any, **options: Any) -> None:
        worker = Worker()
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, lambda *_: worker.stop())
        self.stdout.write(f"Worker {worker.name} is at work.")
        self.stdout.flush()
        worker.run()
