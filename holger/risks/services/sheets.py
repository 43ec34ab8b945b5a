"""The controls of risks in a spreadsheet: a column that names them, and taking back what an import did to them."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from typing import Any
from uuid import UUID

from holger.controls.selectors import pickable
from holger.core import saving
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.risks.models import Effect, Risk

KEPT = ("control_id", "likelihood", "consequence", "note", "counted")
"""What an undo must know of an effect."""
Lines = list[list[Any]]


def effects_import(actor: Actor, wanted: Mapping[UUID, Collection[UUID]], looked: Collection[UUID]) -> list[Any]:
    """Let each risk have the controls that the sheet names; what the others take away stays. Risks in ``looked`` have new
    current levels, in which the controls that are in place are counted. A sheet names what the actor may choose: what is
    archived or not seen stays as it is. Answers what ``effects_undo`` needs."""
    known = {control.pk: control for control in pickable(actor)}
    before = _lines(actor, {*wanted, *looked})
    for risk_id, chosen in wanted.items():
        there = {line[0] for line in before[risk_id]}
        gone = [pk for pk in there - set(chosen) if pk in known]
        Effect.objects.filter(organisation_id=actor.organisation_id, risk_id=risk_id, control_id__in=gone).delete()
        Effect.objects.bulk_create(
            Effect(organisation_id=actor.organisation_id, risk_id=risk_id, control_id=pk, counted=known[pk].in_place)
            for pk in chosen
            if pk not in there
        )
    _count(actor, looked)
    after = _lines(actor, {*wanted, *looked})
    return [
        {"risk": str(pk), "before": _plain(before[pk]), "after": _plain(after[pk])}
        for pk in {*wanted, *looked}
        if before[pk] != after[pk]
    ]


def effects_undo(actor: Actor, payload: Sequence[Mapping[str, Any]]) -> None:
    """Put the controls back as they were, unless somebody has changed them since."""
    now = _lines(actor, [UUID(entry["risk"]) for entry in payload])
    for entry in payload:
        pk = UUID(entry["risk"])
        if _plain(now[pk]) != entry["after"]:
            label = str(Risk.objects.get(organisation_id=actor.organisation_id, pk=pk))
            raise RuleBroken(N_("“%(label)s” has been changed since the import."), params={"label": label})
        Effect.objects.filter(organisation_id=actor.organisation_id, risk_id=pk).delete()
        Effect.objects.bulk_create(
            Effect(organisation_id=actor.organisation_id, risk_id=pk, **dict(zip(KEPT, line, strict=True)))
            for line in entry["before"]
        )


def _lines(actor: Actor, risk_ids: Collection[UUID]) -> defaultdict[UUID, Lines]:
    found: defaultdict[UUID, Lines] = defaultdict(list)
    rows = Effect.objects.filter(organisation_id=actor.organisation_id, risk_id__in=risk_ids)
    for risk_id, *line in rows.values_list("risk_id", *KEPT):
        found[risk_id].append(line)
    return found


def _plain(lines: Lines) -> Lines:
    return sorted([str(line[0]), *line[1:]] for line in lines)


def _count(actor: Actor, risk_ids: Collection[UUID]) -> None:
    rows = Effect.objects.filter(organisation_id=actor.organisation_id, risk_id__in=risk_ids).select_related("control")
    changed = [effect for effect in rows if effect.counted != effect.works]
    for effect in changed:
        effect.counted = effect.works
    saving.update_many(changed, ["counted"])
