"""What is decided about a requirement, and how far it is met."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import Changes, write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Driver, Standing
from holger.frameworks.services.asking import tell
from holger.frameworks.services.shared import must_be_in_use, must_be_ours
from holger.frameworks.signals import standings_changed
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Person

ANSWERS = ("answer", "maturity", "remark")
DECISIONS = ("applicable", "reason", "drivers", "target")
ANSWERING = ("requirement.answered", "requirement.confirmed")

type Mail = Callable[..., None]
"""Tells a person by mail what is asked: ``mail(person, standings, sender=…, note=…)``."""


@transaction.atomic
def standing_answer(*, actor: Actor, standing: Standing, version: int | None = None, **answers: Any) -> Standing:
    """Say how far a requirement is met, at what maturity, and what there is to remark. An empty answer takes it back."""
    _only(answers, ANSWERS)
    if changes := _answer(actor, standing, answers, version):
        history.record(actor=actor, action="requirement.answered", target=standing.requirement, changes=changes)
        standings_changed.send(Standing, standings=[standing], answered=True)
    return standing


@transaction.atomic
def standings_answer(*, actor: Actor, standings: Iterable[Standing], **answers: Any) -> int:
    """The same answer to several requirements; returns how many have changed."""
    _only(answers, ANSWERS)
    told = [(standing, _answer(actor, standing, answers)) for standing in standings]
    return _record_many(actor, "requirement.answered", told)


@transaction.atomic
def standings_confirm(*, actor: Actor, standings: Iterable[Standing]) -> int:
    """Say that the answers to several requirements still hold; returns how many there are."""
    told = [(standing, _confirm(actor, standing)) for standing in standings]
    return _record_many(actor, "requirement.confirmed", told)


@transaction.atomic
def standing_choose(*, actor: Actor, standing: Standing, version: int | None = None, **answers: Any) -> Standing:
    """Decide whether a requirement applies and why, what drives it, and the maturity that is aimed at.

    A requirement is only left out with a reason (ISO/IEC 27001:2022, 6.1.3 d).
    """
    _only(answers, DECISIONS)
    if changes := _choose(actor, standing, answers, version):
        action = _verb(standing, changes)
        history.record(actor=actor, action=action, target=standing.requirement, changes=changes)
        standings_changed.send(Standing, standings=[standing], answered=False)
    return standing


@transaction.atomic
def standings_exclude(*, actor: Actor, standings: Iterable[Standing], reason: str) -> int:
    """Leave several requirements out, for the same reason; returns how many have changed."""
    told = [(each, _choose(actor, each, {"applicable": False, "reason": reason})) for each in standings]
    return _record_many(actor, "requirement.excluded", told)


@transaction.atomic
def standings_include(*, actor: Actor, standings: Iterable[Standing], **answers: Any) -> int:
    """Let several requirements apply, with a reason and what drives them; returns how many have changed.

    Where no reason or no drivers are given, those that stand there stay; but why something was left out goes with it.
    """
    _only(answers, ("reason", "drivers"))
    given = {name: value for name, value in answers.items() if value}
    told = [
        (each, _choose(actor, each, {"applicable": True, **({} if each.applicable else {"reason": ""}), **given}))
        for each in standings
    ]
    return _record_many(actor, "requirement.included", told)


@transaction.atomic
def standings_target(*, actor: Actor, standings: Iterable[Standing], target: int | None) -> int:
    """The maturity to aim at with several requirements; None: the scope's. Returns how many have changed."""
    told = [(each, _choose(actor, each, {"target": target})) for each in standings]
    return _record_many(actor, "requirement.targeted", told)


@transaction.atomic
def standings_ask(
    *, actor: Actor, standings: Iterable[Standing], person: Person | None, note: str = "", mail: Mail = tell
) -> int:
    """Ask somebody to answer several requirements, and tell them by mail; None: whoever answers for the scope.

    Returns how many are asked of somebody else than before. Whoever cannot sign in is asked without a mail.
    """
    must_be_ours(actor, person)
    told = [(each, _ask(actor, each, person)) for each in standings]
    asked = [standing for standing, changes in told if changes]
    if person is not None and asked:
        mail(person, asked, sender=actor.label, note=note)
    return _record_many(actor, "requirement.asked", told)


def _ask(actor: Actor, standing: Standing, person: Person | None) -> Changes:
    actor.require("frameworks.scope", standing)
    must_be_in_use(standing.scope.framework)
    return _told(standing, write(standing, {"asked": person}))


def _answer(actor: Actor, standing: Standing, answers: Mapping[str, Any], version: int | None = None) -> Changes:
    actor.require("frameworks.answer", standing)
    must_be_in_use(standing.scope.framework)
    if not standing.applicable:
        raise RuleBroken(N_("The requirement does not apply here. Include it first."), "answer")
    values = {name: value for name, value in answers.items() if getattr(standing, name) != value}
    if not values:
        return {}
    given = values.get("answer", standing.answer) != ""
    stamp = {"answered_at": dates.now() if given else None, "answered_by": actor.label if given else ""}
    changes = write(standing, {**values, **stamp}, version=version)
    return _told(standing, {name: change for name, change in changes.items() if name in ANSWERS})


def _confirm(actor: Actor, standing: Standing) -> Changes:
    actor.require("frameworks.answer", standing)
    must_be_in_use(standing.scope.framework)
    if standing.answer == "":
        raise RuleBroken(N_("There is no answer yet that could be confirmed."), "answer")
    return _told(standing, write(standing, {"answered_at": dates.now(), "answered_by": actor.label}))


def _choose(actor: Actor, standing: Standing, answers: Mapping[str, Any], version: int | None = None) -> Changes:
    actor.require("frameworks.scope", standing)
    must_be_in_use(standing.scope.framework)
    values = dict(answers)
    if not values.get("applicable", standing.applicable) and not values.get("reason", standing.reason).strip():
        raise RuleBroken(N_("Write why the requirement does not apply."), "reason")
    if unknown := set(values.get("drivers", ())) - set(Driver.values):
        raise RuleBroken(N_("“%(name)s” is no driver."), "drivers", params={"name": ", ".join(sorted(unknown))})
    if "drivers" in values:
        values["drivers"] = [driver for driver in Driver.values if driver in values["drivers"]]
    return _told(standing, write(standing, values, version=version))


def _told(standing: Standing, changes: Changes) -> Changes:
    """What the history says: with the scope, where the framework holds in several."""
    if changes and standing.scope.unit_id is not None:
        return {"scope": [None, str(standing.scope.unit)], **changes}
    return changes


def _verb(standing: Standing, changes: Changes) -> str:
    if "applicable" not in changes:
        return "requirement.edited"
    return "requirement.included" if standing.applicable else "requirement.excluded"


def _record_many(actor: Actor, action: str, told: Sequence[tuple[Standing, Changes]]) -> int:
    entries = [Entry(action, standing.requirement, changes) for standing, changes in told if changes]
    if entries:
        history.record_many(actor=actor, entries=entries)
        changed = [standing for standing, changes in told if changes]
        standings_changed.send(Standing, standings=changed, answered=action in ANSWERING)
    return len(entries)


def _only(answers: Mapping[str, Any], known: Iterable[str]) -> None:
    if unknown := set(answers) - set(known):
        raise ValueError(f"not decided here: {unknown}")
