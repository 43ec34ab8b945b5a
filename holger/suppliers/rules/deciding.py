"""What must be decided about a contract and by when, and how that date was worked out."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from holger.suppliers.rules.contracts import Notice, Terms, Unit, earliest_end, next_exit, worked
from holger.tasks.rules.workdays import DENMARK, Workdays


class Renewal(StrEnum):
    """What happens at the end of a term if nobody does anything."""

    ENDS = "ends"
    RENEWS = "renews"
    OPEN = "open"
    """It has no end: it runs until notice is given."""


class What(StrEnum):
    NOTICE = "notice"
    """It renews itself unless notice is given."""
    EXPIRY = "expiry"
    """It ends by itself: have another in its place, or do without."""


@dataclass(frozen=True)
class Told:
    """What is written in the contract."""

    renewal: str
    ends: date | None = None
    renews: int = 0
    notice: Notice | None = None

    @property
    def terms(self) -> Terms:
        """What does not fit the way it renews is not counted: an old end of what now runs on, a period of what ends."""
        ends = None if self.renewal == Renewal.OPEN else self.ends
        return Terms(ends, self.notice, self.renews if self.renewal == Renewal.RENEWS else 0)


@dataclass(frozen=True)
class Decision:
    what: What
    by: date
    """The latest notice date; of what ends by itself, its end."""
    send_by: date
    """The last working day until then."""
    ends: date


def next_decision(told: Told, today: date, workdays: Workdays = DENMARK) -> Decision | None:
    """The next day by which somebody must have made up their mind; None where no day forces them to."""
    terms = told.terms
    if told.renewal == Renewal.RENEWS:
        found = next_exit(terms, today, workdays)
        return Decision(What.NOTICE, found.notice_by, found.send_by, found.ends) if found else None
    if terms.ends is None or terms.ends < today:
        return None
    return Decision(What.EXPIRY, terms.ends, worked(terms.ends, workdays), terms.ends)


def over_on(told: Told, given: date) -> date | None:
    """When the contract is over if notice is given that day; None where its terms do not say."""
    if told.renewal == Renewal.OPEN:
        return earliest_end(told.notice, given) if told.notice else None
    if told.renewal == Renewal.RENEWS:
        found = next_exit(told.terms, given)
        return found.ends if found else None
    return told.ends


# How it was worked out


class Line(StrEnum):
    """A sentence of the explanation; its words are the pages' business."""

    TERM = "term"
    TURNS = "turns"
    BACK_MONTHS = "back_months"
    BACK_DAYS = "back_days"
    LAST_DAY = "last_day"
    OFF_DAY = "off_day"
    EXPIRES = "expires"


@dataclass(frozen=True)
class Said:
    line: Line
    day: date
    count: int = 0


def worked_out(told: Told, decision: Decision) -> list[Said]:
    """From the end of the term back to the day on which the notice is to be sent."""
    if decision.what == What.EXPIRY:
        return [Said(Line.EXPIRES, decision.ends)]
    lines = [Said(Line.TERM, decision.ends)]
    if told.ends and told.ends < decision.ends:
        lines.append(Said(Line.TURNS, told.ends, told.renews))
    if told.notice is not None:
        unit = Line.BACK_DAYS if told.notice.unit == Unit.DAYS else Line.BACK_MONTHS
        lines.append(Said(unit, decision.by, told.notice.count))
        plain = decision.by.day == decision.ends.day
        if unit == Line.BACK_MONTHS and not plain:
            lines.append(Said(Line.LAST_DAY, decision.by))
    if decision.send_by != decision.by:
        lines.append(Said(Line.OFF_DAY, decision.send_by))
    return lines
