"""The way from a framework to the controls that answer it."""

from typing import Any

from holger.controls import library
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.frameworks.models import Framework
from holger.frameworks.permissions import VIEW
from holger.frameworks.selectors import scopes_for


def framework_panel(request: Request, framework: Framework) -> dict[str, Any] | None:
    """How many controls of the catalogue answer it, whatever is wanted of it."""
    if framework.archived_at is not None or not _seen(request.actor, framework):
        return None
    asked = request.GET.get("scope", "")
    scope = f"-{asked}" if asked.isdecimal() and len(asked) < 9 else ""
    entries = library.catalogue().entries
    return {
        "known": sum(any(told.framework == framework.key for told in entry.answers) for entry in entries),
        "url": f"{request.url('controls:proposals')}?framework={framework.reference}{scope}",
    }


def _seen(actor: Actor, framework: Framework) -> bool:
    """Is there a scope to propose for? Who sees everything need not be asked."""
    return actor.reach(VIEW).everything or scopes_for(actor).filter(framework=framework).exists()
