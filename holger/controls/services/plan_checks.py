"""What is asked of a plan item before it is written."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

from holger.controls.models import Control, PlanItem
from holger.controls.permissions import PLAN
from holger.controls.rules import plan as rules
from holger.controls.selectors.controls import controls_for
from holger.controls.selectors.plan import WAITS, plan_items_for
from holger.controls.services.shared import must_be_ours
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.organisation.models import Organisation, Person, Unit

NOT_SEEN = N_("Choose one from the list.")


def checked(actor: Actor, item: PlanItem, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept. What the actor does not see stays as it was."""
    values = dict(answers)
    must_be_ours(
        actor,
        *(values.get(name) for name in ("owner", "unit", "control")),
        *(row for name in ("requirements", "depends_on") for row in values.get(name) or ()),
    )
    if "title" in values:
        values["title"] = values["title"].strip()
    if "control" in values:
        values["control"] = _control(actor, item, values["control"])
    if "requirements" in values:
        values["requirements"] = _requirements(actor, item, values["requirements"])
    if "depends_on" in values:
        values["depends_on"] = _depends_on(actor, item, values["depends_on"])
    if why := rules.why_not_dates(values.get("starts", item.starts), values.get("due", item.due)):
        raise RuleBroken(why)
    return values


def must_make(actor: Actor, owner: Person | None, unit: Unit | None) -> None:
    """Whoever may plan their own work only plans nobody else's."""
    item = PlanItem(organisation_id=actor.organisation_id, owner=owner, unit=unit)
    if actor.may(PLAN) and not actor.may(PLAN, item):
        raise RuleBroken(N_("Choose yourself. You may only plan work of your own."), "owner")
    actor.require(PLAN, item)


def must_be_in_use(item: PlanItem) -> None:
    if item.archived_at is not None:
        raise RuleBroken(N_("The plan item is archived. Restore it first."))


def hold(organisation_id: UUID) -> None:
    """Put everybody who changes what waits for what in line until the transaction ends: two at once could close a circle."""
    Organisation.objects.select_for_update(no_key=True).only("id").get(pk=organisation_id)


def _control(actor: Actor, item: PlanItem, chosen: Control | None) -> Control | None:
    seen = controls_for(actor)
    if chosen is None:
        hidden = item.control_id is not None and not seen.filter(pk=item.control_id).exists()
        return item.control if hidden else None
    if chosen.pk != item.control_id and not seen.filter(pk=chosen.pk, archived_at=None).exists():
        raise RuleBroken(NOT_SEEN, "control")
    return chosen


def _requirements(actor: Actor, item: PlanItem, chosen: Iterable[Requirement]) -> list[Requirement]:
    """Only what holds and can be answered; what an item closed before and no longer holds stays with it."""
    new, there = _apart(item, "requirements", chosen)
    holding = requirements_for(actor).filter(pk__in=[*new, *there]).values_list("pk", "assessable")
    known = dict(holding)
    for pk in new.keys() - there.keys():
        if pk not in known:
            raise RuleBroken(N_("The requirement no longer holds. Choose another."), "requirements")
        if not known[pk]:
            raise RuleBroken(N_("“%(name)s” is a heading. Choose the requirements below it."), "requirements",
                             {"name": new[pk].code})  # fmt: skip
    return [*new.values(), *(row for pk, row in there.items() if pk not in known and pk not in new)]


def _depends_on(actor: Actor, item: PlanItem, chosen: Iterable[PlanItem]) -> list[PlanItem]:
    new, there = _apart(item, "depends_on", chosen)
    seen = plan_items_for(actor).filter(pk__in=[*new, *there])
    known = dict(seen.values_list("pk", "archived_at"))
    if any(pk not in known or known[pk] is not None for pk in new.keys() - there.keys()):
        raise RuleBroken(NOT_SEEN, "depends_on")
    kept = [row for pk, row in there.items() if pk not in new and (pk not in known or known[pk] is not None)]
    others = [*new.values(), *kept]
    if new.keys() - there.keys():
        hold(actor.organisation_id)
        _must_not_circle(item, [row.pk for row in others], set(plan_items_for(actor).values_list("pk", flat=True)))
    return others


def _apart(item: PlanItem, name: str, chosen: Iterable[Any]) -> tuple[dict[UUID, Any], dict[UUID, Any]]:
    there = {} if item._state.adding else {row.pk: row for row in getattr(item, name).all()}
    return {row.pk: row for row in chosen}, there


def _must_not_circle(item: PlanItem, others: Iterable[UUID], seen: set[UUID]) -> None:
    """Whoever waits in a circle waits for ever. The circle is told, as far as the actor sees who is in it."""
    way = rules.circle(item.pk, others, waits_in(item.organisation_id))
    if not way:
        return
    if set(way) == {item.pk}:
        raise RuleBroken(N_("Nothing waits for itself."), "depends_on")
    names = _named(item, way, seen)
    raise RuleBroken(N_("That would be a circle: %(names)s."), "depends_on", {"names": " → ".join(names)})


def waits_in(organisation_id: UUID) -> dict[UUID, list[UUID]]:
    """Item → what it waits for; also what is put away, for it may come back and must not close a circle then."""
    rows = WAITS.objects.filter(from_planitem__organisation_id=organisation_id)
    found: dict[UUID, list[UUID]] = defaultdict(list)
    for item, other in rows.values_list("from_planitem_id", "to_planitem_id"):
        found[item].append(other)
    return dict(found)


def _named(item: PlanItem, way: Sequence[UUID], seen: set[UUID]) -> list[str]:
    rows = PlanItem.objects.filter(organisation_id=item.organisation_id, pk__in=set(way) & seen)
    names = dict(rows.values_list("pk", "reference"))
    names[item.pk] = item.reference or item.title
    return [names.get(pk, "…") for pk in way]
