"""The list of contracts, one contract's page, and what one does to the contract itself."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.suppliers import services
from holger.suppliers.filters.contracts import ContractFilter
from holger.suppliers.forms import contracts as forms
from holger.suppliers.models import Contract, ContractStatus
from holger.suppliers.permissions import (
    CONTRACTS_CREATE,
    CONTRACTS_DELETE,
    CONTRACTS_EDIT,
    CONTRACTS_SETTINGS,
    CONTRACTS_VIEW,
)
from holger.suppliers.rules.clauses import notice_remark
from holger.suppliers.rules.contract_states import STEPS, open_to
from holger.suppliers.rules.contracts import missed_exit
from holger.suppliers.rules.deciding import Decision
from holger.suppliers.selectors import contracts as selectors
from holger.suppliers.selectors.register import suppliers_for
from holger.suppliers.tables.contracts import COLUMNS, status_badge
from holger.suppliers.words.contracts import NEXT, STEP_WORDS, explained, money, sums
from holger.suppliers.words.supervision import said
from holger.ui import cells, days, http
from holger.ui.http import needs, tell
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

MENU = "suppliers:contract-list"
TITLE = _("Contracts")
Way = Sequence[tuple[Any, str | None]]


SUMS: Kept[selectors.Sums] = Kept()


class ContractList(ListPage):
    permission, title, menu = CONTRACTS_VIEW, TITLE, MENU
    name, register = "contracts", "contracts"
    filters, columns = ContractFilter, COLUMNS
    default_sort = "notice_by"
    counted_once = True
    searched = ("reference", "title", "their_reference", "party", "supplier__title")
    create = ("suppliers:contract-create", CONTRACTS_CREATE, _("New contract"))
    tabs = (
        Tab(_("To be decided within 90 days"), "soon=yes"),
        Tab(_("Notice given"), "status=notice_given"),
        Tab(_("Mine"), "owner=me"),
        Tab(_("Archived"), "archived=yes"),
    )
    empty = Empty(
        _("No contracts yet"),
        _(
            "A contract that renews itself is found too late by whoever has no list. Write down when each ends and how it is "
            "given notice, and holger tells you in time. Bring the list you have from a spreadsheet, or begin with the dearest."
        ),
        [(_("New contract"), "suppliers:contract-create", True)],
    )

    def rows(self) -> QuerySet[Contract]:
        return selectors.contracts_for(self.actor).select_related("supplier", "owner", "unit")

    def counted(self, count: int) -> str:
        return ngettext("%(count)s contract", "%(count)s contracts", count) % {"count": count}

    def summary(self) -> str:
        """What is in force costs a year, in each currency by itself."""
        live = selectors.contracts_for(self.actor).filter(status__in=selectors.LIVE, archived_at=None)
        found = sums(SUMS.get(http.moment(self.request), lambda: selectors.sums(live)))
        return gettext("In force for %(sums)s a year.") % {"sums": found} if found else ""

    def actions(self) -> Sequence[Button]:
        found = [Button(_("Renewal calendar"), self.url("suppliers:contract-calendar"), "calendar-due")]
        if selectors.settings_of(self.actor.organisation_id).dora:
            found.append(Button(_("Register of information"), self.url("suppliers:dora-report"), "file-export"))
        return [
            *found,
            Button(_("Settings"), self.url("suppliers:contract-settings"), "settings", permission=CONTRACTS_SETTINGS),
        ]


class OfContract:
    """A page about one contract. Whoever may not see it finds nothing."""

    actor: Actor
    request: Any
    kwargs: dict[str, Any]
    permission: str
    title: Any
    menu = MENU

    @cached_property
    def contract(self) -> Contract:
        return selectors.contract_of(self.actor, self.kwargs["reference"])

    def permission_on(self) -> Any:
        return self.contract

    def at(self, name: str, **more: Any) -> str:
        return http.link(self.request, f"suppliers:{name}", reference=self.contract.reference, **more)

    def crumbs(self) -> Way:
        return [(TITLE, http.link(self.request, MENU)), (self.contract.reference, self.back()), (self.title, None)]

    def back(self) -> str:
        return str(self.request.base + self.contract.path)

    def next(self, obj: Any) -> str:
        return self.back()

    @property
    def lead(self) -> str:
        return f"{self.contract.supplier.title}: {self.contract.title}"


class ContractDetail(OfContract, DetailPage):
    permission, icon = CONTRACTS_VIEW, selectors.ICON
    template = "suppliers/contracts/detail.html"

    def find(self) -> Contract:
        return self.contract

    def crumbs(self) -> Way:
        return [*super().crumbs()[:-2], (self.contract.reference, None)]

    @property
    def lead(self) -> str:
        return self.contract.supplier.title

    def badges(self) -> list[SafeString]:
        row = self.object
        badges = [status_badge(row), cells.badge(row.get_kind_display(), "none")]
        if row.secrecy in ("confidential", "strict"):
            badges.append(cells.badge(row.get_secrecy_display(), "none", "lock"))
        return badges

    @cached_property
    def decision(self) -> Decision | None:
        return selectors.decision_of(self.object, self.today)

    @property
    def kept(self) -> bool:
        return self.decision is not None and self.object.kept_for == self.decision.ends

    def actions(self) -> Sequence[Button]:
        row = self.object
        if row.archived_at:
            return [Button(_("Restore"), self.at("contract-restore"), "archive-off", True, CONTRACTS_DELETE, post=True)]
        edit = Button(_("Edit"), self.at("contract-edit"), "pencil", permission=CONTRACTS_EDIT)
        return [edit, *self._deciding(), *map(self._step, filter(self._usual, open_to(row.status)))]

    def more(self) -> Sequence[Button]:
        """What is seldom done. Keeping it and giving notice are two answers to one question, and stand side by side."""
        row = self.object
        if row.archived_at:
            return []
        question = _("Archive it? It can be restored.")
        archive = Button(
            _("Archive"),
            self.at("contract-archive"),
            "archive",
            permission=CONTRACTS_DELETE,
            post=True,
            confirm=question,
        )
        return [*(self._step(step) for step in open_to(row.status) if not self._usual(step)), archive]

    def _usual(self, step: str) -> bool:
        return step == "give_notice" or NEXT.get(ContractStatus(self.object.status)) == step

    def _step(self, step: str) -> Button:
        word, icon = STEP_WORDS[step]
        page = "contract-notice" if step == "give_notice" else "contract-step"
        more = {} if step == "give_notice" else {"step": step}
        return Button(
            word, self.at(page, **more), icon, NEXT.get(ContractStatus(self.object.status)) == step, CONTRACTS_EDIT
        )

    def _deciding(self) -> list[Button]:
        if self.decision is None:
            return []
        if self.kept:
            return [Button(_("Decide anew"), self.at("contract-reconsider"), "restore", permission=CONTRACTS_EDIT)]
        return [Button(_("Decide to keep it"), self.at("contract-keep"), "refresh", permission=CONTRACTS_EDIT)]

    def facts(self) -> Sequence[Fact]:
        row = self.object
        above = selectors.contracts_for(self.actor).filter(pk=row.part_of_id).first() if row.part_of_id else None
        parts = list(selectors.contracts_for(self.actor).filter(part_of=row, archived_at=None).order_by("number")[:20])
        links = [cells.link(str(each), self.base + each.path) for each in parts]
        return [
            Fact(pgettext_lazy("register", "Supplier"), self._supplier()),
            Fact(_("The supplier’s own number"), row.their_reference),
            Fact(_("Our party"), row.party),
            Fact(_("Unit"), row.unit),
            Fact(_("Owner"), cells.person(row.owner)),
            Fact(
                pgettext_lazy("contract", "Belongs to"), cells.link(str(above), self.base + above.path) if above else ""
            ),
            Fact(pgettext_lazy("contract", "Holds"), cells.several(links) if links else ""),
            Fact(_("Signed"), cells.date(row.signed)),
            Fact(pgettext_lazy("contract", "Starts"), cells.date(row.starts)),
            Fact(_("At the end of a term it"), self._renewal()),
            Fact(_("Notice period"), self._notice()),
            Fact(_("Value per year"), money(row.value, row.currency)),
            Fact(_("Tells of incidents within hours"), row.incident_hours),
            Fact(_("Notice given on"), cells.date(row.given_on)),
            Fact(_("Over on"), cells.date(row.over_on)),
            Fact(_("Next review"), cells.date(row.next_review, self.today)),
        ]

    def _supplier(self) -> SafeString | str:
        """A link as far as the reader sees the supplier."""
        row = self.object.supplier
        seen = suppliers_for(self.actor).filter(pk=row.pk).exists()
        return cells.link(row.title, self.base + row.path) if seen else str(row.title)

    def _renewal(self) -> str:
        row = self.object
        if row.renewal == "renews" and row.renews:
            text = ngettext("renews itself for %(count)s month", "renews itself for %(count)s months", row.renews)
            return text % {"count": row.renews}
        return str(row.get_renewal_display())

    def _notice(self) -> str:
        row = self.object
        if row.notice is None:
            return ""
        if row.notice_unit == "days":
            told = ngettext("%(count)s day", "%(count)s days", row.notice) % {"count": row.notice}
        else:
            told = ngettext("%(count)s month", "%(count)s months", row.notice) % {"count": row.notice}
        return f"{told}, {gettext('to the end of a month')}" if row.notice_month_end else told

    def context(self) -> dict[str, Any]:
        row = self.object
        active = row.status == ContractStatus.ACTIVE
        remark = notice_remark(row.incident_hours, processor=row.supplier.processor, under_nis2=row.supplier.essential)
        return {
            "row": row,
            "decision": self.decision,
            "kept": self.kept,
            "explained": explained(row.told, self.decision) if self.decision else [],
            "missed": missed_exit(row.plain_terms, self.today) if active and row.renewal == "renews" else None,
            "over": row.ends_now(self.today) and not row.archived_at,
            "remark": said(remark) if remark else "",
            "today": self.today,
        }


class ContractCreate(FormPage):
    """``?supplier=SU-3``: with which supplier."""

    permission, menu, form = CONTRACTS_CREATE, MENU, forms.ContractForm
    title, done = _("New contract"), _("The contract is saved as a draft. Take it into force when it is signed.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("supplier", "")
        supplier = suppliers_for(self.actor).filter(reference=asked, archived_at=None).first() if asked else None
        return {"owner": self.actor.person_id} | ({"supplier": supplier.pk} if supplier else {})

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.contract_create(actor=self.actor, **answers)

    def next(self, obj: Any) -> str:
        return self.base + obj.path


class ContractEdit(OfContract, FormPage):
    permission, form, title, done = CONTRACTS_EDIT, forms.ContractForm, _("Edit"), _("The contract is saved.")

    def find(self) -> Contract:
        return self.contract

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.contract_edit(actor=self.actor, contract=self.object, version=self.version, **answers)


class ContractStep(OfContract, FormPage):
    permission, form, done = CONTRACTS_EDIT, forms.ReasonForm, _("Done.")

    def admit(self) -> None:
        super().admit()
        if self.kwargs["step"] not in STEPS or self.kwargs["step"] == "give_notice":
            raise Http404

    @property
    def title(self) -> Any:  # type: ignore[override]
        return STEP_WORDS[self.kwargs["step"]][0]

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.contract_step(actor=self.actor, contract=self.contract, step=self.kwargs["step"], **answers)


class ContractNotice(OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.NoticeForm, _("Give notice")
    done = _("Notice is given.")

    @property
    def lead(self) -> str:
        decision = selectors.decision_of(self.contract, self.today)  # type: ignore[attr-defined]
        if decision is None:
            return super().lead
        told = {"day": days.day(decision.by), "ends": days.day(decision.ends)}
        return gettext("Given by %(day)s, it is over on %(ends)s. Add the letter to the contract as evidence.") % told

    def initial(self) -> dict[str, Any]:
        return {"given_on": self.today}

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.contract_give_notice(actor=self.actor, contract=self.contract, **answers)


class ContractKeep(OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.ReasonForm, _("Decide to keep it")
    done = _("It is decided. Nobody is reminded of this date any more.")

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.contract_keep(actor=self.actor, contract=self.contract, **answers)


class ContractReconsider(OfContract, FormPage):
    permission, form, title = CONTRACTS_EDIT, forms.ReasonForm, _("Decide anew")
    done = _("The decision is open again.")

    def save(self, answers: dict[str, Any]) -> Contract:
        return services.contract_reconsider(actor=self.actor, contract=self.contract, **answers)


@require_POST
@needs(CONTRACTS_DELETE)
def archive(request: Request, reference: str) -> HttpResponse:
    row = services.contract_archive(actor=request.actor, contract=selectors.contract_of(request.actor, reference))
    tell(request, _("Archived."), undo=request.url("suppliers:contract-restore", reference=reference))
    return HttpResponseRedirect(request.base + row.path)


@require_POST
@needs(CONTRACTS_DELETE)
def restore(request: Request, reference: str) -> HttpResponse:
    row = services.contract_restore(actor=request.actor, contract=selectors.contract_of(request.actor, reference))
    tell(request, _("Restored."))
    return HttpResponseRedirect(request.base + row.path)
