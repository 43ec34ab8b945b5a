"""My work: what I must do, what I wait for, and what I have done."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.history import selectors as history
from holger.organisation.permissions import ENTER
from holger.tasks import services
from holger.tasks.permissions import PLAN, WORK
from holger.tasks.rules.work import When
from holger.tasks.selectors import absences, roles, team, work
from holger.tasks.selectors.tasks import tasks_for
from holger.tasks.selectors.work import Line
from holger.tasks.tables import work as tables
from holger.tasks.words import ROLES
from holger.ui import http
from holger.ui.pages import Button, Page

MENU = "tasks:my-work"
SHOWN = 50
"""So many lines a part of the list has at once; the rest wait behind a click."""
MOST = 200
LATELY = timedelta(days=28)
LATEST = 5
"""So many of one's latest deeds stand beside the list."""


class WorkPage(Page):
    """What the pages of one's own work have in common: the tabs, and the ways to be away and to hand over."""

    permission, menu = ENTER, MENU
    template = "tasks/work.html"
    tab = ""

    def tabs(self) -> list[tuple[Any, str, bool]]:
        found = [
            (_("Mine"), "tasks:my-work"),
            (_("Delegated"), "tasks:delegated"),
            (_("Finished"), "tasks:finished"),
            *([(_("Team"), "tasks:team")] if self.leads else []),
        ]
        return [(title, self.url(name), name == self.tab) for title, name in found]

    @cached_property
    def leads(self) -> bool:
        """Does the reader look after anybody's work?"""
        return self.actor.may(WORK) and team.team_for(self.actor).exists()

    def actions(self) -> Sequence[Button]:
        return (Button(_("Set a deputy"), self.url("tasks:away-set"), "user-share", permission=WORK),)

    def does(self, line: Line, title: str, href: str) -> str:
        """The buttons of a line."""
        raise NotImplementedError


class MyWork(WorkPage):
    title, tab = _("My work"), "tasks:my-work"

    @cached_property
    def lines(self) -> Sequence[Line]:
        return work.work_now(self.actor, self.today, http.written(self.request))

    @cached_property
    def kind(self) -> str:
        asked = self.request.GET.get("kind", "")
        return asked if any(source.key == asked for source in registry.duties) else ""

    @cached_property
    def due(self) -> str:
        asked = self.request.GET.get("due", "")
        return asked if asked in set(When) else ""

    @cached_property
    def shown(self) -> list[Line]:
        """The lines that were asked for."""
        return [
            line
            for line in self.lines
            if (not self.kind or line.source.key == self.kind) and (not self.due or line.when == self.due)
        ]

    @cached_property
    def first(self) -> Line | None:
        return next(iter(self.shown), None)

    def context(self) -> dict[str, Any]:
        most = MOST if self.due else SHOWN
        return {
            "summary": tables.summary(self.lines) if self.lines else "",
            "groups": tables.groups(self.shown, self, most, self.rest),
            "kinds": self.kinds(),
            "dues": self.dues(),
            "here": self.request.get_full_path(),
            **self.beside(),
        }

    def kinds(self) -> list[tuple[str, Any, int, bool]]:
        """What there is of each kind, each a way to see just that. Not where all is of one kind."""
        counts = Counter(line.source.key for line in self.lines)
        there = sorted((s for s in registry.duties if counts[s.key]), key=lambda source: -counts[source.key])
        if len(there) < 2 and not self.kind:
            return []
        every = (self._narrowed(kind=""), _("All"), len(self.lines), not self.kind)
        return [every, *((self._narrowed(kind=s.key), s.title, counts[s.key], s.key == self.kind) for s in there)]

    def dues(self) -> list[tuple[str, Any, bool]]:
        """The way to one part of the list alone, where it was asked for."""
        return [(self._narrowed(due=""), tables.TITLES[When(self.due)], True)] if self.due else []

    def _narrowed(self, **changed: str) -> str:
        told = {"kind": self.kind, "due": self.due} | changed
        query = "&".join(f"{name}={value}" for name, value in told.items() if value)
        return f"{self.url(MENU)}?{query}" if query else self.url(MENU)

    def rest(self, key: str) -> str:
        return self._narrowed(due=key)

    @property
    def may_hand_over(self) -> bool:
        return self.actor.may(WORK)

    @cached_property
    def cards(self) -> list[tuple[str, dict[str, Any]]]:
        """Cards of other rooms about what is one's own: template and context."""
        here = [card for card in registry.cards if card.place == "work" and self.actor.may(card.permission)]
        found = [(card.template, card.context(self.request)) for card in sorted(here, key=lambda card: card.order)]
        return [(template, context) for template, context in found if context is not None]

    def does(self, line: Line, title: str, href: str) -> str:
        ticked = tables.click(line, title, self.base, self.actor)
        return ticked + tables.verb(line, title, href, primary=line is self.first)

    def beside(self) -> dict[str, Any]:
        """What stands beside the list: who is away, what one has done lately, which roles one holds."""
        away = [each for each in absences.absences_ahead(self.actor, self.today) if self._concerns_me(each)]
        return {
            "away": away,
            "deeds": deeds(self, LATELY, LATEST),
            "roles": [self._role(each) for each in roles.role_holders_for(self.actor) if self._concerns_me(each)],
        }

    def _concerns_me(self, row: Any) -> bool:
        return self.actor.person_id in (row.person_id, row.deputy_id)

    def _role(self, holder: Any) -> tuple[Any, str, bool]:
        where = holder.unit.name if holder.unit_id else gettext("the whole organisation")
        return ROLES[holder.role], where, holder.person_id != self.actor.person_id


