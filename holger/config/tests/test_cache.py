"""Counting together: what several do at once is counted once each, and what has expired goes."""

import threading
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from holger.config import tidying
from holger.config.settings import CACHES as CONFIGURED
from holger.core import tenancy

HERE = {"default": {"BACKEND": "holger.config.cache.SharedCache", "LOCATION": "test_counts"}}


@pytest.fixture
def counts(transactional_db):
    with override_settings(CACHES=HERE):
        with tenancy.as_owner():  # as a migration makes it
            call_command("createcachetable", verbosity=0)
        yield caches["default"]
        with tenancy.as_owner(), connection.cursor() as cursor:
            cursor.execute("DROP TABLE test_counts")


def test_six_that_count_at_once_lose_nothing(counts):
    counts.set("tries", 0)
    gate = threading.Barrier(6)

    def count():
        gate.wait()
        for _ in range(10):
            caches["default"].incr("tries")
        connection.close()

    threads = [threading.Thread(target=count) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert counts.get("tries") == 60


def test_what_has_expired_is_forgotten(counts, monkeypatch):
    from django.utils import timezone

    counts.set("old", 1, timeout=5)
    counts.set("new", 1, timeout=5000)
    assert tidying.tidy() == "0 sessions, 0 counts"
    now = timezone.now()
    monkeypatch.setattr(timezone, "now", lambda: now + timedelta(minutes=1))
    assert tidying.tidy() == "0 sessions, 1 counts"
    assert counts.get("new") == 1


def test_the_cache_of_an_installation_is_shared_and_roomy():
    assert CONFIGURED["default"]["BACKEND"] == HERE["default"]["BACKEND"]
    assert CONFIGURED["default"]["OPTIONS"]["MAX_ENTRIES"] >= 10_000
