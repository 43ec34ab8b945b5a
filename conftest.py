"""What every test may ask for, and what Django's own test cases do not know of."""

import gc
import os
from collections.abc import Iterator
from itertools import islice
from pathlib import Path

import hypothesis
import pytest
from django.conf import settings

HERE = Path(__file__).parent

pytest_plugins = [
    "tests.clock",
    "tests.cast",
    "tests.world",
    "tests.furnished",
    "tests.shares",
    "tests.browser",
    "tests.mailbox",
    "tests.tally",
    "tests.naming",
]


# Examples are made as quickly as the machine can: a busy one is no fault of what is tried.
hypothesis.settings.register_profile(
    "unhurried", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("unhurried")


def pytest_configure() -> None:
    from tests import naming, order, walled

    walled.install()
    naming.install()
    order.install()


@pytest.hookimpl(trylast=True)  # of what is left when -m has had its say
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """With PostgreSQL only what a database may answer otherwise: the rest has been tried with SQLite, and would say the same."""
    if settings.DATABASES["default"]["ENGINE"].endswith("postgresql"):
        config.hook.pytest_deselected(items=[item for item in items if not asks_a_database(item)])
        items[:] = [item for item in items if asks_a_database(item)]
    items[:] = dealt(items, workers=int(os.environ.get("PYTEST_XDIST_WORKER_COUNT", "1")))


def pytest_collection_finish() -> None:
    """Tests, models and pages stay until the end: looking through all of them for what may go takes a twentieth of the time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 100)


def dealt(items: list[pytest.Item], workers: int) -> list[pytest.Item]:
    """What takes long begins first: begun last, the others would wait for it. Journeys wait for a browser most of the time, so one
    worker begins with all of them while the others have the processors.

    Each worker is given a stretch of the list to begin with, all equally long, and takes from others' ends afterwards.
    """
    journeys = [item for item in items if item.get_closest_marker("journey")]
    long = [item for item in items if item.get_closest_marker("long") and not item.get_closest_marker("journey")]
    computing = max(workers - 1, 1)
    first = [journeys, *(long[worker::computing] for worker in range(computing))]
    begun = {*journeys, *long}
    others = iter([item for item in items if item not in begun])
    found: list[pytest.Item] = []
    for begins, mine in enumerate(first):
        size = (len(items) - len(found)) // (len(first) - begins)
        found += mine + list(islice(others, max(size - len(mine), 0)))
    return found + list(others)


STARTS_ITS_OWN = (HERE / "tests", HERE / "holger" / "config")
"""Where tests start servers and commands that connect by themselves."""


def asks_a_database(item: pytest.Item) -> bool:
    """Itself, that is: a room's pages ask through its selectors and services, which are tried with both databases. With both, too,
    every page is opened by whoever may and whoever may not (tests/test_access.py), and every list is asked by each of its filters
    (tests/test_lists.py; on SQLite tests/test_canary.py).
    """
    if "_pages" in item.path.name and not item.path.is_relative_to(HERE / "tests"):
        return False
    if any(item.path.is_relative_to(folder) for folder in STARTS_ITS_OWN):
        return True
    asked = {"db", "transactional_db"} & set(getattr(item, "fixturenames", ()))
    # What is for one database alone says so by skipif.
    return bool(asked) or any(item.get_closest_marker(name) for name in ("django_db", "skipif"))


@pytest.fixture
def _django_db_helper(_django_db_helper: None) -> Iterator[None]:
    """A test's own lines see every organisation; what it tries does not (tests/walled.py)."""
    from tests import walled

    with walled.seeing_all():
        yield
