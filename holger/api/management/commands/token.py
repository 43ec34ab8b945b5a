"""``holger token create``: a token from the server's own command line. Prints the secret and nothing else."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from holger.api import rules, services
from holger.core import tenancy
from holger.organisation import selectors
from holger.organisation.models import Organisation


class Command(BaseCommand):
    help = "Make a token for programs: holger token create --organisation SLUG --as EMAIL --name NAME"

    def add_arguments(self, parser: CommandParser) -> None:
        verbs = parser.add_subparsers(dest="verb", required=True, metavar="create")
        create = verbs.add_parser("create", help="make a token and print its secret, which is kept nowhere")
        create.add_argument("--organisation", required=True, metavar="SLUG")
        create.add_argument("--as", dest="email", required=True, metavar="EMAIL", help="whose rights it uses")
        create.add_argument("--name", required=True, help="what will use it; stands in the history")
        create.add_argument(
            "--scope", default="write", metavar="SCOPE", help="read, write, or rooms: assets:write,risks:read"
        )
        create.add_argument("--days", type=int, default=90, metavar="N", help="how long it lasts (90)")

    def handle(self, *args: Any, **options: Any) -> None:
        organisation = Organisation.objects.filter(slug=options["organisation"]).first()
        if organisation is None:
            raise CommandError(f"There is no organisation called “{options['organisation']}”.")
        with tenancy.inside(organisation.id):
            self.stdout.write(self._made(organisation, options))

    def _made(self, organisation: Organisation, options: dict[str, Any]) -> str:
        actor = selectors.system_actor(organisation, "holger token create")
        person = selectors.people_for(actor).filter(user__email__iexact=options["email"]).first()
        if person is None:
            raise CommandError(f"Nobody in {organisation} signs in as {options['email']}.")
        _token, secret = services.token_create(
            actor=actor,
            person=person,
            name=options["name"],
            scope=rules.parse_scope(options["scope"]),
            days=options["days"],
        )
        return secret
