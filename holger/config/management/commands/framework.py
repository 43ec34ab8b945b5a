"""``holger framework import``: frameworks from files into an organisation, or what they would do there."""

from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation
from django.utils.translation import gettext

from holger.config.management.asking import add_who, whom
from holger.core.actor import Actor
from holger.core.words import say
from holger.frameworks import library, selectors, services
from holger.frameworks.rules.bringing import FRAMEWORK, MAPPINGS, MOST_FILES, FileRead, Piece, read_all
from holger.frameworks.rules.faults import Unreadable

KINDS = {FRAMEWORK: "framework", MAPPINGS: "mappings", "threats": "threats", "matrices": "risk matrix"}
FATES = {"new": "new", "update": "newer version", "": "passed over"}


class Command(BaseCommand):
    help = "Imports frameworks: holger framework import FILE… --organisation SLUG. All or nothing; faults are told by line."

    def add_arguments(self, parser: ArgumentParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="import")
        bring = verbs.add_parser("import", help="take in what the files bring")
        bring.add_argument("files", nargs="+", type=Path, metavar="FILE", help="holger's YAML, OSCAL, CISO Assistant")
        add_who(bring)
        bring.add_argument("--dry-run", action="store_true", help="tell what would happen and write nothing")
        bring.add_argument(
            "--language",
            choices=[code for code, _name in settings.LANGUAGES],
            default="en",
            help="of the texts, where a file does not tell (en)",
        )

    def handle(
        self, *args: Any, files: Sequence[Path], organisation: str, language: str, dry_run: bool, **options: Any
    ) -> None:
        contents = self._contents(files)
        with whom(organisation, options["as"]) as (found, actor), translation.override(found.language):
            actor.require("frameworks.edit")
            self._go(actor, self._read(contents, language), dry_run)

    def _contents(self, files: Sequence[Path]) -> dict[str, bytes]:
        if len(files) > MOST_FILES:
            raise CommandError(f"At most {MOST_FILES} files at once.", returncode=2)
        for file in files:
            if not file.is_file():
                raise CommandError(f"There is no file {file}.", returncode=2)
        return {
            str(file) if len({f.name for f in files}) < len(files) else file.name: file.read_bytes() for file in files
        }

    def _read(self, contents: dict[str, bytes], language: str) -> list[FileRead]:
        try:
            return read_all(contents, library.LANGUAGES, language)
        except Unreadable as error:
            for fault in error.faults:
                self.stderr.write(f"{fault.file}, line {fault.line}: {gettext(fault.text) % fault.params}")
            raise CommandError("Nothing was imported.", returncode=1) from error

    def _go(self, actor: Actor, read: list[FileRead], dry_run: bool) -> None:
        for note in (note for file in read for note in file.brought.notes):
            self.stdout.write(gettext(note.text) % note.params)
        if dry_run:
            for piece in selectors.pieces(actor, read):
                self._tell(piece)
            self.stdout.write("Nothing was imported.")
            return
        taken = services.files_take(actor=actor, read=read)
        for each in taken:
            self._tell(each.piece)
        self.stdout.write("Imported." if any(each.done for each in taken) else "Nothing to import.")

    def _tell(self, piece: Piece) -> None:
        name = say(piece.title, translation.get_language())
        why = gettext(piece.why.text) % piece.why.params if piece.why else ""
        told = f"{FATES[piece.fate]}: {KINDS.get(piece.kind, piece.kind)} {name}".rstrip()
        self.stdout.write(f"{told}. {why}".rstrip() if why else told)
