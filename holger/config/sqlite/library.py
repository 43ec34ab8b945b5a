"""Which SQLite library to use.

Versions 3.7.0 to 3.51.2 can lose committed rows when a write-ahead log is reset at the wrong moment; 3.51.3 mends it,
and so do 3.50.7 and 3.44.6. Where the interpreter's own library is affected, the ``pysqlite3`` wheel takes its place.
Where neither is safe, the database runs with a rollback journal: slower, and sound.
"""

import sys
from types import ModuleType
from typing import Any

Version = tuple[int, ...]

MENDED = ((3, 51, 3), (3, 50, 7), (3, 44, 6))

# What the wheel lacks: the numbers of two limits that Django asks for, and the limits themselves.
LIMIT_COLUMN, LIMIT_VARIABLE_NUMBER = 2, 9
LIMITS = {LIMIT_COLUMN: 2000, LIMIT_VARIABLE_NUMBER: 32766}


def is_safe(version: Version) -> bool:
    """Is a write-ahead log safe with this version of the library?"""
    if version < (3, 7) or version >= MENDED[0]:
        return True
    return any(version[:2] == mended[:2] and version >= mended for mended in MENDED)


def choose() -> None:
    """From here on ``import sqlite3`` gives a safe library, if one is to be had. Call before Django's backend loads."""
    import sqlite3

    if is_safe(sqlite3.sqlite_version_info):
        return
    try:
        import pysqlite3
        from pysqlite3 import dbapi2
    except ImportError:
        return
    if not is_safe(dbapi2.sqlite_version_info):
        return
    for module in (pysqlite3, dbapi2):
        module.SQLITE_LIMIT_COLUMN = LIMIT_COLUMN
        module.SQLITE_LIMIT_VARIABLE_NUMBER = LIMIT_VARIABLE_NUMBER
    sys.modules["sqlite3"] = pysqlite3
    sys.modules["sqlite3.dbapi2"] = dbapi2


def connection_options(module: ModuleType) -> dict[str, Any]:
    """What ``connect`` needs on top: a connection that can tell its limits, where the library's own cannot."""
    if hasattr(module.Connection, "getlimit"):
        return {}

    class Connection(module.Connection):  # type: ignore[name-defined]
        def getlimit(self, category: int, /) -> int:
            return LIMITS[category]

    return {"factory": Connection}
