"""How often something comes, in words that need no knowledge of rules: Every quarter, on the 10th."""

from collections.abc import Sequence
from datetime import date
from functools import lru_cache

from django.utils.translation import gettext, ngettext, pgettext

from holger.tasks.models import Activity, Basis
from holger.tasks.rules.recurrence import LAST, Rule, Unit, parse
from holger.tasks.rules.rrule_text import WORKING, NotARule
from holger.ui import days

HALF_YEAR = 6
LAST_DAY = 31


def rhythm_of(activity: Activity) -> str:
    """How often an activity comes, on which day, until when, and counted from what."""
    return _told(activity.rule, activity.starts, activity.ends, activity.basis == Basis.DONE, days.language())


@lru_cache(maxsize=8192)
def _told(text: str, starts: date, ends: date | None, counted_from_done: bool, language: str) -> str:
    """Kept, by language: a list says it for every row."""
    try:
        rule = parse(text)
    except NotARule:
        return text
    return rhythm(rule, starts, ends, counted_from_done=counted_from_done)


def rhythm(rule: Rule, starts: date, ends: date | None = None, *, counted_from_done: bool = False) -> str:
    parts = [_often(rule), "" if counted_from_done and not rule.placed else _day(rule.anchored(starts))]
    if rule.count:
        parts.append(ngettext("%(count)s time in all", "%(count)s times in all", rule.count) % {"count": rule.count})
    if last := min((day for day in (rule.until, ends) if day is not None), default=None):
        parts.append(gettext("until %(day)s") % {"day": days.day(last)})
    if counted_from_done:
        parts.append(gettext("counted from when it was done"))
    return ", ".join(part for part in parts if part)


def _often(rule: Rule) -> str:
    if rule.months and rule.unit == Unit.MONTHS:
        return pgettext("recurrence", "In %(months)s") % {
            "months": listed([days.month_name(month) for month in rule.months])
        }
    every, unit = rule.spoken
    if (every, unit) == (HALF_YEAR, Unit.MONTHS):
        return pgettext("recurrence", "Every half-year")
    if unit == Unit.WEEKS and rule.weekdays == WORKING and every == 1:
        return pgettext("recurrence", "Every working day")
    if every == 1:
        return {
            Unit.DAYS: pgettext("recurrence", "Every day"),
            Unit.WEEKS: pgettext("recurrence", "Every week"),
            Unit.MONTHS: pgettext("recurrence", "Every month"),
            Unit.QUARTERS: pgettext("recurrence", "Every quarter"),
            Unit.YEARS: pgettext("recurrence", "Every year"),
        }[unit]
    return {
        Unit.DAYS: pgettext("recurrence", "Every %(count)s days"),
        Unit.WEEKS: pgettext("recurrence", "Every %(count)s weeks"),
        Unit.MONTHS: pgettext("recurrence", "Every %(count)s months"),
        Unit.QUARTERS: pgettext("recurrence", "Every %(count)s quarters"),
        Unit.YEARS: pgettext("recurrence", "Every %(count)s years"),
    }[unit] % {"count": every}


def _day(rule: Rule) -> str:
    """On which day: of the week, of the month, of the year. ``rule`` says it in full."""
    if rule.unit == Unit.WEEKS:
        if rule.weekdays == WORKING:
            return "" if rule.every == 1 else pgettext("recurrence", "on working days")
        return pgettext("recurrence", "on %(days)s") % {
            "days": listed([days.weekday_name(each) for each in rule.weekdays])
        }
    if rule.unit == Unit.DAYS:
        return ""
    said = _nth(rule) if rule.nth is not None else _of_month(rule)
    if rule.unit == Unit.YEARS and rule.months:
        if rule.nth is None and rule.day != LAST_DAY:
            return pgettext("recurrence", "on %(date)s") % {"date": _date(rule.day or 1, rule.months[0])}
        return pgettext("recurrence", "%(day)s of %(month)s") % {"day": said, "month": days.month_name(rule.months[0])}
    return said


def _of_month(rule: Rule) -> str:
    if rule.day == LAST_DAY:
        return pgettext("recurrence", "on the last day")
    return pgettext("recurrence", "on the %(ordinal)s") % {"ordinal": _ordinal(rule.day or 1)}


def _nth(rule: Rule) -> str:
    what = pgettext("recurrence", "working day") if rule.weekdays == WORKING else days.weekday_name(rule.weekdays[0])
    return {
        1: pgettext("recurrence", "on the first %(day)s"),
        2: pgettext("recurrence", "on the second %(day)s"),
        3: pgettext("recurrence", "on the third %(day)s"),
        4: pgettext("recurrence", "on the fourth %(day)s"),
        LAST: pgettext("recurrence", "on the last %(day)s"),
    }[rule.nth or 1] % {"day": what}


def _date(day: int, month: int) -> str:
    return f"{day}. {days.month_name(month)}" if days.language() == "da" else f"{day} {days.month_name(month)}"


def _ordinal(number: int) -> str:
    if days.language() == "da":
        return f"{number}."
    ending = "th" if 10 <= number % 100 <= 13 else {1: "st", 2: "nd", 3: "rd"}.get(number % 10, "th")
    return f"{number}{ending}"


def listed(names: Sequence[str]) -> str:
    """a, b and c"""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}
