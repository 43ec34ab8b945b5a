"""Who holds which role of the field."""

from collections import defaultdict
from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.organisation.permissions import VIEW_PEOPLE
from holger.tasks import services
from holger.tasks.forms.roles import HolderForm, RoleHolderForm
from holger.tasks.models import RoleHolder
from holger.tasks.permissions import TEAM
from holger.tasks.rules.roles import HELD
from holger.tasks.selectors.roles import role_holders_for
from holger.tasks.words import ABOUT, ROLES
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

MENU = "organisation:settings"


class RoleList(Page):
    """Every role, who holds it where, and who stands in."""

    permission, menu = VIEW_PEOPLE, MENU
    title = _("Who holds which role")
    lead = _(
        "Activities are given to roles, and from there to whoever holds them when they fall due. One person may hold several."
    )
    template = "tasks/role_list.html"

    def actions(self) -> list[Button]:
        return [Button(_("Name somebody"), self.url("tasks:role-set"), "user-plus", primary=True, permission=TEAM)]

    @property
    def may_name(self) -> bool:
        return self.actor.may(TEAM)

    def context(self) -> dict[str, Any]:
        held: dict[str, list[tuple[RoleHolder, bool]]] = defaultdict(list)
        for holder in role_holders_for(self.actor):
            held[holder.role].append((holder, self.actor.may(TEAM, holder)))
        return {"roles": [(role, ROLES[role], ABOUT.get(role, ""), held[role]) for role in HELD]}


class RoleSet(FormPage):
    permission, menu = TEAM, MENU
    title, form, done = (
        _("Name who holds a role"),
        RoleHolderForm,
        _("It is set. Tasks of that role that nobody has begun go there."),
    )

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("role", "")
        return {"role": asked} if asked in HELD else {}

    def save(self, answers: dict[str, Any]) -> None:
        services.role_holder_set(actor=self.actor, **answers)

    def back(self) -> str:
        return self.url("tasks:role-list")

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(RoleList.title, self.back()), (self.heading(), None)]


class RoleEdit(RoleSet):
    form, done = HolderForm, _("It is changed. Tasks of that role that nobody has begun go there.")

    def find(self) -> RoleHolder:
        return get_object_or_404(role_holders_for(self.request.actor), pk=self.kwargs["pk"])

    def heading(self) -> str:
        holder: RoleHolder = self.object
        where = holder.unit.name if holder.unit is not None else gettext("the whole organisation")
        return f"{ROLES[holder.role]}, {where}"

    def permission_on(self) -> Any:
        return self.object

    def initial(self) -> dict[str, Any]:
        return {"person": self.object.person_id, "deputy": self.object.deputy_id}

    def save(self, answers: dict[str, Any]) -> None:
        services.role_holder_edit(actor=self.actor, role_holder=self.object, **answers)


@http.needs(TEAM)
@require_POST
def role_end(request: Any, pk: Any) -> HttpResponse:
    """Nobody holds it there any more."""
    holder = get_object_or_404(role_holders_for(request.actor), pk=pk)
    done = gettext("Nobody holds that role there any more.")
    to = request.url("tasks:role-list")
    return http.act(request, done, to, lambda: services.role_holder_end(actor=request.actor, role_holder=holder))
