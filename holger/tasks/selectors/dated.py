"""Days that other registers know of, to stand beside what is planned in the year."""

from datetime import date

from holger.core.actor import Actor
from holger.core.registry import Dated, registry


def dates_between(actor: Actor, first: date, last: date) -> list[Dated]:
    """As far as the actor sees, in order."""
    found = [
        dated
        for source in registry.dates
        if actor.may(source.permission)
        for dated in source.between(actor, first, last)
    ]
    return sorted(found, key=lambda dated: (dated.day, str(dated.title)))
