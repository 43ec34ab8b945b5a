"""What belongs to the record of an activity and stands on other rows: its suppliers, and how long its data is kept."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from holger.core.actor import Actor
from holger.privacy.models import Activity, ActivitySupplier, RetentionRule
from holger.privacy.selectors.hands import hands_among
from holger.privacy.selectors.retention import rules_for


@dataclass(frozen=True)
class Beside:
    """By activity, as far as the reader sees it; suppliers with their transfers at hand."""

    hands: Mapping[UUID, Sequence[ActivitySupplier]] = field(default_factory=dict)
    rules: Mapping[UUID, Sequence[RetentionRule]] = field(default_factory=dict)

    def hands_of(self, row: Activity) -> Sequence[ActivitySupplier]:
        return self.hands.get(row.pk, ())

    def rules_of(self, row: Activity) -> Sequence[RetentionRule]:
        return self.rules.get(row.pk, ())


NOTHING = Beside()


def beside(actor: Actor, activities: Collection[Activity]) -> Beside:
    """Of activities that the actor has found, in as many questions however many there are."""
    keys = [row.pk for row in activities]
    return Beside(hands_among(actor, keys), _rules(actor, keys))


def beside_one(actor: Actor, activity: Activity, hands: Sequence[ActivitySupplier]) -> Beside:
    """Of one whose suppliers are at hand."""
    return Beside({activity.pk: hands}, _rules(actor, [activity.pk]))


def _rules(actor: Actor, keys: Collection[UUID]) -> Mapping[UUID, Sequence[RetentionRule]]:
    """Those of the activities themselves, and those of the information types that they use."""
    used = Activity.information_types.through.objects.filter(activity__in=keys)
    types: dict[UUID, list[UUID]] = defaultdict(list)
    for activity, kind in used.values_list("activity_id", "informationtype_id"):
        types[kind].append(activity)
    live = rules_for(actor).filter(archived_at=None).order_by("number")
    found: dict[UUID, dict[UUID, RetentionRule]] = defaultdict(dict)
    for rule in live.filter(activity__in=keys) | live.filter(information_type__in=list(types)):
        about = [*types.get(rule.information_type_id or UUID(int=0), ())]
        for activity in [rule.activity_id, *about]:
            if activity is not None:
                found[activity][rule.pk] = rule
    return {key: list(each.values()) for key, each in found.items()}
