"""The list of suppliers, a supplier's page, and what one does to the supplier itself."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.countries import country_name
from holger.core.errors import RuleBroken
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.core.words import N_
from holger.suppliers import services
from holger.suppliers.filters.register import SupplierFilter
from holger.suppliers.forms import register as forms
from holger.suppliers.models import Status, Supplier
from holger.suppliers.permissions import CREATE, DELETE, EDIT, MANAGE, VIEW
from holger.suppliers.rules.remarks import remarks
from holger.suppliers.rules.states import STEPS, open_to
from holger.suppliers.selectors.chain import driver
from holger.suppliers.selectors.register import SEARCHED, counts, supplier_of, suppliers_for
from holger.suppliers.tables.register import COLUMNS, LEVEL_WORDS, status_badge
from holger.ui import cells, http
from holger.ui.http import needs, tell
from holger.ui.pages import Bulk, Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

MENU = "suppliers:supplier-list"
TITLE = _("Suppliers")
Way = Sequence[tuple[Any, str | None]]


def permitted(actor: Actor, rows: QuerySet[Supplier], permission: str) -> list[Supplier]:
    """The selected rows, if all of them may be changed; else a word about how many may not."""
    found = list(rows.select_related("owner", "unit"))
    if others := sum(not actor.may(permission, row) for row in found):
        raise RuleBroken(N_("%(count)s of the selected are not yours to change."), params={"count": others})
    return found


def _edit(actor: Actor, rows: QuerySet[Supplier], answers: dict[str, Any]) -> int:
    return services.suppliers_bulk_edit(actor=actor, suppliers=permitted(actor, rows, EDIT), **answers)


def _archive(actor: Actor, rows: QuerySet[Supplier], answers: dict[str, Any]) -> int:
    return services.suppliers_bulk_archive(actor=actor, suppliers=permitted(actor, rows, DELETE))


COUNTS: Kept[dict[str, int]] = Kept()


class SupplierList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    name = register = "suppliers"
    filters, columns = SupplierFilter, COLUMNS
    default_sort = "-criticality"
    searched = SEARCHED
    reads = ("organisation_id", "reference", "title")
    counted_once = True
    create = ("suppliers:supplier-create", CREATE, _("New supplier"))
    bulk = (
        Bulk("owner", _("Change owner"), "user", EDIT, _edit, forms.BulkOwnerForm),
        Bulk("unit", _("Change unit"), "building", EDIT, _edit, forms.BulkUnitForm),
        Bulk("category", _("Set category"), "tag", EDIT, _edit, forms.BulkCategoryForm),
        Bulk("review", _("Set review"), "calendar", EDIT, _edit, forms.BulkReviewForm),
        Bulk("archive", _("Archive"), "archive", DELETE, _archive),
    )
    tabs = (
        Tab(_("Mine"), "owner=me"),
        Tab(_("Important or critical"), "critical=yes"),
        Tab(_("Data processors"), "processor=yes"),
        Tab(_("No owner"), "remark=no_owner"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No suppliers yet"),
        _(
            "Whoever holds your data, runs your systems or could stop you belongs here. Bring the list you have from a "
            "spreadsheet, or begin with the five that would hurt most to lose."
        ),
        [(_("New supplier"), "suppliers:supplier-create", True)],
    )

    def rows(self) -> QuerySet[Supplier]:
        return suppliers_for(self.actor).select_related("owner", "deputy", "unit")

    def lean(self, rows: QuerySet[Supplier]) -> QuerySet[Supplier]:
        joined = {"owner", "deputy", "unit"} & {column.key for column in self.shown_columns}
        return super().lean(rows.select_related(None).select_related(*joined) if joined else rows.select_related(None))

    def count(self) -> int:
        return self.look_for(self.filtering.qs, self.search).select_related(None).order_by().count()

    def counted(self, count: int) -> str:
        return ngettext("%(count)s supplier", "%(count)s suppliers", count) % {"count": count}

    def actions(self) -> Sequence[Button]:
        return self.allowed(
            [
                Button(_("What hangs on whom"), self.url("suppliers:concentration"), "chart-bar"),
                Button(_("Merge"), self.url("suppliers:doubles"), "arrow-merge", permission=MANAGE),
            ]
        )

    def summary(self) -> str:
        """How many there are that matter most, counted once until anything is written."""
        key = (http.moment(self.request), self.name)
        found = COUNTS.get(key, lambda: counts(suppliers_for(self.actor), self.today))
        words = ngettext("%(count)s critical supplier", "%(count)s critical suppliers", found["critical"])
        return words % {"count": found["critical"]}


STEP_WORDS = {
    "activate": (_("Take into use"), "check"),
    "phase_out": (_("Begin to phase out"), "arrow-down-right"),
    "end": (_("End"), "circle-off"),
    "resume": (_("Resume"), "restore"),
}
"""What the button of a step says."""
NEXT = {Status.PLANNED: "activate", Status.PHASING_OUT: "end"}
"""The step that usually comes next."""


class SupplierDetail(DetailPage):
    permission, menu, template, icon = VIEW, MENU, "suppliers/register/detail.html", "building-store"

    def find(self) -> Supplier:
        return supplier_of(self.actor, self.kwargs["reference"])

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.object.reference, None)]

    def badges(self) -> list[SafeString]:
        supplier = self.object
        badges = [status_badge(supplier)]
        if supplier.criticality:
            badges.append(cells.level(supplier.criticality, LEVEL_WORDS[supplier.criticality]))
        if supplier.processor:
            badges.append(cells.badge(_("Data processor"), "none", "user-shield"))
        if supplier.own_group:
            badges.append(cells.badge(_("In your own group"), "none"))
        return badges

    def here(self, name: str, **more: Any) -> str:
        return self.url(f"suppliers:{name}", reference=self.object.reference, **more)

    def actions(self) -> Sequence[Button]:
        supplier = self.object
        if supplier.merged_into_id:
            return [Button(_("Take them apart"), self.here("supplier-unmerge"), "arrows-split", False, MANAGE)]
        if supplier.archived_at:
            return [Button(_("Restore"), self.here("supplier-restore"), "archive-off", True, DELETE, post=True)]
        steps = [
            Button(
                STEP_WORDS[step][0],
                self.here("supplier-step", step=step),
                STEP_WORDS[step][1],
                NEXT.get(Status(supplier.status)) == step,
                EDIT,
            )
            for step in open_to(supplier.status)
        ]
        question = _("Archive it? It can be restored.")
        archive = Button(
            _("Archive"), self.here("supplier-archive"), "archive", permission=DELETE, post=True, confirm=question
        )
        review = Button(pgettext_lazy("verb", "Review"), self.here("supplier-review"), "checkbox", permission=EDIT)
        merge = Button(_("Merge"), self.here("supplier-merge"), "arrow-merge", permission=MANAGE)
        edit = Button(_("Edit"), self.here("supplier-edit"), "pencil", permission=EDIT)
        return [edit, review, *steps, merge, archive]

    def context(self) -> dict[str, Any]:
        supplier = self.object
        may = supplier.archived_at is None and self.actor.may(MANAGE, supplier)
        return {
            "level": LEVEL_WORDS.get(supplier.criticality, ""),
            "driver": driver(self.actor, supplier),
            "remarks": [(each, gettext(each.title), gettext(each.why)) for each in remarks(supplier, self.today)],
            "override_url": self.here("supplier-override") if may else "",
            "clear_url": self.here("supplier-override-clear") if may and supplier.override_criticality else "",
            "own_word": LEVEL_WORDS.get(supplier.own_criticality, ""),
        }

    def facts(self) -> Sequence[Fact]:
        supplier = self.object
        return [
            Fact(_("Category"), supplier.get_category_display()),
            Fact(_("Owner"), cells.person(supplier.owner)),
            Fact(_("Deputy"), cells.person(supplier.deputy)),
            Fact(_("Unit"), supplier.unit),
            *self.company_facts(),
            Fact(_("Access"), supplier.get_access_display()),
            Fact(_("Data it holds"), supplier.data),
            Fact(_("How soon it can be replaced"), supplier.get_replaceable_display()),
            Fact(_("Alternatives"), supplier.alternatives),
            Fact(_("Insurance"), supplier.insurance),
            Fact(_("Last reviewed"), cells.date(supplier.last_reviewed)),
            Fact(_("Next review"), cells.date(supplier.next_review, self.today)),
            Fact(_("Tags"), cells.several([cells.badge(tag.name, "line") for tag in supplier.tags.all()])),
        ]

    def company_facts(self) -> list[Fact]:
        """Who it is; numbers that nobody has are not asked for in vain."""
        supplier = self.object
        told = [(field, getattr(supplier, field)) for field in ("cvr", "vat", "lei", "registration", "aliases")]
        facts = [Fact(supplier._meta.get_field(name).verbose_name, value) for name, value in told if value]
        places = ", ".join(country_name(code) for code in supplier.works_in)
        facts.append(Fact(_("Countries"), places, help=_("Its seat, and where else it works.")))
        if supplier.parent and self.actor.may(VIEW, supplier.parent):
            facts.append(Fact(_("Parent company"), cells.link(supplier.parent, self.base + supplier.parent.path)))
        if supplier.website:
            facts.append(Fact(_("Website"), supplier.website))
        return facts


class SupplierCreate(FormPage):
    permission, menu, form = CREATE, MENU, forms.SupplierForm
    title, done = _("New supplier"), _("The supplier is saved.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU))]

    def initial(self) -> dict[str, Any]:
        return {"owner": self.actor.person_id}

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_create(actor=self.actor, **answers)


class OneSupplier(FormPage):
    """A form about a supplier that leads back to it."""

    permission, menu = EDIT, MENU

    def find(self) -> Supplier:
        return supplier_of(self.actor, self.kwargs["reference"])

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (str(self.object), self.back())]


class SupplierEdit(OneSupplier):
    title, form, done = _("Edit"), forms.SupplierForm, _("The supplier is saved.")

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_edit(actor=self.actor, supplier=self.object, version=self.version, **answers)


class SupplierReview(OneSupplier):
    title, form, done = _("Review"), forms.ReviewForm, _("The review is recorded.")
    lead = _("Go through facts, contacts, chain and reports. Correct what is wrong first, then say when to look again.")
    button = _("It holds")

    def initial(self) -> dict[str, Any]:
        return {"next_review": self.today + timedelta(days=365)}

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_review(actor=self.actor, supplier=self.object, today=self.today, **answers)


class SupplierOverride(OneSupplier):
    permission = MANAGE
    title, form = _("Override how critical it is"), forms.OverrideForm
    done = _("The override is saved, and its chain has been computed anew.")
    lead = _("What depends on it says how critical it is. Override that only where you know better, and say why.")

    def initial(self) -> dict[str, Any]:
        return {"level": self.object.criticality, "reason": self.object.override_reason}

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_override(actor=self.actor, supplier=self.object, **answers)


@require_POST
@needs(MANAGE)
def override_clear(request: Request, reference: str) -> HttpResponse:
    supplier = services.supplier_override_clear(actor=request.actor, supplier=supplier_of(request.actor, reference))
    tell(request, _("It follows what depends on it again."))
    return HttpResponseRedirect(request.base + supplier.path)


class SupplierStep(OneSupplier):
    form, done = forms.ReasonForm, _("Done.")

    def admit(self) -> None:
        super().admit()
        if self.kwargs["step"] not in STEPS:
            raise Http404

    def heading(self) -> str:
        return str(STEP_WORDS[self.kwargs["step"]][0])

    def save(self, answers: dict[str, Any]) -> Supplier:
        return services.supplier_step(actor=self.actor, supplier=self.object, step=self.kwargs["step"], **answers)


@require_POST
@needs(DELETE)
def archive(request: Request, reference: str) -> HttpResponse:
    supplier = services.supplier_archive(actor=request.actor, supplier=supplier_of(request.actor, reference))
    tell(request, _("Archived."), undo=request.url("suppliers:supplier-restore", reference=reference))
    return HttpResponseRedirect(request.base + supplier.path)


@require_POST
@needs(DELETE)
def restore(request: Request, reference: str) -> HttpResponse:
    supplier = services.supplier_restore(actor=request.actor, supplier=supplier_of(request.actor, reference))
    tell(request, _("Restored."))
    return HttpResponseRedirect(request.base + supplier.path)
