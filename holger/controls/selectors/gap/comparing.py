"""Two rounds over the same framework: what moved up and down, requirement by requirement and part by part.

Only what was answered or confirmed is compared: what was filled in beforehand says nothing new.
"""

from collections import defaultdict
from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db.models import (
    Case,
    CharField,
    Count,
    F,
    IntegerField,
    OuterRef,
    Q,
    QuerySet,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Coalesce

from holger.controls.models import GapRound
from holger.controls.rules import gap as rules
from holger.controls.rules.gap import RANK
from holger.controls.selectors.gap.rows import gap_answers_for
from holger.core.actor import Actor

MOVES = (rules.UP, rules.DOWN, rules.SAME, rules.FIRST, rules.WAITING, rules.OUT)


def with_moves(actor: Actor, then: GapRound, now: GapRound) -> QuerySet[Any]:
    """What the later round says, each with what the earlier one said and how it ``moved`` (``rules.gap.moved``)."""
    before = gap_answers_for(actor).filter(round=then, requirement=OuterRef("requirement"), applicable=True, origin="")
    rows = gap_answers_for(actor).filter(round=now)
    rows = rows.annotate(
        then_answer=Coalesce(Subquery(before.values("answer")[:1]), Value(""), output_field=CharField()),
        then_maturity=Subquery(before.values("maturity")[:1], output_field=IntegerField()),
    )
    return rows.annotate(
        step=_rank("answer") - _rank("then_answer"), climb=F("maturity") - F("then_maturity")
    ).annotate(
        moved=Case(
            When(applicable=False, then=Value(rules.OUT)),
            When(Q(answer="") | ~Q(origin=""), then=Value(rules.WAITING)),
            When(then_answer="", then=Value(rules.FIRST)),
            When(Q(step__gt=0) | Q(step=0, climb__gt=0), then=Value(rules.UP)),
            When(Q(step__lt=0) | Q(step=0, climb__lt=0), then=Value(rules.DOWN)),
            default=Value(rules.SAME),
            output_field=CharField(),
        )
    )


def _rank(name: str) -> Case:
    whens = (When(**{name: answer}, then=Value(rank)) for answer, rank in RANK.items())
    return Case(*whens, default=Value(0), output_field=IntegerField())


def moves_counted(actor: Actor, then: GapRound, now: GapRound) -> Mapping[str, int]:
    """How many requirements moved each way."""
    rows = with_moves(actor, then, now).order_by().values_list("moved").annotate(count=Count("pk"))
    return dict.fromkeys(MOVES, 0) | dict(rows)


def moved_parts(actor: Actor, then: GapRound, now: GapRound) -> dict[UUID, Mapping[str, int]]:
    """The same for each part of the framework."""
    part = Coalesce("requirement__section_id", "requirement_id")
    rows = with_moves(actor, then, now).order_by().annotate(part=part).values_list("part", "moved")
    found: dict[UUID, dict[str, int]] = defaultdict(lambda: dict.fromkeys(MOVES, 0))
    for key, way, count in rows.annotate(count=Count("pk")):
        found[key][way] = count
    return dict(found)


def left_since(actor: Actor, then: GapRound, now: GapRound) -> int:
    """How many requirements the earlier round asked about that the later one does not have."""
    there = gap_answers_for(actor).filter(round=now, applicable=True).values("requirement")
    return gap_answers_for(actor).filter(round=then, applicable=True).exclude(requirement__in=there).count()
