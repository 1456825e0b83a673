"""The fair gate: writers of this process and of others pass one at a time, nobody holds it for ever."""

import os
import threading

import pytest
from django.db import OperationalError, connection, transaction

from backend.accounts.models import Agency
from backend.sqlite import base

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="PostgreSQL needs no gate")


def test_second_thread_waits_and_gives_up_in_time(tmp_path):
    gate = base.Gate(str(tmp_path / "gate"))
    gate.enter(1)

    with pytest.raises(OperationalError, match="locked"):
        gate.enter(0.05)

    gate.leave()
    gate.enter(0.05)
    gate.leave()


def test_gate_is_free_again_when_its_process_dies(tmp_path):
    gate = base.Gate(str(tmp_path / "gate"))
    child = os.fork()
    if child == 0:
        base.Gate(gate.path).enter(1)
        os._exit(0)
    os.waitpid(child, 0)

    gate.enter(1)
    gate.leave()


@pytest.mark.django_db(transaction=True)
def test_failed_transaction_frees_the_gate():
    with pytest.raises(ZeroDivisionError), transaction.atomic():
        raise ZeroDivisionError

    gate = base.gate_of(str(connection.settings_dict["NAME"]))
    assert not gate.lock.locked()


@pytest.mark.django_db(transaction=True)
def test_closed_connection_frees_the_gate():
    connection.set_autocommit(False)
    connection.close()

    with transaction.atomic():
        Agency.objects.create(code="ESA", name="ESA")


@pytest.mark.django_db(transaction=True)
def test_eight_writers_all_get_in():
    def write(number):
        for turn in range(5):
            with transaction.atomic():
                Agency.objects.create(code=f"A{number}-{turn}", name="one of many")
        connection.close()

    threads = [threading.Thread(target=write, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)

    assert Agency.objects.count() == 40


@pytest.mark.django_db
def test_foreign_keys_are_enforced_and_the_journal_is_a_log():
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA foreign_keys").fetchone() == (1,)
        assert cursor.execute("PRAGMA journal_mode").fetchone() == ("wal",)
