"""``holger sweep``: clear away files of evidence that belong to nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from holger.evidence import jobs
from holger.organisation.models import Organisation


class Command(BaseCommand):
    help = "Sets aside files of evidence that no row has told of for a day, and removes those set aside a day ago."

    def handle(self, *args: Any, **options: Any) -> None:
        for organisation_id, name in list(Organisation.objects.order_by("name").values_list("id", "name")):
            self.stdout.write(f"{name}: {jobs.sweep(organisation_id)}")
