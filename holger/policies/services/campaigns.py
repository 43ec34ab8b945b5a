"""Campaigns: planned, begun, closed."""

from collections.abc import Sequence
from datetime import date
from itertools import batched
from typing import Any

from django.db import transaction
from django.db.models import F

from holger.audience.services import Chosen, audience_set
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import guards, next_numbers
from holger.policies.models import Campaign, CampaignStatus, How, Policy, PolicyVersion, Reading, Whom
from holger.policies.permissions import ASK
from holger.policies.selectors.campaigns import people_asked
from holger.policies.selectors.reading import in_force
from holger.policies.services.asking import BATCH, readings_put, today_of
from holger.policies.signals import campaign_started

NOT_PLANNED = N_("It has begun. Only what is planned can be changed like that.")
NOT_RUNNING = N_("It is not running.")
NOBODY = N_("It asks nobody. Choose who is asked.")
NO_POLICY = N_("Choose at least one policy.")
NOT_IN_FORCE = N_("%(policy)s has no version in force.")


@transaction.atomic
def campaign_create(
    *, actor: Actor, policies: Sequence[Policy], audience: Chosen | None = None, **answers: Any
) -> Campaign:
    """Plan to have policies read and confirmed by a day. ``audience``: who is asked, where it is not everybody they are for."""
    actor.require(ASK)
    guards.own(actor, *policies, answers.get("owner"))
    campaign = Campaign(organisation_id=actor.organisation_id)
    values = _checked({"whom": Whom.THEIRS, "policies": list(policies), **answers})
    campaign.audience = _audience(actor, None, values["whom"], audience)
    campaign.number = next_numbers(organisation_id=actor.organisation_id, prefix=Campaign.prefix)[0]
    campaign.reference = f"{Campaign.prefix}-{campaign.number}"
    if values.get("owner") is None and actor.person_id is not None:
        values["owner"] = Person.objects.get(pk=actor.person_id)
    changes = write(campaign, values)
    history.record(actor=actor, action="campaign.created", target=campaign, changes=changes)
    return campaign


@transaction.atomic
def campaign_edit(
    *, actor: Actor, campaign: Campaign, audience: Chosen | None = None, version: int | None = None, **answers: Any
) -> Campaign:
    """Change what is planned; of one that runs, its texts, deadline, reminders and owner."""
    actor.require(ASK, campaign)
    guards.own(actor, *answers.get("policies", ()), answers.get("owner"))
    if campaign.status == CampaignStatus.CLOSED:
        raise RuleBroken(NOT_RUNNING)
    fixed = {"policies", "whom", "starts"} if campaign.status == CampaignStatus.RUNNING else set()
    values = {name: value for name, value in _checked(answers).items() if name not in fixed}
    if not fixed:
        campaign.audience = _audience(actor, campaign, values.get("whom", campaign.whom), audience)
    changes = write(campaign, values, version=version)
    campaign.save(update_fields=["audience"])
    if "deadline" in changes:
        Reading.objects.filter(campaign=campaign, confirmed_at=None).update(due=campaign.deadline)
    if changes:
        history.record(actor=actor, action="campaign.changed", target=campaign, changes=changes)
    return campaign


def _checked(answers: dict[str, Any]) -> dict[str, Any]:
    if "policies" in answers and not answers["policies"]:
        raise RuleBroken(NO_POLICY, "policies")
    return answers


def _audience(actor: Actor, campaign: Campaign | None, whom: str, chosen: Chosen | None) -> Any:
    known = campaign.audience if campaign else None
    if whom == Whom.THEIRS:
        return None
    if chosen is None:
        if known is None:
            raise RuleBroken(NOBODY, "whom")
        return known
    return audience_set(actor=actor, audience=known, chosen=chosen)


@transaction.atomic
def campaign_discard(*, actor: Actor, campaign: Campaign) -> None:
    """Take away what was only planned."""
    actor.require(ASK, campaign)
    if campaign.status != CampaignStatus.PLANNED:
        raise RuleBroken(NOT_PLANNED)
    history.record(actor=actor, action="campaign.discarded", target=campaign)
    campaign.delete()


