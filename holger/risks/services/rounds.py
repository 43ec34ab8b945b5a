"""Assessment rounds: opened, worked through, frozen."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.services import guards
from holger.risks.models import Risk, Round, Snapshot, Staged
from holger.risks.rules import acceptance
from holger.risks.services.method import method_in_force

FROZEN = ("asset_id", "title", "treatment", "reason", "method_number")


@transaction.atomic
def round_open(*, actor: Actor, **answers: Any) -> Round:
    """Open the next round; there is one open round at a time."""
    actor.require("risks.rounds")
    guards.own(actor, *answers.get("participants") or ())
    last = Round.objects.filter(organisation_id=actor.organisation_id).aggregate(last=Max("number"))["last"]
    opened = Round(organisation_id=actor.organisation_id, number=(last or 0) + 1)
    changes = write(opened, answers)
    history.record(actor=actor, action="round.opened", target=opened, changes=changes)
    return opened


@transaction.atomic
def round_edit(*, actor: Actor, held: Round, version: int | None = None, **answers: Any) -> Round:
    actor.require("risks.rounds", held)
    _must_be_open(held)
    guards.own(actor, *answers.get("participants") or ())
    if changes := write(held, answers, version=version):
        history.record(actor=actor, action="round.changed", target=held, changes=changes)
    return held


@transaction.atomic
def risks_freeze(*, actor: Actor, held: Round, risks: Iterable[Risk]) -> int:
    """Freeze some assessed risks in an open round, for example those of one system; returns how many."""
    if held.organisation_id != actor.organisation_id:
        raise NotFound
    _must_be_open(held)
    chosen = list(risks)
    for risk in chosen:
        actor.require("risks.assess", risk)
    if missing := sum(risk.assessed_at is None for risk in chosen):
        raise RuleBroken(N_("%(count)s risks are not assessed yet."), params={"count": missing})
    frozen = _snap(actor, held, chosen)
    if frozen:
        history.record(actor=actor, action="round.risks_frozen", target=held, changes={"risks": [0, frozen]})
    return frozen


@transaction.atomic
def round_freeze(*, actor: Actor, held: Round) -> int:
    """End the round: every open and assessed risk is frozen as it stands; returns how many the round holds."""
    actor.require("risks.rounds", held)
    _must_be_open(held)
    _snap(
        actor,
        held,
        Risk.objects.filter(
            organisation_id=actor.organisation_id,
            archived_at__isnull=True,
            closed_at__isnull=True,
            assessed_at__isnull=False,
        ),
    )
    count = held.snapshots.count()
    write(held, {"frozen_at": dates.now(), "frozen_by": actor.label, "method": method_in_force(actor=actor)})
    history.record(actor=actor, action="round.frozen", target=held, changes={"risks": [0, count]})
    return count


def _must_be_open(held: Round) -> None:
    if not held.is_open:
        raise RuleBroken(N_("The round is frozen."))


def _snap(actor: Actor, held: Round, risks: Iterable[Risk]) -> int:
    there = set(held.snapshots.values_list("risk_id", flat=True))
    today, names = dates.today(), [*FROZEN, *(field.name for field in Staged._meta.local_fields)]
    rows = [
        Snapshot(
            organisation_id=actor.organisation_id,
            round=held,
            risk_id=risk.id,
            status=acceptance.status(risk, today),
            **{name: getattr(risk, name) for name in names},
        )
        for risk in risks
        if risk.id not in there
    ]
    Snapshot.objects.bulk_create(rows, batch_size=200)
    return len(rows)
