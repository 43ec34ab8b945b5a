from datetime import date

import pytest

from holger.controls.rules.controls import in_order, is_overdue, step


@pytest.mark.parametrize(
    ("status", "due", "late"),
    [
        ("planned", date(2026, 5, 1), True),
        ("partly", date(2026, 5, 1), True),
        ("implemented", date(2026, 5, 1), False),
        ("planned", date(2026, 5, 2), False),
        ("planned", None, False),
    ],
)
def test_a_control_is_late_when_its_day_has_gone(status: str, due: date | None, late: bool) -> None:
    assert is_overdue(status, due, date(2026, 5, 2)) is late


def test_a_step_leads_on_or_back_and_nowhere_beyond_the_ends() -> None:
    assert step("planned", 1) == "started"
    assert step("implemented", -1) == "partly"
    assert step("planned", -1) == step("implemented", 1) == ""


def test_words_come_in_their_order_and_once() -> None:
    assert in_order(["b", "x", "a", "b"], ("a", "b", "c")) == ["a", "b"]
