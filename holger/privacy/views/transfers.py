"""Where data of an activity goes outside the EU/EEA: added, changed and taken away."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.privacy import selectors, services
from holger.privacy.forms.record import TransferForm
from holger.privacy.models import Activity, ActivityTransfer
from holger.privacy.permissions import EDIT
from holger.privacy.views.common import MENU, TITLE, OfActivity, Way, activity_or_404
from holger.ui import http
from holger.ui.pages import FormPage


def transfer_or_404(actor: Actor, reference: str, key: Any) -> ActivityTransfer:
    found = selectors.transfers_for(actor).filter(activity__reference=reference, pk=key).first()
    if found is None:
        raise Http404
    return found


class TransferAdd(OfActivity, FormPage):
    permission, title = EDIT, _("Add a transfer")
    lead = _("Data goes to a country outside the EU/EEA, or somebody can see it from there.")
    form, done = TransferForm, _("The transfer is added.")

    def find(self) -> None:  # type: ignore[override]
        """A new one."""

    @cached_property
    def activity(self) -> Activity:
        return activity_or_404(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.activity

    def crumbs(self) -> Way:
        here = (self.activity.reference, self.back())
        return [(TITLE, self.url(MENU)), here, (self.title, None)]

    def back(self) -> str:
        return f"{self.base}{self.activity.path}"

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Any:
        return services.transfer_add(actor=self.actor, activity=self.activity, **answers)


class TransferEdit(TransferAdd):
    title, done = _("Change the transfer"), _("Saved.")
    lead = ""

    def find(self) -> ActivityTransfer:  # type: ignore[override]
        return transfer_or_404(self.actor, self.kwargs["reference"], self.kwargs["pk"])

    def admit(self) -> None:
        super().admit()
        self.object  # noqa: B018 - found, or 404

    def save(self, answers: dict[str, Any]) -> Any:
        return services.transfer_edit(actor=self.actor, transfer=self.object, **answers)


@http.needs(EDIT)
@require_POST
def transfer_remove(request: HttpRequest, reference: str, pk: Any) -> HttpResponseBase:
    row = transfer_or_404(request.actor, reference, pk)

    def run() -> None:
        services.transfer_remove(actor=request.actor, transfer=row)

    return http.act(request, gettext("The transfer is taken away."), request.base + row.activity.path, run)
