"""``holger migrate``: Django's own, as the owner of the tables."""

from typing import Any

from django.core.management.commands import migrate

from holger.core import tenancy


class Command(migrate.Command):
    help = "Bring the tables up to date, and the walls between organisations with them."

    def handle(self, *args: Any, **options: Any) -> None:
        with tenancy.as_owner():
            super().handle(*args, **options)
