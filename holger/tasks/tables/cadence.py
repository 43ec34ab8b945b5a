"""How often something comes, in a word or two, for where there is little room: quarterly."""

from functools import lru_cache

from django.utils.translation import get_language, pgettext

from holger.tasks.rules.recurrence import Rule, Unit, parse
from holger.tasks.rules.rrule_text import NotARule


def cadence(rule: str) -> str:
    return _cadence(rule, get_language())


@lru_cache(maxsize=1024)
def _cadence(text: str, language: str | None) -> str:
    try:
        rule = parse(text)
    except NotARule:
        return ""
    return _of(rule)


def _of(rule: Rule) -> str:
    if rule.unit == Unit.MONTHS and rule.months:
        return pgettext("cadence", "%(count)s times a year") % {"count": len(rule.months)}
    if rule.every == 1:
        return {
            Unit.DAYS: pgettext("cadence", "daily"),
            Unit.WEEKS: pgettext("cadence", "weekly"),
            Unit.MONTHS: pgettext("cadence", "monthly"),
            Unit.YEARS: pgettext("cadence", "yearly"),
        }[rule.unit]
    if rule.unit == Unit.MONTHS and rule.every in (3, 6):
        return pgettext("cadence", "quarterly") if rule.every == 3 else pgettext("cadence", "half-yearly")
    return {
        Unit.DAYS: pgettext("cadence", "every %(count)s days"),
        Unit.WEEKS: pgettext("cadence", "every %(count)s weeks"),
        Unit.MONTHS: pgettext("cadence", "every %(count)s months"),
        Unit.YEARS: pgettext("cadence", "every %(count)s years"),
    }[rule.unit] % {"count": rule.every}
