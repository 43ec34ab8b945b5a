"""Campaigns: whom they ask, how far they are, who is missing."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from holger.audience.selectors import people_in, present
from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.organisation.models import Person, Unit
from holger.policies.models import Campaign, CampaignStatus, Policy, Reading, Whom
from holger.policies.permissions import VIEW
from holger.policies.selectors.reading import readings_for

ICON = "checks"


def campaigns_for(actor: Actor) -> QuerySet[Campaign]:
    rows = visible(Campaign.objects.all(), actor, VIEW, own=Q(owner_id=actor.person_id), unit="owner__unit_id")
    return rows.select_related("owner")


def with_counts(rows: QuerySet[Campaign]) -> QuerySet[Campaign]:
    """With ``all_now`` and ``confirmed_now``: how many are asked, and how many of them have confirmed."""
    done = Count("readings", filter=Q(readings__confirmed_at__isnull=False))
    return rows.annotate(all_now=Count("readings"), confirmed_now=done)


def people_asked(campaign: Campaign, policy: Policy) -> QuerySet[Person]:
    """Whom a campaign asks to read one of its policies. The caller has seen to it that the actor may ask."""
    theirs = people_in(policy.audience) if policy.audience else Person.objects.none()
    if campaign.whom == Whom.THEIRS or campaign.audience is None:
        return theirs
    chosen = people_in(campaign.audience)
    return chosen if campaign.whom == Whom.OTHER else theirs.filter(pk__in=chosen.values("pk"))


def find_campaigns(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    rows = campaigns_for(actor).filter(words_in(text.split()[:6], ("reference", "title_da", "title_en")))
    return [
        Hit(row.reference, row.title, row.path, None, ICON, str(row.get_status_display()), str(row.pk))
        for row in rows.order_by("-number")[:limit]
    ]


@dataclass(frozen=True)
class Share:
    """How many of those asked have confirmed, of a unit or of a policy."""

    id: UUID | None
    title: str
    asked: int
    confirmed: int

    @property
    def missing(self) -> int:
        return self.asked - self.confirmed

    @property
    def percent(self) -> int:
        return self.confirmed * 100 // self.asked if self.asked else 0


@dataclass(frozen=True)
class Standing:
    """How far a campaign is: the whole of it, each unit that is asked (most missing first), each of its policies."""

    whole: Share
    units: Sequence[Share]
    policies: Sequence[Share]


def standing(actor: Actor, campaign: Campaign) -> Standing:
    """Counted in one go. A campaign that is closed tells of its whole what it came to."""
    if campaign.organisation_id != actor.organisation_id:
        raise NotFound
    if not actor.may(VIEW):
        raise NotAllowed(VIEW)
    rows = readings_for(actor).select_related(None).filter(campaign=campaign).order_by()
    counted = rows.values_list("person__unit", "policy").annotate(all=Count("pk"), done=Count("confirmed_at"))
    units, policies = defaultdict[UUID | None, Counter[str]](Counter), defaultdict[UUID | None, Counter[str]](Counter)
    for unit, policy, asked, done in counted:
        units[unit].update(asked=asked, done=done)
        policies[policy].update(asked=asked, done=done)
    names = dict(Unit.objects.filter(organisation_id=actor.organisation_id).values_list("pk", "name"))
    by_unit = [_share(key, names.get(key, "") if key else "", count) for key, count in units.items()]
    listed = campaign.policies.order_by("number")
    by_policy = [_share(row.pk, f"{row.reference} {row.title}", policies[row.pk]) for row in listed]
    asked, done = sum(share.asked for share in by_unit), sum(share.confirmed for share in by_unit)
    if campaign.status == CampaignStatus.CLOSED:
        asked, done = campaign.asked, campaign.confirmed
    in_order = sorted(by_unit, key=lambda share: (-share.missing, share.title.casefold()))
    return Standing(Share(campaign.pk, campaign.title, asked, done), in_order, by_policy)


def _share(key: UUID | None, title: str, count: Counter[str]) -> Share:
    return Share(key, title, count["asked"], count["done"])


def missing(organisation_id: UUID, campaign: Campaign) -> QuerySet[Reading]:
    """What is asked for by a campaign, of people who are here, and not confirmed. The caller has asked permission."""
    open_ones = Reading.objects.filter(organisation_id=organisation_id, campaign=campaign, confirmed_at=None)
    here = Person.objects.filter(present(), organisation_id=organisation_id)
    return open_ones.filter(person__in=here).select_related("policy", "person")


def team_readings(actor: Actor) -> QuerySet[Reading]:
    """What is to be read by those whose manager the actor is and who are here."""
    if actor.person_id is None:
        return Reading.objects.none()
    led = Person.objects.filter(present(), organisation_id=actor.organisation_id, manager=actor.person_id)
    rows = Reading.objects.filter(organisation_id=actor.organisation_id, person__in=led, policy__archived_at=None)
    return rows.select_related("policy", "person").order_by("person__name", "due")
