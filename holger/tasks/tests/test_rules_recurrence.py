"""When an activity comes again: said, written, reckoned, and held to two other opinions of what a rule means."""

import os
import time
from calendar import monthrange
from dataclasses import replace
from datetime import date, datetime
from itertools import pairwise

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as some

from holger.tasks.rules.recurrence import (
    DAY,
    NotARule,
    Rule,
    Unit,
    next_after,
    next_from_completion,
    occurrences,
    parse,
    upcoming,
)
from holger.tasks.tests import another_program

DAYS, WEEKS, MONTHS, QUARTERS, YEARS = Unit
MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
WORKING = (MON, TUE, WED, THU, FRI)
TODAY = date(2026, 11, 24)
END = date(2031, 12, 31)


def slots(rule: Rule, start: date, most: int = 6) -> list[str]:
    return [str(slot) for slot in upcoming(rule, start, start - DAY, most)]


# What people say


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        (Rule(3, DAYS), date(2026, 2, 26), "2026-02-26 2026-03-01 2026-03-04"),
        (Rule(1, WEEKS), date(2026, 12, 29), "2026-12-29 2027-01-05 2027-01-12"),
        (Rule(2, WEEKS, weekdays=(FRI, MON)), TODAY, "2026-11-27 2026-12-07 2026-12-11 2026-12-21"),
        (Rule(1, WEEKS, weekdays=WORKING), date(2026, 11, 27), "2026-11-27 2026-11-30 2026-12-01"),
        (Rule(1, MONTHS), date(2026, 1, 10), "2026-01-10 2026-02-10 2026-03-10"),
        (Rule(1, MONTHS, day=10), TODAY, "2026-12-10 2027-01-10 2027-02-10"),
        (Rule(1, QUARTERS), TODAY, "2026-11-24 2027-02-24 2027-05-24"),
        (Rule(2, QUARTERS, day=1), TODAY, "2027-05-01 2027-11-01"),
        (Rule(1, MONTHS, months=(2, 5, 9, 11), day=4), TODAY, "2027-02-04 2027-05-04 2027-09-04 2027-11-04 2028-02-04"),
        (Rule(1, YEARS), TODAY, "2026-11-24 2027-11-24"),
        (Rule(1, YEARS, months=(1,), day=21), TODAY, "2027-01-21 2028-01-21"),
        (Rule(3, YEARS, months=(9,)), TODAY, "2029-09-24 2032-09-24"),
        (Rule(1, MONTHS, nth=1, weekdays=(MON,)), TODAY, "2026-12-07 2027-01-04 2027-02-01"),
        (Rule(1, MONTHS, nth=-1, weekdays=(FRI,)), TODAY, "2026-11-27 2026-12-25 2027-01-29"),
        (Rule(1, QUARTERS, nth=4, weekdays=(THU,)), TODAY, "2026-11-26 2027-02-25 2027-05-27"),
        (Rule(1, YEARS, months=(6,), nth=2, weekdays=(WED,)), TODAY, "2027-06-09 2028-06-14"),
        (Rule(1, MONTHS, nth=1, weekdays=WORKING), TODAY, "2026-12-01 2027-01-01 2027-02-01"),
        (Rule(1, MONTHS, nth=-1, weekdays=WORKING), TODAY, "2026-11-30 2026-12-31 2027-01-29"),
    ],
)
def test_what_people_say_comes_when_they_mean(rule, start, expected):
    expected = expected.split()
    assert slots(rule, start, len(expected)) == expected


