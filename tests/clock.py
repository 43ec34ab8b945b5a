"""The clock of tests: a working morning unless a test moves it, standing still where it says so.

What is held until the night is over, or until Monday, is so no test's business at whatever hour it is run.
"""

import os
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest

MORNING = "2026-11-24T09:00:00Z"
"""A Tuesday in winter."""
BEGUN = datetime(2027, 3, 2, 8, 0, tzinfo=UTC)
"""When a way through days and weeks begins: a Tuesday in spring, nine in the morning where Kronborg is."""
Move = Callable[[timedelta], None]


def pytest_configure() -> None:
    os.environ.setdefault("HOLGER_NOW", MORNING)


@pytest.fixture
def standing(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    """``standing(moment)``: it is just this moment, and stays it."""
    from holger.core import dates

    def stand(moment: datetime) -> None:
        monkeypatch.delenv("HOLGER_NOW", raising=False)
        monkeypatch.setattr(dates, "real_now", lambda: moment)

    return stand
