"""For how long data is kept, counted from what, and how often it is looked at that it is really gone (GDPR article 5(1)(e))."""

from collections.abc import Mapping
from datetime import date

from dateutil.relativedelta import relativedelta

from holger.core.words import N_, Reason

UNITS: Mapping[str, str] = {"days": N_("days"), "months": N_("months"), "years": N_("years")}
LONGEST = {"days": 36_500, "months": 1_200, "years": 100}
STARTS: Mapping[str, str] = {
    "collected": N_("From when the data was collected"),
    "last_used": N_("From when it was last used"),
    "ended": N_("From when the relation ended, such as a job or a contract"),
    "year_end": N_("From the end of the financial year"),
    "decided": N_("From when the case was closed"),
    "event": N_("From something else, which you name"),
}
RHYTHMS: Mapping[str, str] = {
    "FREQ=YEARLY": N_("Every year"),
    "FREQ=MONTHLY;INTERVAL=6": N_("Every half-year"),
    "FREQ=MONTHLY;INTERVAL=3": N_("Every quarter"),
    "FREQ=MONTHLY": N_("Every month"),
}
"""How often it is checked that the rule is kept; by its recurrence as the annual wheel has it."""

NOTHING = Reason(
    N_("Say what the rule is about: a processing activity, an information type or a system."), field="activity"
)
NO_PERIOD = Reason(N_("Say how long: at least one."), field="count")
TOO_LONG = Reason(N_("Nothing is kept for more than a hundred years."), field="count")
NO_EVENT = Reason(N_("Name what it counts from."), field="starts_note")
NO_BASIS = Reason(N_("Say why just so long: a law, a limitation, or what you need it for."), field="basis")
PLANNED = Reason(N_("A check is planned already."))
NO_RHYTHM = Reason(N_("Choose one from the list."), field="rhythm")
PASSED = Reason(N_("Choose a day that has not passed."), field="starts")


def why_not(*, about: bool, count: int, unit: str, starts_from: str, starts_note: str, basis: str) -> Reason | None:
    """Why a rule cannot stand so; ``about``: is it about anything?"""
    if not about:
        return NOTHING
    if count < 1:
        return NO_PERIOD
    if count > LONGEST[unit]:
        return TOO_LONG
    if starts_from == "event" and not starts_note.strip():
        return NO_EVENT
    return None if basis.strip() else NO_BASIS


def why_not_plan(rhythm: str, starts: date, today: date, *, planned: bool) -> Reason | None:
    if planned:
        return PLANNED
    if rhythm not in RHYTHMS:
        return NO_RHYTHM
    return PASSED if starts < today else None


def gone_by(started: date, count: int, unit: str) -> date:
    """When data whose time began on a day is to be gone, by the calendar."""
    return started + relativedelta(**{unit: count})  # type: ignore[arg-type]
