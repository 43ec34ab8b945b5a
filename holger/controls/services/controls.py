"""Controls made, changed, put away and taken back."""

from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.assets.models import Asset
from holger.assets.selectors import assets_for
from holger.assets.selectors import pickable as assets_to_choose
from holger.controls.models import Control, Reading
from holger.controls.permissions import DELETE, EDIT
from holger.controls.rules.controls import in_order
from holger.controls.services.links import link_add
from holger.controls.services.plan_priorities import plan_priorities_update
from holger.controls.services.shared import must_be_in_use, must_be_ours, must_make, tell
from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Driver, Requirement
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.services import next_numbers

BULK = ("owner", "unit", "kind", "function", "status", "maturity", "target", "due", "every", "next_review")
"""What can be answered for many controls at once."""
READ = ("status", "maturity")
"""Whatever changes one of these leaves a reading."""


@transaction.atomic
def control_create(
    *, actor: Actor, title: str, requirements: Iterable[Requirement] = (), library_id: str = "", **answers: Any
) -> Control:
    """A measure of the organisation's own, and the ``requirements`` that it answers wholly."""
    _must_be_ours(actor, answers)
    must_make(actor, owner=answers.get("owner"), unit=answers.get("unit"))
    control = Control(organisation_id=actor.organisation_id, library_id=library_id)
    control.number = next_numbers(organisation_id=actor.organisation_id, prefix=Control.prefix)[0]
    control.reference = f"{Control.prefix}-{control.number}"
    changes = write(control, _checked(actor, control, {"title": title, **answers}))
    history.record(actor=actor, action="control.created", target=control, changes=changes)
    readings_take(actor, [control])
    for requirement in requirements:
        link_add(actor=actor, control=control, requirement=requirement)
    tell(actor, [control], changes)
    return control


@transaction.atomic
def control_edit(*, actor: Actor, control: Control, version: int | None = None, **answers: Any) -> Control:
    actor.require(EDIT, control)
    _must_be_ours(actor, answers)
    must_be_in_use(control)
    if changes := write(control, _checked(actor, control, answers), version=version):
        history.record(actor=actor, action="control.changed", target=control, changes=changes)
        if changes.keys() & set(READ):
            readings_take(actor, [control])
        tell(actor, [control], changes)
    return control


@transaction.atomic
def controls_edit_many(*, actor: Actor, controls: Iterable[Control], **answers: Any) -> int:
    """The same answers for many controls; returns how many changed."""
    if unknown := set(answers) - set(BULK):
        raise ValueError(f"not set for many controls at once: {unknown}")
    _must_be_ours(actor, answers)
    changed: list[tuple[Control, Changes]] = []
    for control in controls:
        actor.require(EDIT, control)
        must_be_in_use(control)
        if changes := write(control, answers):
            changed.append((control, changes))
    if changed:
        history.record_many(actor=actor, entries=[Entry("control.changed", *each) for each in changed])
        readings_take(actor, [control for control, changes in changed if changes.keys() & set(READ)])
        tell(actor, [control for control, _ in changed], {name for _, changes in changed for name in changes})
    return len(changed)


@transaction.atomic
def control_archive(*, actor: Actor, control: Control) -> Control:
    """Put away: it answers nothing any more. Its history, links and course stay."""
    actor.require(DELETE, control)
    return _mark(actor, control, "control.archived", control.archived_at or dates.now())


@transaction.atomic
def controls_archive_many(*, actor: Actor, controls: Iterable[Control]) -> int:
    """Put several away at once; returns how many."""
    return len([control_archive(actor=actor, control=control) for control in controls])


@transaction.atomic
def control_restore(*, actor: Actor, control: Control) -> Control:
    actor.require(DELETE, control)
    return _mark(actor, control, "control.restored", None)


@transaction.atomic
def assets_add(*, actor: Actor, control: Control, assets: Iterable[Asset]) -> Control:
    """Let a control protect some assets more."""
    return control_edit(actor=actor, control=control, assets=[*control.assets.all(), *assets])


@transaction.atomic
def asset_remove(*, actor: Actor, control: Control, asset: Asset) -> Control:
    """It no longer protects an asset that the actor sees, be that archived or not."""
    actor.require(EDIT, control)
    must_be_ours(actor, asset)
    must_be_in_use(control)
    if not assets_for(actor).filter(pk=asset.pk).exists() or asset not in control.assets.all():
        raise NotFound
    changes = write(control, {"assets": [row for row in control.assets.all() if row != asset]})
    history.record(actor=actor, action="control.changed", target=control, changes=changes)
    tell(actor, [control], changes)
    return control


def reductions_set(*, organisation_id: UUID, reductions: Mapping[UUID, int]) -> None:
    """How many points risks lose through each of these controls, as the room that knows risks has worked it out.

    It is nobody's edit: neither history nor version tell of it. Work that puts them in place is worth as much.
    """
    rows = Control.objects.filter(organisation_id=organisation_id, pk__in=reductions).only("reduction")
    changed = [row for row in rows if row.reduction != reductions[row.pk]]
    for row in changed:
        row.reduction = reductions[row.pk]
    saving.update_many(changed, ["reduction"])
    if changed:
        plan_priorities_update(organisation_id=organisation_id, controls=[row.pk for row in changed])


def readings_take(actor: Actor, controls: Iterable[Control]) -> list[Reading]:
    """How far and how good they are now."""
    readings = [
        Reading(
            organisation_id=actor.organisation_id,
            control=control,
            status=control.status,
            maturity=control.maturity,
            by=actor.label,
        )
        for control in controls
    ]
    return Reading.objects.bulk_create(readings, batch_size=500)


def _mark(actor: Actor, control: Control, action: str, when: Any) -> Control:
    if changes := write(control, {"archived_at": when}):
        history.record(actor=actor, action=action, target=control, changes=changes)
        tell(actor, [control], changes)
    return control


def _must_be_ours(actor: Actor, answers: Mapping[str, Any]) -> None:
    must_be_ours(actor, answers.get("owner"), answers.get("unit"), *answers.get("assets", ()))


def _checked(actor: Actor, control: Control, answers: Mapping[str, Any]) -> dict[str, Any]:
    """The answers as they are kept."""
    values = dict(answers)
    if "title" in values:
        values["title"] = values["title"].strip()
    if "drivers" in values:
        values["drivers"] = _drivers(values["drivers"])
    if "assets" in values:
        values["assets"] = _assets(actor, control, values["assets"])
    return values


def _drivers(chosen: Iterable[str]) -> list[str]:
    if unknown := set(chosen) - set(Driver.values):
        raise RuleBroken(N_("“%(name)s” is no driver."), "drivers", params={"name": ", ".join(sorted(unknown))})
    return in_order(chosen, Driver.values)


def _assets(actor: Actor, control: Control, chosen: Iterable[Asset]) -> list[Asset]:
    """What it is to protect: of what the actor may choose, what they chose; of the rest, what it protects already."""
    new = {row.pk: row for row in chosen}
    there = {} if control._state.adding else {row.pk: row for row in control.assets.all()}
    offered = set(assets_to_choose(actor).filter(pk__in=[*there, *new]).values_list("pk", flat=True))
    if new.keys() - offered - there.keys():
        raise RuleBroken(N_("Choose one from the list."), "assets")
    return [*new.values(), *(row for pk, row in there.items() if pk not in offered and pk not in new)]
