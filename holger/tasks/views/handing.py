"""Handing over when somebody leaves: all that they hold, kind by kind, to one person in one go."""

from functools import cached_property
from typing import Any

from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.organisation.models import Person
from holger.tasks import services
from holger.tasks.forms.handing import HandOverForm
from holger.tasks.permissions import WORK
from holger.tasks.selectors.handing import Held, held_by
from holger.tasks.services.handing import BLIND
from holger.tasks.views.team import AboutTeamMember
from holger.tasks.views.work import MENU
from holger.ui import http
from holger.ui.pages import FormPage

FIRST = 5
"""So many things of each kind are named."""


class HandOver(FormPage):
    """My own things, to somebody else."""

    permission, menu = WORK, MENU
    title, button = _("Hand over"), _("Hand over")
    lead = _("Choose what goes to somebody else. Each thing keeps its history, which tells from whom to whom it went.")
    form, done = HandOverForm, ""
    template = "tasks/hand_over.html"

    @cached_property
    def giver(self) -> Person:
        found: Person = self.request.person
        return found

    @cached_property
    def held(self) -> list[Held]:
        return held_by(self.actor, self.giver)

    def given(self) -> dict[str, Any]:
        return {"held": self.held}

    def save(self, answers: dict[str, Any]) -> None:
        try:
            count = services.hand_over(actor=self.actor, giver=self.giver, **answers)
        except RuleBroken as broken:
            if broken.text == BLIND:  # it is told, and can be meant so all the same
                self.bound.offer_anyway()
            raise
        said = ngettext("%(count)s thing went to %(name)s.", "%(count)s things went to %(name)s.", count)
        http.tell(self.request, said % {"count": count, "name": answers["taker"].name})

    def back(self) -> str:
        return self.url(MENU)

    def context(self) -> dict[str, Any]:
        held = [(each, map(each.holding.says, each.rows[:FIRST]), len(each.rows) - FIRST) for each in self.held]
        return {"held": held, "giver": self.giver}


class HandOverFor(AboutTeamMember, HandOver):
    """Another's, who leaves."""

    def heading(self) -> str:
        return gettext("Hand over the work of %(name)s") % {"name": self.person.name}

    @cached_property
    def giver(self) -> Person:
        return self.person

    def crumbs(self) -> list[tuple[Any, str | None]]:
        team, (name, _here) = super().crumbs()
        return [team, (name, self.back()), (_("Hand over"), None)]

    def back(self) -> str:
        return self.url("tasks:team-member", reference=self.person.reference)
