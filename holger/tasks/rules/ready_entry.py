"""A ready activity: what is done in the course of a year, how, by whom, and what it answers. See ``library`` for them all."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from holger.core.words import Words

CATEGORIES = ("operation", "governance", "people", "suppliers", "continuity")
"""The rings of the wheel, from the outside in."""
POPULATIONS = ("assets", "people", "suppliers", "processing")
"""The registers that samples are drawn from, and that one activity may run through object by object."""
EVENTS = ("incident_closed", "nonconformity_closed", "major_change")
"""What calls for an activity that has no date of its own."""
MONTHS = 12
LAST_DAY = 28
"""Every month has it, so no due date has to be bent at the end of a month."""


@dataclass(frozen=True)
class Category:
    key: str
    title: Words


@dataclass(frozen=True)
class Event:
    """What happens, and within how many days the activity is done after it."""

    key: str
    days: int


@dataclass(frozen=True)
class Sample:
    """So many are drawn of a register. ``means``: which, in plain words."""

    of: str
    size: int
    means: Words


@dataclass(frozen=True)
class Each:
    """A task for each of a register's objects, to its owner. ``filter`` picks them; ``means`` says so in plain words."""

    of: str
    filter: str
    means: Words


@dataclass(frozen=True)
class Served:
    """A requirement of a framework of the library that the activity helps to meet."""

    framework: str
    code: str


@dataclass(frozen=True)
class Entry:
    """Either it recurs by ``rule`` from ``month`` and ``day``, or it comes ``after`` an event.

    ``occasion`` says when it is done besides, or after which event. ``essential``: among the first a small organisation
    does; ``extra``: beyond the wheel's 34.
    """

    key: str
    number: int | None
    category: str
    title: Words
    short: Words
    """Where there is no room for the title: on the wheel."""
    why: Words
    """What goes wrong without it."""
    steps: Sequence[Words]
    checklist: Sequence[Words]
    evidence: Sequence[Words]
    """What is good evidence that it was done."""
    rule: str
    """RFC 5545's, without its start."""
    month: int
    """Of the first time, in a year that begins in January; 0 where an event calls for it."""
    day: int
    after: Event | None
    occasion: Words
    lead: int
    """So many days before it is due it is told to whoever does it."""
    grace: int
    """So many days it may be late before it counts as missed."""
    minutes: int
    role: str
    """Whose work it usually is: one of the roles that requirements name."""
    along: Sequence[str]
    """The roles that take part."""
    sign_off: str
    """The role that approves what another has done; "" for nobody."""
    evidence_required: bool
    sample: Sample | None
    each: Each | None
    essential: bool
    extra: bool
    controls: Sequence[str]
    """The controls of the catalogue that are kept alive by it."""
    serves: Sequence[Served]

    @cached_property
    def months(self) -> tuple[int, ...]:
        """Those in which it is due, in a year that begins in January."""
        return months_of(self.rule, self.month) if self.rule else ()


def months_of(rule: str, first: int) -> tuple[int, ...]:
    """The months of the year in which a rule comes round that begins in the month ``first``.

    ValueError where it does not come round to the same months every year.
    """
    parts = dict(part.split("=", 1) for part in rule.split(";"))
    frequency, step = parts.pop("FREQ", ""), int(parts.pop("INTERVAL", "1"))
    listed = parts.pop("BYMONTH", "")
    if parts or frequency not in ("MONTHLY", "YEARLY") or (listed and (frequency, step) != ("YEARLY", 1)):
        raise ValueError(f"not a rule of the wheel: {rule}")
    if listed:
        return tuple(sorted(int(month) for month in listed.split(",")))
    step *= MONTHS if frequency == "YEARLY" else 1
    if step < 1 or MONTHS % step:
        raise ValueError(f"not the same months every year: {rule}")
    return tuple(sorted(turned(first, step * turn) for turn in range(MONTHS // step)))


def turned(month: int, by: int) -> int:
    """So many months on, round the year."""
    return (month - 1 + by) % MONTHS + 1
