"""Handing over: all that somebody holds of some kinds goes to somebody else, in one go."""

from collections.abc import Collection, Sequence

from django.db import transaction
from django.utils.translation import gettext

from holger.core.actor import Actor
from holger.core.errors import NotAllowed, NotFound, RuleBroken
from holger.core.registry import Holding
from holger.core.words import N_
from holger.history import services as history
from holger.organisation.models import Person
from holger.organisation.selectors import is_here
from holger.tasks.permissions import TEAM
from holger.tasks.selectors.handing import held_by, may_hand_over, out_of_reach

BLIND = N_("%(name)s could not open all of it: %(what)s. Give %(name)s a role first, or hand it over all the same.")


@transaction.atomic
def hand_over(*, actor: Actor, giver: Person, taker: Person, kinds: Collection[str], anyway: bool = False) -> int:
    """Give all of these kinds (keys of holdings) from one person to another, or nothing; returns how many things.

    What the taker could not open is refused, and told, unless it is meant so (``anyway``).
    """
    if {giver.organisation_id, taker.organisation_id} != {actor.organisation_id}:
        raise NotFound
    if not may_hand_over(actor, giver):
        raise NotAllowed(TEAM)
    if taker.pk == giver.pk:
        raise RuleBroken(N_("Choose somebody else."), "taker")
    if taker.is_service or not is_here(taker):
        raise RuleBroken(N_("%(name)s is not here any more."), "taker", {"name": taker.name})
    held = [each for each in held_by(actor, giver) if each.holding.key in kinds and each.rows]
    if not held:
        raise RuleBroken(N_("Choose what to hand over."), "kinds")
    blind = out_of_reach(actor, taker, held)
    if blind and not anyway:
        raise RuleBroken(BLIND, "taker", {"name": taker.name, "what": told(blind)})
    for each in held:
        each.holding.give(actor=actor, rows=each.rows, giver=giver, taker=taker)
    count = sum(len(each.rows) for each in held)
    changes = {"taker": [None, taker.name], "count": [None, count]}
    history.record(actor=actor, action="person.handed_over", target=giver, changes=changes)
    return count


def told(counts: Sequence[tuple[Holding, int]]) -> str:
    """3 Risks, 1 Control"""
    return ", ".join(gettext("%(title)s: %(count)s") % {"title": str(h.title), "count": n} for h, n in counts)
