"""The list of incidents, a case's page, and what one does to the case itself."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core import dates
from holger.core.actor import Actor
from holger.core.countries import country_name
from holger.core.kept import Kept
from holger.incidents import services
from holger.incidents.filters.cases import IncidentFilter
from holger.incidents.forms import facts as forms
from holger.incidents.models import Incident, Status
from holger.incidents.models.moments import Point
from holger.incidents.permissions import DELETE, VIEW, WORK
from holger.incidents.rules.clock_entry import Start
from holger.incidents.rules.clocks import Clock
from holger.incidents.rules.severity import Method
from holger.incidents.rules.states import open_to
from holger.incidents.rules.stepping import BY_HAND
from holger.incidents.selectors import cases as selectors
from holger.incidents.selectors.incidents import find, incidents_for
from holger.incidents.selectors.severity import level_title
from holger.incidents.services.cases import FINISHED
from holger.incidents.tables.asked import case_on, law_on, method_on
from holger.incidents.tables.cases import COLUMNS, category_word, marks, severity_badge, status_badge
from holger.incidents.tables.clocks import moment
from holger.incidents.views.common import MENU, TITLE, Way
from holger.incidents.views.of_case import OfCase
from holger.ui import cells, http
from holger.ui.pages import Bulk, Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

NOT_CLOSED: Kept[int] = Kept()
OPEN = "status=reported&status=open&status=contained&status=recovered"


def _give(actor: Actor, rows: QuerySet[Incident], answers: dict[str, Any]) -> int:
    return services.incidents_give(actor=actor, incidents=list(rows.select_related("owner")), **answers)


class IncidentList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    name = register = "incidents"
    filters, columns = IncidentFilter, COLUMNS
    default_sort = "-detected"
    searched = ("reference", "title", "description")
    reads = ("organisation_id", "reference", "title", "status", "drill", "restricted", "severity", "severity_rank")
    counted_once = True
    create = ("incidents:incident-create", WORK, _("New incident"))
    bulk = (Bulk("give", _("Give to somebody"), "user-share", WORK, _give, forms.GiveForm),)
    tabs = (
        Tab(_("Not closed"), OPEN),
        Tab(_("I lead"), f"owner=me&{OPEN}"),
        Tab(_("Deadline passed"), "clocks=overdue"),
        Tab(_("Exercises"), "drill=yes"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No incidents yet"),
        _(
            "Everything that endangered information belongs here, however small: a lost laptop, a mail to the wrong person, a "
            "system that was down. Whoever sees something reports it; you decide what it is, and holger watches the deadlines. "
            "If you have kept a log until now, bring it in from a spreadsheet."
        ),
        [(_("Report an incident"), "incidents:report", True), (_("New incident"), "incidents:incident-create", False)],
    )

    def rows(self) -> QuerySet[Incident]:
        return incidents_for(self.actor).select_related("owner", "unit")

    def lean(self, rows: QuerySet[Incident]) -> QuerySet[Incident]:
        joined = {"owner", "unit"} & {column.key for column in self.shown_columns}
        return super().lean(rows.select_related(None).select_related(*joined) if joined else rows.select_related(None))

    def count(self) -> int:
        return self.look_for(self.filtering.qs, self.search).select_related(None).order_by().count()

    @cached_property
    def method(self) -> Method:
        return method_on(self.request)

    @cached_property
    def pressing(self) -> dict[UUID, Clock]:
        """Of the rows on this page, the deadline that presses most: asked for all of them together."""
        return selectors.pressing(self.request.organisation, list(self.page), law_on(self.request))

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("Deadlines"), self.url("incidents:clocks"), "clock-exclamation"),
            Button(_("Record of breaches"), self.url("incidents:breaches"), "file-certificate"),
        ]

    def empty_actions(self) -> list[Button]:
        found = super().empty_actions()
        return [*found, Button(_("Import an old log"), url)] if (url := self.import_url()) else found

    def summary(self) -> str:
        waiting = NOT_CLOSED.get(http.moment(self.request), selectors.open_for(self.actor).order_by().count)
        return ngettext("%(count)s incident is not closed.", "%(count)s incidents are not closed.", waiting) % {
            "count": waiting
        }


# One case


STEP_WORDS = {
    "contain": (_("Mark as contained"), "shield-lock"),
    "recover": (_("Mark as recovered"), "refresh"),
    "close": (_("Close the case"), "circle-check"),
    "flare_up": (_("Flared up again"), "flame"),
    "reopen": (_("Open again"), "restore"),
}
"""What the button of a step says."""
NEXT = {Status.OPEN: "contain", Status.CONTAINED: "recover", Status.RECOVERED: "close"}
"""The step that usually comes next."""
LEFT = frozenset(("timeline", "checklist", "custody", "tasks", "evidence", "comments"))
"""What tells of the work stands to the left; what is judged, sent and learned beside it."""


JOINED = ("owner", "unit", "reporter", "evaluation", "sheet_answers")
"""What nearly every case has, or one cannot know that it has not."""


class IncidentDetail(DetailPage):
    permission, menu, template = VIEW, MENU, "incidents/incident_detail.html"

    def find(self) -> Incident:
        return find(self.actor, self.kwargs["reference"], *JOINED)

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.object.reference, None)]

    @cached_property
    def method(self) -> Method:
        return method_on(self.request)

    def badges(self) -> list[SafeString]:
        incident = self.object
        severity = [severity_badge(self.method, incident)] if incident.severity else []
        return [*severity, status_badge(incident), *marks(incident)]

    @cached_property
    def may_work(self) -> bool:
        return self.actor.may(WORK, self.object) and self.object.archived_at is None

    def steps(self) -> list[Button]:
        """The steps that are open, the usual one first."""
        if not self.may_work:
            return []
        found = [step for step in open_to(self.object.status) if step in BY_HAND]
        usual = NEXT.get(Status(self.object.status))
        found.sort(key=lambda step: step != usual)
        return [
            Button(STEP_WORDS[s][0], self.here("incident-step", step=s), STEP_WORDS[s][1], s == usual) for s in found
        ]

    def actions(self) -> list[Button]:
        """The usual step and editing; the rest waits in the menu beside them."""
        edit = Button(_("Edit"), self.here("incident-edit"), "pencil")
        usual = [step for step in self.steps() if step.primary]
        return [*usual, edit] if self.may_work and self.object.status != Status.MERGED else usual

    def more(self) -> list[Button]:
        incident = self.object
        found = [step for step in self.steps() if not step.primary]
        if self.may_work:
            word, icon = (_("Show it to all again"), "lock-open") if incident.restricted else (RESTRICT, "lock")
            found.append(Button(word, self.here("incident-restrict"), icon))
        if self.actor.may(DELETE, incident) and incident.archived_at is not None:
            found.append(Button(_("Restore"), self.here("incident-restore"), "restore", post=True))
        elif self.actor.may(DELETE, incident) and incident.status in FINISHED:
            found.append(Button(_("Archive"), self.here("incident-archive"), "archive", post=True))
        return found

    def here(self, name: str, **more: Any) -> str:
        return self.url(f"incidents:{name}", reference=self.object.reference, **more)

    def part(self, name: str) -> str:
        return self.here("incident-edit-part", part=name) if self.may_work else ""

    def aware(self) -> str:
        """Since when one is aware of it, as the clocks have it."""
        case = case_on(self.request, self.object)
        told = case.facts.moments.get(Start(Point.AWARE.value), ())
        return moment(told[-1].at, case.organisation.zone) if told else ""

    def top_panels(self) -> list[Any]:
        return [shown for shown in self.main_panels if shown.panel.key == "clocks"]

    def left_panels(self) -> list[Any]:
        return [shown for shown in self.main_panels if shown.panel.key in LEFT]

    def middle_panels(self) -> list[Any]:
        return [shown for shown in self.main_panels if shown.panel.key not in {*LEFT, "clocks"}]

    def facts(self) -> list[Fact]:
        incident = self.object
        found = [
            Fact(_("Case leader"), cells.person(incident.owner)),
            Fact(_("Unit"), incident.unit or ""),
            Fact(pgettext_lazy("incident", "Category"), category_word(incident.category)),
            Fact(_("How it came in"), incident.get_source_display()),
            Fact(_("Reported by"), self._reporter()),
        ]
        if incident.merged_into is not None:
            seen = incidents_for(self.actor).filter(pk=incident.merged_into_id).exists()
            found.append(Fact(_("Joined with"), self._other(incident.merged_into) if seen else ""))
        if incident.split_from is not None and incidents_for(self.actor).filter(pk=incident.split_from_id).exists():
            found.append(Fact(_("Parted from"), self._other(incident.split_from)))
        return found

    def _other(self, incident: Incident) -> SafeString:
        return cells.link(incident, self.base + incident.path)

    def _reporter(self) -> Any:
        incident = self.object
        if incident.anonymous:
            return gettext("Anonymous")
        return cells.person(incident.reporter) if incident.reporter else incident.reported_by

    def times(self) -> list[Fact]:
        """When what happened; what has not is left out, except what everybody asks for."""
        incident, zone = self.object, self.request.organisation.zone
        always = ("detected_at",)
        names = (
            "occurred_from",
            "occurred_to",
            "detected_at",
            "taken_on_at",
            "contained_at",
            "recovered_at",
            "closed_at",
        )
        found = [(name, getattr(incident, name)) for name in names]
        return [
            Fact(incident._meta.get_field(name).verbose_name, moment(at, zone) if at else "")
            for name, at in found
            if at or name in always
        ]

    def weight(self) -> list[Fact]:
        """What makes it severe, in the method's own words."""
        incident, method = self.object, self.method
        hit = [
            str(incident._meta.get_field(f"hits_{name}").verbose_name)
            for name in HITS
            if getattr(incident, f"hits_{name}")
        ]
        return [
            Fact(_("Impact"), level_title(method.impacts, incident.impact) if incident.impact else ""),
            Fact(_("Urgency"), level_title(method.urgencies, incident.urgency) if incident.urgency else ""),
            Fact(_("What suffered"), ", ".join(hit)),
        ]

    def reach(self) -> list[Fact]:
        """How many it hit, as far as anybody has said."""
        incident = self.object
        counted = [(name, getattr(incident, name)) for name in COUNTED]
        found = [Fact(incident._meta.get_field(name).verbose_name, str(n)) for name, n in counted if n is not None]
        found.append(Fact(_("Other countries"), incident.get_cross_border_display()))
        if incident.countries:
            found.append(Fact(_("Countries affected"), ", ".join(country_name(code) for code in incident.countries)))
        return found

    def causes(self) -> list[Fact]:
        incident = self.object
        return [
            Fact(pgettext_lazy("incident", "Cause"), incident.get_cause_display()),
            Fact(_("Unlawful or malicious"), incident.get_malicious_display()),
        ]