def deeds(page: Page, since: timedelta, most: int) -> list[Any]:
    """What the reader has finished lately, as history tells it."""
    midnight = datetime.combine(page.today - since, time(), ZoneInfo(page.request.organisation.zone))
    done = [action for source in registry.duties for action in source.done]
    return history.tell(page.actor, history.deeds_of(page.actor, midnight, done)[:most])


class Delegated(WorkPage):
    """What I wait for others to do."""

    title, tab = _("My work"), "tasks:delegated"
    template = "tasks/delegated.html"

    @cached_property
    def lines(self) -> list[Line]:
        return work.waited_for(self.actor, self.today)

    def context(self) -> dict[str, Any]:
        said = ngettext("You wait for %(count)s thing.", "You wait for %(count)s things.", len(self.lines))
        return {
            "summary": said % {"count": len(self.lines)} if self.lines else "",
            "groups": tables.groups(self.lines, self, MOST),
            "here": self.request.path,
        }

    def does(self, line: Line, title: str, href: str) -> str:
        return tables.nudge(line, title, self.base) if self.actor.may(WORK) else ""


class Finished(WorkPage):
    """What I have done today, this week and lately."""

    title, tab = _("My work"), "tasks:finished"
    template = "tasks/finished.html"

    def context(self) -> dict[str, Any]:
        found = deeds(self, LATELY, MOST)
        monday = self.today - timedelta(days=self.today.weekday())
        zone = ZoneInfo(self.request.organisation.zone)
        parts: dict[Any, list[Any]] = {_("Today"): [], _("Earlier this week"): [], _("Before that"): []}
        today, week, before = parts.values()
        for line in found:
            day = line.event.at.astimezone(zone).date()
            (today if day == self.today else week if day >= monday else before).append(line)
        said = ngettext(
            "%(count)s thing done in the last four weeks.", "%(count)s things done in the last four weeks.", len(found)
        )
        return {
            "summary": said % {"count": len(found)} if found else "",
            "parts": [(title, lines) for title, lines in parts.items() if lines],
        }


@http.needs(WORK)
@require_POST
def tick(request: Any, reference: str) -> HttpResponse:
    """A task about which there is nothing to say but that it is done. It can be taken back at once."""
    task = get_object_or_404(tasks_for(request.actor).select_related("activity"), reference=reference)
    to = http.way_back(request, request.POST.get("back", ""), request.url(MENU))
    try:
        services.task_done(actor=request.actor, task=task)
    except RuleBroken as broken:
        http.tell(request, broken.message, level=messages.ERROR)
    else:
        undo = request.url("tasks:untick", reference=reference) if request.actor.may(PLAN, task) else ""
        http.tell(request, gettext("Done: %(name)s") % {"name": task.title}, undo=undo)
    return redirect(to)


@http.needs(PLAN)
@require_POST
def untick(request: Any, reference: str) -> HttpResponse:
    """It was not done after all."""
    task = get_object_or_404(tasks_for(request.actor).select_related("activity"), reference=reference)
    done = gettext("It is open again.")
    return http.act(request, done, request.url(MENU), lambda: services.task_reopen(actor=request.actor, task=task))
