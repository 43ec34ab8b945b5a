"""What stands in a contract: its clauses, amendments, data processing agreement, and its fields under DORA."""

from functools import cached_property
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.requests import Request
from holger.evidence.selectors import evidence_on
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.suppliers import services
from holger.suppliers.forms import contracts as forms
from holger.suppliers.models import Amendment, Contract, ContractSettings, DataAgreement, DoraEntry
from holger.suppliers.papers.dora import register_paper
from holger.suppliers.permissions import CONTRACTS_EDIT, CONTRACTS_SETTINGS, CONTRACTS_VIEW
from holger.suppliers.selectors import contracts as selectors
from holger.suppliers.views.contracts import MENU, TITLE, OfContract, Way
from holger.ui.http import act, needs
from holger.ui.pages import FormPage

MOST_DOCUMENTS = 100


class ClausesEdit(OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.ClausesForm, _("Go through the clauses")
    done = _("The clauses are saved.")

    @cached_property
    def lines(self) -> list[selectors.ClauseLine]:
        return selectors.clause_lines(self.actor, self.contract)

    def given(self) -> dict[str, Any]:
        return {"clauses": [line.clause for line in self.lines]}

    def initial(self) -> dict[str, Any]:
        told: dict[str, Any] = {}
        for line in self.lines:
            if line.row is not None:
                key, row = line.clause.key, line.row
                told |= {f"held_{key}": row.held, f"paragraph_{key}": row.paragraph, f"note_{key}": row.note}
        return told

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.clauses_set(actor=self.actor, contract=self.contract, read=self.bound.read)


class AmendmentAdd(OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.AmendmentForm, _("New amendment")
    done = _("The amendment is saved. Change the terms too, if they are others now.")

    def given(self) -> dict[str, Any]:
        return {"documents": list(evidence_on(self.actor, self.contract)[:MOST_DOCUMENTS])}

    def save(self, answers: dict[str, Any]) -> Amendment:
        return services.amendment_add(actor=self.actor, contract=self.contract, **answers)


@require_POST
@needs(CONTRACTS_EDIT)
def amendment_remove(request: Request, reference: str, pk: Any) -> HttpResponse:
    contract = selectors.contract_of(request.actor, reference)
    row = get_object_or_404(selectors.amendments_of(contract).select_related("contract"), pk=pk)
    return act(
        request,
        str(_("The amendment is taken out.")),
        request.base + contract.path,
        lambda: services.amendment_remove(actor=request.actor, amendment=row),
    )


class AgreementEdit(OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.AgreementForm, _("Data processing agreement")
    done = _("The data processing agreement is saved.")

    def find(self) -> DataAgreement:
        found = getattr(self.contract, "agreement", None)
        return found or DataAgreement(organisation_id=self.actor.organisation_id, contract=self.contract)

    def save(self, answers: dict[str, Any]) -> DataAgreement:
        return services.agreement_set(actor=self.actor, contract=self.contract, version=self.version, **answers)


@require_POST
@needs(CONTRACTS_EDIT)
def agreement_remove(request: Request, reference: str) -> HttpResponse:
    contract = selectors.contract_of(request.actor, reference)
    return act(
        request,
        str(_("The contract holds no data processing agreement any more.")),
        request.base + contract.path,
        lambda: services.agreement_remove(actor=request.actor, contract=contract),
    )


# DORA


class OfRegister:
    """Only where the organisation keeps a register of information."""

    def admit(self) -> None:
        super().admit()  # type: ignore[misc]
        if not selectors.settings_of(self.actor.organisation_id).dora:  # type: ignore[attr-defined]
            raise Http404


class DoraEdit(OfRegister, OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.DoraForm, _("Register of information (DORA)")
    done = _("The fields of the register are saved.")

    def find(self) -> DoraEntry:
        found = selectors.entry_of(self.contract)
        return found or DoraEntry(organisation_id=self.actor.organisation_id, contract=self.contract)

    def save(self, answers: dict[str, Any]) -> DoraEntry:
        return services.dora_set(actor=self.actor, contract=self.contract, version=self.version, **answers)


class DoraReport(OfRegister, ReportPage):
    permission, title, menu, offers = CONTRACTS_VIEW, _("Register of information"), MENU, ("xlsx",)
    lead = _(
        "The contracts with fields of the register, a sheet for each template, with the templates’ own column numbers."
    )

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def told(self) -> list[Any]:
        return [str(selectors.in_register(self.actor).order_by().count())]

    def paper(self, language: str) -> Paper:
        lei = selectors.settings_of(self.actor.organisation_id).entity_lei
        return register_paper(self.request, language, list(selectors.in_register(self.actor)), lei)


class ContractSettingsEdit(FormPage):
    permission, title, form, menu = CONTRACTS_SETTINGS, _("How contracts are kept"), forms.SettingsForm, MENU

    def find(self) -> ContractSettings:
        return selectors.settings_of(self.actor.organisation_id)

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def back(self) -> str:
        return self.url(MENU)

    def next(self, obj: Any) -> str:
        return self.url(MENU)

    def save(self, answers: dict[str, Any]) -> ContractSettings:
        return services.contract_settings_set(actor=self.actor, version=self.version, **answers)
