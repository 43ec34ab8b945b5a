"""Accepting proposed controls: those that are new are made, and those that are there answer what they lacked."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction

from holger.controls import selectors
from holger.controls.models import Control, Link
from holger.controls.permissions import EDIT
from holger.controls.rules.proposing import Answer, Proposal
from holger.controls.selectors import Proposed
from holger.controls.services.controls import readings_take
from holger.controls.services.shared import must_be_ours, must_make, tell
from holger.core.actor import Actor
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Scope
from holger.frameworks.rules.naming import first_words
from holger.history import services as history
from holger.history.services import Entry
from holger.organisation.models import Person
from holger.organisation.services import next_numbers

TITLE = 200
"""So many letters has a control's title at most."""
TOLD = ("title", "kind", "function", "every", "drivers", "owner", "unit")
"""What the history says of a new control, as far as it is anything."""
CHANGED = ("title", "status", "requirements")
"""What rooms above hear has changed."""
Told = tuple[Proposal[UUID], Control, Sequence[Answer[UUID]]]
"""A proposal, the control that it has become or is, and what that answers from now on."""


@dataclass(frozen=True)
class Accepted:
    """What has come of it: the controls that are new, those that answer more than before, and how much they answer now."""

    made: Sequence[Control]
    completed: Sequence[Control]
    links: int


@transaction.atomic
def proposals_accept(*, actor: Actor, scope: Scope, keys: Collection[str], owner: Person | None = None) -> Accepted:
    """Make the controls that are proposed by these keys, for the scope's unit and with the same owner.

    What is there already is made no second time; it is only said to answer what it was not said to.
    """
    must_be_ours(actor, scope, owner)
    actor.require(EDIT)
    found = selectors.proposed(actor, scope)
    unknown = set(keys) - {proposal.key for proposal in found.proposals}
    if unknown:
        raise RuleBroken(N_("“%(name)s” is not proposed here."), "keys", {"name": min(unknown)[:80]})
    return _accept(actor, found, [each for each in found.proposals if each.key in set(keys)], owner)


@transaction.atomic
def starters_accept(*, actor: Actor, scope: Scope, owner: Person | None = None) -> Accepted:
    """The same for all the essentials of a small organisation that are proposed."""
    must_be_ours(actor, scope, owner)
    actor.require(EDIT)
    found = selectors.proposed(actor, scope)
    return _accept(actor, found, [each for each in found.proposals if each.starter], owner)


def _accept(actor: Actor, found: Proposed, chosen: Iterable[Proposal[UUID]], owner: Person | None) -> Accepted:
    chosen = [each for each in chosen if each.adds]
    there = [(each, found.controls[each.there]) for each in chosen if each.there is not None]
    for _proposal, control in there:
        actor.require(EDIT, control)
    new = [each for each in chosen if each.there is None]
    made = _make(actor, found, new, owner)
    told: list[Told] = [(each, control, each.answers) for each, control in zip(new, made, strict=True)]
    told += [(each, control, each.missing) for each, control in there]
    links = _links(actor, told)
    _record(actor, found, told)
    readings_take(actor, made)
    completed = list({control.pk: control for _proposal, control in there}.values())
    if told:
        tell(actor, [*made, *completed], CHANGED if made else ("requirements",))
    return Accepted(made, completed, links)


def _make(actor: Actor, found: Proposed, new: Sequence[Proposal[UUID]], owner: Person | None) -> list[Control]:
    if not new:
        return []
    unit = found.scope.unit
    must_make(actor, owner=owner, unit=unit)
    numbers = next_numbers(organisation_id=actor.organisation_id, prefix=Control.prefix, count=len(new))
    controls = [
        Control(
            organisation_id=actor.organisation_id,
            number=number,
            reference=f"{Control.prefix}-{number}",
            target=found.scope.target,
            owner=owner,
            unit=unit,
            **_written(found, proposal),
        )
        for proposal, number in zip(new, numbers, strict=True)
    ]
    return Control.objects.bulk_create(controls, batch_size=200)


def _written(found: Proposed, proposal: Proposal[UUID]) -> dict[str, Any]:
    """What the catalogue says, in the language of whoever accepts it: from now on it is the organisation's own text."""
    texts = {
        "title": first_words(found.title(proposal), TITLE),
        "description": found.about(proposal),
        "drivers": found.driven(proposal),
    }
    entry = proposal.entry
    if entry is None:
        return texts
    return {**texts, "kind": entry.kind, "function": entry.function, "every": entry.every, "library_id": entry.key}


def _links(actor: Actor, told: Iterable[Told]) -> int:
    links = [
        Link(
            organisation_id=actor.organisation_id,
            control=control,
            requirement_id=answer.key,
            strength=answer.strength,
        )
        for _proposal, control, answers in told
        for answer in answers
    ]
    Link.objects.bulk_create(links, batch_size=500)
    return len(links)


def _record(actor: Actor, found: Proposed, told: Iterable[Told]) -> None:
    entries = []
    for proposal, control, answers in told:
        rows = [found.requirements[answer.key] for answer in answers]
        changes: dict[str, Any] = {"requirements": [None, [f"{row.framework.reference} {row}" for row in rows]]}
        if proposal.there is None:
            entries.append(Entry("control.created", control, {**_told(control), **changes}))
        else:
            entries.append(Entry("control.requirement_added", control, changes))
    if entries:
        history.record_many(actor=actor, entries=entries)


def _told(control: Control) -> dict[str, Any]:
    values = {name: getattr(control, name) for name in TOLD}
    return {name: [None, value if isinstance(value, list) else str(value)] for name, value in values.items() if value}
