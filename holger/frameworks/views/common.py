"""What the pages of the room share: getting at frameworks, scopes and requirements as the one who asks."""

from functools import cached_property
from typing import Any

from django.http import Http404
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.frameworks import selectors, tables
from holger.frameworks.models import Framework, Origin, Requirement, Scope, Standing
from holger.frameworks.selectors import Claims
from holger.ui import http

MENU = "frameworks:framework-list"


def framework_or_404(actor: Actor, reference: str) -> Framework:
    return get_object_or_404(selectors.frameworks_for(actor), reference=reference)


def requirement_or_404(actor: Actor, reference: str, code: str) -> Requirement:
    rows = selectors.requirements_for(actor).select_related("framework", "parent")
    return get_object_or_404(rows, framework__reference=reference, code=code)


def scope_or_404(actor: Actor, framework: Framework, number: int) -> Scope:
    rows = selectors.scopes_for(actor).select_related("framework", "unit", "owner")
    return get_object_or_404(rows, framework=framework, number=number)


def standing_or_404(actor: Actor, scope: Scope | None, requirement: Requirement) -> Standing:
    rows = selectors.standings_for(actor).select_related("scope__framework", "scope__unit", "requirement__framework")
    return get_object_or_404(rows, scope=scope, requirement=requirement)


def changeable(framework: Framework) -> bool:
    """The library's are left as they are, and so is what is archived."""
    return framework.origin != Origin.LIBRARY and framework.archived_at is None


class InFramework:
    """A page about a framework, seen in one of the scopes in which it holds: the first, or that of ``?scope=2``."""

    request: Request
    actor: Actor
    kwargs: dict[str, Any]

    @cached_property
    def framework(self) -> Framework:
        return framework_or_404(self.actor, self.kwargs["reference"])

    @cached_property
    def scopes(self) -> list[Scope]:
        rows = selectors.scopes_for(self.actor).filter(framework=self.framework).select_related("unit", "owner")
        scopes = list(rows.order_by("number"))
        for scope in scopes:
            scope.framework = self.framework
        return scopes

    @cached_property
    def scope(self) -> Scope | None:
        """The one that was asked for; None where the reader sees none."""
        asked = self.request.GET.get("scope", "")
        if not asked:
            return self.scopes[0] if self.scopes else None
        found = next((scope for scope in self.scopes if str(scope.number) == asked), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def claims(self) -> Claims:
        return tables.claims_at(self.request).get(self.scope.pk, {}) if self.scope else {}

    @property
    def in_scope(self) -> str:
        """What an address ends with to stay in the scope at hand."""
        return f"?scope={self.scope.number}" if self.scope and self.scope.number > 1 else ""

    def way(self, *more: Any) -> list[Any]:
        framework = self.framework
        return [
            (_("Frameworks"), http.link(self.request, MENU)),
            (framework.title, f"{self.request.base}{framework.path}{self.in_scope}"),
            *more,
        ]
