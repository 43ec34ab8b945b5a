"""``holger backupkey``: a new pair of keys to lock backups with."""

from argparse import ArgumentParser
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holger.backup import keys


class Command(BaseCommand):
    help = "Makes a pair of keys to lock backups with, and prints the public one. Keep the file away from the server."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="where to write the secret key; its name must be free")
        parser.add_argument("--passphrase", action="store_true", help="lock the secret key itself with a passphrase")

    def handle(self, *args: Any, file: Path, passphrase: bool, **options: Any) -> None:
        content, public = keys.new_identity()
        if passphrase:
            content = keys.with_passphrase(content, self._ask())
        try:
            keys.write_private(file, content)
        except FileExistsError:
            raise CommandError(f"{file} is there already. Choose another name.", returncode=2) from None
        self.stdout.write(f"HOLGER_BACKUP_RECIPIENTS={public}")
        self.stderr.write(
            f"The secret key is in {file}. Without it nobody opens the backups: keep two copies, neither here."
        )

    def _ask(self) -> str:
        first = getpass("Passphrase: ")
        if len(first) < 12 or first != getpass("Once more: "):
            raise CommandError(
                "The two were not the same, or shorter than 12 characters. Nothing was written.", returncode=2
            )
        return first
