"""What commands about one organisation ask alike: which organisation, as whom, which register."""

from argparse import ArgumentParser

from django.core.management.base import CommandError

from holger.core.actor import Actor
from holger.core.registry import registry
from holger.exchange.registers import Register
from holger.organisation.models import Organisation
from holger.organisation.selectors import actor_of, memberships_of, system_actor


def add_who(parser: ArgumentParser) -> None:
    parser.add_argument("--organisation", required=True, metavar="SLUG", help="the organisation's address")
    parser.add_argument("--as", metavar="EMAIL", help="as this member, with their rights; else as the server's keeper")


def whom(slug: str, email: str | None) -> tuple[Organisation, Actor]:
    """The organisation and the actor that a command works as."""
    from holger.accounts.models import User

    organisation = Organisation.objects.filter(slug=slug).first()
    if organisation is None:
        raise CommandError(f"There is no organisation “{slug}”.", returncode=2)
    if not email:
        return organisation, system_actor(organisation, "holger")
    user = User.objects.filter(email=email.strip().lower()).first()
    person = memberships_of(user).filter(organisation=organisation).first() if user else None
    if person is None:
        raise CommandError(f"{email} is not a member of “{slug}”.", returncode=2)
    return organisation, actor_of(person)


def register_named(kind: str) -> Register:
    register: Register | None = registry.registers.get(kind)
    if register is None:
        raise CommandError(
            f"There is no register “{kind}”. Known: {', '.join(sorted(registry.registers))}.", returncode=2
        )
    return register
