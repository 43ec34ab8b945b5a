"""Alive, ready and counted: what whoever runs the machine may ask, and what a stranger learns from it."""

import pytest
from django.db import DatabaseError
from django.test import Client

from holger.config import health, metrics
from tests.cast import client_of

NOWHERE = {"host": "10.1.2.3:8000"}


@pytest.fixture(autouse=True)
def _not_yet_migrated(monkeypatch):
    monkeypatch.setattr(health, "_migrated", False)


def fail(*arguments, **options):
    raise DatabaseError("password authentication failed for user holger")


def test_alive_without_a_database(settings):
    settings.ALLOWED_HOSTS = ["isms.example.dk"]
    answer = Client().get("/-/live", headers=NOWHERE)
    assert (answer.status_code, answer.content, answer["Cache-Control"]) == (200, b"alive\n", "no-store")


@pytest.mark.django_db
def test_ready_when_all_is_there(settings):
    settings.ALLOWED_HOSTS = ["isms.example.dk"]
    assert Client().get("/-/ready", headers=NOWHERE).content == b"ready\n"
    assert not list(settings.DATA_DIR.glob(".ready-*"))


@pytest.mark.django_db
@pytest.mark.parametrize("missing", ["database", "tables", "folder", "disk"])
def test_not_ready_and_not_a_word_about_why(settings, monkeypatch, tmp_path, missing):
    if missing == "database":
        monkeypatch.setattr(health, "_database_answers", fail)
    elif missing == "tables":
        monkeypatch.setattr(health, "migrations_waiting", lambda: 1)
    elif missing == "folder":
        settings.DATA_DIR = tmp_path / "gone"
    else:
        monkeypatch.setattr(health.os, "write", lambda *_: fail_disk())
    answer = Client().get("/-/ready")
    assert (answer.status_code, answer.content) == (503, b"not ready\n")


def fail_disk():
    raise OSError(28, "No space left on device")


def test_probes_are_only_read():
    for path in ("/-/live", "/-/ready", "/-/metrics"):
        assert Client().post(path).status_code == 405


def numbers(client=None, **headers):
    answer = (client or Client()).get("/-/metrics", headers={"host": "localhost", **headers})
    return answer.status_code, answer.content.decode()


def value(text, line):
    return float(next(found for found in text.splitlines() if found.startswith(line)).rsplit(" ", 1)[1])


def test_requests_jobs_mail_and_database_are_counted(cast):
    line = 'holger_requests_total{method="GET",route="organisation:person-list",status="200"}'
    before = numbers()[1]
    was = value(before, line) if line in before else 0
    client_of(cast.anna).get("/o/kronborg/people/")
    status, text = numbers()
    assert status == 200
    assert value(text, line) == was + 1
    assert value(text, 'holger_request_seconds_count{route="organisation:person-list"}') >= 1
    for name in ("database_up", "workers", "jobs_waiting", "jobs_oldest_seconds", "mail_waiting", "mail_failed"):
        assert f"\nholger_{name} " in text
    assert "kronborg" not in text and "anna" not in text


@pytest.mark.django_db
def test_a_made_up_method_or_address_is_no_row_of_its_own():
    Client().generic("BREW", "/o/no-such/place/")
    text = numbers()[1]
    assert "BREW" not in text and "no-such" not in text


@pytest.mark.django_db
def test_metrics_are_for_this_machine_or_for_the_token(settings):
    assert numbers()[0] == 200
    for stranger in (
        {"host": "isms.example.dk"},
        {"x-forwarded-for": "192.0.2.7"},
        {"forwarded": "for=192.0.2.7"},
        {"via": "1.1 proxy"},
    ):
        assert numbers(**stranger)[0] == 404
    assert numbers(Client(REMOTE_ADDR="192.0.2.7"))[0] == 404
    settings.METRICS_TOKEN = "a-long-token"
    assert numbers()[0] == 404
    assert numbers(authorization="Bearer another")[0] == 404
    assert (
        numbers(Client(REMOTE_ADDR="192.0.2.7"), authorization="Bearer a-long-token", host="isms.example.dk")[0] == 200
    )


@pytest.mark.django_db
def test_a_database_that_is_away_is_told(monkeypatch):
    monkeypatch.setattr(metrics.jobs, "load", fail)
    status, text = numbers()
    assert (status, value(text, "holger_database_up")) == (200, 0)
    assert "password authentication" not in text


def test_without_the_library_there_is_no_such_page(monkeypatch):
    monkeypatch.setattr(metrics, "INSTALLED", False)
    metrics.observe("route", "GET", 200, 0.1)
    assert numbers()[0] == 404
