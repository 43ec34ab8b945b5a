"""What the pages about one activity share."""

from collections.abc import Callable, Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.privacy import selectors
from holger.privacy.models import Activity
from holger.ui import http

MENU = "privacy:activity-list"
TITLE = _("Processing activities")
Way = Sequence[tuple[Any, str | None]]


def activity_or_404(actor: Actor, reference: str) -> Activity:
    rows = selectors.activities_for(actor).select_related("owner", "unit", "entity")
    return get_object_or_404(rows, reference=reference)


class OfActivity:
    """A page about one activity."""

    actor: Actor
    request: Any
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    def find(self) -> Activity:
        return activity_or_404(self.actor, self.kwargs["reference"])

    def at(self, name: str, **more: Any) -> str:
        return http.link(self.request, f"privacy:{name}", reference=self.kwargs["reference"], **more)

    def crumbs(self) -> Way:
        row: Activity = self.object  # type: ignore[attr-defined]  # every page has one
        here = (row.reference, self.request.base + row.path)
        return [(TITLE, http.link(self.request, MENU)), here, (self.title, None)]


def verb(permission: str, service: Callable[..., Any], done: Any) -> Any:
    """A page that acts on an activity by one click."""

    @http.needs(permission)
    @require_POST
    def view(request: HttpRequest, reference: str) -> HttpResponseBase:
        row = activity_or_404(request.actor, reference)

        def run() -> None:
            service(actor=request.actor, activity=row)

        return http.act(request, str(done), request.base + row.path, run)

    return view
