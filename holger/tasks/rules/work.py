"""A person's work by urgency: what is late, what is to be done this week, what can wait. Weeks begin on Monday."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from uuid import UUID

from holger.core.words import N_, Reason


class When(StrEnum):
    LATE = "late"
    WEEK = "week"
    LATER = "later"
    UNDATED = "undated"


def when(due: date | None, today: date, *, awaited: bool = False) -> When:
    """In which part of the list something stands. What somebody waits for is for this week where it has no day."""
    if due is None:
        return When.WEEK if awaited else When.UNDATED
    if due < today:
        return When.LATE
    return When.WEEK if due <= sunday(today) else When.LATER


def sunday(today: date) -> date:
    """The last day of the week."""
    return today + timedelta(days=6 - today.weekday())


def presses(due: date | None, today: date, *, urgent: bool = False, awaited: bool = False) -> bool:
    """Does it need somebody today? Late, due, urgent, or without a day and waited for."""
    return urgent or (awaited if due is None else due <= today)


def level(due: date | None, today: date, *, urgent: bool = False) -> str:
    """How bad it is: crit, high, mid or none. A word or a mark stands beside it, never the colour alone."""
    if due is not None and due < today:
        return "crit"
    if urgent or due == today:
        return "high"
    return "mid" if due is not None and due <= sunday(today) else "none"


Place = tuple[int, date, str]
ORDER = {part: number for number, part in enumerate(When)}


def place(due: date | None, part: When, title: str, *, urgent: bool = False) -> Place:
    """What to sort by: urgent things first, then part by part, the earliest first; what has no day after what has one."""
    return -1 if urgent else ORDER[part], due or date.max, title


def together(minutes: Iterable[int | None]) -> int:
    """How long it takes as far as that is known."""
    return sum(each or 0 for each in minutes)


@dataclass(slots=True)
class Load:
    """How much somebody has to do: how many things, how many of them late, when the next is due, how long it all takes."""

    open: int = 0
    late: int = 0
    minutes: int = 0
    next_due: date | None = None

    def add(self, due: date | None, minutes: int | None, today: date) -> None:
        self.open += 1
        self.minutes += minutes or 0
        if due is None:
            return
        self.late += due < today
        self.next_due = due if self.next_due is None else min(due, self.next_due)


def loads_of(duties: Iterable[tuple[UUID, date | None, int | None]], today: date) -> dict[UUID, Load]:
    """Person → load, of (person, due, minutes)."""
    found: dict[UUID, Load] = {}
    for person, due, minutes in duties:
        found.setdefault(person, Load()).add(due, minutes, today)
    return found


ENDS_BEFORE = Reason(N_("The end date is before the start date."), field="last")
PAST = Reason(N_("Those days have gone."), field="last")
TAKEN = Reason(N_("There are days away among these already. Change those instead."), field="first")


def why_not_away(first: date, last: date, today: date, taken: Iterable[tuple[date, date]]) -> Reason | None:
    """Why somebody cannot be away on these days; ``taken`` are the days away that they have already."""
    if last < first:
        return ENDS_BEFORE
    if last < today:
        return PAST
    return TAKEN if any(begins <= last and ends >= first for begins, ends in taken) else None
