"""``holger restore``: a backup into an empty database and folder, or into a passing one as a test."""

from argparse import ArgumentParser
from collections.abc import Sequence
from getpass import getpass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from holger.backup import keys, restoring, services


class Command(BaseCommand):
    help = "Puts a backup into an empty database and evidence folder: everything is checked first, then all or nothing."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", type=Path, help="a file that holger backup wrote")
        parser.add_argument("--identity", type=Path, metavar="FILE", help="the secret key of a locked backup")
        parser.add_argument("--signed-by", default="", metavar="KEY", help="the public key that must have signed it")
        parser.add_argument("--any-signer", action="store_true", help="go on although nobody knows who made the backup")
        parser.add_argument("--erasures", type=Path, metavar="FILE", help="the ledger of erasures (HOLGER_DATA/erasures.jsonl)")  # fmt: skip
        parser.add_argument("--check", action="store_true", help="only read the file and say whether it holds")
        parser.add_argument("--test", action="store_true", help="restore into a passing folder, verify, throw away")

    def handle(self, *args: Any, file: Path, identity: Path | None, **options: Any) -> None:
        signer = {"signed_by": options["signed_by"], "any_signer": options["any_signer"]}
        if options["test"]:
            self.stdout.write(services.restore_test(path=file, identity=identity, **signer))
            return
        opens = self._identities(identity)
        if options["check"]:
            found = restoring.check(path=file, identities=opens, say=self.stdout.write, **signer)
            self.stdout.write(f"The backup holds. Content digest {found.manifest.digest}")
            return
        told = restoring.restore(
            path=file, identities=opens, erasures=options["erasures"], say=self.stdout.write, **signer
        )
        self.stdout.write(f"Restored and verified: the backup of {told.made:%Y-%m-%d %H:%M} UTC.")

    def _identities(self, identity: Path | None) -> Sequence[Any]:
        if identity is None:
            return ()
        return keys.identities(identity, lambda: getpass(f"Passphrase of {identity}: "))
