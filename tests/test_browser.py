"""What journeys share: a page that is left while it is on its way to somewhere is left all the same."""

from typing import Any

import pytest
from playwright.sync_api import Error

from tests.browser import leave

pytestmark = pytest.mark.once


class OnItsWay:
    """A page that is elsewhere when it is first told to go."""

    def __init__(self, problem: str = ""):
        self.problem, self.done = problem, []

    def goto(self, address: str) -> None:
        self.done.append(address)
        if self.problem and self.done.count(address) == 1:
            raise Error(self.problem)

    def wait_for_load_state(self, state: str = "load") -> None:
        self.done.append(state)


@pytest.mark.parametrize(
    ("problem", "done"),
    [
        ("", ["networkidle", "about:blank"]),
        ("It is interrupted by another navigation to …", ["networkidle", "about:blank", "load", "about:blank"]),
    ],
)
def test_a_page_is_left_also_when_it_is_on_its_way(problem: str, done: list[str]) -> None:
    page: Any = OnItsWay(problem)
    leave(page)
    assert page.done == done


def test_what_else_goes_wrong_is_told() -> None:
    page: Any = OnItsWay("The page has crashed")
    with pytest.raises(Error, match="crashed"):
        leave(page)
