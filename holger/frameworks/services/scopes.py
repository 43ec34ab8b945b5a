"""Where a framework holds, and how much of it is wanted there."""

from typing import Any

from django.db import transaction
from django.db.models import Max

from holger.core.actor import Actor
from holger.core.changes import write
from holger.core.errors import RuleBroken
from holger.core.words import N_
from holger.frameworks.models import Framework, Requirement, Scope, Standing
from holger.frameworks.services.shared import (
    must_be_in_use,
    must_be_ours,
    must_know_groups,
    standings_make,
    standings_want,
    unless_held,
)
from holger.frameworks.signals import scope_changed
from holger.history import services as history


@transaction.atomic
def scope_add(*, actor: Actor, framework: Framework, **answers: Any) -> Scope:
    """Let a framework hold in a unit as well, with answers of its own."""
    actor.require("frameworks.scope", framework)
    must_be_ours(actor, answers.get("unit"), answers.get("owner"))
    must_be_in_use(framework)
    must_know_groups(framework, answers.get("ambition", ()), "ambition")
    last = Scope.objects.filter(framework=framework).aggregate(last=Max("number"))["last"] or 0
    scope = Scope(organisation_id=actor.organisation_id, framework=framework, number=last + 1)
    changes = write(scope, answers)
    standings_make(scope, Requirement.objects.filter(framework=framework, archived_at=None).defer("guide"))
    history.record(actor=actor, action="scope.added", target=framework, changes=changes)
    return scope


@transaction.atomic
def scope_edit(*, actor: Actor, scope: Scope, version: int | None = None, **answers: Any) -> Scope:
    """Change where it holds, who answers for it, how much of it is wanted, and the maturity that is aimed at."""
    actor.require("frameworks.scope", scope)
    must_be_ours(actor, answers.get("unit"), answers.get("owner"))
    must_be_in_use(scope.framework)
    must_know_groups(scope.framework, answers.get("ambition", ()), "ambition")
    if changes := write(scope, answers, version=version):
        if "ambition" in changes:
            standings_want(scope)
        if changes.keys() & {"ambition", "target"}:
            scope_changed.send(Scope, scope=scope)
        history.record(actor=actor, action="scope.edited", target=scope.framework, changes=changes)
    return scope


@transaction.atomic
def scope_remove(*, actor: Actor, scope: Scope) -> None:
    """Take a scope away in which nothing is answered and nothing decided; the last one stays."""
    actor.require("frameworks.scope", scope)
    if Scope.objects.filter(framework=scope.framework_id).count() == 1:
        raise RuleBroken(N_("This is where the framework holds. Archive the framework instead."))
    if Standing.objects.filter(scope=scope).exclude(version=1).exists():
        raise RuleBroken(N_("There are answers in it. They would be lost."))
    history.record(actor=actor, action="scope.removed", target=scope.framework, changes={"scope": [str(scope), None]})
    with unless_held():
        scope.delete()
