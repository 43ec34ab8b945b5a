"""One filled house and one backup of it, made once for all tests of this folder that only read them."""

from pathlib import Path
from typing import NamedTuple

import pytest

from holger.backup import making
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


@pytest.fixture
def unblocked(django_db_blocker):
    with django_db_blocker.unblock():
        yield
