"""``holger import``: a spreadsheet into a register, or what it would do there."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from holger.config.management.asking import add_who, register_named, whom
from holger.core.actor import Actor
from holger.exchange import services
from holger.exchange.display import said
from holger.exchange.models import ImportRun
from holger.exchange.planning import Plan
from holger.exchange.unreadable import Unreadable


class Command(BaseCommand):
    help = "Imports a spreadsheet into a register: all rows or none. Problems are told by row and column."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("kind", help="the register: assets, people, risks …")
        parser.add_argument("file", type=Path, help=".xlsx, .xls, .ods or .csv")
        add_who(parser)
        parser.add_argument("--dry-run", action="store_true", help="tell what would happen and write nothing")
        parser.add_argument("--sheet", help="the sheet to read, if not the one with most in it")
        parser.add_argument(
            "--header-row", type=int, metavar="N", help="the row with the headings, if not the one guessed"
        )

    def handle(self, *args: Any, kind: str, file: Path, organisation: str, dry_run: bool, **options: Any) -> None:
        register = register_named(kind)
        if not file.is_file():
            raise CommandError(f"There is no file {file}.", returncode=2)
        with whom(organisation, options["as"]) as (found, actor), translation.override(found.language):
            try:
                run = services.run_start(
                    actor=actor, kind=register.kind, content=file.read_bytes(), filename=file.name,
                    sheet=options["sheet"], header_row=options["header_row"],
                )  # fmt: skip
            except Unreadable as error:
                raise CommandError(said(error.reason), returncode=1) from error
            self._go(actor, run, dry_run)

    def _go(self, actor: Actor, run: ImportRun, dry_run: bool) -> None:
        try:
            plan = services.plan_of(actor=actor, run=run)
            self._tell(run, plan)
            if plan.counts["problem"]:
                raise CommandError("Nothing was imported.", returncode=1)
            if dry_run or not plan.may_apply:
                self.stdout.write("Nothing was imported." if dry_run else "Nothing to import.")
                return
            run = services.run_apply(actor=actor, run=run)
            self.stdout.write("Imported.")
        finally:
            if run.status == ImportRun.Status.DRAFT:
                services.run_discard(actor=actor, run=run)

    def _tell(self, run: ImportRun, plan: Plan) -> None:
        for problem in plan.problems:
            hint = f" → {said(problem.suggestion.label)}" if problem.suggestion else ""
            place = f"row {problem.row}, column {problem.column}" if problem.column else f"row {problem.row}"
            value = f" “{problem.value}”" if problem.value else ""
            self.stderr.write(f"{place}, {problem.label}{value}: {said(problem.message)}{hint}")
        counts = plan.counts
        sheet = f"{run.sheet}: " if run.sheet else ""
        self.stdout.write(
            f"{sheet}{counts['create']} new, {counts['update']} changed, {counts['same']} unchanged, "
            f"{counts['skipped']} skipped, {counts['problem']} with problems"
        )
