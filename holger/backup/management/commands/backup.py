"""``holger backup``: everything into one file, while people work."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holger.backup import keys, services


class Command(BaseCommand):
    help = "Writes database and evidence into one signed file while people work, and never over another file."
    # They read every page's code: 80 MB and a second, of which a backup needs nothing.
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="the file to write; its name must be free")
        parser.add_argument(
            "--recipient",
            action="append",
            metavar="KEY",
            help="lock it with this public key of age (age1…) or SSH; may be repeated (HOLGER_BACKUP_RECIPIENTS)",
        )
        parser.add_argument("--without-evidence", action="store_true", help="rows only; the evidence folder stays")
        parser.add_argument("--test", action="store_true", help="restore it into a folder of its own, and verify it")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key that --test unlocks it with")

    def handle(self, *args: Any, file: Path, recipient: list[str] | None, **options: Any) -> None:
        try:
            chosen = [keys.recipient(text) for text in recipient] if recipient else None
        except ValueError as error:
            raise CommandError(str(error), returncode=2) from None
        made = services.backup_make(path=file, recipients=chosen, with_evidence=not options["without_evidence"])
        told = made.manifest
        files = f"{told.evidence['files']} files of evidence" + ("" if told.evidence["included"] else " (not in it)")
        self.stdout.write(f"{made.path}: {made.size} bytes, {told.rows} rows, {files}")
        self.stdout.write(f"Content digest {told.digest}")
        self.stdout.write(f"Signed by {keys.public(keys.signing_key())} (write it down: a restore asks for it)")
        for name in made.lacking:
            self.stderr.write(f"{name} is missing or changed.")
        if options["test"]:
            self.stdout.write(services.restore_test(path=file, identity=options["identity"]))
        if made.lacking:
            raise CommandError("The backup was made, but some evidence is missing from it; see above.", returncode=1)
