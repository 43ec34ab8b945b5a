"""Reminders: at half, three quarters, nine tenths and the end, to more people each time, and daily from then on."""

from datetime import timedelta

import pytest

from holger.incidents.rules.facts import Facts
from holger.incidents.rules.reminders import following, passed
from holger.incidents.tests.stories import at, aware, decided, sent, told

YES = decided(personal_data="yes", risk_to_people="yes", significant="yes")
FACTS = Facts(aware("2026-11-24 09:00"), decisions=YES)


@pytest.mark.parametrize(
    ("now", "last", "then"),
    [
        ("2026-11-24 10:00", None, "2026-11-25 21:00"),
        ("2026-11-25 21:00", 50, "2026-11-26 15:00"),
        ("2026-11-26 15:00", 75, "2026-11-27 01:48"),
        ("2026-11-27 02:00", 90, "2026-11-27 09:00"),
        ("2026-11-27 10:00", 100, "2026-11-28 09:00"),
        ("2026-11-29 10:00", 100, "2026-11-30 09:00"),
    ],
)
def test_when(now, last, then):
    clock = told(FACTS, now)["gdpr-33"]
    reminder = passed(clock, at(now))
    assert (reminder and reminder.percent) == last
    assert following(clock, at(now)).at == at(then)


def test_it_reaches_more_people_the_later_it_gets():
    tos = [
        passed(told(FACTS, now)["gdpr-33"], at(now)).to
        for now in ("2026-11-25 22:00", "2026-11-26 16:00", "2026-11-27 03:00")
    ]
    assert [len(to) for to in tos] == [1, 2, 3]


def test_each_daily_reminder_has_its_number_so_that_it_is_sent_once():
    days = ["2026-11-27 10:00", "2026-11-28 08:59", "2026-11-28 10:00"]
    assert [passed(told(FACTS, now)["gdpr-33"], at(now)).number for now in days] == [0, 0, 1]


def test_without_a_number_one_is_asked_every_day():
    clock = told(FACTS, "2026-11-25 10:00")["nis2-recipients"]
    reminder = passed(clock, at("2026-11-25 10:00"))
    assert (reminder.percent, reminder.number, reminder.at) == (None, 1, at("2026-11-25 09:00"))
    assert following(clock, at("2026-11-25 10:00")).at - reminder.at == timedelta(days=1)


def test_nobody_is_reminded_of_what_was_sent_or_is_not_relevant():
    facts = Facts(FACTS.moments, decisions=decided(significant="no"), notices={"gdpr-33": [sent("2026-11-25 09:00")]})
    found, now = told(facts, "2026-11-30 09:00"), at("2026-11-30 09:00")
    for key in ("gdpr-33", "nis2-notification", "nis2-final"):
        assert (passed(found[key], now), following(found[key], now)) == (None, None)
