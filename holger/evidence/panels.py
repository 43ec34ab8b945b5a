"""Evidence on every object's page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from holger.core.hanging import there
from holger.core.registry import Panel, registry
from holger.evidence import permissions, selectors
from holger.evidence.forms import EvidenceForm
from holger.evidence.models import EvidenceLink


def proof(request: HttpRequest, obj: Any) -> dict[str, Any] | None:
    """What proves something about the object, with a small form for whoever may edit it."""
    actor, subject = request.actor, registry.subjects.get(getattr(obj, "subject_type", ""))
    if subject is None:
        return None
    may_add = actor.may(permissions.ADD) and actor.may(subject.edit, obj)
    form = EvidenceForm(actor=actor, prefix="evidence") if may_add else None
    rows = list(selectors.evidence_on(actor, obj)) if there(obj, EvidenceLink) else []
    if not rows and form is None:
        return None
    return {"rows": rows, "count": len(rows), "form": form, "subject_type": obj.subject_type}


PANEL = Panel("*", "evidence", _("Evidence"), "evidence/_panel.html", permissions.VIEW, proof, order=80)
