"""Readers of the river: own place, at least once, one's error stops no other."""

from dataclasses import dataclass, field
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from backend.events import readers, services
from backend.events.models import ReaderPlace, SetAside

pytestmark = pytest.mark.django_db


@dataclass
class Listener:
    """Remembers what it handled; fails at events whose verb ends in `fail_at`."""

    name: str = "tests.listener"
    verbs: tuple[str, ...] = ()
    fail_at: str = "nothing"
    seen: list[str] = field(default_factory=list)

    def handle(self, events):
        for event in events:
            if event.verb.endswith(self.fail_at):
                raise ValueError(event.verb)
        self.seen += [event.verb for event in events]


@pytest.fixture
def listen(monkeypatch):
    monkeypatch.setattr(readers, "_readers", {})
    return readers.register


def _happens(*verbs):
    with transaction.atomic():
        return [services.record(verb=verb, actor=None) for verb in verbs]


def test_reader_gets_events_in_order_and_once(listen):
    listener = listen(Listener())
    _happens("a.one", "a.two")

    readers.run_to_the_end()
    _happens("a.three")
    readers.run_to_the_end()

    assert listener.seen == ["a.one", "a.two", "a.three"]


def test_reader_gets_only_the_verbs_it_wants(listen):
    listener = listen(Listener(verbs=("documents.",)))
    _happens("documents.version.issued", "reviews.comment.sent")

    readers.run_to_the_end()

    assert listener.seen == ["documents.version.issued"]


def test_failing_reader_holds_up_no_other(listen):
    listen(Listener(name="tests.broken", fail_at="one"))
    sound = listen(Listener(name="tests.sound"))
    _happens("a.one")

    readers.run_to_the_end()

    assert sound.seen == ["a.one"]
    assert ReaderPlace.objects.get(name="tests.broken").last_id == 0


def test_failed_event_comes_again_after_a_pause(listen):
    listener = listen(Listener(fail_at="one"))
    _happens("a.one")
    readers.run_readers()
    listener.fail_at = "nothing"

    readers.run_readers()
    assert listener.seen == []

    ReaderPlace.objects.update(retry_at=timezone.now())
    readers.run_readers()
    assert listener.seen == ["a.one"]


def test_event_that_fails_again_and_again_is_set_aside(listen):
    listener = listen(Listener(fail_at="bad"))
    _, bad, _ = _happens("a.one", "a.bad", "a.two")

    for _ in range(readers.TRIES + 4):
        readers.run_readers()
        ReaderPlace.objects.update(retry_at=None)

    assert listener.seen == ["a.one", "a.two"]
    assert SetAside.objects.get().event == bad


def test_reader_that_another_worker_runs_is_left_alone(listen):
    listener = listen(Listener())
    ReaderPlace.objects.create(name=listener.name, leased_until=timezone.now() + timedelta(seconds=30))
    _happens("a.one")

    assert readers.run_readers() == 0
    assert listener.seen == []


def test_lease_of_a_dead_worker_runs_out(listen):
    listener = listen(Listener())
    ReaderPlace.objects.create(name=listener.name, leased_until=timezone.now() - timedelta(seconds=1))
    _happens("a.one")

    readers.run_to_the_end()

    assert listener.seen == ["a.one"]


def test_rewound_reader_reads_everything_again(listen):
    listener = listen(Listener())
    _happens("a.one")
    readers.run_to_the_end()

    readers.rewind(listener.name)
    readers.run_to_the_end()

    assert listener.seen == ["a.one", "a.one"]


def test_looking_for_news_costs_two_queries(listen, django_assert_num_queries):
    listen(Listener())
    _happens("a.one")
    readers.run_to_the_end()

    with django_assert_num_queries(2):
        readers.run_readers()
