"""Writing into the river."""

import threading

import pytest
from django.db import connection, transaction

from backend.events import services
from backend.events.models import Event


@pytest.mark.django_db(transaction=True)
def test_event_is_refused_outside_a_transaction():
    with pytest.raises(transaction.TransactionManagementError):
        services.record(verb="tests.thing.done", actor=None)


@pytest.mark.django_db
def test_event_names_actor_target_and_document(cast):
    event = services.record(
        verb="tests.thing.done", actor=cast.editor, target=cast.esa, document=7, data={"why": "test"}
    )

    assert (event.actor, event.target_type, event.target_id) == (cast.editor, "accounts.agency", cast.esa.pk)
    assert (event.document_id, event.data) == (7, {"why": "test"})


@pytest.mark.django_db(transaction=True)
def test_event_disappears_with_its_transaction():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        services.record(verb="tests.thing.done", actor=None)
        raise ZeroDivisionError

    assert not Event.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_ids_grow_in_the_order_of_commit():
    """A slow writer that records first also commits first: nobody overtakes it with a higher id."""
    recorded, seen = threading.Event(), []

    def slow():
        with transaction.atomic():
            services.record(verb="tests.slow.done", actor=None)
            recorded.set()
            finish.wait(0.3)
        connection.close()

    def quick():
        recorded.wait(5)
        with transaction.atomic():
            services.record(verb="tests.quick.done", actor=None)
            seen.append(Event.objects.filter(verb="tests.slow.done").exists())
        connection.close()

    finish = threading.Event()
    threads = [threading.Thread(target=slow), threading.Thread(target=quick)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(10)

    assert seen == [True]
    assert [event.verb for event in Event.objects.all()] == ["tests.slow.done", "tests.quick.done"]
