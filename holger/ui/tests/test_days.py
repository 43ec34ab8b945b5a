from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone, translation

from holger.core import dates
from holger.ui import days


@pytest.mark.parametrize(("language", "written"), [("da", "24. nov. 2026"), ("en", "24 Nov 2026")])
def test_a_date_has_the_months_name(language: str, written: str):
    with translation.override(language):
        assert days.day(date(2026, 11, 24)) == written


def test_a_moment_is_shown_where_the_reader_is():
    with timezone.override("Europe/Copenhagen"), translation.override("en"):
        assert days.moment(datetime.fromisoformat("2026-07-01T22:30:00+00:00")) == "2 Jul 2026 0:30"


def test_recent_things_are_told_in_words():
    with translation.override("en"):
        assert days.ago(dates.now() - timedelta(minutes=5)) == "5 minutes ago"
        assert days.ago(timezone.localtime(dates.now()).date() - timedelta(days=1)) == "yesterday"
        assert days.ago(date(2020, 1, 2)) == "2 Jan 2020"
        assert days.ago(None) == ""
