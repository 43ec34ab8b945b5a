"""Django's SQLite backend on the library chosen by ``library.choose``, with our pragmas."""

from collections import defaultdict
from datetime import UTC, datetime
from functools import lru_cache
from typing import Any
from uuid import UUID, SafeUUID

from holger.config.sqlite import library
from holger.config.sqlite.turns import Turns

library.choose()

from django.db import OperationalError  # noqa: E402 - the library must be chosen before Django loads it
from django.db.backends.sqlite3 import base  # noqa: E402
from django.db.backends.sqlite3.operations import DatabaseOperations as DjangoOperations  # noqa: E402

from holger.config.compiler import QuickOperations  # noqa: E402 - it loads Django too

PATIENCE = 10
"""Seconds that a writer waits in the line of its own process, and as many again for other processes."""
PREPARED = 500
"""Statements that a connection keeps."""
LONGEST = 4000
"""Letters of a statement that is kept."""
TURNS: dict[str, Turns] = defaultdict(Turns)
"""By database: the threads of this process that want to write to it."""


def pragmas(version: library.Version, synchronous: str = "FULL") -> str:
    """Run on every new connection.

    FULL: what was answered is on disk. The cache (16 MB at most for each connection) holds a large register, which the
    usual 2 MB read again for every list. Recursive triggers: without them INSERT OR REPLACE walks past a trigger that
    refuses deletion, and the trail would not be append-only.
    """
    journal = "WAL" if library.is_safe(version) else "DELETE"
    settings = (f"journal_mode={journal}", f"synchronous={synchronous}", "recursive_triggers=ON", "cache_size=-16000")
    return "; ".join(f"PRAGMA {setting}" for setting in settings)


class DatabaseOperations(QuickOperations, DjangoOperations):
    def convert_uuidfield_value(self, value: str | None, expression: Any, connection: Any) -> UUID | None:
        """What ``UUID(value)`` comes to, in a quarter of the time: a list reads hundreds of keys, and we wrote them ourselves."""
        if value is None:
            return None
        key = object.__new__(UUID)
        object.__setattr__(key, "int", int(value, 16))
        object.__setattr__(key, "is_safe", SafeUUID.unknown)
        return key

    def convert_datetimefield_value(self, value: Any, expression: Any, connection: Any) -> datetime | None:
        """Every moment is kept in UTC, as the settings say for both databases: nobody has to ask them for each."""
        if value is None:
            return None
        moment = value if isinstance(value, datetime) else datetime.fromisoformat(value)
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


class Cursor(base.SQLiteCursorWrapper):
    def convert_query(self, query: str, *, param_names: list[str] | None = None) -> str:
        """The same few hundred statements are made over and over: each is looked through once. Those that carry long lists
        are hardly ever the same, and would fill the memory."""
        if param_names is None and len(query) <= LONGEST:
            return marked(query)
        return str(super().convert_query(query, param_names=param_names))


@lru_cache(1000)
def marked(query: str) -> str:
    """With SQLite's own marks for what is put in, instead of Django's."""
    return str(base.FORMAT_QMARK_REGEX.sub("?", query).replace("%%", "%"))


class DatabaseWrapper(base.DatabaseWrapper):
    """Takes one option of its own: ``synchronous``, which tests switch off. Writers stand in line (``turns``).

    Preparing a change takes longer than making it where walls have to be looked up, so what has been prepared is kept. For
    that, savepoints are called by how deep they lie: Django's names, each used once, would push out all else.
    """

    ops_class = DatabaseOperations
    _has_turn = False

    def __init__(self, *settings: Any, **more: Any) -> None:
        super().__init__(*settings, **more)
        self._open: list[str] = []
        """Django's names of the savepoints that are open, the outermost first."""

    def get_connection_params(self) -> dict[str, Any]:
        params = super().get_connection_params()
        commands = pragmas(self.get_database_version(), params.pop("synchronous", "FULL"))
        self.init_commands = commands.split(";")
        self.transaction_mode = "IMMEDIATE"
        return {
            "timeout": PATIENCE,
            "cached_statements": PREPARED,
            **library.connection_options(self.Database),
            **params,
        }

    def create_cursor(self, name: str | None = None) -> Cursor:
        cursor: Cursor = self.connection.cursor(factory=Cursor)
        return cursor

    def _start_transaction_under_autocommit(self) -> None:
        self._has_turn = self._has_turn or TURNS[self._place].take(PATIENCE)
        if not self._has_turn:
            raise OperationalError("database is locked")
        try:
            super()._start_transaction_under_autocommit()  # type: ignore[misc]
        except BaseException:
            self._end()
            raise

    def _savepoint(self, sid: str) -> None:
        self._open.append(sid)
        super()._savepoint(self._called(sid))  # type: ignore[misc]

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(self._called(sid))  # type: ignore[misc]

    def _savepoint_commit(self, sid: str) -> None:
        super()._savepoint_commit(self._called(sid))  # type: ignore[misc]
        del self._open[self._open.index(sid) :]

    def _called(self, sid: str) -> str:
        return f"level_{self._open.index(sid)}"

    def commit(self) -> None:
        super().commit()
        self._end()

    def rollback(self) -> None:
        try:
            super().rollback()
        finally:
            self._end()

    def close(self) -> None:
        try:
            super().close()
        finally:
            self._end()

    @property
    def _place(self) -> str:
        return str(self.settings_dict["NAME"])

    def _end(self) -> None:
        """Nothing is under way any more."""
        self._open.clear()
        if self._has_turn:
            self._has_turn = False
            TURNS[self._place].give()
