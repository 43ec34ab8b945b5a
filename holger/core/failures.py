"""What the machine refuses: a full disk, a database that is busy or away. Told apart from mistakes in the program.

Reading goes on where it can; what could not be written was not written at all, and can be sent again.
"""

import errno
from enum import Enum

from django.db import OperationalError

FULL_DISK = {errno.ENOSPC, errno.EDQUOT}
FULL_SQLITE = ("database or disk is full",)
FULL_POSTGRES = {"53100"}
BUSY_SQLITE = ("database is locked", "database table is locked", "disk i/o error", "unable to open database file")
BUSY_POSTGRES = {"53300", "55P03", "57014", "40001", "40P01", "57P01", "57P02", "57P03"}
"""Too many connections, a lock not to be had, a time limit, two in each other's way, a server that stops or starts."""


class Failure(Enum):
    FULL = 507
    BUSY = 503


def failure_of(error: BaseException | None) -> Failure | None:
    """Is it the machine that refuses? Looks through what an error was raised from."""
    seen: set[int] = set()
    while error is not None and id(error) not in seen:
        if found := _failure(error):
            return found
        seen.add(id(error))
        error = error.__cause__ or error.__context__
    return None


def _failure(error: BaseException) -> Failure | None:
    if isinstance(error, OSError):
        return Failure.FULL if error.errno in FULL_DISK else None
    if not isinstance(error, OperationalError):
        return None
    code = getattr(error.__cause__, "sqlstate", None)
    text = str(error).lower()
    if code in FULL_POSTGRES or text.startswith(FULL_SQLITE):
        return Failure.FULL
    away = hasattr(error.__cause__, "sqlstate") and code is None  # psycopg: no server to give a code
    return Failure.BUSY if away or code in BUSY_POSTGRES or text.startswith(BUSY_SQLITE) else None
