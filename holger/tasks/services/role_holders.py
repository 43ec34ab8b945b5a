"""Who holds which role of the field, in the whole organisation or in a unit."""

from typing import Any

from django.db import transaction
from django.db.models import Q

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person, Unit
from holger.organisation.selectors import is_here
from holger.tasks.models import Activity, RoleHolder
from holger.tasks.permissions import TEAM
from holger.tasks.rules.roles import HELD
from holger.tasks.services.planning import plan
from holger.tasks.services.shared import hold, must_be_ours


@transaction.atomic
def role_holder_set(
    *, actor: Actor, role: str, person: Person, unit: Unit | None = None, deputy: Person | None = None
) -> RoleHolder:
    """Let somebody hold a role; where somebody does already, they take their place. Tasks that nobody has touched are theirs."""
    must_be_ours(actor, person, unit, deputy)
    _require_in(actor, unit)
    if role not in HELD:
        raise RuleBroken(N_("Choose a role from the list."), "role")
    there = RoleHolder.objects.select_for_update().filter(organisation_id=actor.organisation_id, role=role, unit=unit)
    holder = there.first() or RoleHolder(organisation_id=actor.organisation_id, role=role, unit=unit, person=person)
    return _write(actor, holder, {"person": person, "deputy": deputy})


@transaction.atomic
def role_holder_edit(*, actor: Actor, role_holder: RoleHolder, **answers: Any) -> RoleHolder:
    """Somebody else holds the role, or stands in."""
    must_be_ours(actor, role_holder, answers.get("person"), answers.get("deputy"))
    _require_in(actor, role_holder.unit)
    if unknown := set(answers) - {"person", "deputy"}:
        raise ValueError(f"not changed in who holds a role: {unknown}")
    return _write(actor, role_holder, answers)


@transaction.atomic
def role_holder_end(*, actor: Actor, role_holder: RoleHolder) -> None:
    """Nobody holds the role there any more."""
    must_be_ours(actor, role_holder)
    _require_in(actor, role_holder.unit)
    told = _told(role_holder)
    history.record(actor=actor, action="person.role_ended", target=role_holder.person, changes=told)
    role_holder.delete()
    _plan(actor, role_holder.role)


def _told(holder: RoleHolder) -> dict[str, Any]:
    """Which role, and where: history tells it in the reader's words."""
    return {"holds": [None, holder.role]} | ({"unit": [None, holder.unit.name]} if holder.unit is not None else {})


def _write(actor: Actor, holder: RoleHolder, answers: dict[str, Any]) -> RoleHolder:
    person, deputy = answers.get("person", holder.person), answers.get("deputy", holder.deputy)
    if deputy is not None and deputy.pk == person.pk:
        raise RuleBroken(N_("Nobody stands in for themselves."), "deputy")
    for name, each in (("person", person), ("deputy", deputy)):
        if each is not None and not is_here(each):
            raise RuleBroken(N_("%(name)s is not here any more."), name, {"name": each.name})
    new = holder._state.adding
    changes = write(holder, {"person": person, "deputy": deputy})
    if new or changes:
        told = _told(holder) | {name: changes[name] for name in ("person", "deputy") if name in changes}
        history.record(actor=actor, action="person.role_held", target=person, changes=told)
        _plan(actor, holder.role)
    return holder


def _plan(actor: Actor, role: str) -> None:
    """What is still to come of activities that are the role's, and that nobody has touched, goes to whoever holds it now."""
    theirs = Q(performer_role=role) | Q(approver_role=role)
    rows = Activity.objects.filter(theirs, organisation_id=actor.organisation_id, archived_at=None, paused_at=None)
    activities = list(rows.order_by("number"))
    if activities:
        plan(actor, activities, today=dates.today(hold(actor.organisation_id).zone), anew=True)


def _require_in(actor: Actor, unit: Unit | None) -> None:
    reach = actor.reach(TEAM)
    if not (reach.everything or (unit is not None and unit.pk in reach.unit_ids)):
        raise NotAllowed(TEAM)
