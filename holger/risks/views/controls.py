"""The controls of a risk: added, made, changed and taken away on small forms that come back to its page."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.models import hanging_on
from holger.risks import selectors, services
from holger.risks.forms import ControlForm, EffectForm, NewControlForm
from holger.risks.models import Effect, Risk
from holger.risks.views.common import risk_or_404
from holger.risks.views.risk import RiskPage
from holger.ui import http

HERE = "#controls"


class ControlPage(RiskPage):
    """A form about a control of the risk."""

    permission = "risks.edit"

    def next(self, obj: Any) -> str:
        return f"{super().next(obj)}{HERE}"

    def back(self) -> str:
        return f"{super().back()}{HERE}"


class ControlAdd(ControlPage):
    title = _("Add a control")
    form, done, template = ControlForm, _("The control is added."), "risks/control_add.html"

    def initial(self) -> dict[str, Any]:
        """A proposal comes with its control chosen."""
        return {"control": self.request.GET.get("control", "")}

    def context(self) -> dict[str, Any]:
        return {"risk": self.object, "proposals": selectors.proposals(self.actor, self.object)}

    def save(self, answers: dict[str, Any]) -> Risk:
        services.effect_add(actor=self.actor, risk=self.object, **answers)
        return self.object


class ControlNew(ControlPage):
    title = _("New control")
    form, done = NewControlForm, _("The control is created.")

    def save(self, answers: dict[str, Any]) -> Risk:
        services.effect_add_new(actor=self.actor, risk=self.object, **answers)
        return self.object


class EffectEdit(ControlPage):
    title = _("What the control does to the risk")
    form, done = EffectForm, _("The effect is saved.")
    template = "risks/effect_form.html"

    @cached_property
    def effect(self) -> Effect:
        return effect_or_404(self.object, self.kwargs["pk"])

    @cached_property
    def bound(self) -> Any:
        sent = {"data": self.request.POST} if self.request.method == "POST" else {}
        return EffectForm(actor=self.actor, instance=self.effect, **sent)

    def save(self, answers: dict[str, Any]) -> Risk:
        services.effect_edit(actor=self.actor, effect=self.effect, **answers)
        return self.object


def effect_or_404(risk: Risk, pk: Any) -> Effect:
    effect: Effect = get_object_or_404(hanging_on(Effect, risk=risk).select_related("control"), pk=pk)
    effect.risk = risk
    return effect


@http.needs("risks.edit")
@require_POST
def effect_remove(request: HttpRequest, reference: str, pk: Any) -> HttpResponseBase:
    """The control does not work on the risk after all."""
    risk = risk_or_404(request.actor, reference)
    effect = effect_or_404(risk, pk)

    def run() -> None:
        services.effect_remove(actor=request.actor, effect=effect)

    return http.act(request, str(_("The control is removed from the risk.")), f"{request.base}{risk.path}{HERE}", run)
