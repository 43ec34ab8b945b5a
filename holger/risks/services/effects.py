"""Controls that work on risks: linked, changed, taken away; and the target that goes along."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.controls.models import Control, Status
from holger.controls.services import control_create
from holger.core import saving
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Person
from holger.risks.models import Effect, Method, Risk
from holger.risks.rules import effects as rules
from holger.risks.rules.effects import Taken
from holger.risks.services.method import method_in_force
from holger.risks.services.points import points_of, reductions_update
from holger.risks.services.scoring import answered, follows, told, void_if_changed
from holger.risks.services.shared import must_be_open, must_be_ours

WRITTEN = ("likelihood", "consequence", "note", "counted")


@transaction.atomic
def effect_add(
    *,
    actor: Actor,
    risk: Risk,
    control: Control,
    likelihood: int = 0,
    consequence: int = 0,
    note: str = "",
    counted: bool | None = None,
) -> Effect:
    """Let a control work on a risk. Unless told otherwise, it is counted in the current levels when it is in place."""
    answers = {"likelihood": likelihood, "consequence": consequence, "note": note, "counted": counted}
    return effects_add(actor=actor, risk=risk, new=[{"control": control, **answers}])[0]


@transaction.atomic
def effects_add(*, actor: Actor, risk: Risk, new: Iterable[Mapping[str, Any]]) -> list[Effect]:
    """Several at once, each as ``effect_add`` takes it; the target goes along when all of them are there."""
    actor.require("risks.edit", risk)
    must_be_open(risk)
    method, there = method_in_force(actor=actor), effects_of(risk)
    added: list[Effect] = []
    told_of: list[Changes] = []
    for answers in new:
        effect, changes = _new(actor, method, risk, [*there, *added], **answers)
        added.append(effect)
        told_of.append(changes)
    moved = [each.control_id for each, changes in zip(added, told_of, strict=True) if changes.pop("points", None)]
    reductions_update(organisation_id=actor.organisation_id, control_ids=moved)
    if added:
        *others, last = told_of
        history.record_many(actor=actor, entries=[Entry("risk.control_added", risk, each) for each in others])
        _settle(actor, method, risk, (there, [*there, *added]), "risk.control_added", last)
    return added


def _new(
    actor: Actor,
    method: Method,
    risk: Risk,
    there: Sequence[Effect],
    *,
    control: Control,
    counted: bool | None = None,
    note: str = "",
    **levels: int,
) -> tuple[Effect, Changes]:
    must_be_ours(actor, control)
    if control.archived_at is not None:
        raise RuleBroken(N_("The control is archived. Restore it first."), "control")
    if any(other.control_id == control.pk for other in there):
        raise RuleBroken(N_("The control is there already."), "control")
    effect = Effect(organisation_id=actor.organisation_id, risk=risk, control=control)
    answers = {**levels, "note": note.strip(), "counted": control.in_place if counted is None else counted}
    return effect, {"control": [None, str(control)]} | _write(method, effect, answers)


@transaction.atomic
def effect_add_new(*, actor: Actor, risk: Risk, title: str, status: str = Status.IMPLEMENTED, **answers: Any) -> Effect:
    """Make a control of whoever answers for the risk, and let it work there."""
    actor.require("risks.edit", risk)
    must_be_open(risk)
    control = control_create(actor=actor, title=title, status=status, unit=risk.unit, owner=_owner_for(actor, risk))
    return effect_add(actor=actor, risk=risk, control=control, **answers)


@transaction.atomic
def effect_edit(*, actor: Actor, effect: Effect, **answers: Any) -> Effect:
    """How much it takes away, whether that is counted in the current levels, and the note about it."""
    actor.require("risks.edit", effect.risk)
    must_be_open(effect.risk)
    if unknown := set(answers) - set(WRITTEN):
        raise ValueError(f"not changed about an effect: {unknown}")
    method, before = method_in_force(actor=actor), effects_of(effect.risk)
    changes = _write(method, effect, answers)
    if changes.pop("points", None):
        reductions_update(organisation_id=actor.organisation_id, control_ids=[effect.control_id])
    if changes:
        after = [effect if other.pk == effect.pk else other for other in before]
        reason = str(effect.control)
        _settle(actor, method, effect.risk, (before, after), "risk.control_changed", changes, reason)
    return effect


@transaction.atomic
def effect_remove(*, actor: Actor, effect: Effect) -> None:
    """The control does not work on the risk after all. The control itself stays."""
    actor.require("risks.edit", effect.risk)
    must_be_open(effect.risk)
    method, before = method_in_force(actor=actor), effects_of(effect.risk)
    after = [other for other in before if other.pk != effect.pk]
    effect.delete()
    reductions_update(organisation_id=actor.organisation_id, control_ids=[effect.control_id])
    changes = {"control": [str(effect.control), None]}
    _settle(actor, method, effect.risk, (before, after), "risk.control_removed", changes)


@transaction.atomic
def risk_use_controls(*, actor: Actor, risk: Risk, version: int | None = None) -> Risk:
    """Let the target be what the controls explain, in place of what somebody has set by hand."""
    actor.require("risks.assess", risk)
    must_be_open(risk)
    counting = planned(effects_of(risk))
    if not any(counting):
        raise RuleBroken(N_("No control counts for the target yet."))
    target = rules.lowered(risk.levels("current"), counting)
    values = follows(method_in_force(actor=actor).rules, risk, risk.put("target", target))
    if changes := told(write(risk, values, version=version)):
        history.record(actor=actor, action="risk.assessed", target=risk, changes=changes)
        void_if_changed(actor=actor, risk=risk)
    return risk


def effects_of(risk: Risk) -> list[Effect]:
    effects = list(risk.effects.select_related("control"))
    for effect in effects:
        effect.risk = risk
    return effects


def effects_of_many(risks: Iterable[Risk]) -> Mapping[UUID, list[Effect]]:
    """The same for many risks, by risk."""
    found: defaultdict[UUID, list[Effect]] = defaultdict(list)
    by_id = {risk.pk: risk for risk in risks}
    for effect in Effect.objects.filter(risk__in=by_id).select_related("control"):
        effect.risk = by_id[effect.risk_id]
        found[effect.risk_id].append(effect)
    return found


def planned(effects: Iterable[Effect]) -> list[Taken]:
    """What the controls that count for the target take away."""
    return [effect.taken for effect in effects if effect.is_planned]


@dataclass(frozen=True)
class Recounted:
    """What a new look at a risk's current levels does to its controls. Nothing is saved yet."""

    target: Mapping[str, int | None]
    """The target's levels, where it goes along."""
    effects: Sequence[Effect]
    """Those that are counted from now on, or no longer."""

    @property
    def told(self) -> Changes:
        """The controls that are counted now, for the history."""
        before, after = (_named(self.effects, counted=counted) for counted in (False, True))
        return {"counted": [before, after]} if self.effects else {}

    def save(self) -> None:
        saving.update_many(self.effects, ["counted"])