@pytest.mark.parametrize(
    ("rule", "start", "expected"),
    [
        (Rule(1, MONTHS), date(2027, 12, 31), "2027-12-31 2028-01-31 2028-02-29 2028-03-31 2028-04-30"),
        (Rule(1, MONTHS), date(2027, 1, 30), "2027-01-30 2027-02-28 2027-03-30 2027-04-30"),
        (Rule(1, MONTHS), date(2028, 1, 29), "2028-01-29 2028-02-29 2028-03-29"),
        (Rule(1, MONTHS), date(2027, 2, 28), "2027-02-28 2027-03-28"),
        (Rule(1, MONTHS, day=31), date(2027, 2, 28), "2027-02-28 2027-03-31 2027-04-30"),
        (Rule(1, QUARTERS), date(2026, 11, 30), "2026-11-30 2027-02-28 2027-05-30"),
        (Rule(1, MONTHS, months=(2, 4), day=31), TODAY, "2027-02-28 2027-04-30 2028-02-29"),
        (Rule(1, YEARS), date(2024, 2, 29), "2024-02-29 2025-02-28 2026-02-28 2027-02-28 2028-02-29"),
        (Rule(4, YEARS), date(1896, 2, 29), "1896-02-29 1900-02-28 1904-02-29"),
        (Rule(100, YEARS), date(2000, 2, 29), "2000-02-29 2100-02-28 2200-02-28 2300-02-28 2400-02-29"),
    ],
)
def test_no_month_is_left_out_because_it_is_short(rule, start, expected):
    expected = expected.split()
    assert slots(rule, start, len(expected)) == expected


def test_it_ends_after_a_number_of_times_or_on_a_day():
    assert slots(Rule(1, MONTHS, day=10, count=2), TODAY) == ["2026-12-10", "2027-01-10"]
    assert slots(Rule(1, MONTHS, day=10, until=date(2027, 2, 10)), TODAY) == ["2026-12-10", "2027-01-10", "2027-02-10"]
    assert slots(Rule(1, MONTHS, day=10, until=date(2026, 12, 9)), TODAY) == []
    assert slots(Rule(1, DAYS, count=1), TODAY) == ["2026-11-24"]
    assert next_after(Rule(1, DAYS, count=1), TODAY, TODAY) is None


def test_times_are_counted_from_the_start_wherever_one_looks():
    rule = Rule(1, MONTHS, day=10, count=4)
    assert occurrences(rule, TODAY, date(2027, 2, 1), date(2028, 1, 1)) == [date(2027, 2, 10), date(2027, 3, 10)]
    assert next_after(rule, TODAY, date(2027, 3, 10)) is None


def test_a_window_has_both_its_ends():
    rule = Rule(1, MONTHS, day=10)
    first, last = date(2026, 12, 10), date(2027, 2, 10)
    assert occurrences(rule, TODAY, first, last) == [first, date(2027, 1, 10), last]
    assert occurrences(rule, TODAY, first + DAY, last - DAY) == [date(2027, 1, 10)]
    assert occurrences(rule, TODAY, last, first) == []
    assert occurrences(rule, TODAY, date(2020, 1, 1), TODAY) == []


def test_a_start_long_ago_keeps_its_step():
    assert occurrences(Rule(2, WEEKS), date(1990, 1, 1), TODAY, date(2026, 12, 7)) == [date(2026, 11, 30)]
    assert occurrences(Rule(5, MONTHS), date(1990, 1, 31), TODAY, date(2027, 6, 1)) == [date(2027, 2, 28)]
    assert next_after(Rule(7, YEARS), date(1990, 3, 1), TODAY) == date(2032, 3, 1)
    assert next_after(Rule(999, DAYS), date(1990, 1, 1), TODAY) == date(1990, 1, 1) + 14 * 999 * DAY


def test_the_calendar_itself_has_ends():
    for rule in (
        Rule(1, DAYS),
        Rule(1, WEEKS),
        Rule(1, WEEKS, weekdays=WORKING),
        Rule(1, MONTHS, day=31),
        Rule(1, YEARS),
    ):
        assert next_after(rule, date(9999, 12, 31), date.max) is None
        assert occurrences(rule, date.min, date.min, date(1, 1, 31))
        assert date.max in occurrences(replace(rule, until=None), date(9999, 12, 31), date(9999, 1, 1), date.max)
        assert next_from_completion(rule, date.max) is None
        assert next_from_completion(replace(rule), date.min) is not None


# From the day it was done


