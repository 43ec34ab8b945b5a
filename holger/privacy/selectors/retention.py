"""Retention rules, seen by an actor; what has none; and the checks that are planned for them."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.privacy.models import Activity, RetentionRule, Status
from holger.privacy.permissions import VIEW
from holger.privacy.selectors.record import activities_for
from holger.tasks.models import Activity as Check
from holger.tasks.models import ActivityLink, Task
from holger.tasks.selectors import activities_for as checks_for

ICON = "hourglass"


def rules_for(actor: Actor) -> QuerySet[RetentionRule]:
    """All for those who read privacy; for others those that they answer for, and those of their activities."""
    own = Q(owner=actor.person_id) | Q(activity__owner=actor.person_id)
    return visible(RetentionRule.objects.all(), actor, VIEW, own=own)


def rules_pickable(actor: Actor) -> QuerySet[RetentionRule]:
    return rules_for(actor).filter(archived_at=None).order_by("number", "pk")


def search_rules(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    rows = rules_for(actor).filter(words_in(words, ("title", "reference")), archived_at=None).order_by("number")
    kind = RetentionRule._meta.verbose_name
    return [Hit(row.reference, row.title, row.path, kind, ICON, row.period, str(row.pk)) for row in rows[:limit]]


def rules_of_activity(actor: Actor, activity: Activity) -> QuerySet[RetentionRule]:
    """Those of the activity itself, and those of the information types that it uses."""
    about = Q(activity=activity) | Q(information_type__in=activity.information_types.order_by().values("pk"))
    return rules_for(actor).filter(about, archived_at=None).order_by("number")


def rules_of_system(actor: Actor, asset_id: UUID) -> QuerySet[RetentionRule]:
    return rules_for(actor).filter(system=asset_id, archived_at=None).order_by("number")


def without_rule(actor: Actor) -> QuerySet[Activity]:
    """Activities in the record for which nobody has made a rule, neither for themselves nor for an information type of theirs."""
    live = RetentionRule.objects.filter(organisation_id=actor.organisation_id, archived_at=None)
    own = live.filter(activity=OuterRef("pk"))
    typed = live.filter(information_type__activities=OuterRef("pk"))
    rows = activities_for(actor).filter(status=Status.CURRENT, archived_at=None)
    return rows.filter(~Exists(own), ~Exists(typed)).order_by("number")


# Checks


@dataclass(frozen=True)
class Checked:
    """The activity of the annual wheel by which a rule is checked, when it is due next, and the last time that it was done."""

    check: Check
    next: Task | None
    last: Task | None


def checks_of(rule: RetentionRule) -> QuerySet[Check]:
    """What is planned about the rule and not put away."""
    links = ActivityLink.objects.filter(organisation_id=rule.organisation_id, subject_id=rule.pk)
    return Check.objects.filter(pk__in=links.order_by().values("activity"), archived_at=None).order_by("number")


def planned_among(rules: Collection[UUID]) -> set[UUID]:
    """Those of the rules for which a check is planned; asked for a whole page at once."""
    links = ActivityLink.objects.filter(subject_id__in=rules, activity__archived_at=None)
    return set(links.order_by().values_list("subject_id", flat=True))


def checked(actor: Actor, rule: RetentionRule) -> list[Checked]:
    """As far as the actor sees the annual wheel."""
    found = []
    for check in checks_for(actor).filter(pk__in=checks_of(rule).order_by().values("pk")).order_by("number"):
        tasks = Task.objects.filter(activity=check)
        coming = tasks.filter(done_at=None, missed_at=None).order_by("due").first()
        last = tasks.filter(done_at__isnull=False).order_by("-done_at").first()
        found.append(Checked(check, coming, last))
    return found
