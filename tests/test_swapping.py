"""A changed function is put in the place of all that live, whoever holds it; where that is not certain, it is said."""

import functools
import itertools
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from django.conf import settings

sys.path.insert(0, str(Path(settings.BASE_DIR) / "scripts"))

import swapping
from mutants import EVERYTHING

pytestmark = pytest.mark.once

CODE = """
import functools

def remembered(view):
    @functools.wraps(view)
    def called(*args):
        return [view(*args)]
    return called

@remembered
def decorated(rows):
    return rows(1)

def maker(name):
    def closure(rows):
        return name, rows(2)
    return closure

class Risk:
    permission = "risks.view"

    def method(self, rows):
        return rows(3)

    @property
    def prop(self):
        return self.rows(4)

    @classmethod
    def bound(cls, rows):
        return rows(5)

def nested(rows):
    return (lambda: [one for one in (lambda: rows(6))()])()

def generator(rows):
    yield rows(7)
    yield rows(8)

def twice(rows):
    return [each() for each in (lambda: rows(9), lambda: rows(10))]

def defaulted(rows, number=11):
    return rows(number)
"""
files = (f"/somewhere/{number}/risks.py" for number in itertools.count())


def rows(number: int) -> list[int]:
    return [number]


@pytest.fixture
def loaded() -> SimpleNamespace:
    """The file, as nobody else has loaded it."""
    space: dict[str, Any] = {"__name__": "risks", "__file__": next(files)}
    exec(compile(CODE, space["__file__"], "exec"), space)
    return SimpleNamespace(**space)


@pytest.fixture
def swap(loaded: SimpleNamespace) -> Callable[[str, str], list[str]]:
    """``swap(old, new)``: the file with one text for another; the names of what has new code."""

    def put(old: str, new: str) -> list[str]:
        assert CODE.count(old) == 1
        changed = CODE.replace(old, new).encode()
        functions = swapping.swap(CODE.encode(), changed, loaded.__file__, swapping.Living())
        return [function.__qualname__ for function in functions]

    return put


def test_a_decorated_function(loaded, swap) -> None:
    swap("rows(1)", "'all'")
    assert loaded.decorated(rows) == ["all"]


def test_its_decorator_reaches_what_it_has_decorated(loaded, swap) -> None:
    swap("[view(*args)]", "['all', *view(*args)]")
    assert loaded.decorated(rows) == ["all", 1]


def test_closures_that_are_there_already_and_those_to_come(loaded, swap) -> None:
    first, held = loaded.maker("first"), functools.partial(loaded.maker("held"), rows)
    assert swap("name, rows(2)", "name, 'all'") == ["maker", "maker.<locals>.closure", "maker.<locals>.closure"]
    assert first(rows) == ("first", "all")
    assert held() == ("held", "all")
    assert loaded.maker("later")(rows) == ("later", "all")


def test_a_closure_that_would_close_over_something_else(loaded, swap) -> None:
    held = loaded.maker("held")
    with pytest.raises(swapping.Unsure):
        swap("return name, rows(2)", "return rows(2)")
    assert held(rows) == ("held", [2])


def test_a_method_a_property_and_a_class_method(loaded, swap) -> None:
    risk = loaded.Risk()
    risk.rows, bound = rows, risk.method
    swap("rows(3)", "'all'")
    assert risk.method(rows) == bound(rows) == "all"
    swap("self.rows(4)", "'all'")
    assert risk.prop == "all"
    swap("rows(5)", "'all'")
    assert loaded.Risk.bound(rows) == "all"


def test_a_lambda_in_another(loaded, swap) -> None:
    swap("rows(6)", "'all'")
    assert loaded.nested(rows) == ["a", "l", "l"]


def test_a_lambda_that_was_not_there_before(loaded, swap) -> None:
    swap("return rows(5)", "return (lambda rows: rows(50))(rows)")
    assert loaded.Risk.bound(rows) == [50]


def test_one_of_two_lambdas(loaded, swap) -> None:
    swap("rows(9)", "'all'")
    assert loaded.twice(rows) == ["all", [10]]


def test_a_generator_that_has_not_begun(loaded, swap) -> None:
    swap("yield rows(7)", "yield 'all'")
    assert list(loaded.generator(rows)) == ["all", [8]]


def test_a_generator_that_has_begun(loaded, swap) -> None:
    begun = loaded.generator(rows)
    next(begun)
    with pytest.raises(swapping.Unsure):
        swap("yield rows(8)", "yield 'all'")
    assert next(begun) == [8]


def test_what_stands_below_moves_with_the_lines(loaded, swap) -> None:
    assert swap("self, rows):\n        return rows(3)", "self, rows): return 'all'") == ["Risk.method"]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('permission = "risks.view"', 'permission = "member"'),
        ("@remembered\n", "\n"),
        ("number=11", "number=12"),
        ("@property\n", "\n"),
    ],
)
def test_what_runs_when_the_file_is_loaded(loaded, swap, old: str, new: str) -> None:
    with pytest.raises(swapping.Unsure):
        swap(old, new)


def test_what_nobody_holds(loaded, swap) -> None:
    del loaded.nested, loaded.twice.__globals__["nested"]
    with pytest.raises(swapping.Unsure):
        swap("rows(6)", "'all'")


def test_another_file_with_the_same_text(loaded) -> None:
    changed = CODE.replace("rows(1)", "'all'").encode()
    with pytest.raises(swapping.Unsure):
        swapping.swap(CODE.encode(), changed, "/elsewhere/risks.py", swapping.Living())


def test_a_change_that_changes_nothing(loaded, swap) -> None:
    with pytest.raises(swapping.Unsure):
        swap("    return rows(number)", "    return rows(number)  # the same")


def test_what_is_put_instead_of_a_selector(loaded, swap) -> None:
    swap("return rows(5)", f"return {EVERYTHING.format(rows='rows(5)')}")
    assert loaded.Risk.bound.__code__.co_consts
