"""A database that is set up the short way is the database that Django sets up."""

import re

import pytest
from django.db import connection
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.state import ProjectState

from holger.core.new_tables import DJANGOS, drawn_alone

NOW = re.compile(r"'\d{4}-\d\d-\d\d \d\d:\d\d:\d\d[^']*'")

pytestmark = pytest.mark.long


def statements() -> list[str]:
    """All that is said to an empty database, in order."""
    loader = MigrationLoader(connection, replace_migrations=False)
    found: list[str] = []
    state = loader.project_state((), at_end=False)
    seen = set()
    for leaf in sorted(loader.graph.leaf_nodes()):
        for node in loader.graph.forwards_plan(leaf):
            if node in seen:
                continue
            seen.add(node)
            with connection.schema_editor(collect_sql=True, atomic=False) as editor:
                state.apps  # noqa: B018 - drawn before, as the executor does
                state = loader.graph.nodes[node].apply(state, editor, collect_sql=True)
            found += (NOW.sub("'now'", each) for each in editor.collected_sql)
    return found


@pytest.mark.django_db(transaction=True)  # SQLite alters no table where references are checked
def test_all_tables_are_as_django_makes_them():
    theirs = statements()
    with drawn_alone():
        ours = statements()
    assert len(theirs) > 1_000
    assert ours == theirs


def test_afterwards_django_is_as_it_was():
    def broken() -> None:
        with drawn_alone():
            assert ProjectState.add_model is not DJANGOS["add_model"]
            raise RuntimeError

    with pytest.raises(RuntimeError):
        broken()
    assert {name: getattr(ProjectState, name) for name in DJANGOS} == DJANGOS
