"""What the pages of a statement share: the scope that it is about, and how that stands."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors
from holger.controls.models import Statement
from holger.controls.selectors import Now
from holger.controls.tables.statement import now_at
from holger.core.actor import Actor
from holger.core.requests import Request
from holger.frameworks.models import Scope
from holger.ui import http

MENU = "controls:statement-list"
STATEMENT = _("Statement of Applicability")
Way = Sequence[tuple[Any, str | None]]


def scope_or_404(actor: Actor, reference: str, number: int) -> Scope:
    rows = selectors.statement_scopes_for(actor)
    return get_object_or_404(rows, framework__reference=reference, number=number)


def version_or_404(actor: Actor, scope: Scope, number: int) -> Statement:
    """A version that is frozen; a draft is shown by the page of its scope."""
    rows = selectors.statements_for(actor).exclude(digest="").select_related("approver")
    found = get_object_or_404(rows, scope=scope, number=number)
    found.scope = scope
    return found


def where(scope: Scope) -> str:
    """Which framework, and where it holds."""
    place = scope.unit.name if scope.unit else gettext("The whole organisation").lower()
    return f"{scope.framework.title}, {place}"


class OfScope:
    """A page about the statement of one scope: ``<framework's reference>/<scope's number>/``."""

    request: Request
    actor: Actor
    kwargs: dict[str, Any]

    @cached_property
    def scope(self) -> Scope:
        return scope_or_404(self.actor, self.kwargs["reference"], self.kwargs["number"])

    @cached_property
    def now(self) -> Now:
        return now_at(self.request, [self.scope])[self.scope.pk]

    def permission_on(self) -> Any:
        return self.scope

    @property
    def open(self) -> Statement | None:
        """The version that is worked on, or waits for approval."""
        return self.now.open

    def at(self, name: str, **more: Any) -> str:
        """The address of another page about the same scope."""
        here = {"reference": self.scope.framework.reference, "number": self.scope.number}
        return http.link(self.request, f"controls:statement-{name}", **here, **more)

    def way(self, *more: Any) -> Way:
        return [
            (STATEMENT, http.link(self.request, MENU)),
            (where(self.scope), self.at("detail")),
            *more,
        ]

    def frozen(self, number: int) -> Statement:
        return version_or_404(self.actor, self.scope, number)


def open_or_404(actor: Actor, scope: Scope) -> Statement:
    """The version that is worked on; whoever has an old page open may find that there is none any more."""
    rows = selectors.statements_for(actor).filter(scope=scope, status__in=["draft", "requested"])
    found = rows.select_related("approver").first()
    if found is None:
        raise Http404
    found.scope = scope
    return found
