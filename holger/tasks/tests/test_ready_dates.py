"""The wheel goes into any year from any day on, so that it stays even, on working days, and beside what is planned."""

from collections import Counter
from datetime import date, datetime, timedelta

import holidays
import pytest
from dateutil.rrule import rrulestr

from holger.tasks import library
from holger.tasks.rules.ready_dates import FEW_A_DAY, MOST_A_MONTH, NOTICE, places

ENTRIES = library.entries()
DATED = [entry for entry in ENTRIES if entry.rule]
FREE = holidays.Denmark()
NEW_YEAR = date(2027, 1, 1)


def works(day: date) -> bool:
    return day.weekday() < 5 and day not in FREE


def laid(entries=ENTRIES, since=NEW_YEAR, **more):
    return places(entries, since=since, works=works, **more)


def runs(place, since, days=365):
    """Its due dates in the coming year, by an independent reading of the rule."""
    start, end = datetime(*since.timetuple()[:3]), datetime(*(since + timedelta(days)).timetuple()[:3])
    first = datetime(*place.first.timetuple()[:3])
    return [run.date() for run in rrulestr(place.rule, dtstart=first).between(start, end, inc=True)]


def one(key, **more):
    return laid([library.entry(key)], **more)[key]


def test_everything_that_recurs_has_a_place_and_what_an_event_calls_for_has_none():
    assert set(laid()) == {entry.key for entry in DATED}


def test_a_calendar_year_is_the_year_as_it_is_laid_out():
    found = laid()
    for entry in DATED:
        first, own = found[entry.key].first, min(entry.months)
        late = own == 1 and date(2027, 1, entry.day) < NEW_YEAR + timedelta(days=min(entry.lead, NOTICE))
        if not late:
            assert first.year == 2027 and first.month == own, entry.key
            assert abs(first.day - entry.day) <= 4, entry.key
        assert found[entry.key].rule == entry.rule
    assert one("restore-test").first == date(2027, 2, 26)
    assert one("asset-inventory").first == date(2027, 2, 5)  # the 6th is a Saturday


DAYS = [date(2026, 1, 1) + timedelta(days=17 * step) for step in range(44)]


@pytest.mark.parametrize("year_starts", [1, 4, 7, 10])
@pytest.mark.parametrize("since", DAYS, ids=str)
def test_whenever_it_begins_it_is_even_and_on_working_days(since, year_starts):
    found = laid(since=since, year_starts=year_starts)
    days, months, moved = Counter(), Counter(), 0
    for entry in DATED:
        place = found[entry.key]
        assert works(place.first) and place.first.day <= 28
        assert place.first >= since + timedelta(days=min(entry.lead, NOTICE))
        months_of_place = {run.month for run in runs(place, place.first, 360)}
        assert len(months_of_place) == len(entry.months), entry.key
        moved += months_of_place != {(month + year_starts - 2) % 12 + 1 for month in entry.months}
        wait = (place.first - since).days
        assert wait <= 366 / len(entry.months) + NOTICE + 31, entry.key
        for run in runs(place, since):
            days[run] += 1
            months[run.year, run.month] += 1
    assert max(days.values()) <= FEW_A_DAY
    assert max(months.values()) <= 10 and moved <= 4


def test_the_wheel_turns_with_the_year():
    """With a year that begins in July, the plan of the year is approved in July and reviewed in June."""
    since = date(2027, 6, 1)
    july = {key: place.first.month for key, place in laid(since=since, year_starts=7).items()}
    assert july["annual-plan"] == 7 and july["management-review"] == 6 and july["penetration-test"] == 3
    awareness = one("awareness", since=since, year_starts=7)
    assert awareness.first.month == 8 and awareness.rule == "FREQ=YEARLY;BYMONTH=3,5,8,11"


def test_nobody_is_surprised():
    """Fourteen days at least, or the lead where it is shorter."""
    assert one("mfa-coverage", since=date(2027, 1, 5)).first == date(2027, 1, 15)
    assert one("mfa-coverage", since=date(2027, 1, 6)).first == date(2027, 4, 15)
    assert one("vulnerability-scan", since=date(2027, 1, 6)).first == date(2027, 2, 10)


