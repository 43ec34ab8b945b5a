"""Rounds and their answers: which the actor sees, in which order they are gone through, and what was said last time."""

from collections.abc import Collection, Sequence
from typing import Any
from uuid import UUID

from django.db.models import Case, F, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Coalesce, Greatest

from holger.controls.models import GapAnswer, GapRound
from holger.controls.permissions import VIEW
from holger.controls.rules.gap import EXTRA
from holger.core.actor import Actor
from holger.core.models import visible
from holger.core.registry import Hit
from holger.core.searching import words_in
from holger.frameworks.models import Answer, Framework, Requirement

CONFIRMED = ~Q(answer="") & Q(origin="")
UNCONFIRMED = ~Q(origin="")
TO_DO = Q(answer="") | UNCONFIRMED
"""What nobody has answered or confirmed in the round."""


def gap_rounds_for(actor: Actor) -> QuerySet[GapRound]:
    """By unit, or where one answers for the scope or is asked something in the round."""
    asked = GapAnswer.objects.filter(organisation_id=actor.organisation_id, asked=actor.person_id).values("round")
    own = Q(scope__owner_id=actor.person_id) | Q(pk__in=asked)
    rows = visible(GapRound.objects.all(), actor, VIEW, own=own, unit="scope__unit_id")
    return rows.filter(scope__framework__archived_at=None)


def gap_answers_for(actor: Actor) -> QuerySet[GapAnswer]:
    """What rounds say, as far as the actor's reach: by unit, or where one answers for the scope or is asked."""
    return _seen(actor, GapAnswer.objects.filter(round__scope__framework__archived_at=None))


def _seen(actor: Actor, rows: QuerySet[GapAnswer]) -> QuerySet[GapAnswer]:
    own = Q(round__scope__owner_id=actor.person_id) | Q(asked_id=actor.person_id)
    return visible(rows, actor, VIEW, own=own, unit="round__scope__unit_id")


def gap_rounds_pickable(actor: Actor) -> QuerySet[GapRound]:
    return gap_rounds_for(actor).order_by("-number")


def rounds_of(actor: Actor, framework: Framework) -> QuerySet[GapRound]:
    """The rounds over a framework, in whichever scope, the newest first."""
    rows = gap_rounds_for(actor).filter(scope__framework=framework)
    return rows.select_related("scope__framework", "scope__unit").order_by("-number")


def search_rounds(actor: Actor, text: str, limit: int) -> Sequence[Hit]:
    words = text.split()[:6]
    if not words:
        return []
    number = words[0].upper().removeprefix(f"{GapRound.prefix}-")
    names = ("title", "scope__framework__title_da", "scope__framework__title_en")
    found = words_in(words, names)
    if number.isdigit() and len(number) < 9:
        found |= Q(number=int(number))
    rows = gap_rounds_for(actor).filter(found).select_related("scope__framework").order_by("-number")[:limit]
    return [
        Hit(row.reference, row.title, row.path, row.scope.framework.title, "chart-radar", id=str(row.pk))
        for row in rows
    ]


# Going through a round


def answers_lined_up(actor: Actor, held: GapRound) -> QuerySet[GapAnswer]:
    """What a round that the actor sees asks about, in the order of the framework."""
    return _seen(actor, GapAnswer.objects.filter(round=held)).order_by("place", "pk")


def earlier_answer(actor: Actor, held: GapRound, requirement: Requirement) -> GapAnswer | None:
    """What the last closed round before this one said of a requirement in the same scope, if anybody answered there."""
    rows = gap_answers_for(actor).filter(
        CONFIRMED, round__scope=held.scope_id, round__number__lt=held.number, round__closed_at__isnull=False
    )
    return rows.filter(requirement=requirement).select_related("round").order_by("-round__number").first()


def with_gaps(rows: QuerySet[GapAnswer]) -> QuerySet[Any]:
    """Each with the size of its ``gap``, as ``rules.gap.gap_size`` works it out; none where nothing is answered."""
    halves = Case(*(When(target=target, then=Value(target // 2)) for target in range(6)), default=Value(0))
    supposed = Case(
        When(answer=Answer.MET, then=F("target")), When(answer=Answer.PARTLY, then=halves), default=Value(0)
    )
    missing = Greatest(Value(0), F("target") - Coalesce(F("maturity"), supposed), output_field=IntegerField())
    extra = Case(*(When(answer=answer, then=Value(more)) for answer, more in EXTRA.items()), default=Value(0))
    blank = Q(applicable=False) | Q(answer="")
    return rows.annotate(gap=Case(When(blank, then=None), default=missing + extra, output_field=IntegerField()))


# Where rounds are open


def open_scopes(actor: Actor) -> Collection[UUID]:
    """The scopes in which a round is open that the actor sees."""
    return set(gap_rounds_for(actor).filter(closed_at=None).values_list("scope_id", flat=True))


def scopes_with_open_round(organisation_id: UUID) -> Collection[UUID]:
    """The scopes in which a round is open: whoever is asked something there is asked by the round."""
    rows = GapRound.objects.filter(organisation_id=organisation_id, closed_at=None)
    return set(rows.values_list("scope_id", flat=True))
