"""What every test may ask for, and what Django's own test cases do not know of."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.cast", "tests.world", "tests.shares", "tests.browser"]


def pytest_configure() -> None:
    from tests import walled

    walled.install()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """What takes long begins first: begun last, the other workers would wait for it."""
    items.sort(key=lambda item: item.get_closest_marker("long") is None)


@pytest.fixture
def _django_db_helper(_django_db_helper: None) -> Iterator[None]:
    """A test's own lines see every organisation; what it tries does not (tests/walled.py)."""
    from tests import walled

    with walled.seeing_all():
        yield
