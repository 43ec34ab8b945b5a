"""Which days people work on, in Denmark above all."""

import subprocess
import sys
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as some

from holger.tasks.rules.workdays import DENMARK, Workdays, add_working_days, countries, shown

DAY = timedelta(days=1)
days = some.dates(date(2020, 1, 1), date(2040, 12, 31))


@pytest.mark.parametrize(
    ("day", "name"),
    [
        (date(2026, 1, 1), "Nytårsdag"),
        (date(2026, 4, 2), "Skærtorsdag"),
        (date(2026, 4, 3), "Langfredag"),
        (date(2026, 4, 6), "Anden påskedag"),
        (date(2026, 5, 14), "Kristi himmelfartsdag"),
        (date(2026, 5, 25), "Anden pinsedag"),
        (date(2026, 6, 5), "Grundlovsdag"),
        (date(2026, 12, 24), "Juleaftensdag"),
        (date(2026, 12, 25), "Juledag"),
        (date(2026, 12, 31), "Nytårsaften"),
        (date(2023, 5, 5), "Store bededag"),
    ],
)
def test_danish_days_off(day, name):
    assert not DENMARK.is_open(day)
    assert DENMARK.holiday(day) == name


@pytest.mark.parametrize("day", [date(2024, 4, 26), date(2026, 5, 1), date(2026, 11, 24), date(2026, 12, 23)])
def test_danish_working_days(day):
    """Great Prayer Day ended with 2023, and 1 May is a day off by agreement only."""
    assert DENMARK.is_open(day)
    assert DENMARK.holiday(day) == ""


def test_closed_offices_are_a_choice():
    law_only = Workdays(customary=False)
    for day in (date(2026, 6, 5), date(2026, 12, 24), date(2026, 12, 31)):
        assert law_only.is_open(day) and law_only.holiday(day) == ""
    assert not law_only.is_open(date(2026, 12, 25))


def test_a_weekend_is_no_holiday():
    assert not DENMARK.is_open(date(2026, 11, 28)) and DENMARK.holiday(date(2026, 11, 28)) == ""


def test_holidays_have_names_in_both_languages():
    assert DENMARK.holiday(date(2026, 4, 2), "en") == "Maundy Thursday"
    assert DENMARK.holiday(date(2026, 12, 24), "en") == "Christmas Eve"
    assert DENMARK.holiday(date(2026, 4, 2), "da-dk") == "Skærtorsdag"


@pytest.mark.parametrize(
    ("day", "there"),
    [
        (date(2026, 11, 24), date(2026, 11, 24)),
        (date(2026, 11, 28), date(2026, 11, 30)),
        (date(2026, 4, 2), date(2026, 4, 7)),
        (date(2026, 12, 24), date(2026, 12, 28)),
        (date(2026, 12, 31), date(2027, 1, 4)),
        (date.max, date.max),
    ],
)
def test_what_is_due_on_a_day_off_is_shown_on_the_next_working_day(day, there):
    assert shown(day) == there


@pytest.mark.parametrize(
    ("day", "count", "there"),
    [
        (date(2026, 11, 24), 0, date(2026, 11, 24)),
        (date(2026, 11, 28), 0, date(2026, 11, 30)),
        (date(2026, 11, 24), 3, date(2026, 11, 27)),
        (date(2026, 11, 24), 4, date(2026, 11, 30)),
        (date(2026, 12, 23), 1, date(2026, 12, 28)),
        (date(2026, 11, 28), 1, date(2026, 11, 30)),
        (date(2026, 11, 30), -1, date(2026, 11, 27)),
        (date(2027, 1, 4), -3, date(2026, 12, 28)),
    ],
)
def test_working_days_are_counted(day, count, there):
    assert add_working_days(day, count) == there


def test_working_days_of_a_week_and_of_christmas():
    assert DENMARK.between(date(2026, 11, 23), date(2026, 11, 29)) == 5
    assert DENMARK.between(date(2026, 12, 21), date(2026, 12, 27)) == 3
    assert DENMARK.between(date(2026, 11, 24), date(2026, 11, 23)) == 0


def test_other_countries_have_their_own():
    assert not Workdays("DE-BY").is_open(date(2026, 1, 6)) and Workdays("DE").is_open(date(2026, 1, 6))
    assert not Workdays("GB").is_open(date(2027, 12, 27))  # for Christmas Day, which is a Saturday
    assert {"DK", "SE", "DE", "GL", "FO"} <= countries()


@pytest.mark.parametrize("country", ["", "XX", "DE-XX", "denmark"])
def test_an_unknown_country_has_weekends(country):
    nowhere = Workdays(country)
    assert nowhere.is_open(date(2026, 12, 25)) and not nowhere.is_open(date(2026, 12, 26))
    assert nowhere.holiday(date(2026, 12, 25)) == ""


@given(days)
def test_shown_is_the_first_working_day_from_then(day):
    there = shown(day)
    assert DENMARK.is_open(there) and day <= there <= day + 6 * DAY
    assert not any(DENMARK.is_open(day + n * DAY) for n in range((there - day).days))
    assert shown(there) == there


@given(days, some.integers(1, 60))
def test_there_and_back_again(day, count):
    begin = shown(day)
    there = add_working_days(begin, count)
    assert DENMARK.between(begin, there) == count + 1
    assert add_working_days(there, -count) == begin


def test_the_library_is_not_loaded_before_it_is_needed():
    code = "import sys, holger.tasks.rules.workdays; sys.exit('holidays' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
