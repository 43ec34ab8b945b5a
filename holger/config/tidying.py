"""What an installation does for itself: it clears away what has expired, and learns how large its tables are."""

from django.contrib.sessions.models import Session
from django.core.cache import caches
from django.db import connection
from django.utils import timezone

from holger.config.cache import SharedCache

ENTRIES = 4000
"""Of an index that are looked at to say how many rows it leads to."""


def tidy() -> str:
    sessions = Session.objects.filter(expire_date__lt=timezone.now()).delete()[0]
    cache = caches["default"]
    counts = cache.forget_expired() if isinstance(cache, SharedCache) else 0
    return f"{sessions} sessions, {counts} counts"


def learn_sizes() -> str:
    """SQLite chooses by the sizes of tables which index leads to the fewest rows, and counts them only when asked to.

    PostgreSQL does it by itself. 0x10002: all tables that have changed much since they were last counted, each by so many
    entries of each index that a register is counted whole, and nobody who writes waits long for a history of millions.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute(f"PRAGMA analysis_limit={ENTRIES}")
            cursor.execute("PRAGMA optimize=0x10002")
    return ""
