"""``holger removefactors``: let somebody in who has lost their passkeys, their phone and their recovery codes."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from holger.accounts import selectors, services


class Command(BaseCommand):
    help = (
        "Removes all second factors of an account, for somebody who has lost them, and signs the account out everywhere. "
        "Make sure first that it is really they who ask. The history of their organisations tells of it."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the account's address")

    def handle(self, *args: Any, email: str, **options: Any) -> None:
        user = selectors.user_of(email)
        if user is None:
            raise CommandError(f"Nobody signs in as {email}.", returncode=2)
        removed = services.factors_remove(user=user, by="holger removefactors")
        self.stdout.write(f"{removed} removed. {user.email} signs in with the password, and can set up new ones.")
