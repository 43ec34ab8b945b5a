"""One filled house and one backup of it, made once for all tests of this folder that only read them."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, ClassVar, NamedTuple

import pytest
from django.db.migrations.executor import MigrationExecutor

from holger.backup import making, restoring
from holger.backup.tests import houses


class Source(NamedTuple):
    folder: Path
    backup: Path
    made: making.Made


@pytest.fixture(scope="session")
def source(tmp_path_factory, django_db_setup, django_db_blocker) -> Source:
    """Kronborg and Rosenborg on SQLite, and the backup of them."""
    top = tmp_path_factory.mktemp("source")
    with django_db_blocker.unblock(), houses.house(top / "data"):
        houses.fill()
        made = making.make(path=top / "all.backup")
    houses.SURVIVING[:] = [top / "data" / "history-keys"]
    return Source(top / "data", top / "all.backup", made)


class Repeating(MigrationExecutor):
    """Says to an empty database what was said to the first: to work out the same statements takes seconds for each restore."""

    said: ClassVar[dict[Any, list[tuple[str, Any, bool]]]] = {}

    def migrate(self, targets: Any, *args: Any, **kwargs: Any) -> Any:
        if self.loader.applied_migrations:
            return super().migrate(targets, *args, **kwargs)
        wanted = (self.connection.vendor, frozenset(targets))
        if wanted not in self.said:
            heard: list[tuple[str, Any, bool]] = []

            def hear(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
                heard.append((sql, params, many))
                return execute(sql, params, many, context)

            with self.connection.execute_wrapper(hear):
                state = super().migrate(targets, *args, **kwargs)
            self.said[wanted] = [each for each in heard if not each[0].startswith("SELECT")]
            return state
        with self.connection.cursor() as cursor:
            for sql, params, many in self.said[wanted]:
                (cursor.executemany if many else cursor.execute)(sql, params)
        return None


@pytest.fixture(autouse=True)
def _tables_worked_out_once(monkeypatch):
    monkeypatch.setattr(restoring, "MigrationExecutor", Repeating)


@pytest.fixture
def unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield
