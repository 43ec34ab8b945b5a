"""Where a framework holds."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.frameworks import services
from holger.frameworks.forms import ScopeForm
from holger.frameworks.models import Maturity, Scope
from holger.frameworks.views.common import MENU, InFramework, framework_or_404, scope_or_404
from holger.ui import http
from holger.ui.pages import FormPage


class ScopeAdd(InFramework, FormPage):
    permission, title, menu = "frameworks.scope", _("Add a scope"), MENU
    lead = _("Let the framework hold in a unit with answers of its own.")
    form, done = ScopeForm, _("The framework holds there too.")

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def back(self) -> str:
        return self.base + self.framework.path

    def given(self) -> dict[str, Any]:
        return {"framework": self.framework}

    def initial(self) -> dict[str, Any]:
        return {"target": Maturity.DEFINED}

    def save(self, answers: dict[str, Any]) -> Scope:
        return services.scope_add(actor=self.actor, framework=self.framework, **answers)


class ScopeEdit(InFramework, FormPage):
    permission, title, menu = "frameworks.scope", _("Scope and ambition"), MENU
    form = ScopeForm

    def find(self) -> Scope:
        return scope_or_404(self.actor, self.framework, self.kwargs["number"])

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def save(self, answers: dict[str, Any]) -> Scope:
        return services.scope_edit(actor=self.actor, scope=self.object, version=self.version, **answers)


@http.needs("frameworks.scope")
@require_POST
def remove(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    framework = framework_or_404(request.actor, reference)
    scope = scope_or_404(request.actor, framework, number)

    def run() -> None:
        services.scope_remove(actor=request.actor, scope=scope)

    return http.act(request, str(_("The scope is removed.")), request.base + framework.path, run)
