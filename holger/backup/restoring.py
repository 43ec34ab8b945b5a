"""Restoring into an empty house: everything is looked at before anything is touched, and then it is all or nothing.

The tables, their rows, the walls and what must no longer hold are one transaction; files of evidence are whole and on
disk before it ends. Cut off at any moment it leaves an empty database, and at most files that belong to the backup.
"""

from collections.abc import Callable, Iterator, Sequence
from io import StringIO
from pathlib import Path
from typing import Any
from uuid import UUID

from django.core.management import call_command
from django.core.management.base import CommandError
from django.core.management.color import no_style
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from holger.backup import aftermath, keys
from holger.backup.archive import Unusable
from holger.backup.manifest import Manifest
from holger.backup.reading import Checked, Taker, opened, walk
from holger.backup.tables import Inserter, Table, files_in, migrations_in, rows_in, tables_at, told_of, unknown
from holger.core import tenancy
from holger.core.new_tables import drawn_alone
from holger.evidence import store

DEFAULT = "default"
Say = Callable[[str], object]


def check(
    *, path: Path, identities: Sequence[Any] = (), signed_by: str = "", any_signer: bool = False, say: Say = print
) -> Checked:
    """Read the whole backup and hold it against its own digests, its signature, and this version's migrations."""
    with opened(path, identities) as file:
        found = walk(file, Taker())
    _check_signer(found, signed_by, any_signer, say)
    if missing := unknown((app, name) for app, name in found.manifest.migrations):
        names = ", ".join(f"{app}.{name}" for app, name in missing[:5])
        raise Unusable(
            f"The backup was made by holger {found.manifest.holger}, which has migrations that are unknown here: {names}. "
            "Restore it with that version, then upgrade."
        )
    tables = tables_at(_nodes(found.manifest))
    if {name: table.columns for name, table in tables.items()} != {
        name: table["columns"] for name, table in found.manifest.tables.items()
    }:
        raise Unusable("The backup's tables are not those of its migrations. Restore it with the version that made it.")
    return found


def _check_signer(found: Checked, signed_by: str, any_signer: bool, say: Say) -> None:
    known = signed_by or (keys.public(keys.signing_key()) if keys.path().exists() else "")
    if known == found.signer:
        say(f"The signature holds: {found.signer}")
        return
    if not any_signer:
        why = (
            "signed with another key than the one known here"
            if known
            else "and no key is known here to tell whose it is"
        )
        raise Unusable(
            f"The backup is signed by {found.signer}, {why}. Nothing was touched.\n"
            "Put the installation's backup.key into HOLGER_DATA, or give the public key you wrote down: --signed-by KEY. "
            "To go on without knowing who made the backup: --any-signer"
        )
    say(f"UNSIGNED: nobody here knows the key {found.signer}. Only the digests say that the backup is whole.")


def restore(
    *,
    path: Path,
    identities: Sequence[Any] = (),
    signed_by: str = "",
    any_signer: bool = False,
    erasures: Path | None = None,
    say: Say = print,
) -> Manifest:
    """Put a backup into an empty database and evidence folder. Raises ``Unusable`` with nothing touched."""
    with tenancy.as_owner():
        checked = check(path=path, identities=identities, signed_by=signed_by, any_signer=any_signer, say=say)
        told = checked.manifest
        say(f"The backup of {told.made:%Y-%m-%d %H:%M} UTC is whole: {told.rows} rows, {told.evidence['files']} files.")
        _require_empty(told)
        _require_files(path, identities, told)
        with connections[DEFAULT].constraint_checks_disabled(), transaction.atomic(using=DEFAULT):
            tables = _make_tables(told)
            with opened(path, identities) as file:
                again = walk(file, Loader(tables))
            if again != checked:
                raise Unusable("The backup was changed while it was read. Nothing was restored.")
            _read_back(tables, told)
            say(f"Written and read back: content digest {told.digest}")
            call_command("migrate", verbosity=0, backup=False)
            for line in aftermath.begin_anew(told, erasures):
                say(line)
            connections[DEFAULT].check_constraints()
    _verify(say)
    return told


# --- Before --------------------------------------------------------------------------------------------------------


def _nodes(told: Manifest) -> list[tuple[str, str]]:
    return [(app, name) for app, name in told.migrations]


