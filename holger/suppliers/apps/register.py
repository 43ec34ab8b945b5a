"""Suppliers themselves: their list, page, search, and what belongs to them."""


def enter() -> None:
    from django.utils.translation import gettext_lazy as _
    from django.utils.translation import pgettext_lazy

    from holger.core.registry import Action, Card, MenuItem, Panel, Population, Search, Subject, registry
    from holger.suppliers import permissions
    from holger.suppliers.duties import register as duties
    from holger.suppliers.filters.register import SupplierFilter
    from holger.suppliers.models import Assurance, Contact, Supplier, SupplyLink, Transfer
    from holger.suppliers.panels import register as panels
    from holger.suppliers.register.suppliers import SUPPLIERS
    from holger.suppliers.selectors import register as selectors
    from holger.suppliers.selectors.parts import assurances_for
    from holger.ui.populations import rows_as_listed

    see = permissions.VIEW
    parts = (Contact, SupplyLink, Transfer, Assurance)
    registry.subject(
        Subject(Supplier, _("Supplier"), "building-store", selectors.suppliers_for, permissions.EDIT, parts=parts)
    )
    registry.subject(Subject(Assurance, _("Certificate or report"), "certificate", assurances_for, permissions.EDIT))
    about, folder = Supplier._meta.label_lower, "suppliers/register"
    registry.panels += [
        Panel(
            about,
            "contacts",
            pgettext_lazy("supplier", "Contacts"),
            f"{folder}/_contacts.html",
            see,
            panels.contacts,
            5,
        ),
        Panel(about, "chain", _("Sub-suppliers"), f"{folder}/_links.html", see, panels.links, 10),
        Panel(
            about, "assurance", _("Certificates and reports"), f"{folder}/_assurances.html", see, panels.assurances, 12
        ),
        Panel(
            about,
            "transfers",
            _("Transfers to third countries"),
            f"{folder}/_transfers.html",
            see,
            panels.transfers,
            14,
        ),
    ]
    registry.cards.append(Card("suppliers", f"{folder}/_card.html", see, panels.card, 32, holds=True))
    registry.duties.append(duties.SOURCE)
    registry.holdings += duties.HOLDINGS
    listed = rows_as_listed(SupplierFilter, selectors.suppliers_for, selectors.SEARCHED)
    registry.populations["suppliers"] = Population("suppliers", _("Suppliers"), see, listed, SupplierFilter)
    registry.menu.append(MenuItem("suppliers", _("Suppliers"), "building-store", "suppliers:supplier-list", see, 10))
    registry.searches.append(
        Search("suppliers", _("Suppliers"), see, selectors.search, 20, rows=selectors.pickable),
    )
    registry.actions += [
        Action(_("Suppliers"), "building-store", "suppliers:supplier-list", see, _("vendor processor register")),
        Action(_("What hangs on whom"), "chart-bar", "suppliers:concentration", see, _("concentration country vendor")),
        Action(_("Merge suppliers"), "arrow-merge", "suppliers:doubles", permissions.MANAGE, _("duplicates spelling")),
        Action(_("New supplier"), "plus", "suppliers:supplier-create", permissions.CREATE, _("vendor add")),
    ]
    registry.registers[SUPPLIERS.kind] = SUPPLIERS
