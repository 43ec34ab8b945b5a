"""What the pages of gap rounds share: getting at rounds and their answers as the one who asks."""

import re
from collections.abc import Hashable, Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from holger.controls.models import GapAnswer, GapRound
from holger.controls.selectors import gap as selectors
from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.ui import http

MENU = "controls:gap-round-list"
REFERENCE = re.compile(rf"{GapRound.prefix}-([1-9][0-9]{{0,8}})")
JOINED = ("scope__framework", "scope__unit", "scope__owner")


def gap_round_or_404(actor: Actor, reference: str) -> GapRound:
    number = REFERENCE.fullmatch(str(reference))
    rows = selectors.gap_rounds_for(actor).select_related(*JOINED)
    found = rows.filter(number=int(number[1])).first() if number else None
    if found is None:
        raise Http404
    return found


TALLIES: Kept[selectors.Tally] = Kept(256)
"""Of an open round until anything is written, of one that is closed for good."""


def tally_of(request: Request, gap_round: GapRound) -> selectors.Tally:
    """What a round says, counted."""
    return TALLIES.get(holds_for(request, gap_round), lambda: selectors.tally(request.actor, gap_round))


def holds_for(request: Request, gap_round: GapRound) -> tuple[Hashable, ...]:
    """A closed round stays as it is, for whoever sees all of it; what others see of it may yet change."""
    if gap_round.is_open or not request.actor.reach("controls.view").everything:
        return (*http.moment(request), gap_round.pk)
    return (gap_round.organisation_id, gap_round.pk, gap_round.closed_at)


class InRound:
    """A page about a gap round."""

    request: Request
    actor: Actor
    kwargs: dict[str, Any]

    @cached_property
    def gap_round(self) -> GapRound:
        return gap_round_or_404(self.actor, self.kwargs["reference"])

    @cached_property
    def tally(self) -> selectors.Tally:
        return tally_of(self.request, self.gap_round)

    @property
    def answers(self) -> QuerySet[GapAnswer]:
        """What the round says, as far as the reader sees it."""
        return selectors.answers_lined_up(self.actor, self.gap_round)

    @cached_property
    def may_answer(self) -> bool:
        """May the reader answer in it: all of it, or what is asked of them?"""
        if not self.gap_round.is_open or not self.actor.may("frameworks.answer"):
            return False
        return self.actor.may("frameworks.answer", self.gap_round) or self._is_asked

    @cached_property
    def _is_asked(self) -> bool:
        return self.actor.person_id is not None and self.answers.filter(asked=self.actor.person_id).exists()

    def answer_url(self, row: GapAnswer) -> str:
        """Where a requirement of the round is answered, or read by whoever may not."""
        row.round, row.requirement.framework = self.gap_round, self.gap_round.scope.framework
        may = self.gap_round.is_open and self.actor.may("frameworks.answer", row)
        return self.request.base + (row.path if may else row.requirement.path)

    @cached_property
    def list_url(self) -> str:
        return http.link(self.request, "controls:gap-answer-list", reference=self.gap_round.reference)

    @property
    def round_url(self) -> str:
        return self.request.base + self.gap_round.path

    def way(self, *more: Any) -> Sequence[Any]:
        return [(_("Gap analysis"), http.link(self.request, MENU)), (str(self.gap_round), self.round_url), *more]
