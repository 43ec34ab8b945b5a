"""Evidence: the list, one piece, and its file, which leaves only as an attachment."""

from functools import cached_property
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from holger.core.errors import RuleBroken
from holger.core.registry import registry
from holger.evidence import permissions, selectors, services, store
from holger.evidence.filters import EvidenceFilter
from holger.evidence.forms import AttachForm, EvidenceEditForm, EvidenceForm, LinkEditForm, ReplaceForm
from holger.evidence.models import Evidence, Stored
from holger.evidence.words import period, period_parts
from holger.ui import cells, http
from holger.ui.columns import Column
from holger.ui.http import needs
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage


def about_cell(row: Evidence, page: Any) -> SafeString:
    found = page.attached.get(row.pk, ())
    return cells.several(cells.link(one.obj.reference, page.base + one.obj.path) for one in found)


def what_cell(row: Evidence, page: Any) -> SafeString:
    said = row.file_name if row.kind == Evidence.Kind.FILE else row.url[:60]
    return format_html('<span class="h-break">{}</span>', said)


def period_cell(row: Evidence, page: Any) -> SafeString:
    return cells.unbroken(*period_parts(row))


class EvidenceList(ListPage):
    permission = permissions.VIEW
    title = gettext_lazy("Evidence")
    menu = "evidence:evidence-list"
    name = "evidence"
    filters = EvidenceFilter
    searched = ("title", "reference", "file_name", "url", "note", "added_by")
    default_sort = "-added"
    create = ("evidence:evidence-create", permissions.ADD, gettext_lazy("Add evidence"))
    columns = (
        Column("reference", gettext_lazy("Ref."), lambda row, page: cells.ref(row), sort="number"),
        Column("title", gettext_lazy("Title"), lambda row, page: cells.name(row, page.base), sort="title"),
        Column("kind", gettext_lazy("Kind"), lambda row, page: row.get_kind_display(), sort="kind", shown=False),
        Column("what", gettext_lazy("File or link"), what_cell),
        Column("period", gettext_lazy("Covers"), period_cell, sort="period_to"),
        Column("about", gettext_lazy("Attached to"), about_cell),
        Column(
            "owner", gettext_lazy("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name", shown=False
        ),
        Column("added_by", gettext_lazy("Added by"), sort="added_by"),
        Column("added", gettext_lazy("Added"), lambda row, page: cells.date(row.created_at), sort="created_at"),
    )
    empty = Empty(
        gettext_lazy("No evidence yet"),
        gettext_lazy(
            "Screenshots, reports and minutes that show that something is done. Attach them where they belong."
        ),
        ((gettext_lazy("Add evidence"), "evidence:evidence-create", True),),
    )

    def rows(self) -> Any:
        return selectors.evidence_for(self.actor).filter(archived_at=None)

    @cached_property
    def attached(self) -> dict[UUID, list[selectors.Attached]]:
        return selectors.attached_to(self.actor, list(self.page))


class AboutEvidence:
    """Pages below one piece of evidence's address."""

    menu = "evidence:evidence-list"
    request: HttpRequest
    kwargs: dict[str, Any]

    def find(self) -> Evidence:
        return found(self.request, self.kwargs["reference"])


class EvidenceDetail(AboutEvidence, DetailPage):
    permission = permissions.VIEW
    template = "evidence/evidence_detail.html"
    object: Evidence

    @property
    def icon(self) -> str:  # type: ignore[override]
        return "paperclip" if self.object.kind == Evidence.Kind.FILE else "link"

    def permission_on(self) -> None:
        """Who may see a piece is told by its selector: through what it is attached to, not only by owning it."""
        return

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Evidence"), self.url("evidence:evidence-list"))]

    def badges(self) -> list[SafeString]:
        said = period(self.object)
        return [cells.badge(_("Covers %(period)s") % {"period": said}, "accent", "calendar")] if said else []

    def actions(self) -> list[Button]:
        here = {"reference": self.object.reference}
        edit, change = permissions.EDIT, self.url("evidence:evidence-edit", **here)
        if self.object.kind == Evidence.Kind.LINK:
            return [Button(_("Edit"), change, "pencil", permission=edit)]
        return [
            Button(_("Edit"), change, "pencil", permission=edit),
            Button(_("Replace"), self.url("evidence:evidence-replace", **here), "refresh", permission=edit),
            Button(_("Download"), self.url("evidence:evidence-file", **here), "download", primary=True),
        ]

    def facts(self) -> list[Fact]:
        row = self.object
        facts = [
            Fact(_("Owner"), cells.person(row.owner) if row.owner else ""),
            Fact(_("Added by"), row.added_by),
            Fact(_("Added"), cells.date(row.created_at)),
            Fact(_("Covers"), period(row)),
            Fact(_("Next review"), cells.date(row.next_review, self.today) if row.next_review else ""),
        ]
        if row.kind == Evidence.Kind.FILE:
            sha = format_html("<code>{}</code>", row.sha256)
            facts += [
                Fact(_("File name"), row.file_name),
                Fact(_("Size"), filesizeformat(row.size)),
                Fact("SHA-256", sha, _("Shows that the file is the one that was brought.")),
            ]
        return facts

    def context(self) -> dict[str, Any]:
        return {
            "attached": selectors.attached_to(self.actor, [self.object]).get(self.object.pk, []),
            "earlier": selectors.earlier_files(self.actor, self.object),
        }


class EvidenceCreate(FormPage):
    permission = permissions.ADD
    title = gettext_lazy("Add evidence")
    menu = "evidence:evidence-list"
    form = EvidenceForm
    takes_files = http.ANY_SIZE
    done = gettext_lazy("The evidence is kept.")

    def save(self, answers: dict[str, Any]) -> Evidence:
        return services.evidence_add(actor=self.actor, **answers)


class EvidenceEdit(AboutEvidence, FormPage):
    permission = permissions.EDIT
    title = gettext_lazy("Edit evidence")

    @property
    def form(self) -> Any:  # type: ignore[override]
        return LinkEditForm if self.object.kind == Evidence.Kind.LINK else EvidenceEditForm

    def initial(self) -> dict[str, Any]:
        return {"owner": self.object.owner_id}

    def save(self, answers: dict[str, Any]) -> Evidence:
        return services.evidence_edit(actor=self.actor, evidence=self.object, version=self.version, **answers)


class EvidenceReplace(AboutEvidence, FormPage):
    permission = permissions.EDIT
    title = gettext_lazy("Replace the file")
    lead = gettext_lazy("The file at hand is kept among the earlier ones.")
    form = ReplaceForm
    takes_files = http.ANY_SIZE
    button = gettext_lazy("Replace")
    done = gettext_lazy("The newer file is kept.")

    def save(self, answers: dict[str, Any]) -> Evidence:
        return services.evidence_replace(actor=self.actor, evidence=self.object, **answers)


class EvidenceAttach(FormPage):
    """Let evidence that is already here prove something about one more object."""

    permission = permissions.ADD
    menu = "evidence:evidence-list"
    form = AttachForm
    button = gettext_lazy("Attach")
    done = gettext_lazy("The evidence is attached.")

    def find(self) -> Any:
        return selectors.subject_of(self.actor, self.kwargs["subject_type"], self.kwargs["pk"])

    def admit(self) -> None:
        http.check(self.request, self.permission)
        self.actor.require(registry.subjects[self.kwargs["subject_type"]].edit, self.object)

    def heading(self) -> str:
        return _("Attach evidence to %(name)s") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> Any:
        services.evidence_attach(actor=self.actor, subject=self.object, **answers)
        return self.object

    def next(self, obj: Any) -> str:
        return f"{self.back()}#panel-evidence"


def found(request: HttpRequest, reference: str) -> Evidence:
    return get_object_or_404(selectors.evidence_for(request.actor), reference=reference)


@needs(permissions.VIEW)
@require_safe
def evidence_file(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = found(request, reference)
    return sent(row, row, request)


@needs(permissions.VIEW)
@require_safe
def earlier_file(request: HttpRequest, reference: str, pk: UUID) -> HttpResponseBase:
    row = found(request, reference)
    files = selectors.earlier_files(request.actor, row)
    return sent(row, get_object_or_404(files, pk=pk), request)


def sent(evidence: Evidence, row: Stored, request: HttpRequest) -> HttpResponseBase:
    """The file as an attachment that no browser opens in our name; that it was taken is told in the history."""
    if not row.sha256:
        raise Http404
    try:
        file = store.open_file(request.actor.organisation_id, row.sha256)
    except FileNotFoundError as missing:
        raise Http404 from missing
    if request.method == "GET":
        services.evidence_downloaded(actor=request.actor, evidence=evidence, file=row)
    answer = FileResponse(file, as_attachment=True, filename=row.file_name, content_type="application/octet-stream")
    answer["Content-Length"] = row.size
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "sandbox; default-src 'none'"
    answer["Cache-Control"] = "private, no-store"
    return answer


@http.takes_files()
@needs(permissions.ADD)
@require_POST
def subject_add(request: HttpRequest, subject_type: str, pk: UUID) -> HttpResponse:
    """The small form on an object's page, or on another page about it, named as ``back``, where also a no is told."""
    subject = selectors.subject_of(request.actor, subject_type, pk)
    to = http.way_back(request, request.POST.get("back", ""), f"{request.base}{subject.path}") + "#panel-evidence"
    form = EvidenceForm(request.POST, request.FILES, actor=request.actor, prefix="evidence")
    if not form.is_valid():
        _refuse(request, " ".join(str(error) for _id, _label, error in form.problems()))
        return redirect(to)
    try:
        services.evidence_add(actor=request.actor, subject=subject, **form.answers)
    except RuleBroken as broken:
        _refuse(request, broken.message)
    except ValidationError as invalid:
        _refuse(request, " ".join(invalid.messages))
    else:
        http.tell(request, _("The evidence is kept."))
    return redirect(to)


def _refuse(request: HttpRequest, text: str) -> None:
    http.tell(request, text, level=messages.ERROR)


@needs(permissions.ADD)
@require_POST
def detach(request: HttpRequest, reference: str, subject_type: str, pk: UUID) -> HttpResponse:
    evidence = found(request, reference)
    subject = selectors.subject_of(request.actor, subject_type, pk)
    services.evidence_detach(actor=request.actor, evidence=evidence, subject=subject)
    http.tell(request, _("Taken off %(name)s. The evidence itself stays.") % {"name": subject})
    return redirect(request.base + evidence.path)