def recount(risk: Risk, effects: Sequence[Effect], levels: Mapping[str, Any], *, count: bool = True) -> Recounted:
    """Controls in place are counted from now on (unless ``count`` says no), and the target goes along, unless it was
    set by hand or is answered as well."""
    before = planned(effects)
    changed = [effect for effect in effects if count and effect.counted != effect.works]
    for effect in changed:
        effect.counted = effect.works
    if any(name.startswith("target_") for name in levels):
        return Recounted({}, changed)
    now, then = risk.levels("current"), answered(risk, levels)["current"]
    target = rules.target_after(risk.levels("target"), now, before, then, planned(effects))
    return Recounted(risk.put("target", target) if target else {}, changed)


def _named(effects: Iterable[Effect], *, counted: bool) -> list[str]:
    return sorted(str(effect.control) for effect in effects if effect.counted == counted)


def _write(method: Method, effect: Effect, answers: Mapping[str, Any]) -> Changes:
    """What changed, and with it the points: what the control is worth has to follow them."""
    most = method.rules.size - 1
    for name in Taken._fields:
        if not 0 <= answers.get(name, 0) <= most:
            raise RuleBroken(N_("Choose a level from %(from)s to %(to)s."), name, {"from": 0, "to": most})
    counted = answers.get("counted", effect.counted)
    if counted and not effect.counted and not effect.works:
        raise RuleBroken(N_("It is not in place, so it cannot be counted in the current levels."), "counted")
    taken = Taken(*(answers.get(name, getattr(effect, name)) for name in Taken._fields))
    points = points_of(method, effect.risk, taken, counted=counted)
    return write(effect, {**answers, "points": points})


def _settle(
    actor: Actor,
    method: Method,
    risk: Risk,
    effects: tuple[Sequence[Effect], Sequence[Effect]],
    action: str,
    changes: Changes,
    reason: str = "",
) -> None:
    """What follows from a change of a risk's ``effects`` (before, after): the target goes along, unless it was set by
    hand."""
    current, (before, after) = risk.levels("current"), map(planned, effects)
    target = rules.target_after(risk.levels("target"), current, before, current, after)
    if target is not None:
        changes = changes | told(write(risk, follows(method.rules, risk, risk.put("target", target))))
    history.record(actor=actor, action=action, target=risk, changes=changes, reason=reason)
    if target is not None:
        void_if_changed(actor=actor, risk=risk)


def _owner_for(actor: Actor, risk: Risk) -> Person | None:
    """Whoever owns the risk, or the actor where they may only make controls of their own."""
    theirs = Control(organisation_id=risk.organisation_id, owner_id=risk.owner_id, unit_id=risk.unit_id)
    if actor.may("controls.edit", theirs):
        return risk.owner
    people = Person.objects.filter(organisation_id=actor.organisation_id)
    return people.filter(pk=actor.person_id).first() if actor.person_id else None
