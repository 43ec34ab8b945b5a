"""Days away: one's own, and those of the people whose work one looks after."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.organisation.models import Person
from holger.tasks import services
from holger.tasks.forms.absences import AbsenceForm, OthersAbsenceForm
from holger.tasks.models import Absence
from holger.tasks.permissions import WORK
from holger.tasks.selectors.absences import absences_for
from holger.tasks.views.team import AboutTeamMember
from holger.tasks.views.work import MENU
from holger.ui import http
from holger.ui.pages import FormPage


class AwaySet(FormPage):
    """I am away, and somebody stands in."""

    permission, menu = WORK, MENU
    title, button = _("Set a deputy"), _("Save")
    lead = _(
        "Say when you are away. What falls due in those days is then shown to your deputy, who is told in whose place."
    )
    form: Any = AbsenceForm
    done = _("It is set. Have a good time.")

    def admit(self) -> None:
        super().admit()
        if self.actor.person_id is None:
            http.check(self.request, "tasks.team")

    def initial(self) -> dict[str, Any]:
        return {"first": self.today}

    def save(self, answers: dict[str, Any]) -> None:
        services.absence_set(actor=self.actor, person=self.request.person, **answers)

    def back(self) -> str:
        return self.url(MENU)


class AwaySetFor(AboutTeamMember, FormPage):
    """Somebody of the team is away."""

    permission, menu = WORK, MENU
    form, done = OthersAbsenceForm, _("The days away are set.")
    lead = _("What falls due in those days is then shown to the deputy, who is told in whose place.")

    def heading(self) -> str:
        return gettext("%(name)s is away") % {"name": self.person.name}

    def initial(self) -> dict[str, Any]:
        return {"first": self.today}

    def crumbs(self) -> list[tuple[Any, str | None]]:
        team, (name, _here) = super().crumbs()
        return [team, (name, self.back()), (_("Away"), None)]

    def save(self, answers: dict[str, Any]) -> None:
        services.absence_set(actor=self.actor, person=self.person, **answers)

    def back(self) -> str:
        return self.url("tasks:team-member", reference=self.person.reference)


class AwayEdit(FormPage):
    """Other days, or somebody else who stands in."""

    permission, menu = WORK, MENU
    title, done = _("Days away"), _("The days away are changed.")

    def find(self) -> Absence:
        return absence_or_404(self.request, self.kwargs["pk"])

    def permission_on(self) -> None:
        self.find()

    @property
    def form(self) -> Any:  # type: ignore[override]
        return AbsenceForm if self.object.person_id == self.actor.person_id else OthersAbsenceForm

    def heading(self) -> str:
        person: Person = self.object.person
        return gettext("%(name)s is away") % {"name": person.name}

    def initial(self) -> dict[str, Any]:
        return {name: getattr(self.object, name) for name in ("first", "last")} | {"deputy": self.object.deputy_id}

    def save(self, answers: dict[str, Any]) -> None:
        services.absence_edit(actor=self.actor, absence=self.object, **answers)

    def back(self) -> str:
        return way_back(self.request, self.object)


@http.needs(WORK)
@require_POST
def away_end(request: Any, pk: Any) -> HttpResponse:
    """They are back, or do not go."""
    absence = absence_or_404(request, pk)
    to = way_back(request, absence)
    done = gettext("The days away are ended.")
    return http.act(request, done, to, lambda: services.absence_end(actor=request.actor, absence=absence))


def absence_or_404(request: Any, pk: Any) -> Absence:
    """One that the reader may change: in which they only stand in is not theirs to change, and not found."""
    rows = absences_for(request.actor).exclude(deputy_id=request.actor.person_id)
    return get_object_or_404(rows, pk=pk)


def way_back(request: Any, absence: Absence) -> str:
    if absence.person_id == request.actor.person_id:
        return str(request.url(MENU))
    return str(request.url("tasks:team-member", reference=absence.person.reference))
