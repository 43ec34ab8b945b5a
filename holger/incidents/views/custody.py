"""The chain of custody of a case, thing by thing."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.evidence.selectors import evidence_on
from holger.exchange.papers.pages import ReportPage
from holger.exchange.papers.paper import Paper
from holger.incidents.forms.working import CustodyForm
from holger.incidents.models import Custody
from holger.incidents.papers.working import custody_paper
from holger.incidents.permissions import VIEW, WORK
from holger.incidents.selectors.custody import Chain, chain_in, compared
from holger.incidents.services import custody as services
from holger.incidents.tables import working as shown
from holger.incidents.views.common import found
from holger.incidents.views.of_case import OfCase
from holger.incidents.views.team import key_in
from holger.ui.pages import Button, FormPage, Page


class CustodyList(OfCase, Page):
    permission, title, template = VIEW, _("Chain of custody"), "incidents/custody.html"
    lead = _("Who had each piece of evidence in hand, and where it is now. Nothing here can be changed, only added to.")

    def actions(self) -> Sequence[Button]:
        return [Button(_("Write down"), self.at("custody-add"), "plus", primary=True, permission=WORK)]

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    def context(self) -> dict[str, Any]:
        return shown.custody(self.request, self.incident)


class OfChain(OfCase):
    @cached_property
    def chain(self) -> Chain:
        return found(chain_in(self.actor, self.incident, self.kwargs["pk"]))

    def admit(self) -> None:
        super().admit()
        self.chain  # noqa: B018 - found, or 404


class CustodyDetail(OfChain, Page):
    permission, title, template = VIEW, _("Chain of custody"), "incidents/custody_detail.html"

    def heading(self) -> str:
        return self.chain.thing

    def crumbs(self) -> Any:
        return [*self.way(), (_("Chain of custody"), self.at("custody")), (self.chain.thing, None)]

    def actions(self) -> Sequence[Button]:
        return [
            Button(_("On paper"), self.at("custody-report", pk=self.chain.key), "file-type-pdf"),
            Button(
                _("Write down"),
                f"{self.at('custody-add')}?of={self.chain.key}",
                "plus",
                primary=True,
                permission=WORK,
            ),
        ]

    def shown_actions(self) -> list[Button]:
        return self.allowed(self.actions(), self.incident)

    def context(self) -> dict[str, Any]:
        """The files are read, so that what stands here is true today."""
        links = [(link, shown.same_badge(compared(link))) for link in self.chain.links]
        return {"links": links, "chain": self.chain}


class CustodyReport(OfChain, ReportPage):
    permission, title, offers = VIEW, _("Chain of custody"), ("pdf", "docx")
    lead = _("A sheet for this piece of evidence, with room to sign.")

    def about(self) -> str:
        return f"{self.incident.reference} {self.chain.thing}"

    def paper(self, language: str) -> Paper:
        return custody_paper(self.request, language, self.incident, self.chain)


class CustodyAdd(OfCase, FormPage):
    """``?of=<link>``: the thing that a link is about."""

    permission, title, form = WORK, _("Evidence in hand"), CustodyForm
    lead = _("What was done with it, by whom, when and where. It can be added to, not changed.")
    button, done = _("Write it down"), _("It is written down, for good.")

    @cached_property
    def chain(self) -> Chain | None:
        asked = self.request.GET.get("of", "")
        return found(chain_in(self.actor, self.incident, found(key_in(asked)))) if asked else None

    def admit(self) -> None:
        super().admit()
        self.chain  # noqa: B018 - found, or 404

    @cached_property
    def attached(self) -> dict[str, Any]:
        return {str(row.pk): row for row in evidence_on(self.actor, self.incident)}

    def given(self) -> dict[str, Any]:
        return {"attached": [(key, f"{row.reference} {row.title}") for key, row in self.attached.items()]}

    def initial(self) -> dict[str, Any]:
        told: dict[str, Any] = {"holder": self.actor.label, "at": dates.now()}
        if self.chain is not None:
            last = self.chain.last
            told |= {"proof": str(last.evidence_id or ""), "place": last.place, "holder": last.holder}
            told |= {} if last.evidence_id else {"thing": last.thing}
        return told

    def save(self, answers: dict[str, Any]) -> Custody:
        proof = self.attached.get(answers.pop("proof"))
        return services.custody_add(actor=self.actor, incident=self.incident, evidence=proof, **answers)

    def back(self) -> str:
        return self.at("custody")

    def next(self, obj: Any) -> str:
        return self.at("custody-detail", pk=obj.pk)
