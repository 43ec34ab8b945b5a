"""A full disk and a busy database are said in words, to people and to programs; nothing is half saved."""

import errno

import psycopg
import pytest
from django.db import OperationalError, ProgrammingError
from django.test import Client
from django.utils import translation

from holger.accounts.middleware import SEEN
from holger.api import services as api
from holger.core.failures import Failure, failure_of
from holger.evidence import disk
from holger.evidence.models import Evidence
from tests.cast import actor_of, client_of


def from_postgres(kind: type[psycopg.Error]) -> OperationalError:
    error = OperationalError("so says the server")
    error.__cause__ = kind("so says the server")
    return error


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (OSError(errno.ENOSPC, "No space left on device"), Failure.FULL),
        (OSError(errno.EDQUOT, "Disk quota exceeded"), Failure.FULL),
        (OperationalError("database or disk is full"), Failure.FULL),
        (from_postgres(psycopg.errors.DiskFull), Failure.FULL),
        (OperationalError("database is locked"), Failure.BUSY),
        (OperationalError("disk I/O error"), Failure.BUSY),
        (from_postgres(psycopg.errors.LockNotAvailable), Failure.BUSY),
        (from_postgres(psycopg.errors.QueryCanceled), Failure.BUSY),
        (from_postgres(psycopg.errors.DeadlockDetected), Failure.BUSY),
        (from_postgres(psycopg.errors.TooManyConnections), Failure.BUSY),
        (from_postgres(psycopg.OperationalError), Failure.BUSY),
        (OperationalError("no such table: risks_risk"), None),
        (from_postgres(psycopg.errors.OutOfMemory), None),
        (OSError(errno.EACCES, "Permission denied"), None),
        (ProgrammingError("syntax"), None),
        (ValueError("database or disk is full"), None),
        (None, None),
    ],
    ids=str,
)
def test_what_the_machine_refuses(error, failure):
    assert failure_of(error) is failure


def test_what_it_was_raised_from_is_looked_at():
    second = ValueError("could not keep it")
    second.__cause__ = OSError(errno.ENOSPC, "No space left on device")
    assert failure_of(second) is Failure.FULL
    second.__cause__.__cause__ = second  # a ring is walked once
    assert failure_of(second) is Failure.FULL


@pytest.fixture
def ask(cast):
    """A browser and a program that are told of errors rather than blown up by them."""
    browser = client_of(cast.anna)
    browser.raise_request_exception = False
    _token, secret = api.token_create(actor=actor_of(cast.anna), person=cast.anna, name="x", scope={"*": "write"})
    program = Client(raise_request_exception=False, headers={"Authorization": f"Bearer {secret}"})
    return browser, program


def refuse(error):
    def fail(*args, **kwargs):
        raise error

    return fail


@pytest.mark.parametrize(
    ("error", "status", "code", "words"),
    [
        (OperationalError("database or disk is full"), 507, "storage_full", "no room left"),
        (OSError(errno.ENOSPC, "No space left on device"), 507, "storage_full", "no room left"),
        (OperationalError("database is locked"), 503, "busy", "busy just now"),
        (ValueError("a mistake"), 500, "failed", "went wrong on our side"),
    ],
    ids=str,
)
def test_people_and_programs_are_told(ask, monkeypatch, error, status, code, words):
    browser, program = ask
    monkeypatch.setattr("holger.organisation.services.tag.changes.write", refuse(error))
    page = browser.post("/o/kronborg/tags/", {"name": "new"})
    assert page.status_code == status
    assert words in page.content.decode()
    answer = program.post("/api/v1/o/kronborg/tags", {"name": "new"}, content_type="application/json")
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert words in answer.json()["error"]["message"]
    for told in (page, answer):
        assert told["Cache-Control"] == "no-store"
        assert told.headers.get("Retry-After") == {507: "60", 503: "5", 500: None}[status]
    assert browser.get("/o/kronborg/tags/").status_code == 200  # reading goes on
    monkeypatch.undo()
    assert (
        browser.post("/o/kronborg/tags/", {"name": "new"}).status_code == 302
    )  # and so does writing, without a restart


def test_an_upload_to_a_full_disk_leaves_nothing(ask, cast, monkeypatch, settings, tmp_path):
    from django.core.files.uploadedfile import SimpleUploadedFile

    settings.DATA_DIR = tmp_path
    monkeypatch.setattr(disk.os, "fsync", refuse(OSError(errno.ENOSPC, "No space left on device")))
    browser, _program = ask
    page = browser.post("/o/kronborg/evidence/new/", {"file": SimpleUploadedFile("a.txt", b"proof"), "title": "Proof"})
    assert page.status_code == 507
    assert not Evidence.objects.exists()
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []
    monkeypatch.undo()
    settings.DATA_DIR = tmp_path
    page = browser.post("/o/kronborg/evidence/new/", {"file": SimpleUploadedFile("a.txt", b"proof"), "title": "Proof"})
    assert page.status_code == 302
    assert Evidence.objects.count() == 1


def test_reading_goes_on_although_nothing_can_be_noted(ask, cast, monkeypatch):
    """Who was seen when, and how often a token was used, is written while reading; that must not be what fails."""
    full = refuse(OperationalError("database or disk is full"))
    browser, program = ask
    session = browser.session
    session.pop(SEEN)
    session.save()
    monkeypatch.setattr("allauth.usersessions.models.UserSessionManager.create_from_request", full)
    monkeypatch.setattr("django.db.models.query.QuerySet.update", full)
    monkeypatch.setattr("holger.api.v1.auth.cache.incr", refuse(ValueError("no such key")))
    assert browser.get("/o/kronborg/people/").status_code == 200
    assert program.get("/api/v1/o/kronborg/people").status_code == 200


def test_in_danish_too(ask, monkeypatch):
    browser, _program = ask
    monkeypatch.setattr(
        "holger.organisation.services.tag.changes.write", refuse(OperationalError("database or disk is full"))
    )
    with translation.override("da"):
        page = browser.post("/o/kronborg/tags/", {"name": "ny"}, headers={"Accept-Language": "da"})
    assert "ikke mere plads" in page.content.decode()
