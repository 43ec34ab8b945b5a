"""``holger checkpoint``: sign what every history is now, and lay it down where it is to be kept."""

from argparse import ArgumentParser
from typing import Any
from uuid import UUID

from django.apps import apps
from django.core.management.base import BaseCommand, CommandError

from holger.core.errors import RuleBroken
from holger.core.tenancy import inside
from holger.history import keys, services
from holger.history.services import checkpoints


class Command(BaseCommand):
    help = "Signs a checkpoint of every organisation's history and lays it down outside. Exits 1 when one could not be."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--organisation", metavar="SLUG", help="only this one")
        parser.add_argument("--mail", action="store_true", help="mail it to the auditors, also if they had one today")
        parser.add_argument(
            "--new-key",
            action="store_true",
            help="sign with the old key once more, then make a new one and go on with it",
        )

    def handle(self, *args: Any, organisation: str | None, mail: bool, new_key: bool, **options: Any) -> None:
        found = apps.get_model("organisation.Organisation").objects.order_by("slug")
        if organisation:
            found = found.filter(slug=organisation)
            if not found:
                raise CommandError(f"There is no organisation “{organisation}”.", returncode=2)
        whole = [self._seal(each.pk, each.name, mail) for each in found]
        if new_key:
            self.stdout.write(f"From now on signed with {keys.rotate()}.")
        if not all(whole):
            raise CommandError("Not all is sealed and laid down; see above.", returncode=1)

    def _seal(self, organisation_id: UUID, name: str, mail: bool) -> bool:
        try:
            with inside(organisation_id):
                made = services.checkpoint_make(actor=checkpoints.keeper(organisation_id), mail=mail)
        except RuleBroken as broken:
            self.stderr.write(f"{name}: {broken.text}")
            return False
        said = made.said
        self.stdout.write(f"{name}: checkpoint {said.number} of {said.size} entries, root {said.root}, key {said.key}")
        faults = [anchor for anchor in services.anchors_deliver(organisation_id) if anchor.fault]
        for anchor in faults:
            self.stderr.write(f"{name}: {anchor.target}: {anchor.fault}")
        return not faults
