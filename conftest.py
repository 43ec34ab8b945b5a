"""What every test may use: the cast, a browser, and a database that is emptied in spite of its own walls."""

from collections.abc import Iterator

import pytest

pytest_plugins = ["tests.cast", "tests.browser"]


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests with a browser are journeys: ``-m "not journey"`` leaves them out."""
    for item in items:
        if "page" in getattr(item, "fixturenames", ()):
            item.add_marker("journey")


@pytest.fixture(autouse=True)
def _walls_down_for_flushing(request: pytest.FixtureRequest) -> Iterator[None]:
    """Tests that commit are followed by a flush, which the append-only tables would refuse. Flushing builds them anew."""
    marker = request.node.get_closest_marker("django_db")
    commits = {"transactional_db", "live_server", "server"} & set(request.fixturenames)
    if not commits and not (marker and marker.kwargs.get("transaction")):
        yield
        return
    request.getfixturevalue("transactional_db")
    yield
    from django.db import connection

    from holger.core import walls

    walls.drop(connection)
