"""What the pages about one incident's decisions, deadlines and notices share."""

from functools import cached_property
from typing import Any

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _

from holger.core.actor import Actor
from holger.core.requests import Request
from holger.core.words import LANGUAGES
from holger.incidents.models import Incident
from holger.incidents.rules.clocks import Clock
from holger.incidents.selectors.clocks import Case
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.selectors.sheets import Desk
from holger.incidents.tables.asked import case_on, desk_on
from holger.incidents.views.common import MENU, TITLE, Way, found
from holger.ui import http

DRILL = _("EXERCISE. Nothing on this page has happened.")


class OfCase:
    """A page about one incident. Whoever may not see the incident finds nothing; whoever sees it may still not be let do everything."""

    actor: Actor
    request: Request
    kwargs: dict[str, Any]
    permission: str
    title: Any
    menu = MENU

    @cached_property
    def incident(self) -> Incident:
        return get_object_or_404(incidents_for(self.actor), reference=self.kwargs["reference"])

    @cached_property
    def case(self) -> Case:
        return case_on(self.request, self.incident)

    @cached_property
    def desk(self) -> Desk:
        return desk_on(self.request, self.case)

    @property
    def banner(self) -> Any:
        """On every page of an exercise."""
        return banner_of(self.incident)

    def permission_on(self) -> Any:
        return self.incident

    def at(self, name: str, **more: Any) -> str:
        return http.link(self.request, f"incidents:{name}", reference=self.incident.reference, **more)

    def crumbs(self) -> Way:
        return [*self.way(), (self.title, None)]

    def way(self) -> Way:
        here = (self.incident.reference, self.request.base + self.incident.path)
        return [(TITLE, http.link(self.request, MENU)), here]

    def back(self) -> str:
        return self.request.base + self.incident.path

    def next(self, obj: Any) -> str:
        return self.back()


class InLanguage:
    """``?language=da``: what is copied or sent from the case, in that language; without, in the organisation's."""

    request: Request
    case: Case

    @cached_property
    def language(self) -> str:
        asked = self.request.GET.get("language", "")
        return asked if asked in LANGUAGES else self.case.organisation.language


def banner_of(incident: Incident) -> Any:
    """Nobody may take an exercise for earnest, wherever they come from."""
    return DRILL if incident.drill else ""


def clock_or_404(case: Case, key: str) -> Clock:
    return found(case.clock(key))
