"""Contacts, links of the chain, transfers, certificates and reports: added, changed and taken away on a supplier's page."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from django.views.decorators.http import require_POST

from holger.core.requests import Request
from holger.suppliers import services
from holger.suppliers.forms import parts as forms
from holger.suppliers.models import Assurance, Supplier
from holger.suppliers.permissions import EDIT, VIEW
from holger.suppliers.selectors import parts as selectors
from holger.suppliers.selectors.chain import links_for
from holger.suppliers.selectors.register import supplier_of
from holger.suppliers.tables.parts import assurance_badge
from holger.suppliers.views.register import MENU, TITLE, Way
from holger.ui import cells
from holger.ui.http import needs, tell
from holger.ui.pages import Button, DetailPage, Fact, FormPage


class OfSupplier(FormPage):
    """A page about something that belongs to a supplier, and leads back to it."""

    permission, menu = EDIT, MENU

    @cached_property
    def supplier(self) -> Supplier:
        return supplier_of(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.supplier

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (str(self.supplier), self.back()), (self.title, None)]

    def back(self) -> str:
        return self.base + self.supplier.path


@dataclass(frozen=True)
class Pages:
    """The three pages of a kind of part."""

    add: type[OfSupplier]
    edit: type[OfSupplier]
    drop: Callable[..., HttpResponse]


def _pages(
    rows: Callable[[Any], QuerySet[Any]],
    words: tuple[Any, Any, Any],
    form: Any,
    verbs: tuple[Callable[..., Any], Callable[..., Any], Callable[..., Any]],
    name: str,
    edit_form: Any = None,
) -> Pages:
    """``words``: the title of a new one, of one that is changed, and what is said when it is saved."""
    adding, editing, dropping = verbs
    new_title, edit_title, said = words

    class Add(OfSupplier):
        title, done = new_title, said

        def save(self, answers: dict[str, Any]) -> Any:
            return adding(actor=self.actor, supplier=self.supplier, **answers)

    class Edit(OfSupplier):
        title, done = edit_title, said

        def find(self) -> Any:
            return one(self.actor, self.supplier, self.kwargs["pk"])

        def save(self, answers: dict[str, Any]) -> Any:
            return editing(actor=self.actor, version=self.version, **{name: self.object}, **answers)

    Add.form, Edit.form = form, edit_form or form

    def one(actor: Any, supplier: Supplier, key: Any) -> Any:
        found = rows(actor).filter(supplier=supplier, pk=key).first()
        if found is None:
            raise Http404
        return found

    @require_POST
    @needs(EDIT)
    def drop(request: Request, reference: str, pk: Any) -> HttpResponse:
        supplier = supplier_of(request.actor, reference)
        dropping(actor=request.actor, **{name: one(request.actor, supplier, pk)})
        tell(request, _("Removed."))
        return HttpResponseRedirect(request.base + supplier.path)

    return Pages(Add, Edit, drop)


CONTACT = _pages(
    selectors.contacts_for,
    (_("New contact"), _("Edit the contact"), _("The contact is saved.")),
    forms.ContactForm,
    (services.contact_add, services.contact_edit, services.contact_drop),
    "contact",
)
LINK = _pages(
    links_for,
    (_("New sub-supplier"), _("Edit the sub-supplier"), _("The chain is saved.")),
    forms.LinkForm,
    (services.link_add, services.link_edit, services.link_drop),
    "link",
    forms.LinkEditForm,
)
TRANSFER = _pages(
    selectors.transfers_for,
    (_("New transfer"), _("Edit the transfer"), _("The transfer is saved.")),
    forms.TransferForm,
    (services.transfer_add, services.transfer_edit, services.transfer_drop),
    "transfer",
)
ASSURANCE = _pages(
    selectors.assurances_for,
    (_("New certificate or report"), _("Edit the certificate or report"), _("It is saved.")),
    forms.AssuranceForm,
    (services.assurance_add, services.assurance_edit, services.assurance_drop),
    "assurance",
)


class AssuranceDetail(DetailPage):
    """A certificate or report, with its file as evidence."""

    permission, menu, icon = VIEW, MENU, "certificate"
    template = "suppliers/register/assurance.html"

    def find(self) -> Assurance:
        rows = selectors.assurances_for(self.actor).select_related("supplier__owner")
        found = rows.filter(supplier__reference=self.kwargs["reference"], pk=self.kwargs["pk"]).first()
        if found is None:
            raise Http404
        return found

    def crumbs(self) -> Way:
        supplier = self.object.supplier
        return [(TITLE, self.url(MENU)), (str(supplier), self.base + supplier.path), (self.object.title, None)]

    def badges(self) -> list[SafeString]:
        return [assurance_badge(self.object, self.today)]

    def actions(self) -> Sequence[Button]:
        at = {"reference": self.object.supplier.reference, "pk": self.object.pk}
        drop = self.url("suppliers:assurance-drop", **at)
        return [
            Button(_("Edit"), self.url("suppliers:assurance-edit", **at), "pencil", permission=EDIT),
            Button(_("Remove"), drop, "trash", permission=EDIT, post=True, confirm=_("Remove it from the register?")),
        ]

    def facts(self) -> Sequence[Fact]:
        row = self.object
        return [
            Fact(_("Kind"), row.get_kind_display()),
            Fact(_("Supplier"), cells.link(row.supplier, self.base + row.supplier.path)),
            Fact(_("Issued by"), row.issuer),
            Fact(_("Covers from"), cells.date(row.starts)),
            Fact(_("Covers until"), cells.date(row.ends)),
            Fact(_("A new one is due"), cells.date(row.expires, self.today)),
            Fact(pgettext_lazy("report", "Read"), cells.date(row.read_on)),
        ]
