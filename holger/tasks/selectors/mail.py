"""What managers see of mail: who gets how much, who gets none, and whether a test has arrived."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from holger.core.actor import Actor
from holger.core.errors import NotAllowed
from holger.jobs.models import Mail
from holger.tasks.models import Rhythm
from holger.tasks.permissions import SETTINGS
from holger.tasks.selectors.audience import Member, audience_of


@dataclass(frozen=True)
class Reached:
    """How many get mail how often, and who gets none because there is no address."""

    counts: Mapping[str, int]
    without: Sequence[Member]

    @property
    def rows(self) -> list[tuple[str, int]]:
        return [(str(rhythm.label), self.counts.get(rhythm, 0)) for rhythm in Rhythm]


def must_see_all(actor: Actor) -> None:
    """Mail is the whole organisation's: who manages a unit of it does not set it up."""
    if not actor.reach(SETTINGS).everything:
        raise NotAllowed(SETTINGS)


def reached(actor: Actor) -> Reached:
    must_see_all(actor)
    audience = audience_of(actor.organisation_id)
    everybody = sorted(audience.members.values(), key=lambda member: member.name.casefold())
    counts = Counter(audience.wish(member.id).rhythm for member in everybody if member.email)
    return Reached(counts, [member for member in everybody if not member.email])


def latest_test(actor: Actor) -> Mail | None:
    """The test mail that the actor has last asked for."""
    if actor.person_id is None:
        return None
    rows = Mail.objects.filter(concerns=actor.organisation_id, about=about_test(actor))
    return rows.order_by("-created_at").first()


def about_test(actor: Actor) -> str:
    return f"test:{actor.person_id}"
