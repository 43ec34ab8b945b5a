"""The employee's page, and what it leads to. Made for a phone, and for people who know nothing of all this."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import get_language, gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import prose
from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.core.requests import Request
from holger.desk import rules, selectors, services
from holger.desk.forms import DeskSettingsForm, ReportForm
from holger.desk.models import DeskSettings
from holger.desk.permissions import SETTINGS, USE
from holger.policies.models import Policy, PolicyVersion, Reading, Status
from holger.policies.selectors.campaigns import team_readings
from holger.policies.selectors.passages import search_rules
from holger.policies.selectors.reading import (
    ShownText,
    applying_to,
    confirmed_before,
    in_force,
    minutes_of,
    my_acknowledgements,
    my_readings,
    text_shown,
)
from holger.policies.services.confirming import policy_confirm
from holger.policies.services.nudging import reading_nudge
from holger.ui import http
from holger.ui.pages import FormPage, Page

TASKS_SHOWN, DONE_SHOWN = 6, 5


class DeskPage(Page):
    permission = USE

    def back_home(self) -> str:
        return self.url("desk:desk")


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


class Read(DeskPage):
    """One policy, as it is in force, with what it means and what has changed; and the button that says so."""

    template = "desk/read.html"

    def heading(self) -> str:
        return self.shown.text.title

    @cached_property
    def policy(self) -> Policy:
        rows = applying_to(self.actor).select_related("owner")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    @cached_property
    def version(self) -> PolicyVersion:
        return get_object_or_404(in_force(self.actor.organisation_id).prefetch_related("texts"), policy=self.policy)

    @cached_property
    def shown(self) -> ShownText:
        asked = self.request.POST.get("language") or self.request.GET.get("language", "")
        found = text_shown(self.version, asked)
        assert found is not None, "a version in force has a text"
        return found

    @cached_property
    def reading(self) -> Reading | None:
        return my_readings(self.actor).filter(policy=self.policy, major=self.version.major).first()

    def context(self) -> dict[str, Any]:
        text = self.shown.text
        reading = self.reading
        return {
            "shown": self.shown,
            "text": text,
            "policy": self.policy,
            "version": self.version,
            "body": prose.render(text.body),
            "before": self.before,
            "changes": self.changes,
            "reading": reading,
            "to_confirm": reading is not None and reading.confirmed_at is None,
            "languages": [(key, key == text.language) for key in self.shown.languages],
        }

    @cached_property
    def before(self) -> PolicyVersion | None:
        """The version that the reader has confirmed, if it is an earlier one."""
        found = confirmed_before(self.actor, self.policy)
        return found if found is not None and found.pk != self.version.pk else None

    @cached_property
    def changes(self) -> Sequence[tuple[str, str]]:
        """What has changed since, version by version, as those who wrote it say."""
        if self.before is None:
            return ()
        since = (self.before.major, self.before.minor)
        rows = self.policy.versions.filter(status__in=(Status.IN_FORCE, Status.SUPERSEDED)).order_by("major", "minor")
        later = [row for row in rows if since < (row.major, row.minor)]
        return [(row.label, row.said("changes", self.shown.text.language)) for row in later if row.changes]

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Confirm it, and go on to the next."""
        try:
            policy_confirm(
                actor=self.actor,
                policy=self.policy,
                language=request.POST.get("language", ""),
                digest=request.POST.get("digest", ""),
            )
        except RuleBroken as broken:
            return self.render(status=422, refused=broken.message)
        following = my_readings(self.actor).filter(confirmed_at=None, policy__archived_at=None).first()
        if following is None:
            http.tell(request, gettext("Thank you. You are up to date."))
            return HttpResponseRedirect(self.back_home())
        http.tell(request, gettext("Thank you. Here is the next one."))
        return HttpResponseRedirect(self.base + following.path)


class Rules(DeskPage):
    """Find what applies, by words."""

    title, template = _("Find rules"), "desk/rules.html"

    def context(self) -> dict[str, Any]:
        asked = self.request.GET.get("q", "").strip()[:200]
        found = search_rules(self.actor, asked) if asked else ()
        listed = applying_to(self.actor).order_by("number") if not asked else ()
        return {"asked": asked, "found": found, "listed": listed, "language": (get_language() or "en")[:2]}


class Report(FormPage):
    """Something has happened, or may have."""

    permission, title, template = USE, _("Report an incident"), "desk/report.html"
    lead = _("Also when you are in doubt. You will not get into trouble for telling.")
    form, button, done = ReportForm, _("Send"), ""

    def back(self) -> str:
        return self.url("desk:desk")

    def save(self, answers: dict[str, Any]) -> Any:
        return services.incident_report(actor=self.actor, **answers)

    def next(self, obj: Any) -> str:
        return self.url("desk:thanks")


class Thanks(DeskPage):
    """It has been told; and what to do now."""

    title, template = _("Thank you for telling"), "desk/thanks.html"

    def context(self) -> dict[str, Any]:
        return {"settings": selectors.settings_of(self.actor), "contacts": selectors.whom_to_ask(self.actor)[:1]}


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


class DeskSettingsEdit(FormPage):
    permission, title, menu, form = SETTINGS, _("The employee's page"), "desk:settings", DeskSettingsForm

    def find(self) -> DeskSettings:
        return selectors.settings_of(self.actor)

    def back(self) -> str:
        return self.url("organisation:settings")

    def next(self, obj: Any) -> str:
        return self.url("desk:settings")

    def save(self, answers: dict[str, Any]) -> DeskSettings:
        return services.desk_settings_set(actor=self.actor, version=self.version, **answers)
