"""``holger export``: a register as a file that imports back unchanged."""

import shutil
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import translation

from holger.config.management.asking import add_who, register_named, whom
from holger.core import dates
from holger.exchange.exporting import TYPES, export_file


class Command(BaseCommand):
    help = "Writes a register as a spreadsheet that imports back unchanged."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="the register: assets, people, risks …")
        add_who(parser)
        parser.add_argument("--format", choices=sorted(TYPES), help="xlsx, or as the file's name says")
        parser.add_argument("-o", "--output", type=Path, metavar="FILE", help="where to; - is standard output")

    def handle(self, *args: Any, kind: str, organisation: str, output: Path | None, **options: Any) -> None:
        register = register_named(kind)
        ending = output.suffix.lstrip(".").lower() if output else ""
        form = options["format"] or (ending if ending in TYPES else "xlsx")
        with (
            whom(organisation, options["as"]) as (found, actor),
            translation.override(found.language),
            export_file(actor, register, form) as content,
        ):
            if output == Path("-"):
                shutil.copyfileobj(content, self.stdout._out.buffer)
                return
            path = output or Path(f"{kind}-{dates.today(found.zone).isoformat()}.{form}")
            with path.open("wb") as file:
                shutil.copyfileobj(content, file)
        self.stdout.write(f"Written to {path}.")
