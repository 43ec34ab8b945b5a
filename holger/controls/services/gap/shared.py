"""What the services of gap rounds share."""

from collections.abc import Iterable, Sequence
from uuid import UUID

from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Filled, Said
from holger.core.actor import Actor
from holger.core.errors import NotFound, RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Standing

ANSWERS = ("answer", "maturity", "remark")
BATCH = 500


def must_be_open(gap_round: GapRound) -> None:
    if not gap_round.is_open:
        raise RuleBroken(N_("The round is closed. What it found stays as it is."))


def said(row: GapAnswer | Standing) -> Said:
    return Said(row.answer, row.maturity, row.remark)


def target_of(standing: Standing) -> int:
    """The maturity that is aimed at: the requirement's own, or the scope's."""
    return standing.scope.target if standing.target is None else standing.target


def part_of(standing: Standing) -> UUID:
    """The topmost requirement above, or the requirement itself."""
    return standing.requirement.section_id or standing.requirement_id


def row_for(gap_round: GapRound, standing: Standing, filled: Filled) -> GapAnswer:
    """What a round begins with of a requirement."""
    return GapAnswer(
        organisation_id=gap_round.organisation_id,
        round=gap_round,
        requirement_id=standing.requirement_id,
        part_id=part_of(standing),
        place=standing.requirement.place,
        applicable=standing.applicable,
        reason="" if standing.applicable else standing.reason,
        target=target_of(standing),
        asked_id=standing.asked_id,
        answer=filled.answer,
        maturity=filled.maturity,
        remark=filled.remark,
        origin=filled.origin,
    )


def standings_of(rows: Iterable[GapAnswer]) -> dict[UUID, Standing]:
    """How it stands with what a round asks about, by requirement. All rows are of one round."""
    rows = list(rows)
    if not rows:
        return {}
    found = Standing.objects.filter(
        organisation_id=rows[0].organisation_id, scope__rounds=rows[0].round_id, requirement__in=_keys(rows)
    )
    found = found.select_related("scope__framework", "scope__unit", "requirement__framework")
    return {standing.requirement_id: standing for standing in found}


def must_be_let(actor: Actor, permission: str, rows: Sequence[GapAnswer]) -> list[Standing]:
    """How it stands with each of the rows, all of one round, after asking whether the actor may do it to all of them."""
    found = standings_of(rows)
    if any(row.requirement_id not in found for row in rows):
        raise NotFound
    standings = [found[row.requirement_id] for row in rows]
    for standing in standings:
        actor.require(permission, standing)
    return standings


def standing_of(row: GapAnswer) -> Standing:
    """How it stands with the requirement. One that was taken away since stands no more."""
    standing = standings_of([row]).get(row.requirement_id)
    if standing is None:
        raise NotFound
    return standing


def _keys(rows: Iterable[GapAnswer]) -> list[UUID]:
    return [row.requirement_id for row in rows]
