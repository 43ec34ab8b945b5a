"""``holger verify``: is the trail whole, and is every piece of evidence what it was?"""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from holger.core.registry import Finding, registry
from holger.history import telling, verification


class Command(BaseCommand):
    help = "Walks every organisation's history and re-hashes the evidence. Exits 1 and names the first thing that does not hold."
    requires_system_checks = ()  # which read every page's code; none of it is asked here

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this one")
        parser.add_argument(
            "--against", type=Path, metavar="FILE", help="a kept checkpoint, or an exported history (JSON lines)"
        )

    def handle(self, *args: Any, organisation: str | None = None, against: Path | None = None, **options: Any) -> None:
        names = dict(apps.get_model("organisation.Organisation").objects.values_list("id", "name"))
        only = self._id_of(organisation) if organisation else None
        chosen = [only] if only else self._told_of(against) if against else verification.organisations()
        whole = [self._chain(id_, names.get(id_, str(id_)), against) for id_ in chosen]
        for check in registry.checks:
            if check.verify and not against:
                whole += [self._tell(finding) for finding in check.run(only)]
        if not all(whole):
            raise CommandError("Something does not hold; see above.", returncode=1)
        self.stdout.write("All holds.")

    def _id_of(self, slug: str) -> UUID:
        found = (
            apps.get_model("organisation.Organisation").objects.filter(slug=slug).values_list("id", flat=True).first()
        )
        if found is None:
            raise CommandError(f"There is no organisation “{slug}”.", returncode=2)
        return found

    def _told_of(self, path: Path) -> list[UUID]:
        """The organisations that a file tells of."""
        try:
            found = verification.organisations_in(path)
        except (OSError, ValueError) as error:
            raise CommandError(f"{path} cannot be read: {error}", returncode=2) from error
        if not found:
            raise CommandError(f"{path} holds neither checkpoints nor entries.", returncode=2)
        return found

    def _chain(self, organisation_id: UUID, name: str, against: Path | None) -> bool:
        try:
            with verification.reading(organisation_id):
                verdict = verification.verify(organisation_id, against)
        except (OSError, ValueError) as error:
            raise CommandError(f"{against} cannot be read: {error}", returncode=2) from error
        stream = self.stderr if verdict.broken else self.stdout
        with translation.override("en"):  # as all commands speak
            stream.write(f"{name}: {telling.sentence(verdict)}")
        return verdict.broken is None

    def _tell(self, finding: Finding) -> bool:
        stream = self.stderr if finding.level == "error" else self.stdout
        stream.write(f"{finding.text} {finding.remedy}".strip())
        return finding.level != "error"
