"""Mail about notices: at once or in a digest, as each wants it; written down together with the note that it tells of them."""

import hashlib
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, time
from itertools import batched
from uuid import UUID
from zoneinfo import ZoneInfo

from holger.core import dates, tenancy
from holger.jobs.models import Mail
from holger.tasks.models import Notice
from holger.tasks.rules.telling import Way, is_quiet, latest_digest, way
from holger.tasks.rules.workdays import DENMARK
from holger.tasks.selectors.audience import Audience, audience_of
from holger.tasks.services import letters
from holger.tasks.services.letters import Envelope

BATCH = 50
"""So many people's mail is written in one transaction."""


def mail_out(organisation_id: UUID) -> int:
    """Write down all mail that is to go now, and how many that were."""
    with tenancy.answering(organisation_id):
        rows = Notice.objects.filter(organisation_id=organisation_id, mailed_at=None).order_by("person")
        waiting = list(rows.values_list("person", flat=True).distinct())
    written = 0
    for some in batched(waiting, BATCH):
        with tenancy.inside(organisation_id):
            written += mail_to(organisation_id, some)
    return written


def mail_to(organisation_id: UUID, people: Collection[UUID]) -> int:
    """Write down the mail that is to go now to some people. Call inside a transaction.

    What is kept from them by now is told by no mail. Their notices are locked: whoever else would tell of them waits, and finds them told of. While a demo's past is told nobody
    is written to.
    """
    new = Notice.objects.filter(organisation_id=organisation_id, person__in=people, mailed_at=None)
    if dates.turned_back():
        new.update(mailed_at=dates.now())
        return 0
    rows = new.select_for_update(of=("self",))
    by_person: dict[UUID, list[Notice]] = defaultdict(list)
    for notice in rows.order_by("pk"):
        by_person[notice.person_id].append(notice)
    if not by_person:
        return 0
    audience = audience_of(organisation_id, by_person.keys())
    had = _had(audience, by_person.keys())
    unknown = [each for some in by_person.values() for each in some if not audience.knows(each.person_id, each.path)]
    found = [
        sort_out(audience, person, [each for each in notices if each not in unknown], had.get(person))
        for person, notices in by_person.items()
    ]
    envelopes = [each.envelope for each in found if each.envelope is not None]
    for envelope in envelopes:
        letters.write(audience, envelope)
    told = [notice.pk for envelope in envelopes for notice in envelope.notices]
    silent = [notice.pk for notice in (*unknown, *(notice for each in found for notice in each.silent))]
    Notice.objects.filter(pk__in=[*told, *silent]).update(mailed_at=dates.now())
    return len(envelopes)


def _had(audience: Audience, people: Collection[UUID]) -> Mapping[UUID, str]:
    """Those whose latest digest has been written, with its slot: what comes after it waits for the next."""
    slots = {digest_slot(audience, person): person for person in people}
    taken = Mail.objects.filter(slot__in=slots).values_list("slot", flat=True)
    return {slots[slot]: slot for slot in taken if slot is not None}


def digest_slot(audience: Audience, person: UUID) -> str:
    """There is one digest for a person and a day."""
    moment = latest_digest(audience.wish(person), dates.now(), audience.zone, DENMARK.is_open)
    return f"digest:{person}:{moment.astimezone(ZoneInfo(audience.zone)).date()}"


@dataclass(frozen=True)
class SortedOut:
    """What becomes of somebody's notices: some in an envelope, some told by no mail, the rest wait."""

    envelope: Envelope | None
    silent: Sequence[Notice]


def sort_out(audience: Audience, person: UUID, notices: Sequence[Notice], had: str | None) -> SortedOut:
    """What is told now, what never, and what waits. ``had``: today's digest, if it has been written."""
    member = audience.members.get(person)
    if member is None or not member.email:
        return SortedOut(None, notices)
    wish, now = audience.wish(person), dates.now()
    ways: dict[Way, list[Notice]] = defaultdict(list)
    for notice in notices:
        ways[way(wish, notice.kind, urgent=notice.urgent)].append(notice)
    told, digest = ways[Way.NOW], list[Notice]()
    if not is_quiet(wish, clock(now, audience.zone)):
        told = told + ways[Way.AT_ONCE]
        moment = latest_digest(wish, now, audience.zone, DENMARK.is_open)
        digest = [notice for notice in ways[Way.DIGEST] if notice.since <= moment and had is None]
    if not told and not digest:
        return SortedOut(None, ways[Way.NOT])
    slot = digest_slot(audience, person) if digest else slot_of_mail(told[0])
    wished = bool(digest) or any(not notice.urgent for notice in told)
    return SortedOut(Envelope(member, told + digest, slot, bool(digest), wished), ways[Way.NOT])


def clock(moment: datetime, zone: str) -> time:
    """What the clock on the wall shows."""
    return moment.astimezone(ZoneInfo(zone)).time()


def slot_of_mail(notice: Notice) -> str:
    """The one mail that begins with this notice. A notice is the one for its slot in its organisation, and so is its mail."""
    key = f"{notice.organisation_id}:{notice.slot}"
    return f"notice:{hashlib.sha256(key.encode()).hexdigest()}"
