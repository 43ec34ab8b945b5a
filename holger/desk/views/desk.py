"""What waits for whoever is signed in, finding rules, and the team."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.registry import registry
from holger.desk import rules, selectors
from holger.desk.permissions import USE
from holger.desk.views.common import DeskPage
from holger.policies.models import Reading
from holger.policies.selectors.campaigns import team_readings
from holger.policies.selectors.passages import search_rules
from holger.policies.selectors.reading import applying_to, minutes_of, my_acknowledgements, my_readings
from holger.policies.services.nudging import reading_nudge
from holger.ui import http

TASKS_SHOWN, DONE_SHOWN = 6, 5


class Desk(DeskPage):
    """What waits for whoever is signed in, the most urgent of each kind first."""

    title, template = _("My page"), "desk/desk.html"

    def heading(self) -> str:
        return gettext("Hi %(name)s") % {"name": rules.first_name(self.request.person.name)}

    @cached_property
    def readings(self) -> Sequence[tuple[Reading, int]]:
        rows = list(my_readings(self.actor).filter(confirmed_at=None, policy__archived_at=None))
        minutes = minutes_of([row.policy_id for row in rows], self.actor.organisation_id)
        return [(row, minutes.get(row.policy_id, 1)) for row in rows]

    @cached_property
    def parts(self) -> Sequence[tuple[Any, dict[str, Any]]]:
        """What other rooms have put on the page."""
        shown = []
        for part in sorted(registry.desk, key=lambda part: part.order):
            if self.actor.may(part.permission) and (context := part.context(self.request)) is not None:
                shown.append((part, context))
        return shown

    def context(self) -> dict[str, Any]:
        tasks = selectors.tasks_waiting(self.actor, self.today)
        waiting = len(self.readings) + len(tasks) + sum(part.get("count") or 0 for _part, part in self.parts)
        minutes = sum(minutes for _row, minutes in self.readings)
        minutes += sum(part.get("minutes") or 0 for _part, part in self.parts)
        return {
            "readings": self.readings,
            "tasks": tasks[:TASKS_SHOWN],
            "tasks_count": len(tasks),
            "parts": self.parts,
            "waiting": waiting,
            "minutes": minutes,
            "done": my_acknowledgements(self.actor)[:DONE_SHOWN],
            "contacts": selectors.whom_to_ask(self.actor),
            "settings": selectors.settings_of(self.actor),
            "leads": selectors.leads(self.actor),
            "today": self.today,
        }


class Rules(DeskPage):
    """Find what applies, by words."""

    title, template = _("Find rules"), "desk/rules.html"

    def context(self) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:200]
        found = search_rules(self.actor, asked) if asked else ()
        listed = applying_to(self.actor).order_by("number") if not asked else ()
        return {"asked": asked, "found": found, "listed": listed}


class Team(DeskPage):
    """Who of the reader's own has not confirmed."""

    title, template = _("My team"), "desk/team.html"

    def context(self) -> dict[str, Any]:
        mates = selectors.team(self.actor)
        missing = sum(bool(mate.missing) for mate in mates)
        told = ngettext("%(count)s is missing something.", "%(count)s are missing something.", missing)
        return {
            "mates": [(mate, mate.late(self.today)) for mate in mates],
            "summary": told % {"count": missing} if missing else gettext("Everybody is up to date."),
            "today": self.today,
        }


@http.needs(USE)
@require_POST
def team_nudge(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind one of one's own of what they are to read."""
    row = get_object_or_404(team_readings(request.actor), pk=pk)
    done = gettext("%(name)s is reminded.") % {"name": row.person.name}
    to = request.url("desk:team")
    return http.act(request, done, to, lambda: reading_nudge(actor=request.actor, reading=row))
