import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError

from holger.core.registry import Check, Finding, registry

MARKS = {"ok": "✓", "warning": "!", "error": "✗"}
EXIT_CODES = {"ok": 0, "warning": 1, "error": 2}


class Command(BaseCommand):
    help = "Check the installation; ends with 0 when all is well, 1 with warnings, 2 with errors."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--json", action="store_true", help="one JSON object instead of lines")

    def handle(self, *, json: bool, **options: Any) -> None:
        found = [(check.name, finding) for check in registry.checks if not check.verify for finding in examine(check)]
        worst = max((finding.level for _, finding in found), key=EXIT_CODES.__getitem__, default="ok")
        self.stdout.write(as_json(worst, found) if json else as_lines(found))
        if worst != "ok":
            count = sum(finding.level != "ok" for _, finding in found)
            raise CommandError(f"{count} to look at.", returncode=EXIT_CODES[worst])


def examine(check: Check) -> list[Finding]:
    """A check that cannot run is itself a finding: the doctor sees the rest of the patient all the same."""
    try:
        return list(check.run())
    except (DatabaseError, OSError) as error:
        return [Finding("error", str(error).strip())]


def as_json(worst: str, found: list[tuple[str, Finding]]) -> str:
    return json.dumps({"level": worst, "findings": [{"check": name, **asdict(finding)} for name, finding in found]})


def as_lines(found: list[tuple[str, Finding]]) -> str:
    lines = []
    for name, finding in found:
        lines.append(f"{MARKS[finding.level]} {name}: {finding.text}")
        if finding.remedy:
            lines.append(f"    {finding.remedy}")
    return "\n".join(lines)
