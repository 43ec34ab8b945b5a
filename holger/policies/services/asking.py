"""Who is to read what: kept right by itself when a policy, an audience or the people change.

Nobody's permission is asked here: it follows from what others were allowed to do.
"""

from collections.abc import Collection, Iterable
from datetime import date
from itertools import batched
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from holger.audience.selectors import audiences_of, people_in, present
from holger.core import dates
from holger.core.models import hanging_on
from holger.organisation.models import Organisation, Person
from holger.policies.models import Campaign, CampaignStatus, How, Policy, PolicyVersion, Reading, Whom
from holger.policies.rules.reading import due_of, is_new
from holger.policies.selectors.reading import in_force, reading_days

BATCH = 500


def readings_put(
    version: PolicyVersion, people: Iterable[UUID], *, how: str, due: date, campaign: Campaign | None = None
) -> int:
    """Ask people to read a version; whoever is asked already is left alone. How many that were."""
    known = hanging_on(Reading, policy=version.policy).filter(major=version.major).values_list("person", flat=True)
    fresh, now = sorted(set(people) - set(known)), dates.now()
    for some in batched(fresh, BATCH):
        Reading.objects.bulk_create(
            Reading(
                organisation_id=version.organisation_id,
                policy_id=version.policy_id,
                major=version.major,
                person_id=person,
                how=how,
                due=due,
                asked_at=now,
                campaign=campaign,
            )
            for person in some
        )
    return len(fresh)


def today_of(organisation_id: UUID) -> date:
    zone = Organisation.objects.filter(pk=organisation_id).values_list("zone", flat=True).get()
    return dates.today(zone)


@transaction.atomic
def readings_settle(policy: Policy, version: PolicyVersion | None, today: date) -> int:
    """Make what is asked of people fit what a policy says now and whom it is for. How many are asked anew."""
    open_ones = hanging_on(Reading, policy=policy).filter(confirmed_at=None)
    if version is None:
        open_ones.delete()
        return 0
    due = due_of(today, reading_days(policy.organisation_id))
    _carry_over(open_ones, version, due)
    here = Person.objects.filter(present(today), organisation_id=policy.organisation_id)
    theirs = people_in(policy.audience) if policy.audience else Person.objects.none()
    everybody = dict(theirs.values_list("pk", "starts_on"))
    _fall_away(open_ones, set(here.values_list("pk", flat=True)), everybody, confirm=policy.confirm)
    if not policy.confirm:
        return 0
    since = dates.now() if version.in_force_at is None else version.in_force_at
    new = {person for person, starts in everybody.items() if is_new(starts, since.date())}
    return readings_put(version, new, how=How.NEWCOMER, due=due) + readings_put(
        version, everybody.keys() - new, how=How.STANDING, due=due
    )


def _carry_over(open_ones: QuerySet[Reading], version: PolicyVersion, due: date) -> None:
    """What was asked of an earlier major version is now asked of this one."""
    open_ones.filter(major__gt=version.major).delete()
    behind = open_ones.filter(major__lt=version.major)
    double = behind.filter(
        person__in=hanging_on(Reading, policy=version.policy).filter(major=version.major).values("person")
    )
    double.delete()
    behind.filter(campaign__status=CampaignStatus.RUNNING).update(major=version.major)
    behind.update(major=version.major, due=due)


def _fall_away(open_ones: QuerySet[Reading], here: set[UUID], theirs: Collection[UUID], *, confirm: bool) -> None:
    """Whoever has left need not read; nor whom it is not for, unless a campaign asks them all the same."""
    rows = open_ones.values_list("pk", "person", "campaign__status", "campaign__whom")
    gone = []
    for key, person, status, whom in rows:
        asked = status == CampaignStatus.RUNNING
        stays = (asked and (whom == Whom.OTHER or person in theirs)) or (confirm and person in theirs)
        if person not in here or not stays:
            gone.append(key)
    for some in batched(gone, BATCH):
        Reading.objects.filter(pk__in=some).delete()


def readings_settle_all(organisation_id: UUID) -> int:
    """The same for every policy of an organisation; how many are asked anew."""
    today = today_of(organisation_id)
    versions = {version.policy_id: version for version in in_force(organisation_id)}
    asked = Reading.objects.filter(organisation_id=organisation_id, confirmed_at=None).values("policy")
    rows = Policy.objects.filter(organisation_id=organisation_id).select_related("audience")
    count = 0
    for policy in rows.filter(Q(pk__in=asked) | Q(confirm=True, pk__in=versions)):
        count += readings_settle(policy, versions.get(policy.pk), today)
    return count


@transaction.atomic
def readings_of_newcomer(person: Person, today: date) -> int:
    """Ask somebody who begins to read all that applies to them and must be confirmed."""
    versions = in_force(person.organisation_id).filter(policy__confirm=True, policy__audience__in=audiences_of(person))
    due = due_of(today, reading_days(person.organisation_id))
    return sum(readings_put(version, [person.pk], how=How.NEWCOMER, due=due) for version in versions)


def readings_of_leaver(person: Person) -> None:
    """What somebody has confirmed stays; what they were still to read falls away."""
    Reading.objects.filter(organisation_id=person.organisation_id, person=person, confirmed_at=None).delete()
