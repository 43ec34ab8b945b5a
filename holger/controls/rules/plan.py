"""The plan's work: what may happen to it, what waits for what, and when that lets it be done."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from holger.core.words import N_, Reason

PLANNED, STARTED, DONE, DROPPED = "planned", "started", "done", "dropped"
OPEN = (PLANNED, STARTED)
BECOMES = {"start": STARTED, "done": DONE, "drop": DROPPED, "reopen": PLANNED}
"""What each verb makes of a piece of work."""
FROM: Mapping[str, Collection[str]] = {
    "start": (PLANNED,),
    "done": OPEN,
    "drop": OPEN,
    "reopen": (STARTED, DONE, DROPPED),
}
WHY_NOT = {
    "start": N_("Only what is planned can be started."),
    "done": N_("It is finished already. Open it again first."),
    "drop": N_("It is finished already. Open it again first."),
    "reopen": N_("It is planned already."),
}


def why_not(verb: str, status: str) -> Reason | None:
    """Why the verb cannot be done to work in this status."""
    return None if status in FROM[verb] else Reason(WHY_NOT[verb])


def verb_for(status: str) -> str:
    """The verb that brings work into a status."""
    return next(verb for verb, becomes in BECOMES.items() if becomes == status)


def why_not_dates(starts: date | None, due: date | None) -> Reason | None:
    if starts is not None and due is not None and due < starts:
        return Reason(N_("It cannot be due before it starts."), field="due")
    return None


def is_overdue(status: str, due: date | None, today: date) -> bool:
    return status in OPEN and due is not None and due < today


# What waits for what


def circle[K: Hashable](item: K, waits_for: Iterable[K], waits: Mapping[K, Collection[K]]) -> tuple[K, ...]:
    """The way around, from ``item`` back to it, if it were to wait for these as well; empty where there is none."""
    above: dict[K, K] = {}
    line = []
    for each in waits_for:
        if each == item:
            return (item, item)
        if each not in above:
            above[each] = item
            line.append(each)
    while line:
        here = line.pop(0)
        for each in waits.get(here, ()):
            if each == item:
                return _back(here, item, above)
            if each not in above:
                above[each] = here
                line.append(each)
    return ()


def _back[K: Hashable](here: K, item: K, above: Mapping[K, K]) -> tuple[K, ...]:
    way = [item, here]
    while way[-1] != item:
        way.append(above[way[-1]])
    return tuple(reversed(way))


@dataclass(frozen=True)
class Work:
    """A piece of work as dates go: when it is to start and end, how many days of effort it takes, and whether it is begun."""

    starts: date | None = None
    due: date | None = None
    days: float | None = None
    open: bool = True
    begun: bool = False

    @property
    def length(self) -> int:
        """Days of the calendar from the first to the last; where only the effort is known, five of it make a week."""
        if self.starts is not None and self.due is not None:
            return max((self.due - self.starts).days + 1, 1)
        return max(round((self.days or 0) * 7 / 5), 1)


@dataclass(frozen=True)
class Forecast[K: Hashable]:
    """When it can be done at the earliest, and which of what it waits for decides that."""

    start: date
    end: date
    driven_by: K | None = None


def forecasts[K: Hashable](
    work: Mapping[K, Work], waits: Mapping[K, Collection[K]], today: date
) -> dict[K, Forecast[K]]:
    """The earliest dates of all open work: nothing begins before its start, today, or the day after what it waits for."""
    found: dict[K, Forecast[K]] = {}
    for key in _in_order(work, waits):
        each = work[key]
        if not each.open:
            continue
        begins, driven_by = _begins(each, today), None
        for other in waits.get(key, ()):
            if other in found and _plus(found[other].end, 1) > begins:
                begins, driven_by = _plus(found[other].end, 1), other
        found[key] = Forecast(begins, max(_plus(begins, each.length - 1), today), driven_by)
    return found


def _begins(work: Work, today: date) -> date:
    """What is begun goes on from its start; what is not begins today at the earliest."""
    starts = work.starts or today
    return min(starts, today) if work.begun else max(starts, today)


def too_late[K: Hashable](work: Mapping[K, Work], found: Mapping[K, Forecast[K]]) -> dict[K, Forecast[K]]:
    """The work that cannot be done by its due date because of what it waits for."""
    late = {}
    for key, forecast in found.items():
        due = work[key].due
        if due is not None and forecast.driven_by is not None and forecast.end > due:
            late[key] = forecast
    return late


def longest_chain[K: Hashable](found: Mapping[K, Forecast[K]]) -> tuple[K, ...]:
    """The critical path: what follows from each other up to the last day of all. Empty where nothing waits for anything."""
    chains = [key for key, forecast in found.items() if forecast.driven_by is not None]
    if not chains:
        return ()
    last = max(chains, key=lambda key: found[key].end)
    way = [last]
    while (before := found[way[-1]].driven_by) is not None:
        way.append(before)
    return tuple(reversed(way))


def _in_order[K: Hashable](work: Mapping[K, Work], waits: Mapping[K, Collection[K]]) -> list[K]:
    """What others wait for comes first. Walked without recursion: a plan may be one long chain."""
    done: dict[K, None] = {}
    for root in work:
        line: list[tuple[K, bool]] = [(root, False)]
        entered: set[K] = set()
        while line:
            key, after = line.pop()
            if key in done or key not in work:
                continue
            if after or key in entered:
                done[key] = None
                continue
            entered.add(key)
            line.append((key, True))
            line += [(other, False) for other in waits.get(key, ()) if other not in done and other not in entered]
    return list(done)


def _plus(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError:
        return date.max