def _require_empty(told: Manifest) -> None:
    """Not one row that anybody wrote, and no tables newer than the backup's."""
    if rows_in(DEFAULT):
        raise Unusable(
            "The database is not empty, and a restore never writes over anything. Nothing was touched. "
            "Give a new, empty database (DATABASE_URL, or a new folder HOLGER_DATA)."
        )
    if set(migrations_in(DEFAULT)) - set(_nodes(told)):
        raise Unusable(
            "The database has tables that are newer than the backup. Nothing was touched. "
            "Give a database without any tables; they are brought up to date after the rows are in."
        )


def _require_files(path: Path, identities: Sequence[Any], told: Manifest) -> None:
    """The evidence folder holds nothing but, perhaps, files of this backup; all of them, if the backup has none."""
    there = set(store.everything())
    if told.evidence["included"] and not there:
        return
    listed = Names()
    if told.evidence["included"]:
        with opened(path, identities) as file:
            walk(file, listed)
        if strangers := there - listed.names:
            raise Unusable(
                f"{store.place()} holds {len(strangers)} files that are not in the backup. Nothing was touched. "
                "Move them away first."
            )
    for organisation_id, sha256 in there:
        if store.hash_of(organisation_id, sha256) != sha256:
            raise Unusable(f"{store.where(organisation_id, sha256)} is damaged. Nothing was touched. Move it away.")


class Names(Taker):
    def __init__(self) -> None:
        self.names: set[tuple[UUID, str]] = set()

    def file(self, organisation_id: UUID, sha256: str, pieces: Iterator[bytes]) -> None:
        super().file(organisation_id, sha256, pieces)
        self.names.add((organisation_id, sha256))


# --- The transaction -----------------------------------------------------------------------------------------------


def _make_tables(told: Manifest) -> dict[str, Table]:
    """The tables as they were when the backup was made, and nothing in them: some migrations bring rows along."""
    connection = connections[DEFAULT]
    executor = MigrationExecutor(connection)
    wanted = set(_nodes(told))
    graph = executor.loader.graph
    ends = [node for node in wanted if node in graph.nodes and not _followers(graph, node) & wanted]
    with drawn_alone():
        executor.migrate(ends)
    connection.check_constraints()
    tables = tables_at(wanted)
    with connection.cursor() as cursor:
        for name in tables:
            cursor.execute(f"DELETE FROM {connection.ops.quote_name(name)}")  # noqa: S608 (our tables)
    connection.check_constraints()
    return tables


def _followers(graph: Any, node: tuple[str, str]) -> set[tuple[str, str]]:
    return {child.key for child in graph.node_map[node].children if child.key[0] == node[0]}


class Loader(Taker):
    """Writes what it meets: rows into the tables, files to where they belong."""

    def __init__(self, tables: dict[str, Table]):
        self.inserters = {name: Inserter(table, DEFAULT) for name, table in tables.items()}

    def rows(self, table: str, rows: list[list[Any]]) -> None:
        self.inserters[table].insert(rows)

    def file(self, organisation_id: UUID, sha256: str, pieces: Iterator[bytes]) -> None:
        if store.exists(organisation_id, sha256):
            super().file(organisation_id, sha256, pieces)
            return
        with store.draft(organisation_id) as draft:
            for piece in pieces:
                draft.write(piece)
            draft.keep(sha256)


def _read_back(tables: dict[str, Table], told: Manifest) -> None:
    """What the database says now must be what the backup said, and its files those that its rows tell of."""
    connection = connections[DEFAULT]
    for name, table in tables.items():
        if told_of(table, DEFAULT) != told.tables[name]:
            raise Unusable(f"{name} reads otherwise than it was written. Nothing was restored.")
    lacking = set(told.evidence["lacking"])
    for organisation_id, sha256 in files_in(tables.values(), DEFAULT):
        name = f"evidence/{organisation_id.hex}/{sha256}"
        if name not in lacking and not store.exists(organisation_id, sha256):
            raise Unusable(
                f"A row tells of {name}, which is neither in the backup nor in {store.place()}. Nothing was restored."
            )
    models = [table.model for table in tables.values()]
    with connection.cursor() as cursor:
        for sql in connection.ops.sequence_reset_sql(no_style(), models):
            cursor.execute(sql)
    connection.check_constraints()


# --- Afterwards ----------------------------------------------------------------------------------------------------


def _verify(say: Say) -> None:
    told = StringIO()
    try:
        call_command("verify", stdout=told, stderr=told)
    except CommandError as error:
        say(told.getvalue().rstrip())
        raise CommandError(
            "Everything in the backup was restored, but it does not all hold; see above.", returncode=1
        ) from error
    say(told.getvalue().rstrip())
