"""The team: who is late with what, and a reminder once a day."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import dates
from holger.organisation.models import Person
from holger.organisation.selectors import people_still_here
from holger.tasks import services
from holger.tasks.permissions import WORK
from holger.tasks.rules.work import Load, loads_of
from holger.tasks.selectors import team, work
from holger.tasks.selectors.absences import absences_ahead
from holger.tasks.selectors.work import Line
from holger.tasks.tables import work as tables
from holger.tasks.views.work import MOST, WorkPage
from holger.ui import http
from holger.ui.pages import Button

ON_A_PAGE = 50


class Team(WorkPage):
    """One line for each person who has something to do, those first who are late with most."""

    permission, title, tab = WORK, _("My work"), "tasks:team"
    template = "tasks/team.html"

    @cached_property
    def rows(self) -> list[tuple[Person, Load]]:
        people = list(team.team_for(self.actor).select_related("unit"))
        lines = work.work_of_others(self.actor, [person.pk for person in people], self.today)
        duties = ((line.duty.person_id, line.duty.due, line.duty.minutes) for line in lines)
        loads = loads_of(duties, self.today)
        nothing = Load()
        rows = [(person, loads.get(person.pk, nothing)) for person in people]
        return sorted(rows, key=lambda row: (-row[1].late, -row[1].open, row[0].name.casefold()))

    def context(self) -> dict[str, Any]:
        busy = [row for row in self.rows if row[1].open]
        page = Paginator(busy, ON_A_PAGE).get_page(self.request.GET.get("page"))
        shown = list(page)
        away = {each.person_id: each for each in work.absences_on(self.actor.organisation_id, self.today)}
        here = people_still_here(self.actor.organisation_id).filter(pk__in=[person.pk for person, _load in shown])
        here = set(here.values_list("pk", flat=True))
        return {
            "rows": [(person, load, away.get(person.pk), person.pk in here) for person, load in shown],
            "page_of": page,
            "people": len(self.rows),
            "idle": len(self.rows) - len(busy),
            "summary": self.summary(),
        }

    def summary(self) -> str:
        late = sum(1 for _person, load in self.rows if load.late)
        if not self.rows:
            return ""
        if not late:
            return gettext("Nobody is late.")
        return ngettext("%(count)s person is late.", "%(count)s people are late.", late) % {"count": late}


class AboutTeamMember:
    """Pages about somebody whose work the reader looks after."""

    request: HttpRequest
    kwargs: dict[str, Any]

    @cached_property
    def person(self) -> Person:
        found = team.team_for(self.request.actor)
        return get_object_or_404(found.select_related("unit", "manager"), reference=self.kwargs["reference"])

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Team"), self.request.url("tasks:team")), (self.person.name, None)]


class TeamMember(AboutTeamMember, WorkPage):
    """What one of them has to do. What the reader may not open is told by kind and day."""

    permission, tab = WORK, "tasks:team"
    template = "tasks/team_member.html"

    def heading(self) -> str:
        return self.person.name

    def actions(self) -> list[Button]:
        here = {"reference": self.person.reference}
        return [
            Button(_("Set a deputy"), self.url("tasks:away-set-for", **here), "user-share"),
            Button(_("Hand over"), self.url("tasks:hand-over-for", **here), "arrows-exchange"),
        ]

    @cached_property
    def lines(self) -> list[Line]:
        return work.work_of_others(self.actor, [self.person.pk], self.today)

    def context(self) -> dict[str, Any]:
        return {
            "summary": tables.summary(self.lines) if self.lines else "",
            "groups": tables.groups(self.lines, self, MOST),
            "here": self.request.path,
            "absences": self.away(),
        }

    def away(self) -> list[Any]:
        return list(absences_ahead(self.actor, self.today).filter(person=self.person))

    def does(self, line: Line, title: str, href: str) -> str:
        look = tables.verb(line, title, href, primary=False) if line.opens else ""
        return tables.nudge(line, title, self.base) + look


@http.needs(WORK)
@require_POST
def nudge(request: Any, pk: UUID) -> HttpResponse:
    """Remind somebody of what stands on the button."""
    person = work.reminded(request.actor, pk, dates.today(request.organisation.zone))
    key = request.POST.get("duty", "")
    to = http.way_back(request, request.POST.get("back", ""), request.url("tasks:team"))
    done = gettext("%(name)s is reminded.") % {"name": person.name}
    return http.act(request, done, to, lambda: services.nudge(actor=request.actor, person=person, key=key))
