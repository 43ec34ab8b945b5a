"""Whatever holger asks of a table that several organisations share says of which one, or stands in ``unnamed.txt``.

On PostgreSQL the walls answer for a question that forgot it; on SQLite nothing does, and no test of what is shown would notice as
long as the keys that it asks for are one's own. So a room's own tests, and those that ask every selector, service, page, operation
and duty, look at each question while it is put together (``says_where``): one that names no organisation fails at once, and fails
the test too where something swallows that.

A question names its organisation where it can match no other's rows: ``organisation_id`` of the table itself or of one that it is
joined to. It need not where Django asks for what a row leads to (``risk.owner``, ``risk.effects.all()``, ``save``, the cascade of
a deletion): those rows were found, and what strays below them is tried by ``strays``. So is what a question inside another asks
about each row of the one around it; whatever else is asked inside is looked at like any other.
"""

import os
import sys
from collections.abc import Iterator
from functools import cache, wraps
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from django.db import connection
from django.db.models import Model, QuerySet
from django.db.models.deletion import Collector
from django.db.models.expressions import Col
from django.db.models.lookups import Lookup
from django.db.models.sql.compiler import SQLCompiler, SQLDeleteCompiler, SQLUpdateCompiler
from django.db.models.sql.where import AND, WhereNode

ROOT = Path(__file__).parent.parent
KNOWN = ROOT / "tests/unnamed.txt"
"""Questions that name none, each with the function that puts it together."""
NOTED = os.environ.get("UNNAMED_NOTED", "")
"""A file that gets them, instead of a failure: what KNOWN is made of."""
OF_A_ROW = "_asked_of_a_row"
DJANGOS = {
    "get_object",
    "prefetch_one_level",
    "refresh_from_db",
    "_do_update",
    "bulk_update",
    "_perform_unique_checks",
    "delete_batch",
    "update_batch",
}
"""Functions of Django's that ask for rows by the keys of rows that were found."""
TRIED, SCENE, DJANGO, OTHER = "tried", "scene", "django", "other"
DEEPEST = 120

caught: list[str] = []
looking: list[bool] = []
"""Not empty while a test wants to know."""


class Unnamed(AssertionError):
    """A question that does not say of which organisation."""


def install() -> None:
    for compiler in (SQLCompiler, SQLUpdateCompiler, SQLDeleteCompiler):
        compiler.as_sql = _looked_at(compiler.as_sql)
    QuerySet._add_hints = _marked(QuerySet._add_hints)
    related = Collector.related_objects

    @wraps(related)
    def related_objects(*args: Any, **kwargs: Any) -> Any:
        rows = related(*args, **kwargs)
        setattr(rows.query, OF_A_ROW, True)
        return rows

    Collector.related_objects = related_objects


def _looked_at(compile_: Any) -> Any:
    @wraps(compile_)
    def as_sql(self: Any, *args: Any, **kwargs: Any) -> Any:
        if (
            looking
            and not names_its_organisation(self.query)
            and (line := asked_by(self.query.model, sys._getframe(1)))
        ):
            tell(line)
        return compile_(self, *args, **kwargs)

    return as_sql


def _marked(add_hints: Any) -> Any:
    @wraps(add_hints)
    def marked(self: Any, **hints: Any) -> None:
        add_hints(self, **hints)
        setattr(self.query, OF_A_ROW, True)  # what is narrowed further is a copy, and keeps it

    return marked


def names_its_organisation(query: Any) -> bool:
    if not _is_shared(query.model) or getattr(query, OF_A_ROW, False) or query.combined_queries or query.is_empty():
        return True
    return _names(query.where) or _hangs_on_the_rows_around(query)


@cache
def _is_shared(model: type[Model] | None) -> bool:
    return model is not None and any(field.name == "organisation" for field in model._meta.concrete_fields)


def _names(node: Any) -> bool:
    if isinstance(node, WhereNode):
        told = [_names(child) for child in node.children]
        return not node.negated and bool(told) and (any(told) if node.connector == AND else all(told))
    if not isinstance(node, Lookup):
        return False
    column = getattr(node.lhs, "target", None)
    return column is not None and column.column == "organisation_id"


def _hangs_on_the_rows_around(query: Any) -> bool:
    """One that a column of the question around it narrows."""
    return any(
        isinstance(end, Col) and end.alias not in query.alias_map
        for lookup in _all_of(query.where)
        for end in (lookup.lhs, getattr(lookup, "rhs", None))
    )


def _all_of(node: WhereNode) -> Iterator[Any]:
    """Of what must be so."""
    for child in node.children if node.connector == AND and not node.negated else ():
        if isinstance(child, WhereNode):
            yield from _all_of(child)
        elif isinstance(child, Lookup):
            yield child


def asked_by(model: type[Model], frame: FrameType | None) -> str:
    """The function that puts it together, with the table; nothing where a test or Django itself asks."""
    for _ in range(DEEPEST):
        if frame is None:
            return ""
        code = frame.f_code
        where = _kind(code.co_filename)
        if where == SCENE or (where == DJANGO and code.co_name in DJANGOS):
            return ""
        if where == TRIED:
            path = Path(code.co_filename).relative_to(ROOT).as_posix()
            return f"{path} {code.co_qualname.partition('.<')[0]}: {model._meta.label}"
        frame = frame.f_back
    return ""


@cache
def _kind(path: str) -> str:
    if not path.startswith(str(ROOT)) or "site-packages" in path:
        return DJANGO if f"{os.sep}django{os.sep}" in path else OTHER
    if path in (__file__, str(ROOT / "holger/config/compiler.py")):
        return DJANGO  # every question is put together there
    parts = set(Path(path).relative_to(ROOT).parts)
    return TRIED if "holger" in parts and not parts & {"tests", "demo", "migrations"} else SCENE


@cache
def known() -> frozenset[str]:
    lines = KNOWN.read_text(encoding="utf-8").splitlines()
    return frozenset(line for line in lines if line and not line.startswith("#"))


def tell(line: str) -> None:
    if NOTED:
        with Path(NOTED).open("a", encoding="utf-8") as noted:
            noted.write(f"{line}\n")
    elif line not in known() and f"{line.rpartition(': ')[0]}: *" not in known():
        caught.append(line)
        raise Unnamed(
            f"{line} is asked without saying of which organisation. If that is right, it belongs in {KNOWN.name}."
        )


@pytest.fixture(autouse=True)
def _rooms_say_where(request: pytest.FixtureRequest) -> None:
    """In a room's own tests everything that it does; journeys go where these have been."""
    if request.path.is_relative_to(ROOT / "holger") and not request.node.get_closest_marker("journey"):
        request.getfixturevalue("says_where")


@pytest.fixture
def says_where() -> Iterator[None]:
    caught.clear()
    if connection.vendor == "sqlite":
        looking.append(True)
    yield
    looking.clear()
    assert not caught, caught
