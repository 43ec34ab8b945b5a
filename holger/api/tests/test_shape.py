"""Shapes are made ready when they are needed, once, however many ask at the same time."""

import subprocess
import sys
from threading import Barrier, Thread

from django.conf import settings

from holger.api.v1.schemas import Body

COUNTED = """
import django
django.setup()
from holger.config import urls
from holger.api.v1.shape import Shape
from ninja.params.models import ParamModel

def below(kind):
    for each in kind.__subclasses__():
        yield each
        yield from below(each)

made = [each for each in below(ParamModel) if each.__module__ != "ninja.params.models"]
told = [*below(Shape), *made]
print(len(told), sum(each.__pydantic_complete__ for each in told))
"""


def test_nothing_is_made_ready_while_addresses_load():
    """Each would take a moment of every start, and stay in memory."""
    done = subprocess.run(
        [sys.executable, "-c", COUNTED], cwd=settings.BASE_DIR, capture_output=True, text=True, check=True
    )
    there, ready = map(int, done.stdout.split())
    assert there > 1_000
    assert ready == 0


def test_many_at_once_have_it_made_ready_once():
    """A thread that comes while another makes it ready waits, and is not answered by what it derives from."""
    for number in range(20):
        asked = type(f"Asked{number}", (Body,), {"__annotations__": {f"field_{n}": int for n in range(40)}})
        given, answers, together = {f"field_{n}": n for n in range(40)}, [], Barrier(8)

        def ask(asked=asked, given=given, answers=answers, together=together):
            together.wait()
            answers.append(asked(**given).model_dump())

        threads = [Thread(target=ask) for _ in range(8)]
        for each in threads:
            each.start()
        for each in threads:
            each.join()
        assert answers == [given] * 8
