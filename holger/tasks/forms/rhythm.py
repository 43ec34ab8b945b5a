"""How often something comes, asked without rules: every so many of a unit, and on which day."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms
from django.forms.forms import DeclarativeFieldsMetaclass
from django.utils.functional import lazy
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.tasks.rules.recurrence import LAST, LONGEST, Rule, Unit, parse
from holger.tasks.rules.rrule_text import WORKING, NotARule
from holger.ui import days

CHOSEN, AS_IS = "chosen", "as_is"
START, DAY, LAST_DAY, NTH = "start", "day", "last", "nth"
LAST_OF_MONTH = 31
WORKING_DAY = "working"
UNITS = (
    (Unit.DAYS.value, pgettext_lazy("every n", "days")),
    (Unit.WEEKS.value, pgettext_lazy("every n", "weeks")),
    (Unit.MONTHS.value, pgettext_lazy("every n", "months")),
    (Unit.QUARTERS.value, pgettext_lazy("every n", "quarters")),
    (Unit.YEARS.value, pgettext_lazy("every n", "years")),
    (CHOSEN, pgettext_lazy("every n", "In chosen months of the year")),
)
ONS = (
    (START, _("On the day of the first time")),
    (DAY, _("On a day of the month")),
    (LAST_DAY, _("On the last day of the month")),
    (NTH, _("On a weekday of the month")),
)
NTHS = (
    (1, pgettext_lazy("of the month", "First")),
    (2, pgettext_lazy("of the month", "Second")),
    (3, pgettext_lazy("of the month", "Third")),
    (4, pgettext_lazy("of the month", "Fourth")),
    (LAST, pgettext_lazy("of the month", "Last")),
)
NAMES = ("every", "span", "weekdays", "months", "on", "day", "nth", "weekday")
"""The fields that together say a rule."""
WHERE = {"every": "every", "months": "months", "weekdays": "weekdays", "day": "day", "nth": "nth"}


def _capital(name: Callable[[int], str]) -> Any:
    """A name as it stands alone, in the language of whoever reads it."""
    return lazy(lambda number: capfirst(name(number)), str)


MONTHS = [(number, _capital(days.month_name)(number)) for number in range(1, 13)]
WEEKDAYS = [(number, _capital(days.weekday_name)(number)) for number in range(7)]


class RhythmFields(metaclass=DeclarativeFieldsMetaclass):
    """The fields that say a rule, for a form to take in."""

    every = forms.IntegerField(label=_("Every"), min_value=1, max_value=LONGEST, initial=1)
    span = forms.ChoiceField(label=_("What of"), choices=UNITS, initial=Unit.MONTHS.value)
    weekdays = forms.TypedMultipleChoiceField(
        label=_("On these days of the week"),
        choices=WEEKDAYS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For what comes every so many weeks. None: the weekday of the first time."),
    )
    months = forms.TypedMultipleChoiceField(
        label=_("In these months"),
        choices=MONTHS,
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For what comes in chosen months of the year."),
    )
    on = forms.ChoiceField(label=_("Which day"), choices=ONS, initial=START, widget=forms.RadioSelect)
    day = forms.IntegerField(
        label=_("Day of the month"),
        min_value=1,
        max_value=31,
        required=False,
        help_text=_("A month that has no such day has it on its last."),
    )
    nth = forms.TypedChoiceField(label=_("Which one"), choices=NTHS, coerce=int, initial=1, required=False)
    weekday = forms.ChoiceField(
        label=_("Weekday"), choices=[*WEEKDAYS, (WORKING_DAY, _("Working day"))], initial="0", required=False
    )


def rule_from(answers: dict[str, Any], starts: date, before: Rule | None) -> Rule:
    """The rule that the answers say. When it ends by itself, as only programs say, it goes on ending so."""
    told: dict[str, Any] = {"count": before.count, "until": before.until} if before else {}
    unit, every = answers["span"], answers["every"]
    if unit == AS_IS and before is not None:
        return before
    if unit == Unit.DAYS:
        return Rule(every, Unit.DAYS, **told)
    if unit == Unit.WEEKS:
        return Rule(every, Unit.WEEKS, weekdays=tuple(answers["weekdays"]), **told)
    told |= _day(answers)
    if unit == CHOSEN:
        if not answers["months"]:
            raise RuleBroken(N_("Choose at least one month."), "months")
        return Rule(1, Unit.MONTHS, months=tuple(answers["months"]), **told)
    if unit == Unit.YEARS and answers["on"] != START:
        told["months"] = (starts.month,)
    return Rule(every, Unit(unit), **told)


def _day(answers: dict[str, Any]) -> dict[str, Any]:
    on = answers["on"]
    if on == LAST_DAY:
        return {"day": LAST_OF_MONTH}
    if on == DAY:
        if not answers["day"]:
            raise RuleBroken(N_("Say which day."), "day")
        return {"day": answers["day"]}
    if on == NTH:
        weekday = answers["weekday"] or "0"
        return {
            "nth": answers["nth"] or 1,
            "weekdays": WORKING if weekday == WORKING_DAY else (int(weekday),),
        }
    return {}


def answers_from(text: str, starts: date) -> dict[str, Any]:
    """The answers that say a rule; ``AS_IS`` where none do."""
    try:
        rule = parse(text)
        answers = _answers(rule, starts)
        if rule_from({"day": None, "weekdays": [], "months": [], **answers}, starts, rule) == rule:
            return answers
    except (NotARule, RuleBroken, KeyError):
        pass
    return {"every": 1, "span": AS_IS, "on": START}


def _answers(rule: Rule, starts: date) -> dict[str, Any]:
    every, unit = rule.spoken
    found: dict[str, Any] = {"every": every, "span": unit.value, "on": START, "nth": 1, "weekday": "0"}
    if unit == Unit.WEEKS:
        return {**found, "weekdays": list(rule.weekdays)}
    yearly = unit == Unit.YEARS and rule.months == (starts.month,)
    if rule.months and not (yearly and (rule.day is not None or rule.nth is not None)):
        found |= {"every": 1, "span": CHOSEN, "months": list(rule.months)}
    if rule.nth is not None:
        weekday = WORKING_DAY if rule.weekdays == WORKING else str(rule.weekdays[0])
        return {**found, "on": NTH, "nth": rule.nth, "weekday": weekday}
    if rule.day == LAST_OF_MONTH:
        return {**found, "on": LAST_DAY}
    return {**found, "on": DAY, "day": rule.day} if rule.day is not None else found


def why(wrong: NotARule) -> tuple[str, RuleBroken]:
    """At which field of the form, and in which words."""
    broken = RuleBroken(wrong.reason)
    return WHERE.get(wrong.reason.field or "", "span"), broken
