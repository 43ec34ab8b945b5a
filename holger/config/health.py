"""Is this process alive, and may it be sent requests? Answered without a word about why not."""

import os
import tempfile
from contextlib import suppress

from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, HttpResponse

from holger.core.migrating import migrations_waiting

_migrated = False
"""Tables do not go back, so that this is asked until it is true, and never again."""


def live(request: HttpRequest) -> HttpResponse:
    return HttpResponse("alive\n", content_type="text/plain")


def ready(request: HttpRequest) -> HttpResponse:
    good = is_ready()
    return HttpResponse("ready\n" if good else "not ready\n", content_type="text/plain", status=200 if good else 503)


def is_ready() -> bool:
    """The database answers, its tables are those of this version, and files can be written."""
    try:
        return _database_answers() and _tables_are_there() and _folder_takes_files()
    except (DatabaseError, OSError):
        with suppress(DatabaseError):
            connection.close()
        return False


def _database_answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        return bool(cursor.fetchone())


def _tables_are_there() -> bool:
    global _migrated
    _migrated = _migrated or not migrations_waiting()
    return _migrated


def _folder_takes_files() -> bool:
    """Tried rather than asked: a full disk has the right permissions."""
    handle, name = tempfile.mkstemp(dir=settings.DATA_DIR, prefix=".ready-")
    try:
        return os.write(handle, b".") == 1
    finally:
        os.close(handle)
        os.unlink(name)
