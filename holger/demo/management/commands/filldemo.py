from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import transaction

from holger.demo.filling import Filled, fill
from holger.demo.instance import new_password, write_down

ORGANISATIONS = ("kronborg", "rosenborg")


class Command(BaseCommand):
    help = "Fill this instance with the demo organisations (called by holger demo)."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--language", choices=["da", "en"], default="da")
        parser.add_argument("--migrate", action="store_true", help="make the tables first")

    def handle(self, *, language: str, migrate: bool, **options: Any) -> None:
        if not settings.DEMO:
            raise CommandError("This is not a demo instance (HOLGER_DEMO is not set). Nothing was written.")
        if migrate:
            call_command("migrate", verbosity=0, skip_checks=True)
        password = new_password()
        hashed = make_password(password)
        with transaction.atomic():
            filled = [fill(name, language=language, password_hash=hashed) for name in ORGANISATIONS]
            told = [tell(one, password) for one in filled]
        write_down(settings.DATA_DIR, {"organisations": told})


def tell(filled: Filled, password: str) -> dict[str, Any]:
    everybody = filled.logins | filled.doors
    users = {role: {"email": email, "password": password} for role, email in everybody.items()}
    users["mfa"]["secret"] = filled.secret
    return {
        "slug": filled.organisation.slug,
        "name": filled.organisation.name,
        "users": users,
        "tokens": filled.tokens,
        "portal_links": filled.portal_links,
    }
