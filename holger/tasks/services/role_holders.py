"""Who holds which role of the field, in the whole organisation or in a unit."""

from typing import Any

from django.db import transaction

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotAllowed, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person, Unit
from holger.organisation.selectors import is_here
from holger.tasks.models import RoleHolder
from holger.tasks.permissions import TEAM
from holger.tasks.rules.roles import HELD
from holger.tasks.services.shared import must_be_ours


@transaction.atomic
def role_holder_set(
    *, actor: Actor, role: str, person: Person, unit: Unit | None = None, deputy: Person | None = None
) -> RoleHolder:
    """Let somebody hold a role; where somebody does already, they take their place. Tasks that are planned from now on are theirs."""
    must_be_ours(actor, person, unit, deputy)
    _require_in(actor, unit)
    if role not in HELD:
        raise RuleBroken(N_("Choose a role from the list."), "role")
    there = RoleHolder.objects.select_for_update().filter(organisation_id=actor.organisation_id, role=role, unit=unit)
    holder = there.first() or RoleHolder(organisation_id=actor.organisation_id, role=role, unit=unit)
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


def _told(holder: RoleHolder) -> dict[str, Any]:
    """Which role, and where: history tells it in the reader's words."""
    return {"holds": [None, holder.role]} | ({"unit": [None, holder.unit.name]} if holder.unit is not None else {})


def _write(actor: Actor, holder: RoleHolder, answers: dict[str, Any]) -> RoleHolder:
    person = answers.get("person", holder.person if holder.person_id else None)
    deputy = answers.get("deputy", holder.deputy)
    if person is None:
        raise RuleBroken(N_("Choose who holds it."), "person")
    if deputy is not None and deputy.pk == person.pk:
        raise RuleBroken(N_("Nobody stands in for themselves."), "deputy")
    for name, each in (("person", person), ("deputy", deputy)):
        if each is not None and not is_here(each):
            raise RuleBroken(N_("%(name)s is not here any more."), name, {"name": each.name})
    before = holder.person.name if not holder._state.adding else None
    if changes := write(holder, {"person": person, "deputy": deputy}):
        told = _told(holder)
        if before and before != person.name:
            told["before"] = [before, None]
        if "deputy" in changes:
            told["deputy"] = changes["deputy"]
        history.record(actor=actor, action="person.role_held", target=person, changes=told)
    return holder


def _require_in(actor: Actor, unit: Unit | None) -> None:
    reach = actor.reach(TEAM)
    if not (reach.everything or (unit is not None and unit.pk in reach.unit_ids)):
        raise NotAllowed(TEAM)
