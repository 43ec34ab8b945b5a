"""What every test may ask for, and one thing Django's own test cases do not know of."""

from typing import Any

from django.db import connections
from django.test import TransactionTestCase

pytest_plugins = ["tests.cast", "tests.world", "tests.browser"]

_empty_tables = TransactionTestCase._fixture_teardown  # type: ignore[attr-defined]


def _through_the_walls(case: Any) -> None:
    """Emptying the tables after a test that commits would be refused by history's triggers; they come back with it."""
    from holger.core import walls

    for name in connections:
        walls.drop(connections[name])
    _empty_tables(case)


TransactionTestCase._fixture_teardown = _through_the_walls  # type: ignore[attr-defined]
