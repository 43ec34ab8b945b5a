"""Writing down what somebody is told: once for each slot, whoever writes it and however often."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from itertools import batched
from uuid import UUID

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.need_to_know import Withheld, anybody
from holger.tasks.models import Notice
from holger.tasks.services.posting import posts_put

BATCH = 500


@dataclass
class Draft:
    """A notice before it is written. ``said`` is its title in the language of the house, for what the whole house reads, and
    ``said_path`` the way to it where this one leads elsewhere."""

    person: UUID
    kind: str
    duty: str
    slot: str
    title: str = ""
    path: str = ""
    due: date | None = None
    who: str = ""
    text: str = ""
    urgent: bool = False
    since: datetime = field(default_factory=dates.now)
    said: str = ""
    said_path: str = ""


def key_of(task: str) -> str:
    """The key of the duty that a task, by its reference, is to whoever does it (``tasks.duties``)."""
    return f"tasks.task:{task}"


def slot_of(kind: str, duty: str, person: UUID, when: str = "") -> str:
    """What a notice is the one for."""
    return ":".join(part for part in (kind, duty, str(person), when) if part)


def tell(organisation_id: UUID, drafts: Iterable[Draft]) -> list[Notice]:
    """Write down those of the notices that are not there yet, and what chats are told of them. Answers the new ones."""
    by_slot = {draft.slot: draft for draft in drafts}
    return _put(
        organisation_id, [by_slot[slot] for slot in by_slot.keys() - known_slots(organisation_id, by_slot).keys()]
    )


@transaction.atomic
def _put(organisation_id: UUID, fresh: list[Draft]) -> list[Notice]:
    fresh = sorted(for_those_who_know(organisation_id, fresh), key=lambda draft: draft.slot)
    notices = [_notice(organisation_id, draft) for draft in fresh]
    Notice.objects.bulk_create(notices, batch_size=BATCH, ignore_conflicts=True)
    posts_put(organisation_id, fresh)
    return notices


def for_those_who_know(organisation_id: UUID, drafts: Sequence[Draft]) -> list[Draft]:
    """Without those for people from whom it is kept what they are about. Of what is kept from anybody no chat is told."""
    secrets, withheld = Withheld(anybody(organisation_id)), dict[UUID, Withheld]()
    found = []
    for draft in drafts:
        if secrets.hides(draft.path):
            if draft.person not in withheld:
                withheld[draft.person] = Withheld(Actor(organisation_id, draft.person, None, "", ()))
            if withheld[draft.person].hides(draft.path):
                continue
            draft.said = ""
        found.append(draft)
    return found


def tell_again(organisation_id: UUID, drafts: Sequence[Draft]) -> list[Notice]:
    """The same for what happens anew: sent for sign-off once more, given back to whom it was taken from."""
    said = known_slots(organisation_id, [f"{draft.slot}{part}" for draft in drafts for part in _AGAIN])
    for draft in drafts:
        number = max((n for n, part in enumerate(_AGAIN, start=1) if f"{draft.slot}{part}" in said), default=0)
        draft.slot += f"/{number + 1}" if number else ""
    by_slot = {draft.slot: draft for draft in drafts}
    return _put(organisation_id, [draft for slot, draft in by_slot.items() if slot not in said])


MOST_AGAIN = 20
_AGAIN = ("", *(f"/{number}" for number in range(2, MOST_AGAIN + 1)))


def known_slots(organisation_id: UUID, slots: Collection[str]) -> Mapping[str, datetime]:
    """Those of the slots that are taken, and since when."""
    found: dict[str, datetime] = {}
    for some in batched(slots, BATCH):
        rows = Notice.objects.filter(organisation_id=organisation_id, slot__in=some)
        found.update(rows.values_list("slot", "since"))
    return found


def _notice(organisation_id: UUID, draft: Draft) -> Notice:
    return Notice(
        organisation_id=organisation_id,
        person_id=draft.person,
        kind=draft.kind,
        duty=draft.duty,
        slot=draft.slot,
        title=draft.title[:300],
        who=draft.who[:200],
        text=draft.text[:500],
        path=draft.path[:300],
        due=draft.due,
        urgent=draft.urgent,
        since=draft.since,
    )
