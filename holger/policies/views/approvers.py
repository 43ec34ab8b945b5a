"""The settings page of who may approve which type."""

from typing import Any

from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.core.permissions import ROLE_LABELS, Role
from holger.policies import selectors, services
from holger.policies.forms.approvers import ApproversForm
from holger.policies.models import Approvers, PolicyType
from holger.policies.permissions import SETTINGS
from holger.policies.words import TYPE_WORDS
from holger.tasks.words import ROLES
from holger.ui.pages import FormPage, Page

MENU = "organisation:settings"
TITLE = _("Who may approve policies")


class ApproversList(Page):
    permission, title, menu = SETTINGS, TITLE, MENU
    lead = _("For each type of document. Whoever has written in it does not approve it, where somebody else may.")
    template = "policies/approvers.html"

    def context(self) -> dict[str, Any]:
        table = selectors.approval_table(self.actor)
        return {"types": [(key, word, told(table.get(key))) for key, word in TYPE_WORDS.items()]}


def told(row: Approvers | None) -> str:
    """Who may, in words."""
    if row is None:
        return gettext("Owners and security officers")
    access = [str(ROLE_LABELS[Role(role)]) for role in row.roles]
    people = [person.name for person in row.people.all()]
    return ", ".join([*access, *(str(ROLES[role]) for role in row.field_roles), *people])


class ApproversEdit(FormPage):
    permission, title, menu = SETTINGS, TITLE, MENU
    form = ApproversForm

    @property
    def kind(self) -> str:
        return str(self.kwargs["kind"])

    def admit(self) -> None:
        if self.kind not in PolicyType.values:
            raise Http404
        super().admit()

    def heading(self) -> str:
        return gettext("Who may approve: %(type)s") % {"type": str(TYPE_WORDS[self.kind]).lower()}

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(TITLE, self.back()), (TYPE_WORDS[self.kind], None)]

    def initial(self) -> dict[str, Any]:
        row = selectors.approval_table(self.actor).get(self.kind)
        if row is None:
            return {}
        return {"roles": row.roles, "field_roles": row.field_roles, "people": list(row.people.all())}

    def back(self) -> str:
        return self.url("policies:approvers")

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> Approvers | None:
        return services.approvers_set(actor=self.actor, kind=self.kind, **answers)
