"""Contracts: their list, page and calendar, what they ask of people, and what they show elsewhere."""


def enter() -> None:
    from datetime import timedelta

    from django.utils.translation import gettext_lazy as _
    from django.utils.translation import pgettext_lazy

    from holger.core.registry import Action, Card, Dates, MenuItem, Panel, Recurring, Search, Subject, registry
    from holger.suppliers import permissions
    from holger.suppliers.duties import contracts as duties
    from holger.suppliers.jobs import contracts as jobs
    from holger.suppliers.models import Amendment, Contract, ContractClause, DataAgreement, DoraEntry, Held, Supplier
    from holger.suppliers.panels import contracts as panels
    from holger.suppliers.panels import dates
    from holger.suppliers.register.contracts import CONTRACTS
    from holger.suppliers.selectors import contracts as selectors

    see, icon, room = permissions.CONTRACTS_VIEW, selectors.ICON, "suppliers/contracts"
    about, supplier = Contract._meta.label_lower, Supplier._meta.label_lower
    registry.subject(
        Subject(
            Contract,
            pgettext_lazy("register", "Contract"),
            icon,
            selectors.contracts_for,
            permissions.CONTRACTS_EDIT,
            parts=(ContractClause, Amendment, DataAgreement, DoraEntry),
            words={"clauses": dict(Held.choices)},
        )
    )
    registry.menu.append(MenuItem("suppliers", _("Contracts"), icon, "suppliers:contract-list", see, 20))
    registry.searches.append(Search("contracts", _("Contracts"), see, selectors.search, 22, rows=selectors.pickable))
    title, delivered = _("Contracts"), f"{room}/_panel.html"
    registry.panels += [
        Panel(about, "clauses", _("Clauses"), f"{room}/_clauses.html", see, panels.clauses, 5),
        Panel(about, "agreement", _("Data processing agreement"), f"{room}/_agreement.html", see, panels.agreement, 8),
        Panel(about, "amendments", _("Amendments"), f"{room}/_amendments.html", see, panels.amendments, 10),
        Panel(about, "dora", _("Register of information (DORA)"), f"{room}/_dora.html", see, panels.dora, 12),
        Panel(supplier, "contracts", title, f"{room}/_panel.html", see, panels.on_supplier, 10),
        Panel("assets.asset", "contracts", title, delivered, see, panels.on_delivered, 40),
    ]
    registry.cards.append(Card("contracts", f"{room}/_card.html", see, panels.card, 16))
    registry.actions += [
        Action(_("Contracts"), icon, "suppliers:contract-list", see, _("agreement SLA NDA licence")),
        Action(
            _("New contract"), "plus", "suppliers:contract-create", permissions.CONTRACTS_CREATE, _("agreement add")
        ),
        Action(_("Renewal calendar"), "calendar-due", "suppliers:contract-calendar", see, _("notice expiry contract")),
    ]
    registry.duties.append(duties.SOURCE)
    registry.dates.append(Dates("contracts", see, dates.of_contracts))
    registry.holdings += duties.HOLDINGS
    registry.registers[CONTRACTS.kind] = CONTRACTS
    registry.recurring.append(
        Recurring("suppliers.contracts", _("Remind of contracts’ notice dates"), timedelta(hours=1), jobs.reminders)
    )
