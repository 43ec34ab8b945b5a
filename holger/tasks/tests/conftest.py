"""What most tests of the room begin with: the cast as actors, and a calendar that stands where a test puts it."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta

import pytest

from holger.core import dates
from tests.cast import actor_of

TODAY = date(2026, 11, 24)
"""A Tuesday."""


@pytest.fixture
def on(monkeypatch) -> Callable[[date], None]:
    """``on(day)``: it is that day, at nine in the morning."""

    def move(day: date) -> None:
        moment = datetime.combine(day, time(8), UTC)
        monkeypatch.setattr(dates, "now", lambda: moment)

    return move


@pytest.fixture
def today(on) -> date:
    on(TODAY)
    return TODAY


@pytest.fixture
def later(on, today) -> Callable[[int], date]:
    """``later(days)``: so many days after the day on which it began."""

    def move(days: int) -> date:
        on(today + timedelta(days=days))
        return today + timedelta(days=days)

    return move


@pytest.fixture
def anna(cast):
    return actor_of(cast.anna)


@pytest.fixture
def bo(cast):
    return actor_of(cast.bo)


@pytest.fixture
def emil(cast):
    return actor_of(cast.emil)


@pytest.fixture
def dorte(cast):
    return actor_of(cast.dorte)
