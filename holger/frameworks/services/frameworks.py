"""A framework as a whole: of one's own, put away, and brought back."""

import secrets
from typing import Any

from django.db import transaction

from holger.core import dates
from holger.core.actor import Actor
from holger.core.changes import write
from holger.frameworks.models import Framework, Origin, Scope
from holger.frameworks.services.adopting import compare, framework_number
from holger.frameworks.services.shared import must_be_changeable
from holger.history import services as history


@transaction.atomic
def framework_create(*, actor: Actor, **answers: Any) -> Framework:
    """A framework of the organisation's own, still empty."""
    actor.require("frameworks.edit")
    framework = framework_number(actor, Framework(key=f"own-{secrets.token_hex(4)}", origin=Origin.OWN))
    changes = write(framework, answers)
    write(Scope(organisation_id=actor.organisation_id, framework=framework, number=1), {})
    history.record(actor=actor, action="framework.created", target=framework, changes=changes)
    return framework


@transaction.atomic
def framework_edit(*, actor: Actor, framework: Framework, version: int | None = None, **answers: Any) -> Framework:
    """Change what it says about itself. The library's are left as they are: a newer edition would take it back."""
    actor.require("frameworks.edit", framework)
    must_be_changeable(framework)
    if changes := write(framework, answers, version=version):
        history.record(actor=actor, action="framework.edited", target=framework, changes=changes)
    return framework


@transaction.atomic
def framework_archive(*, actor: Actor, framework: Framework) -> Framework:
    """Put it away with its answers: it no longer shows, counts or claims."""
    actor.require("frameworks.edit", framework)
    if changes := write(framework, {"archived_at": framework.archived_at or dates.now()}):
        history.record(actor=actor, action="framework.archived", target=framework, changes=changes)
    return framework


@transaction.atomic
def framework_restore(*, actor: Actor, framework: Framework) -> Framework:
    """Bring it back as it was, with what the library says about those that were taken on meanwhile."""
    actor.require("frameworks.edit", framework)
    if changes := write(framework, {"archived_at": None}):
        history.record(actor=actor, action="framework.restored", target=framework, changes=changes)
        if framework.origin == Origin.LIBRARY:
            compare(actor, framework, anew=False)
    return framework
