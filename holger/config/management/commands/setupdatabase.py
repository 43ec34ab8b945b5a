"""``holger setupdatabase``: a PostgreSQL database with an owner and an application role that is held by its walls."""

from argparse import ArgumentParser
from typing import Any

import psycopg
from django.core.management.base import BaseCommand, CommandError

from holger.config import postgres
from holger.config.env import parse_postgres


class Command(BaseCommand):
    help = (
        "Make holger's PostgreSQL database, its owner's role and the application's, and print both addresses. "
        "Done again it changes nothing that is right."
    )
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "address",
            help="of an administrator: postgresql://postgres@db.example.dk/postgres; the password may be in PGPASSWORD",
        )
        parser.add_argument("--name", default="holger", help="of the database; the roles are called after it (holger)")
        parser.add_argument(
            "--new-passwords", action="store_true", help="give roles that are there already new passwords too"
        )

    def handle(self, *, address: str, name: str, new_passwords: bool, **options: Any) -> None:
        try:
            parse_postgres(address)
            made = postgres.set_up(address, name, new_passwords=new_passwords)
        except ValueError as mistake:
            raise CommandError(str(mistake), returncode=2) from mistake
        except psycopg.Error as error:
            raise CommandError(f"PostgreSQL says no: {str(error).strip()}", returncode=1) from error
        self.stdout.write(f"DATABASE_URL={made.application}\nHOLGER_OWNER_DATABASE_URL={made.owner}")
        if made.kept:
            self.stderr.write(
                f"{' and '.join(made.kept)} kept the password: put it in. --new-passwords makes new ones."
            )
        self.stderr.write("Next, with both set: holger migrate. The web servers need only DATABASE_URL.")
