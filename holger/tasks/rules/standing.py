"""How a run stands, as pictures of the year show it, and the dates that no task has been made for yet."""

from collections.abc import Collection
from datetime import date
from functools import lru_cache

from holger.tasks.rules import bars, tasks
from holger.tasks.rules.recurrence import occurrences, parse
from holger.tasks.rules.timing import State, Timing

DONE, DEVIATION, WAITING = "done", "deviation", "waiting"
MISSED, LATE, DUE, SOON = State.MISSED.value, State.LATE.value, State.DUE.value, State.SOON.value
OPEN, PLANNED = State.OPEN.value, State.PLANNED.value
STATES = (MISSED, LATE, DUE, SOON, DEVIATION, WAITING, OPEN, PLANNED, DONE)
"""The worst first, as on the wheel."""
NOT_DONE = (MISSED, LATE)
NEAR = (DUE, SOON)
CLOSED = (DONE, DEVIATION)
AHEAD = (DUE, SOON, OPEN, PLANNED)
"""Still to be done, and not too late."""
MOVABLE = (LATE, *AHEAD)


def standing(status: str, result: str, timing: Timing, today: date) -> str:
    """One of ``STATES``. What was missed stays missed, whatever was done later."""
    if status == tasks.MISSED:
        return MISSED
    if status == tasks.WAITING:
        return WAITING
    if status == tasks.DONE:
        return DEVIATION if result == tasks.DEVIATION else DONE
    state = timing.state(today)
    return LATE if state is State.MISSED else state.value  # it is missed once it has been marked so


def worst(states: Collection[str]) -> str:
    return min(states, key=STATES.index)


def kind_of(state: str) -> str:
    """What a bar of its month counts it as. What is late is not done either."""
    if state in NOT_DONE:
        return bars.MISSED
    return {DONE: bars.DONE, DEVIATION: bars.DEVIATION}.get(state, bars.PLANNED)


@lru_cache(maxsize=8192)
def coming(rule: str, starts: date, ends: date | None, first: date, last: date) -> tuple[date, ...]:
    """The due dates from ``first`` to ``last``, of a rule as it is kept. The same year is asked for again and again."""
    return tuple(occurrences(parse(rule), starts, first, min(last, ends or last)))