@pytest.mark.parametrize(
    ("rule", "done", "expected"),
    [
        (Rule(10, DAYS), date(2026, 12, 28), date(2027, 1, 7)),
        (Rule(2, WEEKS), TODAY, date(2026, 12, 8)),
        (Rule(1, MONTHS), date(2027, 1, 31), date(2027, 2, 28)),
        (Rule(1, QUARTERS), date(2026, 11, 30), date(2027, 2, 28)),
        (Rule(1, YEARS), date(2028, 2, 29), date(2029, 2, 28)),
        (Rule(1, MONTHS, day=10), date(2026, 11, 3), date(2026, 12, 10)),
        (Rule(1, MONTHS, day=10), date(2026, 11, 27), date(2026, 12, 10)),
        (Rule(1, QUARTERS, day=31), date(2026, 11, 3), date(2027, 2, 28)),
        (Rule(1, MONTHS, nth=1, weekdays=(MON,)), date(2026, 11, 1), date(2026, 12, 7)),
        (Rule(1, MONTHS, months=(2, 5, 9, 11), day=4), date(2026, 9, 28), date(2026, 11, 4)),
        (Rule(1, MONTHS, months=(2, 5, 9, 11), day=4), date(2026, 11, 1), date(2027, 2, 4)),
        (Rule(1, YEARS, months=(2,), day=10), date(2026, 1, 15), date(2027, 2, 10)),
        (Rule(2, YEARS, months=(2,), day=10), date(2026, 3, 15), date(2028, 2, 10)),
        (Rule(1, WEEKS, weekdays=(MON,)), date(2026, 11, 25), date(2026, 11, 30)),
        (Rule(2, WEEKS, weekdays=(MON,)), date(2026, 11, 25), date(2026, 12, 7)),
        (Rule(1, WEEKS, weekdays=(MON, THU)), date(2026, 11, 24), date(2026, 11, 26)),
        (Rule(1, WEEKS, weekdays=(MON, THU)), date(2026, 11, 26), date(2026, 11, 30)),
    ],
)
def test_the_next_one_counts_from_the_day_it_was_done(rule, done, expected):
    assert next_from_completion(rule, done) == expected


def test_what_has_ended_does_not_follow_from_being_done():
    assert next_from_completion(Rule(1, MONTHS, count=3), TODAY, runs=2) == date(2026, 12, 24)
    assert next_from_completion(Rule(1, MONTHS, count=3), TODAY, runs=3) is None
    assert next_from_completion(Rule(1, MONTHS, until=date(2026, 12, 24)), TODAY) == date(2026, 12, 24)
    assert next_from_completion(Rule(1, MONTHS, until=date(2026, 12, 23)), TODAY) is None


# Written and read