HITS = ("confidentiality", "integrity", "availability")
COUNTED = ("people_count", "record_count", "users_count", "customers_count", "outage_minutes", "loss")
RESTRICT = _("Only for those who need to know")


class IncidentCreate(FormPage):
    permission, title, menu = WORK, _("New incident"), MENU
    form, done = forms.NewForm, _("The case is open. Say first when you became aware of it, and decide the questions.")
    lead = _("Write what you know. The rest is told as it comes to light, and nothing here is final.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        return {"owner": self.actor.person_id, "detected_at": dates.now()}

    def save(self, answers: dict[str, Any]) -> Incident:
        return services.incident_create(actor=self.actor, **answers)


class IncidentEdit(OfCase, FormPage):
    """One part of the facts at a time: nobody reads a form of forty fields while it burns."""

    permission, template, done = WORK, "incidents/incident_edit.html", _("The incident is saved.")

    def find(self) -> Incident:
        return self.incident

    def admit(self) -> None:
        super().admit()
        if self.part not in forms.PARTS:
            raise Http404

    @property
    def part(self) -> str:
        return str(self.kwargs.get("part", "what"))

    @property
    def form(self) -> Any:  # type: ignore[override]
        return forms.PARTS[self.part][1]

    @property
    def title(self) -> Any:  # type: ignore[override]
        return forms.PARTS[self.part][0]

    def heading(self) -> str:
        return gettext("Edit %(name)s") % {"name": self.incident}

    def tabs(self) -> list[tuple[Any, str, bool]]:
        return [
            (word, self.at("incident-edit-part", part=key), key == self.part) for key, (word, _f) in forms.PARTS.items()
        ]

    def save(self, answers: dict[str, Any]) -> Incident:
        return services.incident_edit(actor=self.actor, incident=self.incident, version=self.version, **answers)


class IncidentStep(OfCase, FormPage):
    """A step of the case, with its time: the deadlines hang on it."""

    permission, template = WORK, "incidents/incident_step.html"

    def admit(self) -> None:
        super().admit()
        step = self.kwargs["step"]
        if step not in BY_HAND or step not in open_to(self.incident.status):
            raise Http404

    @property
    def form(self) -> Any:  # type: ignore[override]
        return {"close": forms.CloseForm, "contain": forms.StepForm, "recover": forms.StepForm}.get(
            self.kwargs["step"], forms.AgainForm
        )

    @property
    def title(self) -> Any:  # type: ignore[override]
        return STEP_WORDS[self.kwargs["step"]][0]

    @property
    def button(self) -> Any:  # type: ignore[override]
        return self.title

    @property
    def lead(self) -> Any:  # type: ignore[override]
        return STEP_LEADS[self.kwargs["step"]]

    @property
    def done(self) -> Any:  # type: ignore[override]
        return STEP_DONE[self.kwargs["step"]]

    def initial(self) -> dict[str, Any]:
        return {"at": dates.now()}

    def context(self) -> dict[str, Any]:
        closing = self.kwargs["step"] == "close"
        return {"open_clocks": self.case.open if closing else [], "incident": self.incident}

    def save(self, answers: dict[str, Any]) -> Incident:
        if (at := answers.get("at")) is not None:
            answers["at"] = self.within_the_minute(at)
        return services.incident_step(actor=self.actor, incident=self.incident, step=self.kwargs["step"], **answers)

    def within_the_minute(self, at: datetime) -> datetime:
        """A form tells minutes: what came before within the same one did not come after."""
        case = self.incident
        before = [each for each in (case.detected_at, case.contained_at, case.recovered_at) if each is not None]
        return max([at, *(each for each in before if at <= each < at + timedelta(minutes=1))])


STEP_LEADS = {
    "contain": _("It spreads no further: what was hit is cut off, accounts are locked, the hole is shut."),
    "recover": _("Normal running is back, and what was hit works again. The incident is handled from then on."),
    "close": _("Nothing is left to do here. What was learned lives on in the evaluation and its actions."),
    "flare_up": _(
        "It is not over after all. When it was contained and recovered is told anew; the old times stay in the log."
    ),
    "reopen": _("The case goes on. Its deadlines have run all the while."),
}
STEP_DONE = {
    "contain": _("Contained."),
    "recover": _("Recovered. The deadlines that hang on it follow."),
    "close": _("The case is closed."),
    "flare_up": _("The case is being handled again."),
    "reopen": _("The case is open again."),
}


class IncidentRestrict(OfCase, FormPage):
    """Keep it from everybody but its leader and team, or open it again."""

    permission, form = WORK, forms.RestrictForm

    @property
    def title(self) -> Any:  # type: ignore[override]
        return _("Show it to all again") if self.incident.restricted else RESTRICT

    @property
    def button(self) -> Any:  # type: ignore[override]
        return self.title

    @property
    def lead(self) -> Any:  # type: ignore[override]
        if self.incident.restricted:
            return _("Everybody whose role reaches incidents sees it again, with all that was written meanwhile.")
        return _(
            "Only the case leader and the team see it from now on: not in lists, not in search, not in numbers. "
            "Whoever administers the installation can still read the database."
        )

    @cached_property
    def bound(self) -> Any:
        form = super().bound
        if self.incident.restricted:
            del form.fields["without_me"]
        return form

    def save(self, answers: dict[str, Any]) -> Incident:
        restricted = not self.incident.restricted
        return services.restricted_set(actor=self.actor, incident=self.incident, restricted=restricted, **answers)

    def next(self, obj: Any) -> str:
        """Whoever shut themselves out is not sent to what they do not see."""
        seen = incidents_for(self.actor).filter(pk=self.incident.pk).exists()
        return self.back() if seen else self.request.url(MENU)


def _put_away(service: Any, done: Any) -> Any:
    @require_POST
    @http.needs(DELETE)
    def view(request: HttpRequest, reference: str) -> HttpResponse:
        incident = get_object_or_404(incidents_for(request.actor), reference=reference)
        to = request.base + incident.path
        return http.act(request, str(done), to, lambda: service(actor=request.actor, incident=incident))

    return view


incident_archive = _put_away(services.incident_archive, _("The incident is archived."))
incident_restore = _put_away(services.incident_restore, _("The incident is restored."))
