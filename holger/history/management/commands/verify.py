"""``holger verify``: is the trail whole, and is every piece of evidence what it was?"""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from holger.core import tenancy
from holger.core.registry import Finding, registry
from holger.history import verification

SAID = {
    "changed": "has been changed since it was written",
    "missing": "is missing",
    "reordered": "is out of order",
    "truncated": "and everything after it is missing",
}


class Command(BaseCommand):
    help = "Walks every organisation's history and re-hashes the evidence. Exits 1 and names the first thing that does not hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this one")

    def handle(self, *args: Any, organisation: str | None = None, **options: Any) -> None:
        names = dict(apps.get_model("organisation.Organisation").objects.values_list("id", "name"))
        only = self._id_of(organisation) if organisation else None
        whole = [
            self._chain(id_, names.get(id_, str(id_))) for id_ in ([only] if only else verification.organisations())
        ]
        for check in registry.checks:
            if check.verify:
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

    def _chain(self, organisation_id: UUID, name: str) -> bool:
        with tenancy.inside(organisation_id, gone_too=True):
            verdict = verification.verify(organisation_id)
        if verdict.broken is None:
            self.stdout.write(f"{name}: {verdict.entries} entries hold. Seal {verdict.seal}")
            return True
        what = SAID[verdict.broken.kind]
        about = (
            f" ({verdict.event.at:%Y-%m-%d %H:%M} UTC, {verdict.event.action}, {verdict.event.subject_label})"
            if verdict.event
            else ""
        )
        self.stderr.write(f"{name}: entry {verdict.broken.seq}{about} {what}.")
        return False

    def _tell(self, finding: Finding) -> bool:
        stream = self.stderr if finding.level == "error" else self.stdout
        stream.write(f"{finding.text} {finding.remedy}".strip())
        return finding.level != "error"
