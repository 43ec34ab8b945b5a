"""How many attempts are left, until when a course holds, and when it comes again."""

from calendar import monthrange
from datetime import date, timedelta

from holger.core.words import N_, Reason

AGAIN_BEFORE = timedelta(days=30)
"""So long before it no longer holds a course comes again."""
FEWEST_TAKERS = 5
"""Of fewer than so many takers nothing is told about answers: one could guess whose they are."""


def attempts_left(attempts: int | None, extra: int, used: int) -> int | None:
    """None: there is no limit."""
    return None if attempts is None else max(0, attempts + extra - used)


def valid_until(passed: date, months: int | None) -> date | None:
    if months is None:
        return None
    year, month = divmod(passed.year * 12 + passed.month - 1 + months, 12)
    return date(year, month + 1, min(passed.day, monthrange(year, month + 1)[1]))


def comes_again(valid_until: date | None, today: date) -> bool:
    return valid_until is not None and valid_until - AGAIN_BEFORE <= today


def due_again(valid_until: date, today: date, due_days: int) -> date:
    """By the day it no longer holds; with time enough where that is near or past."""
    return max(valid_until, today + timedelta(days=min(due_days, AGAIN_BEFORE.days)))


def why_not_take(state: str, left: int | None) -> Reason | None:
    if state == "passed":
        return Reason(N_("You have passed it already."))
    if state == "withdrawn":
        return Reason(N_("You no longer have to take it."))
    if state == "failed" or left == 0:
        return Reason(N_("You have no attempts left. Whoever manages you, or the security officer, can give you more."))
    return None


def weak(asked: int, wrong: int) -> int | None:
    """How many per cent answered wrongly; None where so few have answered that one could guess who."""
    return round(wrong * 100 / asked) if asked >= FEWEST_TAKERS else None


def percent(part: int, whole: int) -> int:
    return part * 100 // whole if whole else 0