@pytest.mark.parametrize(
    ("rule", "text"),
    [
        (Rule(), "FREQ=MONTHLY"),
        (Rule(3, DAYS), "FREQ=DAILY;INTERVAL=3"),
        (Rule(1, DAYS, weekdays=WORKING), "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"),
        (Rule(2, WEEKS, weekdays=(THU, MON, MON)), "FREQ=WEEKLY;INTERVAL=2;BYDAY=MO,TH"),
        (Rule(2, QUARTERS), "FREQ=MONTHLY;INTERVAL=6"),
        (Rule(1, MONTHS, day=10), "FREQ=MONTHLY;BYMONTHDAY=10"),
        (Rule(1, MONTHS, day=29), "FREQ=MONTHLY;BYMONTHDAY=28,29;BYSETPOS=-1"),
        (Rule(1, MONTHS, day=30), "FREQ=MONTHLY;BYMONTHDAY=28,29,30;BYSETPOS=-1"),
        (Rule(1, MONTHS, day=31), "FREQ=MONTHLY;BYMONTHDAY=-1"),
        (Rule(1, MONTHS, months=(11, 2)), "FREQ=MONTHLY;BYMONTH=2,11"),
        (Rule(1, YEARS, months=(2, 11)), "FREQ=MONTHLY;BYMONTH=2,11"),
        (Rule(1, MONTHS, months=(2,)), "FREQ=YEARLY;BYMONTH=2"),
        (Rule(1, YEARS, months=tuple(range(1, 13)), day=1), "FREQ=MONTHLY;BYMONTHDAY=1"),
        (Rule(1, MONTHS, nth=-1, weekdays=(FRI,)), "FREQ=MONTHLY;BYDAY=-1FR"),
        (Rule(1, MONTHS, nth=2, weekdays=WORKING), "FREQ=MONTHLY;BYDAY=MO,TU,WE,TH,FR;BYSETPOS=2"),
        (Rule(4, WEEKS, count=12), "FREQ=WEEKLY;INTERVAL=4;COUNT=12"),
        (Rule(1, YEARS, until=date(2030, 12, 31)), "FREQ=YEARLY;UNTIL=20301231"),
        (Rule(1, DAYS, until=date(987, 6, 5)), "FREQ=DAILY;UNTIL=09870605"),
    ],
)
def test_a_rule_is_written_as_rfc_5545_says(rule, text):
    assert rule.text == text
    assert parse(text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        (" rrule:freq=monthly;bymonthday=31; ", Rule(1, MONTHS, day=31)),
        ("FREQ=MONTHLY;BYMONTHDAY=30", Rule(1, MONTHS, day=30)),
        ("FREQ=MONTHLY;BYMONTHDAY=31,30,29,28;BYSETPOS=-1", Rule(1, MONTHS, day=31)),
        ("FREQ=MONTHLY;INTERVAL=3", Rule(1, QUARTERS)),
        ("FREQ=YEARLY;BYMONTH=2,5,9,11;BYMONTHDAY=4", Rule(1, MONTHS, months=(2, 5, 9, 11), day=4)),
        ("FREQ=MONTHLY;BYDAY=MO;BYSETPOS=1", Rule(1, MONTHS, nth=1, weekdays=(MON,))),
        ("FREQ=MONTHLY;BYDAY=+1MO", Rule(1, MONTHS, nth=1, weekdays=(MON,))),
        ("FREQ=WEEKLY;WKST=SU;BYDAY=MO,TU", Rule(1, WEEKS, weekdays=(MON, TUE))),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO", Rule(2, WEEKS, weekdays=(MON,))),
        ("FREQ=DAILY;BYDAY=MO,FR", Rule(1, WEEKS, weekdays=(MON, FRI))),
        ("FREQ=DAILY;UNTIL=20261231T225959Z", Rule(1, DAYS, until=date(2026, 12, 31))),
    ],
)
def test_what_other_programs_write_is_read(text, rule):
    assert parse(text) == rule


