"""Which suppliers have a part in an activity: added, changed and taken away."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.privacy import selectors, services
from holger.privacy.forms.hands import HandForm, HandNewForm
from holger.privacy.models import Activity, ActivitySupplier
from holger.privacy.permissions import EDIT
from holger.privacy.views.common import MENU, TITLE, OfActivity, Way, activity_or_404
from holger.ui import http
from holger.ui.pages import FormPage


def hand_or_404(actor: Actor, reference: str, key: Any) -> ActivitySupplier:
    found = selectors.hands_for(actor).filter(activity__reference=reference, pk=key).first()
    if found is None:
        raise Http404
    return found


class HandAdd(OfActivity, FormPage):
    permission, title = EDIT, _("Add a supplier")
    lead = _("It gets data of this activity, handles it for you, or gives it to you.")
    form, done = HandNewForm, _("The supplier is added.")

    def find(self) -> None:  # type: ignore[override]
        """A new one."""

    @cached_property
    def activity(self) -> Activity:
        return activity_or_404(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.activity

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.activity.reference, self.back()), (self.title, None)]

    def back(self) -> str:
        return f"{self.base}{self.activity.path}"

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Any:
        return services.hand_add(actor=self.actor, activity=self.activity, **answers)


class HandEdit(HandAdd):
    title, form, done = _("Change the supplier’s part"), HandForm, _("Saved.")

    def find(self) -> ActivitySupplier:  # type: ignore[override]
        return hand_or_404(self.actor, self.kwargs["reference"], self.kwargs["pk"])

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.object.supplier.title

    def admit(self) -> None:
        super().admit()
        self.object  # noqa: B018 - found, or 404

    def save(self, answers: dict[str, Any]) -> Any:
        return services.hand_edit(actor=self.actor, hand=self.object, **answers)


@http.needs(EDIT)
@require_POST
def hand_remove(request: HttpRequest, reference: str, pk: Any) -> HttpResponseBase:
    row = hand_or_404(request.actor, reference, pk)

    def run() -> None:
        services.hand_remove(actor=request.actor, hand=row)

    return http.act(request, gettext("The supplier has no such part any more."), request.base + row.activity.path, run)
