"""A round as a whole: opened with what is known, closed as it stands, opened again while it is the latest."""

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from holger.controls.models import GapAnswer, GapRound
from holger.controls.rules.gap import Filled, Said, fill_in
from holger.controls.services.gap.following import round_settle
from holger.controls.services.gap.shared import BATCH, must_be_open, row_for, said
from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Scope, Standing
from holger.frameworks.selectors import claims_everywhere
from holger.frameworks.services.shared import must_be_ours
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.services import next_numbers


@transaction.atomic
def gap_round_open(
    *,
    actor: Actor,
    scope: Scope,
    title: str,
    purpose: str = "",
    participants: Iterable[Person] = (),
    due: date | None = None,
    prefill: bool = True,
) -> GapRound:
    """Open a round over a framework in one of its scopes, with an answer to give to each requirement that is wanted.

    With ``prefill`` it begins with what is known: how it stands, what the last round said, what other frameworks let
    one claim. All of that waits until somebody confirms it. Requirements that are left out are told with their reason.
    """
    actor.require("controls.rounds", scope)
    must_be_ours(actor, *(participants := list(participants)))
    if scope.framework.archived_at is not None:
        raise RuleBroken(N_("The framework is archived. Restore it first."), "scope")
    (number,) = next_numbers(organisation_id=actor.organisation_id, prefix=GapRound.prefix)
    opened = GapRound(organisation_id=actor.organisation_id, number=number, scope=scope)
    changes = write(opened, {"title": title, "purpose": purpose, "due": due, "participants": participants})
    rows = _begin(actor, opened, prefill)
    asked = sum(row.applicable for row in rows)
    if not asked:
        raise RuleBroken(N_("Nothing is asked there: no requirement applies and is wanted."), "scope")
    told = {"scope": [None, str(scope)], **changes, "requirements": [None, asked]}
    history.record(actor=actor, action="gap_round.opened", target=opened, changes=told)
    return opened


def _begin(actor: Actor, gap_round: GapRound, prefill: bool) -> list[GapAnswer]:
    """A row for each requirement that is wanted, and for each that is left out."""
    scope = gap_round.scope
    holding = {"requirement__archived_at": None, "requirement__assessable": True}
    wanted = Q(wanted=True) | Q(applicable=False)
    standings = Standing.objects.filter(wanted, scope=scope, **holding).select_related("requirement")
    claims = claims_everywhere(actor).get(scope.pk, {}) if prefill else {}
    last = _last_answers(scope) if prefill else {}
    rows = []
    for standing in standings.defer("requirement__guide"):
        standing.scope = scope
        key = standing.requirement_id
        strength = claims[key].strength if key in claims else ""
        filled = fill_in(said(standing), last.get(key, Said()), strength) if prefill else Filled()
        rows.append(row_for(gap_round, standing, filled))
    return GapAnswer.objects.bulk_create(rows, batch_size=BATCH)


def _last_answers(scope: Scope) -> dict[UUID, Said]:
    """What the last closed round in the scope found."""
    last = GapRound.objects.filter(scope=scope, closed_at__isnull=False).order_by("-number").first()
    rows = GapAnswer.objects.filter(round=last, origin="").exclude(answer="") if last else ()
    return {row.requirement_id: said(row) for row in rows}


@transaction.atomic
def gap_round_edit(*, actor: Actor, gap_round: GapRound, version: int | None = None, **answers: Any) -> GapRound:
    """Change what an open round is called and about, who takes part, and when it is to be done."""
    actor.require("controls.rounds", gap_round)
    must_be_open(gap_round)
    if unknown := set(answers) - {"title", "purpose", "participants", "due"}:
        raise ValueError(f"not edited: {unknown}")
    if "participants" in answers:
        answers["participants"] = list(answers["participants"])
        must_be_ours(actor, *answers["participants"])
    if changes := write(gap_round, answers, version=version):
        history.record(actor=actor, action="gap_round.edited", target=gap_round, changes=changes)
    return gap_round


@transaction.atomic
def gap_round_close(*, actor: Actor, gap_round: GapRound, conclusion: str = "", version: int | None = None) -> GapRound:
    """End a round with a conclusion. What it found stays as it is; what nobody has answered stays unanswered."""
    actor.require("controls.rounds", gap_round)
    must_be_open(gap_round)
    round_settle(gap_round)
    asked = GapAnswer.objects.filter(round=gap_round, applicable=True)
    left = {"unanswered": asked.filter(answer="").count(), "to_be_confirmed": asked.exclude(origin="").count()}
    values = {"closed_at": dates.now(), "closed_by": actor.label, "conclusion": conclusion}
    changes = write(gap_round, values, version=version)
    told = {name: changes[name] for name in ("conclusion",) if name in changes}
    told |= {name: [None, count] for name, count in left.items() if count}
    history.record(actor=actor, action="gap_round.closed", target=gap_round, changes=told)
    return gap_round


@transaction.atomic
def gap_round_reopen(*, actor: Actor, gap_round: GapRound) -> GapRound:
    """Go on with the latest round that was closed. It takes over what was answered elsewhere meanwhile."""
    actor.require("controls.rounds", gap_round)
    if gap_round.is_open:
        raise RuleBroken(N_("The round is open."))
    if GapRound.objects.filter(scope=gap_round.scope_id, number__gt=gap_round.number).exists():
        raise RuleBroken(N_("A later round has begun. Only the latest one can be opened again."))
    closed_at = gap_round.closed_at
    write(gap_round, {"closed_at": None, "closed_by": ""})
    round_settle(gap_round, since=closed_at)
    history.record(actor=actor, action="gap_round.reopened", target=gap_round)
    return gap_round


@transaction.atomic
def gap_round_remove(*, actor: Actor, gap_round: GapRound) -> None:
    """Take away a round that was opened by mistake: one in which nothing is answered yet."""
    actor.require("controls.rounds", gap_round)
    must_be_open(gap_round)
    if GapAnswer.objects.filter(round=gap_round, answered_at__isnull=False).exists():
        raise RuleBroken(N_("There are answers in it. Close the round instead."))
    history.record(actor=actor, action="gap_round.removed", target=gap_round)
    gap_round.delete()
