"""The supervision of processors: the list, one supervision with its steps and findings, and the assessment it builds on."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.words import say
from holger.suppliers import library
from holger.suppliers.filters.supervision import SupervisionFilter
from holger.suppliers.forms import supervision as forms
from holger.suppliers.models import Supplier
from holger.suppliers.models.supervision import Finding, ProcessorAssessment, Supervision
from holger.suppliers.permissions import SUPERVISE, VIEW
from holger.suppliers.rules.supervising import open_to
from holger.suppliers.selectors import supervision as selectors
from holger.suppliers.selectors.agreements import agreed_with
from holger.suppliers.selectors.register import supplier_of, suppliers_for
from holger.suppliers.services import assessing
from holger.suppliers.services import supervision as services
from holger.suppliers.tables.supervision import COLUMNS, conclusion_badge, late_badge, severity_badge, status_badge
from holger.suppliers.words.supervision import concept_word
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

MENU = "suppliers:supervision-list"
TITLE = _("Supervision")
Way = Sequence[tuple[Any, str | None]]
OPEN = "status=planned&status=requested&status=received"


class SupervisionList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    name = "supervisions"
    filters, columns = SupervisionFilter, COLUMNS
    default_sort = "-reference"
    counted_once = True
    searched = ("reference", "title", "supplier__title")
    report = "suppliers:supervision-report"
    create = ("suppliers:supervision-plan", SUPERVISE, _("Plan a supervision"))
    tabs = (
        Tab(_("Under way"), OPEN),
        Tab(pgettext_lazy("supervision", "Late"), "late=yes"),
        Tab(pgettext_lazy("supervision", "Insufficient"), "conclusion=insufficient"),
        Tab(_("Open findings"), "found=yes"),
        Tab(_("Mine"), f"owner=me&{OPEN}"),
    )
    empty = Empty(
        _("No supervisions yet"),
        _(
            "An agreement is not enough: you must see for yourselves that a processor keeps it. Assess the processor on the supplier’s "
            "page, and holger tells how closely you must look and how often. Then plan the first one."
        ),
        (
            (_("Plan a supervision"), "suppliers:supervision-plan", True),
            (_("The year"), "suppliers:supervision-year", False),
        ),
    )

    def rows(self) -> QuerySet[Supervision]:
        return selectors.with_open_findings(selectors.supervisions_for(self.actor))

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("The year"), self.url("suppliers:supervision-year"), "calendar"),
            Button(_("Point model"), self.url("suppliers:points"), "scale"),
        ]

    def summary(self) -> str:
        late = selectors.supervisions_for(self.actor).filter(selectors.late_q(self.today)).order_by().count()
        return ngettext("%(count)s supervision is late.", "%(count)s supervisions are late.", late) % {"count": late}


STEP_WORDS = {
    "request": (_("Ask for material"), "send"),
    "receive": (_("Write down what came"), "download"),
    "conclude": (_("Conclude"), "circle-check"),
    "cancel": (_("Cancel it"), "circle-off"),
    "reopen": (_("Open again"), "restore"),
}
"""What the button of a step says."""


class OfSupervision:
    """A page about one supervision. Whoever may not see it finds nothing."""

    actor: Actor
    request: Any
    kwargs: dict[str, Any]
    permission: str
    title: Any
    menu = MENU

    @cached_property
    def supervision(self) -> Supervision:
        rows = selectors.supervisions_for(self.actor).select_related("supplier__owner", "owner")
        return get_object_or_404(rows, reference=self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.supervision

    def at(self, name: str, **more: Any) -> str:
        return http.link(self.request, f"suppliers:{name}", reference=self.supervision.reference, **more)

    def crumbs(self) -> Way:
        here = (self.supervision.reference, self.request.base + self.supervision.path)
        return [(TITLE, http.link(self.request, MENU)), here, (self.title, None)]

    def back(self) -> str:
        return self.request.base + self.supervision.path

    def next(self, obj: Any) -> str:
        return self.back()

    @property
    def lead(self) -> str:
        return f"{self.supervision.supplier.title}: {concept_word(self.supervision.concept)}"


class SupervisionDetail(OfSupervision, DetailPage):
    permission, icon = VIEW, selectors.ICON
    template = "suppliers/supervision/detail.html"

    def find(self) -> Supervision:
        return self.supervision

    def permission_on(self) -> None:
        """Who sees it is told by its selector: whoever sees to a finding, too."""
        self.supervision  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return f"{self.object.supplier.title}: {self.object.title}"

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.object.reference, None)]

    @cached_property
    def may(self) -> bool:
        return self.actor.may(SUPERVISE, self.object) and self.object.supplier.archived_at is None

    def badges(self) -> Sequence[SafeString]:
        row, found = self.object, [status_badge(self.object)]
        if row.conclusion:
            found.append(conclusion_badge(row))
        return [*found, late_badge()] if row.is_late(self.today) else found

    def actions(self) -> Sequence[Button]:
        if not self.may:
            return []
        row = self.object
        steps = open_to(row.status, row.concept)
        usual = next((step for step in steps if step in ("conclude", "request", "receive")), "")
        if "conclude" in steps and row.status == "received":
            usual = "conclude"
        found = [
            Button(STEP_WORDS[step][0], self.at("supervision-step", step=step), STEP_WORDS[step][1], step == usual)
            for step in steps
        ]
        edit = [Button(_("Edit"), self.at("supervision-edit"), "pencil")] if row.is_open else []
        return [*edit, *found]

    def facts(self) -> Sequence[Fact]:
        row = self.object
        return [
            Fact(pgettext_lazy("register", "Supplier"), cells.link(str(row.supplier), self.base + row.supplier.path)),
            Fact(_("Concept"), concept_word(row.concept)),
            Fact(_("Carried out by"), cells.person(row.owner)),
            Fact(_("To be done by"), cells.date(row.planned_on, self.today if row.is_open else None)),
            Fact(_("Asked for"), cells.date(row.requested_on)),
            Fact(_("Answer wanted by"), cells.date(row.answer_by)),
            Fact(_("Received"), cells.date(row.received_on)),
            Fact(_("Concluded"), cells.date(row.concluded_on)),
            Fact(_("Concluded by"), row.concluded_by),
            Fact(_("Next supervision"), cells.date(row.next_on)),
            Fact(_("Why the next one can wait"), row.next_why),
        ]

    def context(self) -> dict[str, Any]:
        row = self.object
        concept = library.point_model().by_number[row.concept]
        objectives = self._objectives()
        return {
            "row": row,
            "done": say(concept.done, get_language()),
            "wanted": say(concept.evidence, get_language()),
            "findings": [self._finding(each) for each in selectors.findings_of(self.actor, row)],
            "objectives": objectives,
            "own_controls": any(each["row"].complementary for each in objectives),
            "reading_url": self.at("supervision-reading") if self.may and self._readable else "",
            "objectives_url": self.at("objectives") if self.may and row.status == "received" else "",
            "finding_url": self.at("finding-add") if self.may and row.is_open else "",
            "look_at": [say(each.text, get_language()) for each in library.isae3000().reading],
        }

    @property
    def _readable(self) -> bool:
        return self.object.status == "received" or (self.object.is_open and self.object.concept == 1)

    def _objectives(self) -> list[dict[str, Any]]:
        told = selectors.objectives_of(self.actor, self.object)
        known = library.isae3000().objectives
        return [
            {"key": each.key, "title": say(each.title, get_language()), "row": told[each.key]}
            for each in known
            if each.key in told
        ]

    def _finding(self, row: Finding) -> dict[str, Any]:
        may = self.actor.may(SUPERVISE, row) and self.object.supplier.archived_at is None
        return {
            "row": row,
            "badge": severity_badge(row),
            "done_url": self.at("finding-done", pk=row.pk) if may and row.done_on is None else "",
            "edit_url": self.at("finding-edit", pk=row.pk) if self.may and row.done_on is None else "",
            "reopen_url": self.at("finding-reopen", pk=row.pk) if self.may and row.done_on is not None else "",
        }


class SupervisionPlan(FormPage):
    """``?supplier=SU-3``: of which processor. Without, one chooses first."""

    permission, title, menu = SUPERVISE, _("Plan a supervision"), MENU
    done = _("It is planned. Whoever carries it out finds it in their work.")

    @cached_property
    def supplier(self) -> Supplier | None:
        asked = self.request.GET.get("supplier", "")
        return get_object_or_404(suppliers_for(self.actor), reference=asked) if asked else None

    @cached_property
    def assessment(self) -> ProcessorAssessment | None:
        return selectors.assessment_of(self.actor, self.supplier) if self.supplier else None

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        if self.supplier is not None and self.assessment is None:
            http.tell(request, _("Assess the processor first, so that one knows how closely it must be looked after."))
            return redirect(self.url("suppliers:assessment", reference=self.supplier.reference))
        return super().dispatch(request, *args, **kwargs)

    def permission_on(self) -> Any:
        return self.supplier

    @property
    def form(self) -> Any:  # type: ignore[override]
        return forms.ForWhomForm if self.supplier is None else forms.PlanForm

    @property
    def button(self) -> Any:  # type: ignore[override]
        return _("Go on") if self.supplier is None else _("Plan it")

    @property
    def lead(self) -> str:  # type: ignore[override]
        return self.supplier.title if self.supplier else ""

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def given(self) -> dict[str, Any]:
        return {"least": self.assessment.used_concept} if self.assessment else {}

    def initial(self) -> dict[str, Any]:
        found = self.assessment
        if found is None or self.supplier is None:
            return {}
        day = max(found.next_on or self.today, self.today)
        owner = found.responsible_id or self.supplier.owner_id or self.actor.person_id
        return {"owner": owner, "concept": found.used_concept, "planned_on": day}

    def back(self) -> str:
        return self.base + self.supplier.path if self.supplier else self.url(MENU)

    def save(self, answers: dict[str, Any]) -> Any:
        if self.supplier is None:
            self.done = ""
            return answers["supplier"]
        return services.supervision_plan(actor=self.actor, supplier=self.supplier, **answers)

    def next(self, obj: Any) -> str:
        if self.supplier is None:
            return f"{self.url('suppliers:supervision-plan')}?supplier={obj.reference}"
        return self.base + str(obj.path)


class SupervisionEdit(OfSupervision, FormPage):
    permission, title, form, done = SUPERVISE, _("Edit"), forms.PlanForm, _("The supervision is saved.")

    def find(self) -> Supervision:
        return self.supervision

    def given(self) -> dict[str, Any]:
        """What it was planned with can stay."""
        found = selectors.assessment_of(self.actor, self.supervision.supplier)
        return {"least": min(found.used_concept, self.supervision.concept) if found else 1}

    def save(self, answers: dict[str, Any]) -> Supervision:
        answers["title"] = answers["title"] or self.supervision.title
        return services.supervision_edit(
            actor=self.actor, supervision=self.supervision, version=self.version, **answers
        )


STEPS = {
    "request": (forms.RequestForm, services.supervision_request, _("It is written down. You are reminded when the answer should be there.")),
    "receive": (forms.ReceiveForm, services.supervision_receive, _("It is written down. Now read it and judge it.")),
    "conclude": (forms.ConcludeForm, services.supervision_conclude, _("It is concluded, and the next day is set.")),
    "cancel": (forms.WhyForm, services.supervision_cancel, _("It is cancelled.")),
    "reopen": (forms.WhyForm, services.supervision_reopen, _("It is open again.")),
}  # fmt: skip


class SupervisionStep(OfSupervision, FormPage):
    """A step of the supervision; where it cannot be taken any more, it leads back to how it stands."""

    permission = SUPERVISE

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        if self.step not in open_to(self.supervision.status, self.supervision.concept):
            http.tell(request, _("There is nothing here to do any more. This is how it stands."))
            return redirect(self.back())
        return super().dispatch(request, *args, **kwargs)

    @property
    def step(self) -> str:
        return str(self.kwargs["step"])

    @property
    def title(self) -> Any:  # type: ignore[override]
        return STEP_WORDS[self.step][0]

    @property
    def button(self) -> Any:  # type: ignore[override]
        return self.title

    @property
    def form(self) -> Any:  # type: ignore[override]
        return STEPS[self.step][0]

    @property
    def done(self) -> Any:  # type: ignore[override]
        return STEPS[self.step][2]

    def initial(self) -> dict[str, Any]:
        row = self.supervision
        concept = library.point_model().by_number[row.concept]
        told = {"request": say(concept.evidence, get_language())} if self.step == "request" else {}
        return {"on": self.today, "reading": row.reading, **told}

    def save(self, answers: dict[str, Any]) -> Supervision:
        return STEPS[self.step][1](actor=self.actor, supervision=self.supervision, **answers)


class ReadingEdit(OfSupervision, FormPage):
    permission, title, form, done = SUPERVISE, _("Reading note"), forms.ReadingForm, _("The reading note is saved.")

    def find(self) -> Supervision:
        return self.supervision

    def save(self, answers: dict[str, Any]) -> Supervision:
        return services.supervision_read(
            actor=self.actor, supervision=self.supervision, version=self.version, **answers
        )


class ObjectivesEdit(OfSupervision, FormPage):
    permission, title, form = SUPERVISE, _("Control objectives of the report"), forms.ObjectivesForm
    done = _("The checklist is saved.")

    def initial(self) -> dict[str, Any]:
        found: dict[str, Any] = {}
        for key, row in selectors.objectives_of(self.actor, self.supervision).items():
            found |= {f"{name}_{key}": getattr(row, name) for name in ("outcome", "note", "complementary")}
        return found

    def save(self, answers: dict[str, Any]) -> Any:
        told = self.bound.objectives
        return services.objectives_set(actor=self.actor, supervision=self.supervision, objectives=told)


# Findings


class FindingAdd(OfSupervision, FormPage):
    permission, title, form = SUPERVISE, _("New finding"), forms.FindingForm
    done = _("It is written down. Whoever sees to it finds it in their work.")

    def save(self, answers: dict[str, Any]) -> Finding:
        return services.finding_add(actor=self.actor, supervision=self.supervision, **answers)


class OfFinding(OfSupervision):
    @cached_property
    def finding(self) -> Finding:
        return get_object_or_404(selectors.findings_of(self.actor, self.supervision), pk=self.kwargs["pk"])

    def permission_on(self) -> Any:
        return self.finding

    @property
    def lead(self) -> str:
        return self.finding.title


class FindingEdit(OfFinding, FormPage):
    permission, title, form, done = SUPERVISE, _("Edit the finding"), forms.FindingForm, _("The finding is saved.")

    def find(self) -> Finding:
        return self.finding

    def save(self, answers: dict[str, Any]) -> Finding:
        return services.finding_edit(actor=self.actor, finding=self.finding, version=self.version, **answers)


class FindingDone(OfFinding, FormPage):
    permission, title, form, done = SUPERVISE, _("The finding is put right"), forms.DoneForm, _("It is done.")

    def initial(self) -> dict[str, Any]:
        return {"on": self.today}

    def save(self, answers: dict[str, Any]) -> Finding:
        return services.finding_done(actor=self.actor, finding=self.finding, **answers)


class FindingReopen(OfFinding, FormPage):
    permission, title, form, done = SUPERVISE, _("It has not worked"), forms.WhyForm, _("The finding is open again.")

    def save(self, answers: dict[str, Any]) -> Finding:
        return services.finding_reopen(actor=self.actor, finding=self.finding, **answers)


# The assessment of a processor


class AssessmentEdit(FormPage):
    permission, title, menu = SUPERVISE, _("Assess the processor"), MENU
    form, done = forms.AssessmentForm, _("The assessment is saved.")
    lead = _(
        "The risk that counts is that of the people the data is about. The points say how closely you must look, and how often."
    )
    template = "suppliers/supervision/assessment.html"

    @cached_property
    def supplier(self) -> Supplier:
        return supplier_of(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.supplier

    def find(self) -> ProcessorAssessment:
        found = selectors.assessment_of(self.actor, self.supplier)
        if found is not None:
            return found
        told = selectors.proposed(self.actor, self.supplier)
        return ProcessorAssessment(organisation_id=self.actor.organisation_id, supplier=self.supplier, **told)

    def heading(self) -> str:
        return gettext("Assess %(name)s") % {"name": self.supplier.title}

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.supplier.reference, self.back()), (self.title, None)]

    def given(self) -> dict[str, Any]:
        agreed = agreed_with([self.supplier.pk], self.today).get(self.supplier.pk)
        return {"model": selectors.points_of(self.actor.organisation_id).model, "agreed": agreed}

    def context(self) -> dict[str, Any]:
        found = selectors.recorded(self.actor, self.supplier)
        there = None if self.object._state.adding else selectors.counted(self.object)
        return {
            "recorded": found,
            "differs": found is not None and there is not None and found != there,
            "supplier": self.supplier,
        }

    def back(self) -> str:
        return self.base + self.supplier.path

    def next(self, obj: Any) -> str:
        return self.back()

    def save(self, answers: dict[str, Any]) -> ProcessorAssessment:
        return assessing.assessment_set(actor=self.actor, supplier=self.supplier, version=self.version, **answers)


@http.needs(SUPERVISE)
@require_POST
def take_record(request: HttpRequest, reference: str) -> HttpResponseBase:
    supplier = supplier_of(request.actor, reference)
    to = request.base + supplier.path

    def run() -> None:
        assessing.assessment_take_record(actor=request.actor, supplier=supplier)

    return http.act(request, gettext("The record’s numbers are taken over."), to, run)
