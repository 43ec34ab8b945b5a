"""How often things come, as people write it in spreadsheets: a word for the cadence, or the months with a cross."""

import re
from calendar import monthrange
from collections.abc import Iterable, Mapping
from datetime import date

from holger.core.words import N_
from holger.tasks.rules.recurrence import Rule, Unit, occurrences
from holger.tasks.rules.rrule_text import NotARule

NAMES: tuple[tuple[str, ...], ...] = (
    ("jan", "januar", "january"),
    ("feb", "februar", "february"),
    ("mar", "marts", "march"),
    ("apr", "april"),
    ("maj", "may"),
    ("jun", "juni", "june"),
    ("jul", "juli", "july"),
    ("aug", "august"),
    ("sep", "sept", "september"),
    ("okt", "oct", "oktober", "october"),
    ("nov", "november"),
    ("dec", "december"),
)
"""What the months are called, Danish and English, the short names first."""
MONTHS: Mapping[str, int] = {name: number for number, names in enumerate(NAMES, start=1) for name in names}
LAST_DAY = 31

CADENCES: Mapping[str, Rule] = {
    "daily": Rule(1, Unit.DAYS),
    "weekly": Rule(1, Unit.WEEKS),
    "fortnightly": Rule(2, Unit.WEEKS),
    "monthly": Rule(1, Unit.MONTHS),
    "bimonthly": Rule(2, Unit.MONTHS),
    "quarterly": Rule(3, Unit.MONTHS),
    "four_monthly": Rule(4, Unit.MONTHS),
    "half_yearly": Rule(6, Unit.MONTHS),
    "yearly": Rule(1, Unit.YEARS),
    "two_yearly": Rule(2, Unit.YEARS),
    "three_yearly": Rule(3, Unit.YEARS),
}


def cadence_of(rule: Rule) -> str:
    """The word for how often a rule comes, wherever in its month; "" where there is none."""
    found = next((key for key, known in CADENCES.items() if (known.every, known.unit) == (rule.every, rule.unit)), "")
    return "" if rule.months and rule.unit == Unit.MONTHS else found


def months_of(rule: Rule, starts: date) -> tuple[int, ...]:
    """The months of the year in which it falls due; none where it comes so seldom that a year does not tell."""
    if rule.unit in (Unit.DAYS, Unit.WEEKS) or (rule.unit == Unit.YEARS and rule.every > 1):
        return ()
    if 12 % rule.every and rule.unit == Unit.MONTHS:
        return ()
    first = date(starts.year + 1, 1, 1)
    return tuple(sorted({day.month for day in occurrences(rule, starts, first, date(first.year, 12, 31))}))


def written(months: Iterable[int]) -> str:
    """The months as a file holds them: 3 6 9 12."""
    return " ".join(str(month) for month in sorted(set(months)))


def read_months(text: str) -> tuple[int, ...]:
    """The months that somebody means: ``3 6 9``, ``marts og september``, ``Jan, Apr``; ``NotARule`` where that is not to be read."""
    found: set[int] = set()
    for word in re.split(r"[\s,;/+&]+|\bog\b|\band\b", text.strip().casefold()):
        bare = word.strip(".")
        if not bare:
            continue
        if bare in MONTHS:
            found.add(MONTHS[bare])
        elif bare.isdecimal() and 1 <= int(bare) <= 12:
            found.add(int(bare))
        elif (match := re.fullmatch(r"[qk]([1-4])", bare)) is not None:
            found.add(int(match[1]) * 3)
        else:
            raise NotARule(N_("“%(text)s” is no month."), "months", text=word[:40])
    if not found:
        raise NotARule(N_("Choose at least one month."), "months")
    return tuple(sorted(found))


def rule_in(months: tuple[int, ...], *, dated: bool) -> Rule:
    """Every year in these months: on the day of the first time where that is known, else by the end of the month."""
    return Rule(1, Unit.MONTHS, months=months, day=None if dated else LAST_DAY)


def first_time(rule: Rule, today: date) -> date:
    """The first due date where a file tells none: by the end of the month, quarter, half-year or year that is running."""
    if rule.months:
        return occurrences(rule, today, today, date(today.year + rule.every + 1, 12, 31))[0]
    length = {Unit.DAYS: 0, Unit.WEEKS: 0, Unit.MONTHS: rule.every, Unit.YEARS: 12}[rule.unit]
    if not length:
        return today
    ends = min(-(-today.month // length) * length, 12) if 12 % length == 0 else today.month
    return date(today.year, ends, monthrange(today.year, ends)[1])
