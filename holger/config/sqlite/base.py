"""Django's SQLite backend on the library chosen by ``library.choose``, with our pragmas."""

from typing import Any

from holger.config.sqlite import library

library.choose()

from django.db.backends.sqlite3 import base  # noqa: E402 - the library must be chosen before Django loads it


def pragmas(version: library.Version, synchronous: str = "FULL") -> str:
    """Run on every new connection.

    FULL: what was answered is on disk. The cache (16 MB at most for each connection) holds a large register, which the
    usual 2 MB read again for every list. Recursive triggers: without them INSERT OR REPLACE walks past a trigger that
    refuses deletion, and the trail would not be append-only.
    """
    journal = "WAL" if library.is_safe(version) else "DELETE"
    settings = (f"journal_mode={journal}", f"synchronous={synchronous}", "recursive_triggers=ON", "cache_size=-16000")
    return "; ".join(f"PRAGMA {setting}" for setting in settings)


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes one option of its own: ``synchronous``, which tests switch off."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        commands = pragmas(self.get_database_version(), params.pop("synchronous", "FULL"))
        self.init_commands = commands.split(";")
        self.transaction_mode = "IMMEDIATE"
        return {"timeout": 20, **library.connection_options(self.Database), **params}
