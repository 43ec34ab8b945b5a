"""Risks that are there, linked to the processing activity whose data subjects they may hit."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.privacy.models import Activity
from holger.risks import services
from holger.risks.forms import LinkForm
from holger.risks.views.common import MENU, activity_or_404
from holger.ui.pages import FormPage


class RiskLink(FormPage):
    permission, title, menu = "risks.edit", _("Link risks"), MENU
    lead = _("Choose the risks that may hit the people whose data it is. Each keeps its own page and its levels.")
    form, done = LinkForm, _("The risks are linked.")

    @cached_property
    def activity(self) -> Activity:
        return activity_or_404(self.actor, self.kwargs["reference"])

    def admit(self) -> None:
        super().admit()
        self.activity  # noqa: B018 - found, or 404

    def crumbs(self) -> list[Any]:
        return [(_("Processing activities"), self.url("privacy:activity-list")), (self.activity.reference, self.back()), (self.title, None)]  # fmt: skip

    def back(self) -> str:
        return f"{self.base}{self.activity.path}"

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Any:
        return services.risks_link(actor=self.actor, activity=self.activity, **answers)