@pytest.mark.parametrize(
    ("text", "says", "field"),
    [
        ("", "“” is no rule of recurrence", None),
        ("every month", "“every month” is no rule", None),
        ("INTERVAL=2", "“INTERVAL=2” is no rule", None),
        ("FREQ=MONTHLY;;COUNT=2", "is no rule", None),
        ("FREQ=MONTHLY;BYMONTHDAY=" + "1," * 200 + "1", "is no rule", None),
        ("DTSTART:20260101\nRRULE:FREQ=DAILY", "is no rule", None),
        ("FREQ=HOURLY", "does not repeat by HOURLY", None),
        ("FREQ=YEARLY;BYWEEKNO=20", "does not repeat by BYWEEKNO", None),
        ("FREQ=DAILY;BYHOUR=9", "does not repeat by BYHOUR", None),
        ("FREQ=DAILY;COUNT=2;COUNT=3", "COUNT stands there twice", None),
        ("FREQ=DAILY;INTERVAL=0", "1 to 999", "every"),
        ("FREQ=DAILY;INTERVAL=1000", "1 to 999", "every"),
        ("FREQ=DAILY;INTERVAL=two", "“TWO” is no number that INTERVAL can have", None),
        ("FREQ=DAILY;INTERVAL=1,2", "no number that INTERVAL can have", None),
        ("FREQ=DAILY;COUNT=0", "1 to 1000 times", "count"),
        ("FREQ=DAILY;COUNT=1001", "1 to 1000 times", "count"),
        ("FREQ=DAILY;COUNT=2;UNTIL=20270101", "not both", "until"),
        ("FREQ=DAILY;UNTIL=20260230", "“20260230” is no date", "until"),
        ("FREQ=DAILY;UNTIL=2026-12-31", "is no date", "until"),
        ("FREQ=DAILY;BYMONTHDAY=1", "go with months, quarters and years", "unit"),
        ("FREQ=WEEKLY;BYDAY=1MO", "go with months, quarters and years", "unit"),
        ("FREQ=WEEKLY;BYMONTH=1", "go with months, quarters and years", "unit"),
        ("FREQ=DAILY;INTERVAL=2;BYDAY=MO", "Weekdays go with weeks", "weekdays"),
        ("FREQ=WEEKLY;BYDAY=XX", "“XX” is no number that BYDAY can have", "weekdays"),
        ("FREQ=WEEKLY;INTERVAL=2;WKST=SU;BYDAY=MO,SU", "Weeks begin on Monday", "weekdays"),
        ("FREQ=MONTHLY;BYDAY=MO", "Choose both which of the month and which weekday", "nth"),
        ("FREQ=MONTHLY;BYDAY=5MO", "first, second, third, fourth or last", "nth"),
        ("FREQ=MONTHLY;BYDAY=-2MO", "first, second, third, fourth or last", "nth"),
        ("FREQ=MONTHLY;BYDAY=1MO,3MO", "Choose one", "nth"),
        ("FREQ=MONTHLY;BYDAY=1MO;BYSETPOS=1", "Choose one", "nth"),
        ("FREQ=MONTHLY;BYDAY=SA,SU;BYSETPOS=1", "one weekday of the month, or Monday to Friday", "weekdays"),
        ("FREQ=MONTHLY;BYDAY=FR;BYMONTHDAY=13", "Choose both", "nth"),
        ("FREQ=MONTHLY;BYDAY=1FR;BYMONTHDAY=13", "not both", "day"),
        ("FREQ=MONTHLY;BYMONTHDAY=1,15", "Choose one day of the month", "day"),
        ("FREQ=MONTHLY;BYMONTHDAY=10;BYSETPOS=2", "Choose one day of the month", "day"),
        ("FREQ=MONTHLY;BYSETPOS=-1", "Choose one day of the month", "day"),
        ("FREQ=MONTHLY;BYMONTHDAY=32", "1 to 31", "day"),
        ("FREQ=MONTHLY;BYMONTHDAY=0", "1 to 31", "day"),
        ("FREQ=MONTHLY;BYMONTHDAY=-2", "1 to 31", "day"),
        ("FREQ=MONTHLY;BYMONTH=13", "A month is 1 to 12", "months"),
        ("FREQ=MONTHLY;INTERVAL=3;BYMONTH=1,4", "Chosen months come every year", "months"),
        ("FREQ=YEARLY;INTERVAL=2;BYMONTH=1,4", "Chosen months come every year", "months"),
        ("FREQ=YEARLY;BYMONTHDAY=10", "Choose the month of the year as well", "months"),
        ("FREQ=YEARLY;BYDAY=1MO", "Choose the month of the year as well", "months"),
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_and_told_why(text, says, field):
    with pytest.raises(NotARule) as refused:
        parse(text)
    assert says in str(refused.value)
    assert refused.value.reason.text % refused.value.reason.params == str(refused.value)
    assert refused.value.reason.field == field


def test_a_weekday_is_one_of_seven():
    with pytest.raises(NotARule, match="A weekday is Monday to Sunday"):
        Rule(1, WEEKS, weekdays=(7,))


def test_every_three_months_is_called_a_quarter():
    assert Rule(1, QUARTERS).spoken == (1, QUARTERS)
    assert Rule(6, MONTHS).spoken == (6, MONTHS)
    assert Rule(1, YEARS).spoken == (1, YEARS)


# Other opinions


days = some.dates(date(1999, 1, 1), date(2029, 12, 31))
edges = some.builds(
    lambda year, month, back: date(year, month, monthrange(year, month)[1] - back),
    some.integers(1999, 2029), some.integers(1, 12), some.integers(0, 3),
)  # fmt: skip
starts = days | edges
ends = some.one_of(
    some.just({}),
    some.builds(lambda count: {"count": count}, some.integers(1, 40)),
    some.builds(lambda until: {"until": until}, some.dates(date(1999, 1, 1), date(2033, 1, 1))),
)
places = some.one_of(
    some.just({}),
    some.builds(lambda day: {"day": day}, some.integers(1, 31)),
    some.builds(
        lambda nth, weekdays: {"nth": nth, "weekdays": weekdays},
        some.sampled_from((1, 2, 3, 4, -1)),
        some.one_of(some.just(WORKING), some.builds(lambda one: (one,), some.integers(0, 6))),
    ),
)
month = some.integers(1, 12)
rules = some.one_of(
    some.builds(lambda n, end: Rule(n, DAYS, **end), some.integers(1, 120), ends),
    some.builds(
        lambda n, weekdays, end: Rule(n, WEEKS, weekdays=tuple(weekdays), **end),
        some.integers(1, 30), some.sets(some.integers(0, 6)), ends,
    ),
    some.builds(lambda n, place, end: Rule(n, MONTHS, **place, **end), some.integers(1, 30), places, ends),
    some.builds(lambda n, place, end: Rule(n, QUARTERS, **place, **end), some.integers(1, 8), places, ends),
    some.builds(
        lambda months, place, end: Rule(1, MONTHS, months=tuple(months), **place, **end),
        some.sets(month, min_size=2), places, ends,
    ),
    some.builds(
        lambda n, one, place, end: Rule(n, YEARS, months=(one,), **place, **end),
        some.integers(1, 8), month, places, ends,
    ),
    some.builds(lambda n, end: Rule(n, YEARS, **end), some.integers(1, 8), ends),
)  # fmt: skip


def comes_on(rule: Rule, start: date, day: date) -> bool:
    """Whether a day is a slot, by looking at that day alone."""
    if rule.unit == DAYS:
        return (day - start).days % rule.every == 0
    if rule.unit == WEEKS:
        weeks = (day - start + start.weekday() * DAY).days // 7
        return weeks % rule.every == 0 and day.weekday() in (rule.weekdays or (start.weekday(),))
    passed = day.year - start.year if rule.unit == YEARS else (day.year - start.year) * 12 + day.month - start.month
    months = rule.months or ((start.month,) if rule.unit == YEARS else range(1, 13))
    if passed % rule.every or day.month not in months:
        return False
    length = monthrange(day.year, day.month)[1]
    if rule.nth is None:
        return day.day == min(rule.day or start.day, length)
    month = [date(day.year, day.month, number + 1) for number in range(length)]
    fitting = [each for each in month if each.weekday() in rule.weekdays]
    return day == fitting[rule.nth if rule.nth < 0 else rule.nth - 1]


def day_by_day(rule: Rule, start: date, last: date) -> list[date]:
    last = min(last, rule.until or last)
    every = [day for day in (start + n * DAY for n in range((last - start).days + 1)) if comes_on(rule, start, day)]
    return every[: rule.count]


def as_ical_js_says(rule: Rule, start: date, last: date) -> list[date]:
    """It wants to begin on a slot, as RFC 5545 asks, and cannot count in chosen months. Ends of months are told in other words, as it
    knows no set positions among days of the month, and no last day of a year's month: as that day every so many months, and as
    the last where there is no such day.
    """
    whole, first = rule.anchored(start), next(iter(day_by_day(replace(rule, count=None), start, last)), None)
    if first is None:
        return []
    if whole.day is None or whole.day <= 28:
        told = replace(whole, count=None) if len(whole.months) > 1 else whole
        return another_program.occurrences(told.text, first, last)[: rule.count]
    last = min(last, rule.until or last)
    told = (
        Rule(12 * whole.every, MONTHS, day=1) if whole.unit == YEARS else replace(whole, day=1, count=None, until=None)
    )
    texts = (told.text.replace("BYMONTHDAY=1", f"BYMONTHDAY={day}") for day in (whole.day, -1))
    right, ends_of_months = (another_program.occurrences(text, first, last) for text in texts)
    found = {day for day in right if day.day == whole.day}
    found |= {day for day in ends_of_months if day.month == 2 or (whole.day == 31 and day.day == 30)}
    return sorted(found)[: rule.count]


@settings(max_examples=200)
@given(rules, starts)
def test_day_by_day_it_is_the_same(rule, start):
    last = start + 4400 * DAY
    assert occurrences(rule, start, start, last) == day_by_day(rule, start, last)


@settings(max_examples=200)
@given(rules, starts)
def test_another_program_says_the_same(rule, start):
    last = start + 4400 * DAY
    assert occurrences(rule, start, start, last) == as_ical_js_says(rule, start, last)


@given(rules)
def test_what_is_written_is_read_again(rule):
    assert parse(rule.text) == rule
    assert parse(f"RRULE:{rule.text.lower()}") == rule


@given(rules, starts)
def test_written_out_in_full_it_comes_on_the_same_days(rule, start):
    whole = rule.anchored(start)
    assert whole.anchored(start + 40 * DAY) == whole
    assert occurrences(whole, start, start, END) == occurrences(rule, start, start, END)


@given(rules, starts, days, some.integers(0, 800))
def test_a_window_shows_what_the_whole_has_there(rule, start, first, length):
    last = first + length * DAY
    whole = occurrences(rule, start, start, last)
    assert occurrences(rule, start, first, last) == [slot for slot in whole if slot >= first]


@given(rules, starts, days)
def test_the_next_is_the_first_that_comes_after(rule, start, day):
    ahead = occurrences(rule, start, day + DAY, max(start, day) + 366 * 25 * DAY)
    assert next_after(rule, start, day) == (ahead[0] if ahead else None)
    assert upcoming(rule, start, day, 3) == ahead[:3]


@given(rules, starts)
def test_slots_follow_each_other_from_the_start(rule, start):
    found = occurrences(rule, start, date(1990, 1, 1), END)
    assert all(one < other for one, other in pairwise(found))
    assert all(slot >= start for slot in found)
    assert len(found) <= (rule.count or len(found))


@given(rules, starts)
def test_done_again_and_again_it_always_goes_on(rule, done):
    rule = replace(rule, count=None, until=None)
    found = next_from_completion(rule, done)
    assert found is not None and found > done
    assume(not rule.placed)
    assert [found] == upcoming(rule, done, done, 1)


# Clocks and zones


def test_no_change_of_clocks_moves_a_slot():
    """The nights of 29 March and 25 October 2026 are an hour short and an hour long in Copenhagen."""
    for night in (date(2026, 3, 29), date(2026, 10, 25)):
        found = occurrences(Rule(1, DAYS), night - 3 * DAY, night - 3 * DAY, night + 3 * DAY)
        assert found == [night + n * DAY for n in range(-3, 4)]
    weekly = occurrences(Rule(1, WEEKS), date(2026, 1, 4), date(2026, 1, 1), date(2026, 12, 31))
    assert len(weekly) == 52 and {slot.weekday() for slot in weekly} == {SUN}


@pytest.mark.parametrize("zone", ["Europe/Copenhagen", "Pacific/Kiritimati", "Pacific/Pago_Pago", "America/St_Johns"])
def test_it_is_the_same_wherever_the_machine_stands(zone, monkeypatch):
    every = (Rule(1, DAYS), Rule(2, WEEKS, weekdays=(SUN,)), Rule(1, MONTHS, day=29), Rule(1, YEARS, months=(3,)))
    here = [occurrences(rule, date(2026, 1, 29), date(2026, 1, 1), date(2027, 12, 31)) for rule in every]
    try:
        with monkeypatch.context() as moved:
            moved.setenv("TZ", zone)
            time.tzset()
            assert time.tzname != ("UTC", "UTC") and os.environ["TZ"] == zone
            assert here == [
                occurrences(rule, date(2026, 1, 29), date(2026, 1, 1), date(2027, 12, 31)) for rule in every
            ]
    finally:
        time.tzset()
    assert not any(isinstance(slot, datetime) for found in here for slot in found)
