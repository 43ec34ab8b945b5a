"""Telling people what they are to read: when a campaign begins, on the days that it reminds, and when somebody asks."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext, override

from holger.core.actor import Actor
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import guards
from holger.policies.models import Campaign, CampaignStatus, Reading
from holger.policies.permissions import ASK
from holger.policies.rules.reading import reminder
from holger.policies.selectors.campaigns import missing
from holger.policies.services.asking import today_of
from holger.tasks.models import Notice, NoticeKind
from holger.tasks.selectors.audience import Member, audience_of
from holger.tasks.selectors.team import looks_after
from holger.tasks.services.mailing import mail_to
from holger.tasks.services.telling import Draft, slot_of, tell

AT_ONCE = 50
"""So many people's mail is written while somebody waits; that of more follows within a quarter of an hour."""
TODAY = N_("They have been reminded of it today. Wait until tomorrow.")
DONE = N_("Nobody is missing.")


def key_of(reading: Reading) -> str:
    """The key of the duty that a reading is (``policies.duties.reading``)."""
    return f"policies.reading:{reading.pk}"


@transaction.atomic
def campaign_nudge(*, actor: Actor, campaign: Campaign) -> int:
    """Remind all who are missing, each of them once a day; how many are told."""
    actor.require(ASK, campaign)
    if campaign.status != CampaignStatus.RUNNING:
        raise RuleBroken(DONE)
    told = _nudge(actor, list(missing(actor.organisation_id, campaign)))
    history.record(actor=actor, action="campaign.nudged", target=campaign, changes={"people": [None, len(told)]})
    return len(told)


@transaction.atomic
def reading_nudge(*, actor: Actor, reading: Reading) -> Notice:
    """Remind one person, once a day: whoever asks for readings may, and whoever looks after their work."""
    guards.own(actor, reading)
    if not (actor.may(ASK, reading.person) or looks_after(actor, reading.person)):
        raise NotAllowed(ASK)
    if reading.confirmed_at is not None:
        raise RuleBroken(DONE)
    told = _nudge(actor, [reading])[0]
    history.record(actor=actor, action="person.nudged", target=reading.person)
    return told


def _nudge(actor: Actor, readings: Sequence[Reading]) -> list[Notice]:
    if not readings:
        raise RuleBroken(DONE)
    when = today_of(actor.organisation_id).isoformat()
    told = _tell(actor.organisation_id, readings, NoticeKind.NUDGE, when=when, who=actor.label)
    if not told:
        raise RuleBroken(TODAY)
    people = {notice.person_id for notice in told}
    if len(people) <= AT_ONCE:
        mail_to(actor.organisation_id, people)
    return told


@transaction.atomic
def campaign_tell(campaign: Campaign) -> int:
    """Tell everybody who is asked that it has begun, with its message; whoever has been told is not told again."""
    readings = list(missing(campaign.organisation_id, campaign))
    return len(_tell(campaign.organisation_id, readings, NoticeKind.GIVEN, campaign=campaign))


@transaction.atomic
def campaigns_remind(organisation_id: UUID, today: date) -> int:
    """Remind those who are missing on the days that a campaign says; the newest that was not told of. How many are told."""
    rows = Campaign.objects.filter(organisation_id=organisation_id, status=CampaignStatus.RUNNING)
    return sum(_remind(campaign, today) for campaign in rows.exclude(started_at=None))


def _remind(campaign: Campaign, today: date) -> int:
    assert campaign.started_at is not None
    day = reminder(campaign.deadline, campaign.remind, campaign.started_at.date(), today)
    if day is None:
        return 0
    kind = NoticeKind.BEFORE if day < 0 else NoticeKind.OVERDUE if day > 0 else NoticeKind.DUE
    readings = list(missing(campaign.organisation_id, campaign))
    return len(_tell(campaign.organisation_id, readings, kind, campaign=campaign, when=f"{campaign.reference}/{day}"))


def _tell(
    organisation_id: UUID,
    readings: Iterable[Reading],
    kind: NoticeKind,
    *,
    campaign: Campaign | None = None,
    when: str = "",
    who: str = "",
) -> list[Notice]:
    """One notice for each person, about all that they are to read, in their language."""
    theirs: Mapping[UUID, list[Reading]] = defaultdict(list)
    for reading in readings:
        theirs[reading.person_id].append(reading)
    drafts: list[Draft] = []
    for language, members in _by_language(organisation_id, theirs.keys()).items():
        with override(language):
            drafts += [_draft(member, theirs[member.id], kind, campaign, when, who) for member in members]
    return tell(organisation_id, drafts)


def _by_language(organisation_id: UUID, people: Collection[UUID]) -> Mapping[str, list[Member]]:
    found: dict[str, list[Member]] = defaultdict(list)
    for member in audience_of(organisation_id, people).members.values():
        found[member.language].append(member)
    return found


def _draft(
    member: Member, readings: Sequence[Reading], kind: NoticeKind, campaign: Campaign | None, when: str, who: str
) -> Draft:
    first = readings[0]
    title = gettext("Read and confirm: %(title)s") % {"title": first.policy.title}
    if len(readings) > 1:
        title = gettext("Read and confirm %(count)s policies") % {"count": len(readings)}
    return Draft(
        person=member.id,
        kind=kind,
        duty=key_of(first),
        slot=slot_of(kind, key_of(first), member.id, when),
        title=title,
        path=first.path if len(readings) == 1 else "my/",
        due=first.due,
        who=who,
        text=campaign.message if campaign and kind == NoticeKind.GIVEN else "",
        said=title,
    )
