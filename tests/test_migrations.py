"""An upgrade without a pause: the old version goes on answering while the tables change under it.

From 1.0 on a migration may only do what both versions can live with (docs/operations.md, "Upgrade without a pause"). What takes
something away is put off until no running version uses it, and says so: ``contract = "0012_expand"``.
"""

from collections.abc import Iterable, Iterator

import pytest
from django.db import migrations, models
from django.db.migrations.loader import MigrationLoader

HELD_AFTER: dict[str, str] = {}
"""Room → the last migration of its that 1.0 came with. Empty until 1.0: what came before may be rewritten."""

TAKES_AWAY = (
    migrations.RemoveField,
    migrations.DeleteModel,
    migrations.RenameField,
    migrations.RenameModel,
    migrations.AlterModelTable,
)


def wrong(migration: migrations.Migration, released: Iterable[str] = ()) -> Iterator[str]:
    """What in a migration the version before it could not live with."""
    contract = getattr(migration, "contract", None)
    if contract is not None and contract not in released:
        yield f"contract = {contract!r} names no migration of an earlier release"
    for operation in migration.operations:
        told = operation.describe()
        if isinstance(operation, TAKES_AWAY) and contract is None:
            yield f"{told}: the version before still uses it; do it a release later"
        elif isinstance(operation, migrations.AddField) and not _can_be_left_out(operation.field):
            yield f"{told}: the version before writes rows without it; give it null or db_default"
        elif _tightens(operation) and contract is None:
            yield f"{told}: may refuse what the version before writes; do it a release later"
        elif isinstance(operation, migrations.RunPython | migrations.RunSQL) and migration.atomic:
            yield f"{told}: holds its locks until all is done; set atomic = False and go in pieces"


def _tightens(operation: object) -> bool:
    if isinstance(operation, migrations.AlterField):
        return not operation.field.null
    return isinstance(operation, migrations.AddConstraint)


def _can_be_left_out(field: models.Field) -> bool:
    return field.null or field.many_to_many or field.has_db_default()


def held() -> Iterator[tuple[str, migrations.Migration, set[str]]]:
    """Every migration since 1.0, with the names of those released before it."""
    disk = MigrationLoader(None).disk_migrations or {}
    for app, last in HELD_AFTER.items():
        names = sorted(name for room, name in disk if room == app)
        assert last in names, f"{app}.{last} is gone"
        for name in names[names.index(last) + 1 :]:
            yield f"{app}.{name}", disk[app, name], set(names[: names.index(name)])


def test_no_migration_since_1_0_stands_in_the_way_of_the_version_before() -> None:
    assert [f"{name}: {line}" for name, migration, before in held() for line in wrong(migration, before)] == []


def made(*operations: object, contract: str | None = None, atomic: bool = True) -> migrations.Migration:
    migration = migrations.Migration("0013_next", "assets")
    migration.operations = list(operations)
    migration.atomic = atomic
    if contract:
        migration.contract = contract  # type: ignore[attr-defined]
    return migration


TEXT = models.CharField(max_length=10)


@pytest.mark.parametrize(
    "operation",
    [
        migrations.CreateModel("Thing", [("id", models.AutoField(primary_key=True))]),
        migrations.AddField("asset", "colour", models.CharField(max_length=10, null=True)),
        migrations.AddField("asset", "colour", models.CharField(max_length=10, db_default="")),
        migrations.AlterField("asset", "colour", models.CharField(max_length=20, null=True)),
        migrations.AddIndex("asset", models.Index(fields=["title"], name="asset_title")),
    ],
)
def test_what_both_versions_can_live_with(operation: object) -> None:
    assert list(wrong(made(operation))) == []


@pytest.mark.parametrize(
    "operation",
    [
        migrations.RemoveField("asset", "colour"),
        migrations.DeleteModel("Thing"),
        migrations.RenameField("asset", "colour", "shade"),
        migrations.RenameModel("Thing", "Object"),
        migrations.AlterField("asset", "colour", TEXT),
        migrations.AddConstraint("asset", models.UniqueConstraint(fields=["title"], name="once")),
    ],
)
def test_what_waits_for_a_release(operation: object) -> None:
    assert len(list(wrong(made(operation)))) == 1
    assert list(wrong(made(operation, contract="0007_expand"), {"0007_expand"})) == []
    assert len(list(wrong(made(operation, contract="0012_later"), {"0007_expand"}))) == 1


def test_what_may_never_be_done() -> None:
    assert len(list(wrong(made(migrations.AddField("asset", "colour", TEXT))))) == 1
    assert (
        len(list(wrong(made(migrations.AddField("asset", "colour", TEXT), contract="0007_expand"), {"0007_expand"})))
        == 1
    )
    assert len(list(wrong(made(migrations.RunPython(migrations.RunPython.noop))))) == 1
    assert list(wrong(made(migrations.RunPython(migrations.RunPython.noop), atomic=False))) == []