@transaction.atomic
def campaign_start(*, actor: Actor, campaign: Campaign) -> Campaign:
    """Ask everybody whom it is for who has not confirmed; they are told in the background."""
    actor.require(ASK, campaign)
    campaign = _held(campaign, CampaignStatus.PLANNED, NOT_PLANNED)
    asked, before = 0, 0
    for version in _versions(campaign):
        people = set(people_asked(campaign, version.policy).values_list("pk", flat=True))
        took, done = _take_over(campaign, version, people)
        asked += took + readings_put(version, people, how=How.CAMPAIGN, due=campaign.deadline, campaign=campaign)
        before += done
    if not asked and not before:
        raise RuleBroken(NOBODY, "whom")
    campaign.status, campaign.started_at, campaign.before = CampaignStatus.RUNNING, dates.now(), before
    _save(campaign, "started_at", "before")
    history.record(actor=actor, action="campaign.started", target=campaign, changes={"asked": [None, asked]})
    if not asked:
        return close(actor, campaign)
    campaign_started.send(sender=Campaign, campaign=campaign, actor=actor)
    return campaign


def _versions(campaign: Campaign) -> list[PolicyVersion]:
    held = in_force(campaign.organisation_id).select_related("policy__audience")
    found = {version.policy_id: version for version in held.filter(policy__in=campaign.policies.all())}
    for policy in campaign.policies.all():
        if policy.pk not in found:
            raise RuleBroken(NOT_IN_FORCE, "policies", {"policy": policy.reference})
    return list(found.values())


def _take_over(campaign: Campaign, version: PolicyVersion, people: set[Any]) -> tuple[int, int]:
    """Whoever is asked already is asked by this campaign from now on; how many, and how many have confirmed before."""
    known = hanging_on(Reading, policy=version.policy).filter(major=version.major)
    rows = [row for row in known.values_list("pk", "person", "confirmed_at") if row[1] in people]
    waiting = [key for key, _person, confirmed in rows if confirmed is None]
    for some in batched(waiting, BATCH):
        Reading.objects.filter(pk__in=some).update(campaign=campaign, how=How.CAMPAIGN, due=campaign.deadline)
    return len(waiting), len(rows) - len(waiting)


@transaction.atomic
def campaign_close(*, actor: Actor, campaign: Campaign) -> Campaign:
    """Ask no more. What is still open is asked of people as before, where the policy applies to them."""
    actor.require(ASK, campaign)
    return close(actor, _held(campaign, CampaignStatus.RUNNING, NOT_RUNNING))


def close(actor: Actor, campaign: Campaign) -> Campaign:
    """By hand, or by whoever was the last to confirm."""
    readings = Reading.objects.filter(campaign=campaign)
    campaign.asked = readings.count()
    campaign.confirmed = readings.filter(confirmed_at__isnull=False).count()
    campaign.status, campaign.closed_at = CampaignStatus.CLOSED, dates.now()
    _save(campaign, "closed_at", "asked", "confirmed")
    told = {"asked": [None, campaign.asked], "confirmed": [None, campaign.confirmed]}
    history.record(actor=actor, action="campaign.closed", target=campaign, changes=told)
    return campaign


def _held(campaign: Campaign, status: str, refused: str) -> Campaign:
    held = Campaign.objects.select_for_update(of=("self",)).select_related("audience", "owner").get(pk=campaign.pk)
    if held.status != status:
        raise RuleBroken(refused)
    return held


def _save(campaign: Campaign, *fields: str) -> None:
    campaign.version, campaign.updated_at = F("version") + 1, dates.now()
    campaign.save(update_fields=["status", "version", "updated_at", *fields])
    campaign.refresh_from_db(fields=["version"])


def due_to_start(organisation_id: Any, today: date | None = None) -> list[Campaign]:
    """Those whose day has come."""
    rows = Campaign.objects.filter(organisation_id=organisation_id, status=CampaignStatus.PLANNED)
    return list(rows.filter(starts__lte=today or today_of(organisation_id)).order_by("number"))
