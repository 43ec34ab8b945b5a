"""When something opens, how it stands today, and when somebody is reminded of it."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

SOON = 14
"""So many days before it is due, whatever its lead time, the year shows that it is coming."""


class State(StrEnum):
    """How what is not yet done stands. From ``DUE`` on it is time."""

    PLANNED = "planned"
    OPEN = "open"
    SOON = "soon"
    DUE = "due"
    LATE = "late"
    MISSED = "missed"


class Said(StrEnum):
    OPENS = "opens"
    LEFT = "left"
    TODAY = "today"
    OVER = "over"


@dataclass(frozen=True)
class Timing:
    """The days around one date on which something is to be done.

    ``due`` is the true date. ``shown`` is the working day on which people are to have done it, if that is another: nobody is late
    on a Sunday. With ``grace`` it counts as missed after so many days more, and stays so; without, it is late until it is done.
    """

    due: date
    lead: int = 0
    grace: int | None = None
    shown: date | None = None

    @property
    def last(self) -> date:
        """The last day on which it is done in time."""
        return self.shown or self.due

    @property
    def opens(self) -> date:
        return plus(self.due, -self.lead)

    @property
    def missed(self) -> date | None:
        """The first day on which it counts as missed; None where it never does."""
        return None if self.grace is None else plus(self.last, self.grace + 1)

    def is_open(self, today: date) -> bool:
        """It can be done: its task is there."""
        return today >= self.opens

    def state(self, today: date) -> State:
        left = self.left(today)
        if left < 0:
            return State.MISSED if self.missed is not None and today >= self.missed else State.LATE
        if left == 0:
            return State.DUE
        if left <= SOON:
            return State.SOON
        return State.OPEN if self.is_open(today) else State.PLANNED

    def left(self, today: date) -> int:
        """Days until the last one; below nought, days over."""
        return (self.last - today).days

    def said(self, today: date) -> tuple[Said, int]:
        """What people are told, and of how many days: it opens in 20, 3 are left, it is today, it is 6 over."""
        left = self.left(today)
        if left < 0:
            return Said.OVER, -left
        if left == 0:
            return Said.TODAY, 0
        return (Said.LEFT, left) if self.is_open(today) or left <= SOON else (Said.OPENS, (self.opens - today).days)


# Reminders


class Kind(StrEnum):
    BEFORE = "before"
    DUE = "due"
    OVERDUE = "overdue"
    DEPUTY = "deputy"
    MANAGER = "manager"

    @property
    def escalates(self) -> bool:
        """It goes to somebody else than the one whose task it is."""
        return self in (Kind.DEPUTY, Kind.MANAGER)


@dataclass(frozen=True)
class Reminders:
    """On which days people are told. Days are counted from the last day in time; None is never."""

    before: Collection[int] = (7, 1)
    on_due: bool = True
    overdue: Collection[int] = (1, 7)
    deputy: int | None = 3
    manager: int | None = 7


USUAL = Reminders()


@dataclass(frozen=True, order=True)
class Reminder:
    day: date
    kind: Kind
    days: int
    """Before or after the last day in time."""
    slot: str
    """Unique among the reminders of one object to one person: whoever sends it twice is stopped by this."""


def reminders(timing: Timing, wanted: Reminders = USUAL) -> list[Reminder]:
    """All reminders of one date, in order. None before it opens: what cannot be done yet disturbs nobody."""
    return sorted(each for each in set(_all(timing, wanted)) if each.day >= timing.opens)


def _all(timing: Timing, wanted: Reminders) -> Iterator[Reminder]:
    for days in wanted.before:
        if days > 0:
            yield _reminder(timing, Kind.BEFORE, -days)
    if wanted.on_due:
        yield _reminder(timing, Kind.DUE, 0)
    later = [(Kind.OVERDUE, days) for days in wanted.overdue]
    later += [(Kind.DEPUTY, wanted.deputy or 0), (Kind.MANAGER, wanted.manager or 0)]
    for kind, days in later:
        if days > 0:
            yield _reminder(timing, kind, days)


def _reminder(timing: Timing, kind: Kind, days: int) -> Reminder:
    # By the true date: it names the slot, even where another calendar of holidays moves the day on which it is sent.
    slot = f"{timing.due}/{kind}" if kind == Kind.DUE else f"{timing.due}/{kind}/{abs(days)}"
    return Reminder(plus(timing.last, days), kind, abs(days), slot)


def owed(planned: Collection[Reminder], today: date, since: date | None = None) -> list[Reminder]:
    """What is to be sent now: to each receiver the newest that has come, and nothing that it has overtaken.

    A host that was off for three days sends one reminder instead of three, and none that says something is due next week when it is
    over. Nobody needs to know when it last ran: what was sent before is known by its slot. ``since`` is the day on which the task
    came to be: what would have been sent before then is owed by nobody.
    """
    newest: dict[Kind, Reminder] = {}
    for each in sorted(planned):
        if each.day <= today and (since is None or each.day >= since):
            newest[each.kind if each.kind.escalates else Kind.DUE] = each
    return sorted(newest.values())


def plus(day: date, days: int) -> date:
    """So many days on, or back, as far as there are days."""
    number = day.toordinal() + days
    return date.fromordinal(min(max(number, 1), date.max.toordinal()))
