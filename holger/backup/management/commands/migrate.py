"""``holger migrate``: Django's own, with a backup before it, and all of it or nothing."""

from contextlib import ExitStack
from typing import Any

from django.conf import settings
from django.core.management.base import CommandParser
from django.core.management.commands import migrate
from django.db import connections, transaction
from django.db.migrations.executor import MigrationExecutor

from holger.backup import services
from holger.backup.tables import rows_in
from holger.core import tenancy
from holger.core.new_tables import drawn_alone

HOW_BACK = """
The tables are as they were before: nothing of this migration remains. Go on with the version of holger you had, and
tell of the error above. A backup from before it lies in {path}; to put it into a new, empty database:
holger restore {path}
"""


class Command(migrate.Command):
    help = "Brings the tables up to date: a backup first, then all migrations or none."

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument(
            "--no-backup",
            action="store_false",
            dest="backup",
            help="make no backup first (HOLGER_BACKUP_BEFORE_MIGRATE)",
        )

    def handle(self, *args: Any, backup: bool = True, **options: Any) -> None:
        with tenancy.as_owner():
            self.connection = connections[options["database"]]
            self.migrate(backup, *args, **options)

    def migrate(self, backup: bool, *args: Any, **options: Any) -> None:
        connection = self.connection
        waiting = [] if options["plan"] or options["check_unapplied"] else plan(connection)
        path = None
        if backup and waiting and settings.BACKUP_BEFORE_MIGRATE and rows_in(connection.alias):
            path = services.backup_before_migrate()
            self.say(f"A backup from before the migration is in {path}.", options)
        try:
            with ExitStack() as whole:
                whole.enter_context(drawn_alone())
                if all(migration.atomic for migration, _backwards in waiting):
                    # SQLite rebuilds tables only where references are not checked, and that is settled before a transaction.
                    whole.enter_context(connection.constraint_checks_disabled())
                    whole.enter_context(transaction.atomic(using=connection.alias))
                super().handle(*args, **options)
        except BaseException:
            if path is not None:
                self.stderr.write(HOW_BACK.format(path=path))
            raise

    def say(self, text: str, options: dict[str, Any]) -> None:
        if options["verbosity"]:
            self.stdout.write(text)

    def migration_progress_callback(self, action: str, migration: Any = None, fake: bool = False) -> None:
        """Between two migrations in one transaction PostgreSQL must have looked at what was put off."""
        if action == "apply_success" and self.connection.in_atomic_block:
            self.connection.check_constraints()
        super().migration_progress_callback(action, migration, fake)


def plan(connection: Any) -> list[Any]:
    executor = MigrationExecutor(connection)
    return executor.migration_plan(executor.loader.graph.leaf_nodes())
