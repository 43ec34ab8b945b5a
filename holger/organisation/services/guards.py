"""What the services of this room ask before they write."""

from collections import Counter
from typing import Any

from django.db import models

from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.models import TenantModel
from holger.core.permissions import RANK, Role
from holger.core.words import N_
from holger.organisation import permissions, rules, selectors
from holger.organisation.models import Organisation, Person, Unit


def hold(actor: Actor) -> Organisation:
    """Put writers of the unit tree and of roles in line, so that two of them cannot break together what neither would."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=actor.organisation_id)


def own(actor: Actor, *rows: models.Model | None) -> None:
    """Rows of another organisation do not exist here."""
    for row in rows:
        if row is not None and getattr(row, "organisation_id", None) != actor.organisation_id:
            raise NotFound


def require_in(actor: Actor, permission: str, unit: Unit | None) -> None:
    """Ask for permission in a unit, or (without one) in the whole organisation."""
    own(actor, unit)
    reach = actor.reach(permission)
    if not (reach.everything or (unit is not None and unit.id in reach.unit_ids)):
        raise NotAllowed(permission)


def require_rank(actor: Actor, role: str, unit: Unit | None) -> None:
    """Nobody handles a role above or wider than their own."""
    held = [(RANK[g.role], g.unit_ids) for g in actor.grants if permissions.may_invite(g.role)]
    if not rules.may_give(held, RANK[Role(role)], unit.id if unit else None):
        raise RuleBroken(rules.ABOVE_YOU, field="role")


def require_over(actor: Actor, person: Person) -> None:
    """The actor must be able to hand out every role that the person holds."""
    for grant in selectors.held_by(person).select_related("unit"):
        require_rank(actor, grant.role, grant.unit)


def keep_an_owner(person: Person) -> None:
    """Somebody who can sign in must stay owner when ``person`` no longer is."""
    owners = selectors.owners_of(person.organisation_id)
    is_owner = selectors.held_by(person).filter(role=Role.OWNER, unit=None).exists()
    if is_owner and not owners.exclude(pk=person.pk).exists():
        raise RuleBroken(rules.LAST_OWNER)


def require_unused(row: TenantModel) -> None:
    """Refuse to remove a row that others name: they would silently lose it."""
    used = named_on(row)
    if used:
        what = ", ".join(f"{count} {kind}" for kind, count in used.items())
        raise RuleBroken(
            N_("%(name)s is still named on: %(what)s. Change those first."), params={"name": row, "what": what}
        )


def named_on(row: TenantModel) -> dict[str, int]:
    """How many rows of each kind name ``row``, apart from those that are part of it and go with it."""
    counts: Counter[str] = Counter()
    for relation in row._meta.get_fields(include_hidden=True):
        if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
            continue
        model: Any = relation.related_model
        through = model._meta.auto_created
        if relation.on_delete is models.CASCADE and not through:
            continue
        here = {"organisation_id": row.organisation_id} if issubclass(model, TenantModel) else {}
        rows = model._base_manager.filter(**here, **{relation.field.name: row})
        for field in model._meta.concrete_fields:
            if (
                field.is_relation
                and field.remote_field.on_delete is models.CASCADE
                and isinstance(row, field.related_model)
            ):
                rows = rows.exclude(**{field.name: row})  # made by the person for the person: it goes with them
        if count := rows.count():
            counts[str((through or model)._meta.verbose_name_plural)] += count
    return dict(counts)
