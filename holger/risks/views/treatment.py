"""Actions on a risk's page: small forms that come back to it."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.models import hanging_on
from holger.risks import services
from holger.risks.forms import ActionForm
from holger.risks.models import Risk, TreatmentAction
from holger.risks.views.common import risk_or_404
from holger.risks.views.risk import RiskPage
from holger.ui import http


class ActionAdd(RiskPage):
    permission, title = "risks.edit", _("Plan an action")
    form, done = ActionForm, _("The action is planned.")

    @cached_property
    def bound(self) -> Any:
        return ActionForm(self.request.POST or None, actor=self.actor)

    def save(self, answers: dict[str, Any]) -> Risk:
        services.action_add(actor=self.actor, risk=self.object, **answers)
        return self.object

    def next(self, obj: Any) -> str:
        return f"{super().next(obj)}#actions"


class ActionEdit(RiskPage):
    permission, title = "risks.edit", _("Edit the action")
    form, done = ActionForm, _("The action is saved.")

    @cached_property
    def action(self) -> TreatmentAction:
        return get_object_or_404(hanging_on(TreatmentAction, risk=self.object), pk=self.kwargs["pk"])

    @cached_property
    def bound(self) -> Any:
        return ActionForm(self.request.POST or None, actor=self.actor, instance=self.action)

    def save(self, answers: dict[str, Any]) -> Risk:
        services.action_edit(actor=self.actor, action=self.action, **answers)
        return self.object


ACTION_VERBS = {"done": services.action_done, "reopen": services.action_reopen, "remove": services.action_remove}


@http.needs("risks.edit")
@require_POST
def action_change(request: HttpRequest, reference: str, pk: str) -> HttpResponseBase:
    """An action is done, open again, or removed."""
    risk = risk_or_404(request.actor, reference)
    action = get_object_or_404(hanging_on(TreatmentAction, risk=risk), pk=pk)
    verb = ACTION_VERBS.get(request.POST.get("do", ""))
    if verb is not None:
        try:
            verb(actor=request.actor, action=action)
        except RuleBroken as broken:
            http.tell(request, broken.message, level=40)
    return HttpResponseRedirect(
        http.way_back(request, request.POST.get("back", ""), f"{request.base}{risk.path}#actions")
    )
