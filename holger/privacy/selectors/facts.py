"""What is known of processing activities, as the rules look at it."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet, Subquery, prefetch_related_objects

from holger.core import dates
from holger.core.actor import Actor
from holger.privacy.models import (
    Activity,
    ActivitySupplier,
    DpiaVersion,
    Entity,
    RetentionRule,
    Role,
    Screening,
    Status,
)
from holger.privacy.rules import record as rules
from holger.privacy.rules.hands import GETS, JOINT, ours
from holger.privacy.rules.lines import lines
from holger.privacy.rules.record import Flag, Gauge
from holger.privacy.rules.vocabulary import CONTROLLER, PROCESSOR
from holger.privacy.selectors.entities import entities_of
from holger.privacy.selectors.hands import not_supervised, standing, without_agreement
from holger.suppliers.models import Transfer
from holger.suppliers.permissions import VIEW as SUPPLIERS
from holger.suppliers.selectors.register import suppliers_for

SOMEBODY = "?"
"""Joint control with somebody who is not named is joint control all the same."""


RULED = "rule"
"""Stands for the retention rules of an activity, where nothing is written on the activity itself."""


@dataclass(frozen=True)
class Around:
    """What other rows say of some activities. ``shown``: the suppliers whose names may be told; None for all."""

    entities: Mapping[UUID | None, Entity]
    hands: Mapping[UUID, Sequence[ActivitySupplier]]
    stated: Mapping[UUID, Any]
    """The activities as ``with_rules`` has them."""
    shown: Collection[UUID] | None = None

    def name(self, hand: ActivitySupplier) -> str:
        return hand.supplier.title if self.shown is None or hand.supplier_id in self.shown else ""


def facts_of(
    activities: Sequence[Activity],
    today: date,
    actor: Actor | None = None,
    entities: Mapping[UUID | None, Entity] | None = None,
) -> Mapping[UUID, rules.Activity]:
    """By activity. Asked in as many questions however many there are of one organisation. ``actor``: who reads it, and is told no
    names of suppliers that they do not see. ``entities``: where they are known already, or do not matter."""
    if not activities:
        return {}
    around = _around(activities, today, actor, entities)
    return {row.pk: known(row, around) for row in activities}


def _around(
    activities: Sequence[Activity],
    today: date,
    actor: Actor | None,
    entities: Mapping[UUID | None, Entity] | None = None,
    hands: Mapping[UUID, Sequence[ActivitySupplier]] | None = None,
) -> Around:
    prefetch_related_objects(activities, "transfers")
    hands = _hands(activities, today) if hands is None else hands
    named = entities_of(activities[0].organisation_id) if entities is None else entities
    return Around(named, hands, _stated(activities), _shown(hands, actor))


def _hands(rows: Sequence[Activity], today: date) -> Mapping[UUID, Sequence[ActivitySupplier]]:
    found: dict[UUID, list[ActivitySupplier]] = defaultdict(list)
    ours = ActivitySupplier.objects.filter(organisation_id=rows[0].organisation_id)
    asked = standing(ours.filter(activity__in=[row.pk for row in rows]), today)
    for hand in asked.select_related("supplier").prefetch_related("supplier__transfers"):
        found[hand.activity_id].append(hand)
    return found


def with_rules(rows: QuerySet[Activity]) -> QuerySet[Activity]:
    """The same with what other rows decide. ``ruled``: does a retention rule hold for it, one of its own, or of an information type that
    it uses? ``assessed``: is an impact assessment of it approved? One that is written anew holds as it was decided on last.
    ``screened``: what the last screening came to."""
    live = RetentionRule.objects.filter(archived_at=None)
    own = Exists(live.filter(activity=OuterRef("pk")))
    typed = Exists(live.filter(information_type__activities=OuterRef("pk")))
    last = Screening.objects.filter(activity=OuterRef("pk")).order_by("-entered_at", "-id").values("needed")[:1]
    return rows.annotate(ruled=own | typed, assessed=Exists(_decided()), screened=Subquery(last))


def _decided() -> QuerySet[DpiaVersion]:
    """The last decision on each live assessment of an activity, where it approves."""
    later = DpiaVersion.objects.filter(dpia=OuterRef("dpia"), number__gt=OuterRef("number"))
    mine = DpiaVersion.objects.filter(dpia__activity=OuterRef("pk"), dpia__archived_at=None, approved=True)
    return mine.filter(~Exists(later))


def _stated(rows: Sequence[Any]) -> Mapping[UUID, Any]:
    """The rows with what ``with_rules`` puts on them; not asked again where they have it."""
    if not all(hasattr(row, "ruled") for row in rows):
        keys = [row.pk for row in rows]
        rows = list(with_rules(Activity.objects.only("organisation")).filter(pk__in=keys))
    return {row.pk: row for row in rows}


def _shown(hands: Mapping[UUID, Sequence[ActivitySupplier]], actor: Actor | None) -> Collection[UUID] | None:
    if actor is None or not hands or actor.reach(SUPPLIERS).everything:
        return None
    keys = {hand.supplier_id for each in hands.values() for hand in each}
    return set(suppliers_for(actor).filter(pk__in=keys).values_list("pk", flat=True))


def known(row: Activity, around: Around) -> rules.Activity:
    """One activity, with its transfers at hand."""
    entity, hands, stated = around.entities.get(row.entity_id), around.hands.get(row.pk, ()), around.stated[row.pk]
    return rules.Activity(
        role=PROCESSOR if row.is_processor else CONTROLLER,
        controller=f"{entity.name}, {entity.contact}" if entity is not None and entity.contact else "",
        purposes=lines(row.purpose),
        data_subjects=[*row.data_subjects, *lines(row.other_subjects)],
        categories=lines(row.categories),
        special=row.special,
        protected=row.protected,
        grounds=row.grounds,
        special_grounds=row.special_grounds,
        protected_ground=row.protected_ground.strip(),
        interests_weighed=row.interests_weighed.strip(),
        recipients=[*lines(row.recipients), *(around.name(hand) or SOMEBODY for hand in hands if hand.part in GETS)],
        no_recipients=row.no_recipients,
        transfers=[*_transfers(row), *_sent_on(row, hands, around)],
        no_transfers=row.no_transfers,
        hands=[_hand(hand, around) for hand in hands if ours(hand.part, row.role)],
        retention=lines(row.retention) or ([RULED] if stated.ruled else []),
        measures=[*row.measures, *lines(row.measures_note)],
        owner=str(row.owner_id or ""),
        people=row.people,
        customers=lines(row.customers),
        joint_with=_joint(row, hands, around),
        joint_arrangement=row.joint_arrangement,
        dpia_hint=row.dpia_hint,
        dpia_done=row.dpia_done,
        assessed=stated.assessed,
        screened=stated.screened,
        reviewed_by=row.next_review,
    )


def _transfers(row: Activity) -> list[rules.Transfer]:
    return [rules.Transfer(each.country, each.basis, each.assessed) for each in row.transfers.all()]


def _sent_on(row: Activity, hands: Sequence[ActivitySupplier], around: Around) -> list[rules.Transfer]:
    """What the suppliers send to third countries."""
    return [
        rules.Transfer(each.country, each.basis, each.assessed_on is not None, around.name(hand))
        for hand, each in sent_on(row, hands)
    ]


def sent_on(row: Activity, hands: Sequence[ActivitySupplier]) -> list[tuple[ActivitySupplier, Transfer]]:
    """The transfers of the suppliers that get the data, each once: what the activity itself says of a receiver in a country goes before
    what its own page says. With the transfers of both at hand."""
    said = {(each.country, each.receiver.strip().casefold()) for each in row.transfers.all()}
    found: dict[UUID, tuple[ActivitySupplier, Transfer]] = {}
    for hand in hands:
        if hand.apart or hand.gives_only:
            continue
        for each in hand.supplier.transfers.all():  # type: ignore[attr-defined]
            if (each.country, hand.supplier.title.casefold()) not in said:
                found.setdefault(each.pk, (hand, each))
    return list(found.values())


def _hand(hand: Any, around: Around) -> rules.Hand:
    """One that is annotated with how it stands (``selectors.hands.standing``)."""
    return rules.Hand(around.name(hand), hand.agreed, hand.planned or hand.next_on)


def _joint(row: Activity, hands: Sequence[ActivitySupplier], around: Around) -> str:
    with_them = [hand for hand in hands if hand.part == JOINT]
    if row.role != Role.JOINT and not with_them:
        return ""
    named = [row.joint_with.strip() if row.role == Role.JOINT else "", *map(around.name, with_them)]
    return ", ".join(filter(None, named)) or SOMEBODY


def gauge_of(row: Activity) -> Gauge:
    return rules.gauge(facts_of([row], dates.today())[row.pk])


def judged(
    actor: Actor, row: Activity, today: date, hands: Sequence[ActivitySupplier]
) -> tuple[Gauge, Sequence[Flag], str]:
    """How complete an activity is, what may be unlawful in it, and how it stands with its impact assessment. ``hands``: what the actor
    sees of its suppliers, which need not be asked again where that is all of them."""
    around = _around([row], today, actor, hands={row.pk: hands} if actor.reach(SUPPLIERS).everything else None)
    facts = known(row, around)
    flags = [] if row.status == Status.ENDED else rules.flags(facts, today)
    return rules.gauge(facts), flags, rules.dpia_stands(facts)


def flags_of(actor: Actor, activities: Sequence[Activity], today: date) -> Mapping[UUID, Sequence[Flag]]:
    """What may be unlawful in each that the actor has found; nothing in what has ended."""
    facts = facts_of(activities, today, actor, entities={})
    return {row.pk: [] if row.status == Status.ENDED else rules.flags(facts[row.pk], today) for row in activities}


def flagged(key: str, today: date) -> Q:
    """The activities with this flag."""
    found = _daily(key, today)
    return Q(marks__contains=f",{key},") if found is None else found & ~Q(status=Status.ENDED)


def _daily(key: str, today: date) -> Q | None:
    """What a day or another row decides is asked when it is asked for (``rules.record.DAILY``)."""
    if key == "review_overdue":
        return Q(next_review__lt=today)
    if key == "processor_without_agreement":
        return _of_hands(without_agreement(today))
    if key == "processor_not_supervised":
        return _of_hands(not_supervised(today))
    return None


def _of_hands(rows: QuerySet[ActivitySupplier]) -> Q:
    """The activities that these suppliers have a part in."""
    return Q(pk__in=rows.filter(organisation_id=F("activity__organisation_id")).order_by().values("activity"))


def any_flag(today: date) -> Q:
    found = ~Q(marks="")
    for key in rules.DAILY:
        found |= flagged(key, today)
    return found
