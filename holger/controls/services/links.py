"""Which requirements a control answers, and how much of each."""

from collections.abc import Iterable
from typing import Any

from django.db import transaction

from holger.controls.models import Control, Link, Strength
from holger.controls.permissions import EDIT
from holger.controls.services.shared import must_be_in_use, must_be_ours
from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Requirement
from holger.frameworks.selectors import requirements_for
from holger.history import services as history


@transaction.atomic
def link_add(
    *, actor: Actor, control: Control, requirement: Requirement, strength: str = Strength.WHOLE, note: str = ""
) -> Link:
    """Let a control answer a requirement, wholly or in part. Only what holds and can be answered."""
    actor.require(EDIT, control)
    must_be_ours(actor, requirement)
    must_be_in_use(control)
    _must_hold(actor, requirement)
    if Link.objects.filter(control=control, requirement=requirement).exists():
        raise _refused(N_("The control answers %(code)s already."), requirement)
    link = Link(organisation_id=actor.organisation_id, control=control, requirement=requirement)
    changes = write(link, {"strength": strength, "note": note.strip()})
    told = {"requirement": [None, _named(requirement)], "strength": [None, strength], **changes}
    history.record(actor=actor, action="control.requirement_added", target=control, changes=told)
    return link


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
    return [
        link_add(actor=actor, control=control, requirement=requirement, strength=strength, note=note)
        for requirement in requirements
    ]


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
    return link


@transaction.atomic
def link_remove(*, actor: Actor, link: Link) -> None:
    actor.require(EDIT, link.control)
    must_be_in_use(link.control)
    told = {"requirement": [_named(link.requirement), None]}
    history.record(actor=actor, action="control.requirement_removed", target=link.control, changes=told)
    link.delete()


def _must_hold(actor: Actor, requirement: Requirement) -> None:
    if not requirements_for(actor).filter(pk=requirement.pk).exists():
        raise _refused(N_("%(code)s no longer holds. Choose another."), requirement)
    if not requirement.assessable:
        raise _refused(N_("%(code)s is a heading. Choose the requirements below it."), requirement)


def _refused(text: str, requirement: Requirement) -> RuleBroken:
    return RuleBroken(text, "requirement", {"code": requirement.code})


def _named(requirement: Requirement) -> str:
    return f"{requirement.framework.reference} {requirement}"
