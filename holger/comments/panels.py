"""Comments on every object's page."""

from typing import Any

from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from holger.comments import permissions, selectors
from holger.comments.models import LONGEST, Comment
from holger.core.hanging import there
from holger.core.registry import Panel, registry


def said(request: HttpRequest, obj: Any) -> dict[str, Any] | None:
    """All that was said, with what this reader may do about it; nothing on pages that are no subject."""
    actor = request.actor
    if getattr(obj, "subject_type", "") not in registry.subjects:
        return None
    may_add, may_remove = actor.may(permissions.ADD), actor.may(permissions.REMOVE, obj)
    lines = [
        {
            "comment": c,
            "own": c.said_by(actor.person_id) and may_add,
            "removable": may_remove or c.said_by(actor.person_id),
        }
        for c in (selectors.comments_on(actor, obj) if there(obj, Comment) else ())
    ]
    return {
        "lines": lines,
        "count": sum(line["comment"].removed_at is None for line in lines),
        "may_add": may_add,
        "longest": LONGEST,
        "subject_type": obj.subject_type,
    }


PANEL = Panel("*", "comments", _("Comments"), "comments/_panel.html", permissions.VIEW, said, order=90)
