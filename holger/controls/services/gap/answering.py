"""What a round says of a requirement, which is also how it stands with it while the round is open."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.controls.models import GapAnswer
from holger.controls.rules.gap import Said
from holger.controls.services.gap.shared import ANSWERS, must_be_let, must_be_open, said, standing_of
from holger.core import dates, saving
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks import services as frameworks
from holger.frameworks.models import Standing
from holger.history import services as history


@transaction.atomic
def gap_answer(*, actor: Actor, row: GapAnswer, version: int | None = None, **answers: Any) -> GapAnswer:
    """Say in a round how far a requirement is met, at what maturity, and what there is to remark.

    An empty answer takes it back. A requirement that was left out is taken in again when it is answered, by whoever may
    decide that.
    """
    if unknown := set(answers) - set(ANSWERS):
        raise ValueError(f"not answered here: {unknown}")
    standing = standing_of(row)
    actor.require("frameworks.answer", standing)
    must_be_open(row.round)
    given = answers.get("answer", row.answer)
    if not row.applicable and not given:
        raise RuleBroken(N_("The requirement does not apply here. Include it first."), "answer")
    settled = row.applicable and not row.origin and all(getattr(row, name) == answers[name] for name in answers)
    taken_in = {} if row.applicable else {"applicable": True, "reason": ""}
    stamp = {} if settled else _stamp(actor, given)
    # The round first: what stands is written after it, and finds nothing more to tell the round.
    write(row, {**taken_in, **answers, **stamp, "origin": "", "skipped": False}, version=version)
    if taken_in:
        frameworks.standing_choose(actor=actor, standing=standing, applicable=True, reason="")
    if not settled:
        _stand(actor, row, standing)
    return row


@transaction.atomic
def gap_confirm(*, actor: Actor, row: GapAnswer, version: int | None = None) -> GapAnswer:
    """Say that what was filled in beforehand holds."""
    actor.require("frameworks.answer", standing_of(row))
    if not row.answer:
        raise RuleBroken(N_("There is no answer yet that could be confirmed."), "answer")
    return gap_answer(actor=actor, row=row, version=version, answer=row.answer)


@transaction.atomic
def gap_confirm_many(*, actor: Actor, rows: Iterable[GapAnswer]) -> int:
    """Say that what was filled in beforehand of several requirements holds; returns how many have waited for it."""
    by_round: dict[Any, list[GapAnswer]] = {}
    for row in rows:
        by_round.setdefault(row.round_id, []).append(row)
    return sum(_confirm_all(actor, of_one) for of_one in by_round.values())


def _confirm_all(actor: Actor, rows: list[GapAnswer]) -> int:
    standings = {each.requirement_id: each for each in must_be_let(actor, "frameworks.answer", rows)}
    must_be_open(rows[0].round)
    waiting = [row for row in rows if row.applicable and row.origin]
    for row in waiting:
        row.origin, row.skipped, row.version, row.updated_at = "", False, row.version + 1, dates.now()
        row.answered_at, row.answered_by = dates.now(), actor.label
    told = ["origin", "skipped", "answered_at", "answered_by", "version", "updated_at"]
    saving.update_many(waiting, told)
    new: dict[Said, list[Standing]] = {}
    same: list[Standing] = []
    for row in waiting:
        standing = standings[row.requirement_id]
        (same if said(row) == said(standing) else new.setdefault(said(row), [])).append(standing)
    frameworks.standings_confirm(actor=actor, standings=same)
    for each, several in new.items():
        answers = {"answer": each.answer, "maturity": each.maturity, "remark": each.remark}
        frameworks.standings_answer(actor=actor, standings=several, **answers)
    return len(waiting)


@transaction.atomic
def gap_skip(*, actor: Actor, row: GapAnswer, version: int | None = None, skipped: bool = True) -> GapAnswer:
    """Leave a requirement for later, so that it is easily found again."""
    actor.require("frameworks.answer", standing_of(row))
    must_be_open(row.round)
    if write(row, {"skipped": skipped}, version=version):
        told = {"requirement": [None, str(row.requirement)]}
        history.record(actor=actor, action="gap_round.skipped", target=row.round, changes=told)
    return row


@transaction.atomic
def gap_leave_out(*, actor: Actor, row: GapAnswer, reason: str, version: int | None = None) -> GapAnswer:
    """Decide that a requirement does not apply, and why."""
    standing = standing_of(row)
    actor.require("frameworks.scope", standing)
    must_be_open(row.round)
    if not reason.strip():
        raise RuleBroken(N_("Write why the requirement does not apply."), "reason")
    stamp = {"answered_at": dates.now(), "answered_by": actor.label}
    values: dict[str, Any] = {"applicable": False, "reason": reason}
    settled = all(getattr(row, name) == value for name, value in values.items())
    write(row, {**values, **({} if settled else stamp), "skipped": False}, version=version)
    frameworks.standing_choose(actor=actor, standing=standing, **values)
    return row


def _stamp(actor: Actor, given: str) -> dict[str, Any]:
    return {"answered_at": dates.now() if given else None, "answered_by": actor.label if given else ""}


def _stand(actor: Actor, row: GapAnswer, standing: Standing) -> None:
    """Let what the round says stand in the framework."""
    if said(row) != said(standing):
        answers = {name: getattr(row, name) for name in ANSWERS}
        frameworks.standing_answer(actor=actor, standing=standing, **answers)
    elif row.answer:
        frameworks.standings_confirm(actor=actor, standings=[standing])
