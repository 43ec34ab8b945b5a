"""The chains of custody of a case, one for each thing, and whether its file is still what it was."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from django.db.models import FETCH_PEERS

from holger.core.actor import Actor
from holger.evidence import store
from holger.incidents.models import Custody, Incident
from holger.incidents.selectors.incidents import only


class Same(StrEnum):
    """How a file compares with what it was when it was written down."""

    SAME = "same"
    REPLACED = "replaced"
    CHANGED = "changed"
    MISSING = "missing"


@dataclass(frozen=True)
class Chain:
    """A thing's links, the first one first. ``key`` is that of the first."""

    thing: str
    links: Sequence[Custody]

    @property
    def key(self) -> UUID:
        return self.links[0].pk

    @property
    def last(self) -> Custody:
        return self.links[-1]


def chains_of(actor: Actor, incident: Incident) -> list[Chain]:
    """Each thing of a case that the actor has found, in the order in which it was first in somebody's hands. Their files are asked for
    together, when one is looked at."""
    rows = Custody.objects.filter(organisation_id=actor.organisation_id, incident__in=only(actor, incident))
    rows = rows.fetch_mode(FETCH_PEERS)
    found: dict[object, list[Custody]] = {}
    for row in rows.order_by("at", "entered_at", "id"):
        found.setdefault(row.evidence_id or row.thing.casefold(), []).append(row)
    return [Chain(links[0].thing, links) for links in found.values()]


def chain_in(actor: Actor, incident: Incident, key: UUID) -> Chain | None:
    """The chain that one of its links is in."""
    return next((each for each in chains_of(actor, incident) if any(link.pk == key for link in each.links)), None)


def compared(link: Custody) -> Same | None:
    """A link's digest beside the file of today, which is read; None where there was no file."""
    if not link.sha256 or link.evidence is None:
        return None
    try:
        today = store.hash_of(link.organisation_id, link.sha256)
    except FileNotFoundError:
        return Same.MISSING
    if today != link.sha256:
        return Same.CHANGED
    return Same.SAME if link.evidence.sha256 == link.sha256 else Same.REPLACED