def test_when_no_day_is_left_the_next_month_takes_it():
    """From the 12th of November the fortnight's notice leaves one working day of those that every month has."""
    found, since = laid(since=date(2027, 11, 12)), date(2027, 11, 26)
    late = {key for key, place in found.items() if place.first == since}
    assert len(late) == FEW_A_DAY
    moved = {"internal-audit", "deletion-check"} - late
    assert moved and all(found[key].first.month == 12 for key in moved)


def test_what_is_rare_is_done_late_rather_than_next_year():
    assert one("contingency-exercise", since=date(2027, 10, 1)).first == date(2027, 10, 15)
    assert one("physical-round", since=date(2027, 9, 20)).first == date(2027, 9, 27)
    assert one("contingency-exercise", since=date(2027, 10, 20)).first == date(2028, 10, 6)


def test_holidays_are_stepped_over():
    """Easter is the 28th of March in 2027, so neither the 26th nor the 25th is a working day."""
    assert one("physical-round", since=date(2027, 2, 15)).first == date(2027, 3, 24)
    plan = [library.entry("annual-plan")]
    thursdays = places(plan, since=NEW_YEAR, works=lambda day: day.weekday() == 3)
    assert thursdays["annual-plan"].first == date(2027, 1, 21)
    beside = places(plan, since=NEW_YEAR, works=lambda day: day.day in (19, 21))
    assert beside["annual-plan"].first == date(2027, 1, 21)  # of two that are equally far, the later


# Beside what is planned


def test_a_day_that_holds_two_is_left_alone():
    own = one("penetration-test").first
    assert own == date(2027, 9, 24)
    assert one("penetration-test", planned=[own]).first == own
    assert one("penetration-test", planned=[own] * FEW_A_DAY).first == date(2027, 9, 23)
    crowded = [date(2027, 9, day) for day in range(20, 29) for _each in range(FEW_A_DAY)]
    assert one("penetration-test", planned=crowded, most=30).first == date(2027, 9, 17)


def test_a_day_counts_in_every_month_it_comes_round_in():
    assert one("restore-test").first.day == 26
    moved = one("restore-test", planned=[date(2027, 11, 26)] * FEW_A_DAY)
    assert moved.first == date(2027, 2, 25)


def full(*months, most=MOST_A_MONTH):
    return [date(2027, month, 1 + place) for month in months for place in range(most)]


def test_a_full_month_passes_on_to_the_one_beside():
    assert one("penetration-test", planned=full(9)).first.month == 10
    assert one("penetration-test", planned=full(9, 10)).first.month == 8
    assert one("penetration-test", planned=full(8, 9, 10)).first.month == 9
    assert one("penetration-test", planned=full(9, most=MOST_A_MONTH - 1)).first.month == 9
    assert one("penetration-test", planned=full(9, most=3), most=3).first.month == 10


def test_what_comes_round_often_looks_at_all_its_months():
    assert one("restore-test", planned=full(8)).first.month == 3
    assert one("restore-test", planned=full(8, 9)).first.month == 1
    moved = one("awareness", planned=full(11))
    assert moved.first.month == 3 and moved.rule == "FREQ=YEARLY;BYMONTH=3,6,10,12"


def test_the_month_before_is_no_way_out_when_it_has_passed():
    """Half a year's or a year's wait is worse than a full month."""
    late = one("penetration-test", since=date(2027, 8, 20), planned=full(9, 10))
    assert late.first == date(2027, 9, 24)


def test_where_everything_is_full_the_emptiest_takes_it():
    planned = full(8, 10) + full(9, most=20)
    assert one("penetration-test", planned=planned).first.month == 10
    assert one("penetration-test", planned=full(*range(1, 13))).first.month == 9


def test_a_hundred_activities_do_not_break_the_year():
    """Three copies of the wheel, one after the other: no month beyond what it should hold while there is room."""
    planned, since = [], NEW_YEAR
    for _copy in range(3):
        found = laid(since=since, planned=planned, most=25)
        planned += [run for place in found.values() for run in runs(place, since)]
    months = Counter(day.month for day in planned)
    assert sum(months.values()) > 240 and max(months.values()) <= 25
    assert max(Counter(planned).values()) <= 2 * FEW_A_DAY


def test_the_same_question_has_the_same_answer():
    assert laid(since=date(2027, 5, 5)) == laid(list(reversed(ENTRIES)), since=date(2027, 5, 5))
