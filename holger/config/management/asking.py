"""What commands about one organisation ask alike: which organisation, as whom, which register."""

from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager

from django.core.management.base import CommandError

from holger.core import tenancy
from holger.core.actor import Actor, Channel
from holger.core.registry import registry
from holger.exchange.registers import Register
from holger.organisation.models import Organisation
from holger.organisation.selectors import actor_for, system_actor


def add_who(parser: ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="SLUG", help="the organisation's address")
    parser.add_argument("--as", metavar="EMAIL", help="as this member, with their rights; else as the server's keeper")


@contextmanager
def whom(slug: str, email: str | None) -> Iterator[tuple[Organisation, Actor]]:
    """The organisation and the actor that a command works as, inside that organisation."""
    from holger.accounts.models import User

    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise CommandError(f"There is no organisation “{slug}”.", returncode=2)
    with tenancy.answering(organisation.id):
        if not email:
            yield organisation, system_actor(organisation, "holger")
            return
        user = User.objects.filter(email=email.strip().lower()).first()
        found = actor_for(user, organisation, Channel.COMMAND) if user else None
        if found is None:
            raise CommandError(f"{email} is not a member of “{slug}”.", returncode=2)
        yield organisation, found[0]


def register_named(kind: str) -> Register:
    register: Register | None = registry.registers.get(kind)
    if register is None:
        raise CommandError(
            f"There is no register “{kind}”. Known: {', '.join(sorted(registry.registers))}.", returncode=2
        )
    return register
