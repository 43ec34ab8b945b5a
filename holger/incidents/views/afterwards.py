"""After an incident: its evaluation, its corrective actions, what it touches on, and the report of it all."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.core.words import say
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents import services
from holger.incidents.filters.afterwards import CorrectionFilter
from holger.incidents.forms.afterwards import CheckForm, CorrectionForm, EvaluationForm, LikelihoodForm, TouchForm
from holger.incidents.forms.cases import WhyForm
from holger.incidents.models import Correction, Entry, EntryKind, Evaluation, Incident, Touch
from holger.incidents.models.moments import Moment
from holger.incidents.papers.afterwards import incident_paper
from holger.incidents.permissions import VIEW, WORK
from holger.incidents.selectors.afterwards import corrections_for, evaluation_of, touches_of
from holger.incidents.selectors.incidents import incidents_for
from holger.incidents.tables.afterwards import COLUMNS
from holger.incidents.views.common import MENU, TITLE, Way
from holger.incidents.views.of_case import OfCase
from holger.risks.selectors import method_for
from holger.ui import days, http
from holger.ui.pages import Empty, FormPage, ListPage, Tab

KEY_KINDS = (EntryKind.ACTION, EntryKind.FINDING, EntryKind.DECISION)
MOST_LINES = 30


class EvaluationEdit(OfCase, FormPage):
    permission, title, form = WORK, _("Evaluation"), EvaluationForm
    lead = _("What happened is known. Find what lay behind, and what you will do differently. Nobody is to be blamed.")
    template = "incidents/evaluation.html"
    done = ""

    def find(self) -> Evaluation:
        return evaluation_of(self.incident) or Evaluation(
            organisation_id=self.actor.organisation_id, incident=self.incident
        )

    def save(self, answers: dict[str, Any]) -> Evaluation:
        finish = "finish" in self.request.POST
        write = services.evaluation_finish if finish else services.evaluation_set
        row = write(actor=self.actor, incident=self.incident, version=self.version, **answers)
        http.tell(self.request, _("The evaluation is finished.") if finish else _("Saved."))
        return row

    def context(self) -> dict[str, Any]:
        return {"times": key_times(self.incident), "lines": key_lines(self.incident)}


def key_times(incident: Incident) -> list[tuple[Any, Any]]:
    """When what happened, in order: those of the case, and those that were told as moments."""
    names = ("occurred_from", "detected_at", "taken_on_at", "contained_at", "recovered_at", "closed_at")
    found = [(Incident._meta.get_field(name).verbose_name, getattr(incident, name)) for name in names]  # type: ignore[union-attr]
    rows = Moment.objects.filter(organisation_id=incident.organisation_id, incident=incident, question="")
    told = {row.get_point_display(): row.at for row in rows.order_by("entered_at", "id")}
    return sorted(((word, at) for word, at in [*found, *told.items()] if at is not None), key=lambda each: each[1])


def key_lines(incident: Incident) -> list[Entry]:
    rows = Entry.objects.filter(organisation_id=incident.organisation_id, incident=incident, kind__in=KEY_KINDS)
    return list(rows[:MOST_LINES])


class EvaluationReopen(OfCase, FormPage):
    permission, title, form = WORK, _("Open the evaluation again"), WhyForm
    button, done = _("Open again"), _("The evaluation is open again.")

    def save(self, answers: dict[str, Any]) -> Evaluation:
        return services.evaluation_reopen(actor=self.actor, incident=self.incident, **answers)


class CaseReport(OfCase, ReportPage):
    permission, title, offers = VIEW, _("Incident report"), ("pdf", "docx")
    lead = _("Facts, timeline, decisions, what was sent, who was hit, evaluation and corrective actions.")

    def about(self) -> str:
        return self.incident.reference

    def told(self) -> list[Any]:
        return [f"{self.incident.reference} {self.incident.title}"]

    def paper(self, language: str) -> Paper:
        return incident_paper(self.request, language, self.incident)


# Corrective actions


class CorrectionList(ListPage):
    permission, title, menu = VIEW, _("Corrective actions"), MENU
    lead = _("What is done after incidents so that they do not happen again, and whether it has worked.")
    name = "incident-corrections"
    filters, columns = CorrectionFilter, COLUMNS
    default_sort = "due"
    searched = ("title", "incident__reference", "incident__title")
    tabs = (
        Tab(_("To be done"), "state=open&state=late"),
        Tab(_("Late"), "state=late"),
        Tab(_("Effect awaited"), "state=check"),
        Tab(_("Not worked"), "state=failed"),
        Tab(_("Mine"), "owner=me"),
    )
    empty = Empty(
        _("No corrective actions"),
        _(
            "On an incident’s page you write what is to be done so that it does not happen again. All of it stands here."
        ),
        (),
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def rows(self) -> QuerySet[Correction]:
        return corrections_for(self.actor).select_related("incident", "owner")


class CorrectionAdd(OfCase, FormPage):
    """``?after=id``: instead of one that has not worked."""

    permission, title, form = WORK, _("New corrective action"), CorrectionForm
    lead = _("It becomes a task. When that is done, somebody is asked to see whether it has worked.")
    done = _("It is on somebody’s list now.")

    @cached_property
    def before(self) -> Correction | None:
        rows = corrections_for(self.actor).filter(incident=self.incident, pk__in=_keys(self.request.GET.get("after")))
        return rows.select_related("owner").first()

    def initial(self) -> dict[str, Any]:
        """Whoever leads the case, until somebody else is chosen."""
        if self.before is not None:
            return {"title": self.before.title, "owner": self.before.owner_id}
        return {"owner": self.incident.owner_id}

    def save(self, answers: dict[str, Any]) -> Correction:
        return services.correction_add(actor=self.actor, incident=self.incident, **answers)


def _keys(text: str | None) -> list[str]:
    try:
        return [str(UUID(text or ""))]
    except ValueError:
        return []


class OfCorrection(OfCase):
    @cached_property
    def correction(self) -> Correction:
        rows = corrections_for(self.actor).filter(incident=self.incident).select_related("incident")
        return get_object_or_404(rows, pk=self.kwargs["pk"])

    @property
    def lead(self) -> str:
        return self.correction.title

    def admit(self) -> None:
        super().admit()
        self.correction  # noqa: B018 - found, or 404


class CorrectionCheck(OfCorrection, FormPage):
    permission, title, form = WORK, _("Has it worked?"), CheckForm
    done = ""

    def save(self, answers: dict[str, Any]) -> Correction:
        worked = answers["worked"] == "yes"
        row = services.correction_check(
            actor=self.actor, correction=self.correction, worked=worked, note=answers["note"]
        )
        told = _("It is written down.") if worked else _("It is written down. Now choose what is done instead.")
        http.tell(self.request, told)
        return row

    def next(self, obj: Any) -> str:
        """What has not worked is followed by something else."""
        return self.back() if obj.effect == "worked" else f"{self.at('correction-add')}?after={obj.pk}"


class CorrectionDrop(OfCorrection, FormPage):
    permission, title, form, danger = WORK, _("Drop it"), WhyForm, True
    button, done = _("Drop it"), _("It is dropped, with its tasks.")

    def save(self, answers: dict[str, Any]) -> Correction:
        return services.correction_drop(actor=self.actor, correction=self.correction, **answers)


# What it touches on


class TouchAdd(OfCase, FormPage):
    permission, title, form = WORK, _("What it touches on"), TouchForm
    lead = _("Choose the risks, controls and policies that the incident tells something of. Their pages show it.")

    def save(self, answers: dict[str, Any]) -> list[Touch]:
        return services.touches_add(actor=self.actor, incident=self.incident, about=self.bound.chosen)

    @property
    def done(self) -> Any:  # type: ignore[override]
        return _("Linked.")


class OfTouch(OfCase):
    @cached_property
    def touch(self) -> Any:
        """Only what the actor sees at both ends."""
        found = [each for each in touches_of(self.actor, self.incident) if each.row.pk == self.kwargs["pk"]]
        if not found:
            raise Http404
        return found[0]

    def admit(self) -> None:
        super().admit()
        self.touch  # noqa: B018 - found, or 404


class TouchPropose(OfTouch, FormPage):
    permission, title, form = WORK, _("How likely is it now?"), LikelihoodForm
    done = _("It is shown on the risk’s page. Whoever assesses the risk decides.")

    @property
    def lead(self) -> str:  # type: ignore[override]
        return str(self.touch.object)

    def given(self) -> dict[str, Any]:
        scale = method_for(self.actor).rules.likelihood
        return {"levels": [(each.level, f"{each.level} {say(each.name, days.language())}") for each in scale]}

    def initial(self) -> dict[str, Any]:
        row = self.touch.row
        return {"likelihood": row.likelihood or self.touch.object.current_likelihood, "reason": row.reason}

    def save(self, answers: dict[str, Any]) -> Touch:
        self.touch.row.incident = self.incident
        return services.likelihood_propose(actor=self.actor, touch=self.touch.row, **answers)


def _touch_verb(service: Any, done: Any) -> Any:
    @http.needs(WORK)
    @require_POST
    def view(request: HttpRequest, reference: str, pk: Any) -> HttpResponseBase:
        incident = get_object_or_404(incidents_for(request.actor), reference=reference)
        rows = Touch.objects.filter(organisation_id=request.actor.organisation_id, incident=incident)
        touch = get_object_or_404(rows.select_related("incident"), pk=pk)
        try:
            service(actor=request.actor, touch=touch)
            http.tell(request, done)
        except RuleBroken as broken:
            http.tell(request, broken.message, level=40)
        return HttpResponseRedirect(http.way_back(request, request.POST.get("back", ""), request.base + incident.path))

    return view


touch_back = _touch_verb(services.likelihood_take_back, _("The proposal is taken back."))
touch_remove = _touch_verb(services.touch_remove, _("The link is removed."))
