"""What cells of the room's registers may point to."""

from collections.abc import Iterator

from holger.core.actor import Actor
from holger.exchange.registers import Option
from holger.organisation import selectors as organisation


def people(actor: Actor) -> Iterator[Option]:
    for row in organisation.people_for(actor):
        yield Option(row.pk, row.name, tuple(key for key in (row.reference, row.email, row.initials) if key))


def units(actor: Actor) -> Iterator[Option]:
    return (Option(row.pk, row.name) for row in organisation.units_for(actor))
