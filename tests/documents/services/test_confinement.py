"""The child that reads strangers' files: values come back, limits hold, the parent lives."""

import pytest

from documents.core.model import Unreadable
from documents.services.confinement import confined


def double(number):
    return 2 * number


def refuse():
    raise Unreadable("no main part", "word/document.xml", "no_main_part")


def eat_memory():
    return len(bytearray(1 << 40))


def spin():
    while True:
        pass


def test_value_comes_back():
    assert confined(double, 21) == 42


def test_error_of_the_core_comes_back_whole():
    with pytest.raises(Unreadable) as caught:
        confined(refuse)

    assert (caught.value.code, caught.value.part) == ("no_main_part", "word/document.xml")


def test_memory_bomb_becomes_an_answer(settings):
    settings.READING_MEMORY = 512 * 1024 * 1024

    with pytest.raises(Unreadable) as caught:
        confined(eat_memory)

    assert caught.value.code == "too_heavy"


def test_endless_loop_becomes_an_answer(settings):
    settings.READING_SECONDS = 1

    with pytest.raises(Unreadable) as caught:
        confined(spin)

    assert caught.value.code == "too_heavy"


@pytest.mark.parametrize("module", ["documents.services.confinement", "reviews.core.sheets"])
def test_children_load_nothing_that_could_be_loaded_before(module):
    found_loaded = confined(eval, f"{module!r} in __import__('sys').modules")

    assert found_loaded
