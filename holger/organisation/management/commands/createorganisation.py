"""``holger createorganisation``: found an organisation and let its owner in."""

import os
from argparse import ArgumentParser
from getpass import getpass
from typing import Any

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.db import transaction

from holger.accounts import selectors as users
from holger.core import tenancy
from holger.core.errors import RuleBroken
from holger.core.permissions import Role
from holger.organisation import selectors, services
from holger.organisation.models import Organisation, Person

BY = "holger createorganisation"


class Command(BaseCommand):
    help = (
        "Founds an organisation with its first owner and prints a link that lets the owner in. "
        "With --password the owner's password is asked for, or taken from HOLGER_PASSWORD."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="its address: small letters, digits and hyphens, such as kronborg")
        parser.add_argument("--name", required=True, help="what it is called, such as “Kronborg A/S”")
        parser.add_argument("--owner", required=True, metavar="E-MAIL", help="the first owner's address")
        parser.add_argument("--owner-name", default="", help="the first owner's name")
        parser.add_argument("--language", default="da", choices=Organisation.Language.values)
        parser.add_argument("--zone", default="Europe/Copenhagen", help="time zone of its deadlines")
        parser.add_argument("--password", action="store_true", help="set a password instead of printing a link")

    def handle(self, *args: Any, **options: Any) -> None:
        self._check(options["slug"], options["owner"])
        password = self._password(options["owner"]) if options["password"] else ""
        try:
            said = self._found(options, password)
        except (ValidationError, RuleBroken) as refused:
            raise CommandError("\n".join(_told(refused)), returncode=2) from refused
        self.stdout.write(said)

    def _check(self, slug: str, owner: str) -> None:
        if Organisation.objects.filter(slug=slug).exists():
            raise CommandError(f"There is already an organisation at /o/{slug}/. Choose another address.", returncode=2)
        try:
            validate_email(owner)
        except ValidationError:
            raise CommandError(f"“{owner}” is not an e-mail address.", returncode=2) from None

    def _password(self, owner: str) -> str:
        if users.user_of(owner) is not None:
            raise CommandError(
                f"{owner} already has an account. Leave --password out and accept the link.", returncode=2
            )
        return os.environ.get("HOLGER_PASSWORD") or getpass(f"Password for {owner}: ")

    @transaction.atomic
    def _found(self, options: dict[str, Any], password: str) -> str:
        organisation = services.organisation_create(
            by=BY, **{name: options[name] for name in ("slug", "name", "language", "zone")}
        )
        with tenancy.inside(organisation.id):
            return self._let_in(organisation, options, password)

    def _let_in(self, organisation: Organisation, options: dict[str, Any], password: str) -> str:
        actor = selectors.system_actor(organisation, BY)
        name = options["owner_name"] or options["owner"].partition("@")[0].replace(".", " ").title()
        person: Person = services.person_create(actor=actor, name=name, email=options["owner"])
        services.role_give(actor=actor, person=person, role=Role.OWNER)
        sent = services.invitation_send(actor=actor, person=person, by_mail=False)
        if not password:
            return f"{organisation.name} is at /o/{organisation.slug}/. {name} comes in by this link, once, within seven days:\n{sent.link}"
        secret = sent.link.rstrip("/").rpartition("/")[2]
        services.invitation_accept(secret=secret, user=None, name=name, password=password)
        return f"{organisation.name} is at /o/{organisation.slug}/. {options['owner']} can sign in."


def _told(refused: ValidationError | RuleBroken) -> list[str]:
    if isinstance(refused, RuleBroken):
        return [refused.message]
    if not hasattr(refused, "error_dict"):
        return refused.messages
    return [f"{name}: {text}" for name, texts in refused.message_dict.items() for text in texts]
