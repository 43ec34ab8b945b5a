"""An open round follows what happens to its requirements elsewhere: answered on their own pages, left out, or new."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Filled, fill_in
from holger.controls.services.gap.shared import ANSWERS, BATCH, part_of, row_for, said, target_of
from holger.core import dates, saving
from holger.core.models import hanging_on
from holger.frameworks.models import Scope, Standing

ANSWERED = (*ANSWERS, "origin", "skipped")
STAMPS = ("answered_at", "answered_by")
WRITTEN = [*("part", "place", "applicable", "reason", "target", "asked"), *ANSWERED, *STAMPS, "version", "updated_at"]


def hear_answers(sender: Any, standings: Sequence[Standing], answered: bool, **more: Any) -> None:
    """What was said elsewhere is said in the open round too."""
    scopes = {standing.scope_id for standing in standings}
    for gap_round in GapRound.objects.filter(scope__in=scopes, closed_at=None):
        mine = {each.requirement_id: each for each in standings if each.scope_id == gap_round.scope_id}
        rows = list(hanging_on(GapAnswer, round=gap_round).filter(requirement__in=list(mine)))
        _write(row for row in rows if _take_over(row, mine[row.requirement_id], answered))
        _add(gap_round, mine.values(), rows)


def hear_scope(sender: Any, scope: Scope, **more: Any) -> None:
    """The open round in the scope asks about what is wanted there now."""
    gap_round = hanging_on(GapRound, scope=scope).filter(closed_at=None).first()
    if gap_round is not None:
        round_settle(gap_round)


def round_settle(gap_round: GapRound, since: datetime | None = None) -> None:
    """Ask about what holds, applies and is wanted now; with ``since``, take over what was answered after that."""
    rows = hanging_on(Standing, scope=gap_round.scope).filter(
        requirement__archived_at=None, requirement__assessable=True
    )
    rows = rows.select_related("scope", "requirement").defer("requirement__guide")
    standings = {each.requirement_id: each for each in rows if _belongs(each)}
    there = list(hanging_on(GapAnswer, round=gap_round))
    GapAnswer.objects.filter(pk__in=[row.pk for row in there if row.requirement_id not in standings]).delete()
    kept = [row for row in there if row.requirement_id in standings]
    _write(row for row in kept if _take_over(row, standings[row.requirement_id], _later(row, standings, since)))
    _add(gap_round, standings.values(), kept)


def _later(row: GapAnswer, standings: dict[UUID, Standing], since: datetime | None) -> bool:
    at = standings[row.requirement_id].answered_at
    return since is not None and at is not None and at > since


def _belongs(standing: Standing) -> bool:
    """A round asks about what is wanted, and tells what is left out."""
    return standing.wanted or not standing.applicable


def _take_over(row: GapAnswer, standing: Standing, answered: bool) -> bool:
    """Let the row say what stands; was there anything to change?"""
    new = {
        "part_id": part_of(standing),
        "place": standing.requirement.place,
        "applicable": standing.applicable,
        "reason": "" if standing.applicable else standing.reason,
        "target": target_of(standing),
        "asked_id": standing.asked_id,
    }
    if answered:
        new |= {name: getattr(standing, name) for name in ANSWERS} | {"origin": "", "skipped": False}
    if all(getattr(row, name) == value for name, value in new.items()):
        return False
    if answered and any(getattr(row, name) != new[name] for name in ANSWERED):
        new |= {name: getattr(standing, name) for name in STAMPS}
    for name, value in new.items():
        setattr(row, name, value)
    return True


def _write(rows: Iterable[GapAnswer]) -> None:
    changed = list(rows)
    for row in changed:
        row.version, row.updated_at = row.version + 1, dates.now()
    saving.update_many(changed, WRITTEN)


def _add(gap_round: GapRound, standings: Iterable[Standing], there: Sequence[GapAnswer]) -> None:
    known = {row.requirement_id for row in there}
    new = [each for each in standings if each.requirement_id not in known and _belongs(each)]
    GapAnswer.objects.bulk_create([row_for(gap_round, each, _begun(each)) for each in new], batch_size=BATCH)


def _begun(standing: Standing) -> Filled:
    return fill_in(said(standing))
