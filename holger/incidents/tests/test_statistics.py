"""Numbers: medians that say how few there are, months and quarters, and only what counts and may be known."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from holger.core import dates
from holger.incidents.models import Status
from holger.incidents.rules import statistics as rules
from holger.incidents.selectors.statistics import numbers_of
from holger.incidents.services import law, moments, notices
from holger.incidents.tests.factories import make_incident
from tests.cast import actor_of

HOUR, DAY = timedelta(hours=1), timedelta(days=1)


# Rules


def test_median_and_ninetieth_are_times_that_were():
    found = rules.spread([HOUR * n for n in range(1, 11)])
    assert (found.count, found.median, found.ninetieth) == (10, 5.5 * HOUR, 9 * HOUR)
    assert not found.few


@pytest.mark.parametrize(("hours", "median", "ninetieth"), [([3], 3, 3), ([1, 5], 3, 5), ([5, 1, 2], 2, 5)])
def test_few_are_said_to_be_few(hours, median, ninetieth):
    found = rules.spread([HOUR * n for n in hours])
    assert (found.median, found.ninetieth, found.few) == (median * HOUR, ninetieth * HOUR, True)


def test_what_is_not_known_or_entered_wrong_is_left_out():
    now = datetime(2026, 1, 1, tzinfo=UTC)
    spans = rules.between([(None, now), (now, None), (now, now + HOUR), (now, now - HOUR)])
    assert rules.spread(spans) == rules.Spread(1, HOUR, HOUR)
    assert rules.spread([]) == rules.Spread(0)
    assert not rules.Spread(0).few


def test_months_and_quarters_lie_whole_and_in_order():
    months = rules.stretches(date(2025, 11, 20), date(2026, 2, 1), rules.MONTH)
    assert [each.first for each in months] == [date(2025, 11, 1), date(2025, 12, 1), date(2026, 1, 1), date(2026, 2, 1)]
    assert [each.last.day for each in months] == [30, 31, 31, 28]
    quarters = rules.stretches(date(2025, 11, 20), date(2026, 4, 1), rules.QUARTER)
    assert [(each.first, each.quarter) for each in quarters] == [
        (date(2025, 10, 1), 4), (date(2026, 1, 1), 1), (date(2026, 4, 1), 2)
    ]  # fmt: skip


def test_days_are_counted_where_they_lie():
    borders = [date(2025, 10, 1), date(2026, 1, 1), date(2026, 4, 1)]
    days = [date(2025, 9, 30), date(2025, 12, 31), date(2026, 1, 1), date(2026, 3, 31), date(2026, 4, 1)]
    assert rules.counted(days, borders) == [1, 2]


@pytest.mark.parametrize(
    ("counts", "trend"), [([1] * 5, None), ([1] * 6, 0), ([9, 0, 0, 1, 1, 1, 0], 1), ([1, 1, 1, 2, 2, 2], 3)]
)
def test_the_trend_is_three_beside_three(counts, trend):
    assert rules.trend(counts) == trend


def test_shares_come_with_the_most_first():
    assert rules.shares(["b", "a", "b", "", "z"], ["a", "b"]) == [("b", 2), ("a", 1), ("", 1), ("z", 1)]


def test_two_years_are_shown_by_month():
    assert rules.usual_unit(date(2024, 1, 1), date(2025, 12, 31)) == rules.MONTH
    assert rules.usual_unit(date(2023, 1, 1), date(2025, 12, 31)) == rules.QUARTER


# What counts


def numbers(person, since=None, until=None):
    today = dates.today()
    return numbers_of(actor_of(person), since or today - 90 * DAY, until or today, rules.MONTH, "Europe/Copenhagen")


@pytest.mark.django_db
def test_only_what_counts_and_may_be_known_is_counted(cast):
    now = dates.now()
    make_incident(cast.kronborg, "Counts", category="phishing", detected_at=now, occurred_from=now - 3 * HOUR)
    make_incident(cast.kronborg, "Played", drill=True)
    make_incident(cast.kronborg, "Nothing", status=Status.REJECTED)
    kept = make_incident(cast.kronborg, "Old", detected_at=now - 200 * DAY)
    make_incident(cast.kronborg, "Joined", status=Status.MERGED, merged_into=kept)
    make_incident(cast.kronborg, "Put away", archived_at=now)
    make_incident(cast.kronborg, "Secret", restricted=True, owner=cast.anna)
    make_incident(cast.rosenborg, "Elsewhere")
    assert numbers(cast.anna).total == 2
    found = numbers(cast.olga)
    assert found.total == 1
    assert found.times["detect"].median == 3 * HOUR
    assert [(each.key, each.count) for each in found.by["category"]] == [("phishing", 1)]
    assert found.by["category"][0].title != "phishing"
    assert sum(count for _each, count in found.by_time) == 1
    assert numbers(cast.emil).total == 0


@pytest.mark.django_db
def test_to_notify_is_from_aware_to_the_first_notice(cast):
    anna = actor_of(cast.anna)
    law.profile_set(actor=anna, kinds=["public_body"])
    made = make_incident(cast.kronborg, "Leak", owner=cast.anna)
    moments.moment_tell(actor=anna, incident=made, point="aware", at=dates.now() - 9 * HOUR, basis="The alarm.")
    told = {"clock": "gdpr-33", "sheet": "gdpr-33", "language": "da", "recipient": "X"}
    notices.notice_record(actor=anna, incident=made, at=dates.now() - 4 * HOUR, **told)
    notices.notice_record(actor=anna, incident=made, at=dates.now() - HOUR, **told)
    found = numbers(cast.anna).times["notify"]
    assert found.count == 1
    assert abs(found.median - 5 * HOUR) < timedelta(seconds=9)


@pytest.mark.django_db
def test_as_many_questions_for_one_as_for_thirty(cast):
    def asked():
        with CaptureQueriesContext(connection) as found:
            numbers(cast.anna)
        return len(found)

    make_incident(cast.kronborg, "One")
    one = asked()
    for number in range(30):
        make_incident(cast.kronborg, f"{number}", unit=cast.production)
    assert asked() == one <= 6
