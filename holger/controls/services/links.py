"""Which requirements a control answers, and how much of each."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from holger.controls.models import Control, Link, Strength
from holger.controls.permissions import EDIT
from holger.controls.services.shared import must_be_in_use, must_be_ours, tell
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.history import services as history
from holger.history.services import Entry

ANSWERED = ("requirements",)
"""What has changed about a control, to those who listen."""


@transaction.atomic
def link_add(
    *, actor: Actor, control: Control, requirement: Requirement, strength: str = Strength.WHOLE, note: str = ""
) -> Link:
    """Let a control answer a requirement, wholly or in part. Only what holds and can be answered."""
    return links_add(actor=actor, control=control, requirements=[requirement], strength=strength, note=note)[0]


@transaction.atomic
def links_add(
    *,
    actor: Actor,
    control: Control,
    requirements: Iterable[Requirement],
    strength: str = Strength.WHOLE,
    note: str = "",
) -> list[Link]:
    """Several at once, all answered alike."""
    chosen = list(requirements)
    actor.require(EDIT, control)
    must_be_ours(actor, *chosen)
    must_be_in_use(control)
    _must_all_hold(actor, chosen)
    _must_be_new(control, chosen)
    values = {"organisation_id": actor.organisation_id, "strength": strength, "note": note.strip()}
    links = [Link(control=control, requirement=requirement, **values) for requirement in chosen]
    for link in links[:1]:
        link.clean_fields(exclude=["control", "requirement", "organisation"])
    Link.objects.bulk_create(links, batch_size=500)
    entries = [Entry("control.requirement_added", control, _told(link)) for link in links]
    history.record_many(actor=actor, entries=entries)
    tell(actor, [control], ANSWERED)
    return links


@transaction.atomic
def link_edit(*, actor: Actor, link: Link, **answers: Any) -> Link:
    """How much of the requirement it answers, and the note about it."""
    if unknown := set(answers) - {"strength", "note"}:
        raise ValueError(f"not changed about a link: {unknown}")
    actor.require(EDIT, link.control)
    must_be_in_use(link.control)
    if changes := write(link, answers):
        reason = _named(link.requirement)
        history.record(
            actor=actor, action="control.requirement_changed", target=link.control, changes=changes, reason=reason
        )
        tell(actor, [link.control], ANSWERED)
    return link


@transaction.atomic
def link_remove(*, actor: Actor, link: Link) -> None:
    actor.require(EDIT, link.control)
    must_be_in_use(link.control)
    told = {"requirement": [_named(link.requirement), None]}
    history.record(actor=actor, action="control.requirement_removed", target=link.control, changes=told)
    link.delete()
    tell(actor, [link.control], ANSWERED)


def _must_all_hold(actor: Actor, requirements: Sequence[Requirement]) -> None:
    keys = [requirement.pk for requirement in requirements]
    holding = set(requirements_for(actor).filter(pk__in=keys).values_list("pk", flat=True))
    for requirement in requirements:
        if requirement.pk not in holding:
            raise _refused(N_("%(code)s no longer holds. Choose another."), requirement)
        if not requirement.assessable:
            raise _refused(N_("%(code)s is a heading. Choose the requirements below it."), requirement)


def _must_be_new(control: Control, requirements: Sequence[Requirement]) -> None:
    keys = [requirement.pk for requirement in requirements]
    there = set(Link.objects.filter(control=control, requirement__in=keys).values_list("requirement_id", flat=True))
    for requirement in requirements:
        if requirement.pk in there:
            raise _refused(N_("The control answers %(code)s already."), requirement)
        there.add(requirement.pk)


def _told(link: Link) -> dict[str, list[str | None]]:
    said = {"requirement": _named(link.requirement), "strength": link.strength, "note": link.note}
    return {name: [None, value] for name, value in said.items() if value}


def _refused(text: str, requirement: Requirement) -> RuleBroken:
    return RuleBroken(text, "requirement", {"code": requirement.code})


def _named(requirement: Requirement) -> str:
    return f"{requirement.framework.reference} {requirement}"
