"""For how long an exception may hold, and who may say yes to it."""

import calendar
from collections.abc import Collection, Hashable
from datetime import date

from holger.core.words import N_, Reason

LONGEST_MONTHS = 12
SOON_DAYS = 30
"""So many days before it ends its owner is told."""


def latest(starts: date) -> date:
    """The last day of one that begins then: a year on."""
    year = starts.year + LONGEST_MONTHS // 12
    return date(year, starts.month, min(starts.day, calendar.monthrange(year, starts.month)[1]))


def why_not_days(starts: date, ends: date, today: date) -> Reason | None:
    """Why an exception may not hold from one day to another; None when it may."""
    if ends < today:
        return Reason(N_("Choose a day that has not passed."), field="ends")
    if ends < starts:
        return Reason(N_("It cannot end before it begins."), field="ends")
    if ends > latest(starts):
        return Reason(N_("An exception holds for a year at most. Ask again when it ends."), field="ends")
    return None


def why_not_ask(approver: Hashable, name: str, asker: Hashable | None, able: Collection[Hashable]) -> Reason | None:
    """Why this person may not be asked; ``able`` are all who may approve here."""
    if approver not in able:
        return Reason(N_("%(name)s may not approve it, or cannot sign in."), {"name": name}, "approver")
    if approver == asker and set(able) != {asker}:
        return Reason(N_("Somebody else must approve it: you are the one who asks."), field="approver")
    return None


def why_not_decide(who: Hashable | None, approver: Hashable | None, name: str) -> Reason | None:
    """Why ``who`` may not decide on what ``approver`` was asked for."""
    if who is None or who != approver:
        return Reason(N_("Only %(name)s may decide: it was sent to nobody else."), {"name": name or "–"})
    return None
