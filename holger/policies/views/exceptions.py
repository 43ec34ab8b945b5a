"""Exceptions from policies: the list, one of them, asking for one, deciding, and asking anew."""

from collections.abc import Sequence
from datetime import timedelta
from functools import cached_property
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.core.actor import Actor
from holger.policies import selectors, services
from holger.policies.filters.exceptions import ExceptionFilter
from holger.policies.forms.exceptions import AskForm, DecideForm, RenewForm
from holger.policies.models import ExceptionStatus, PolicyException
from holger.policies.permissions import APPROVE, EXCEPT, VIEW
from holger.policies.selectors.exceptions import ICON, LIVE
from holger.policies.tables.exceptions import COLUMNS, status_badge
from holger.policies.views.common import MENU, POLICIES, Way
from holger.risks.selectors import risks_for
from holger.ui import cells, http
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage, Tab

LIST = "policies:exception-list"
TITLE = _("Exceptions")
HALF_A_YEAR = timedelta(days=182)


def exception_or_404(actor: Actor, reference: str) -> PolicyException:
    rows = selectors.exceptions_for(actor).select_related("policy", "owner", "approver", "renews__policy")
    return get_object_or_404(rows, reference=reference)


class ExceptionList(ListPage):
    permission, title, menu = VIEW, TITLE, MENU
    lead = _("Where a policy is not followed for a time: agreed, with something done instead, and until a day.")
    name, register = "policy-exceptions", "policy-exceptions"
    filters, columns = ExceptionFilter, COLUMNS
    default_sort = "-reference"
    searched = ("reference", "title", "policy__title_da", "policy__title_en")
    create = ("policies:exception-ask", EXCEPT, _("Ask for an exception"))
    report = "policies:exception-report"
    tabs = (
        Tab(_("That hold"), "status=approved"),
        Tab(_("Wait for an answer"), "status=asked"),
        Tab(_("End within 30 days"), "soon=yes"),
        Tab(_("Mine"), "owner=me"),
    )
    empty = Empty(
        _("No exceptions"),
        _(
            "Where something cannot be done as a policy says, ask for an exception: why, what is done instead, and until when."
        ),
        ((_("Ask for an exception"), "policies:exception-ask", True),),
    )

    def crumbs(self) -> Way:
        return [(POLICIES, self.url(MENU)), (self.title, None)]

    def empty_actions(self) -> list[Button]:
        return super().empty_actions() if self.actor.may(EXCEPT) else []

    def rows(self) -> QuerySet[PolicyException]:
        return selectors.exceptions_for(self.actor).select_related("policy", "owner", "approver")


class OfException:
    """A page about one exception."""

    actor: Actor
    request: Any
    kwargs: dict[str, Any]
    title: Any
    menu = MENU

    def find(self) -> PolicyException:
        return exception_or_404(self.actor, self.kwargs["reference"])

    def at(self, name: str) -> str:
        return http.link(self.request, f"policies:{name}", reference=self.kwargs["reference"])

    def crumbs(self) -> Way:
        row: PolicyException = self.object  # type: ignore[attr-defined]  # every page has one
        listed = [(POLICIES, http.link(self.request, MENU)), (TITLE, http.link(self.request, LIST))]
        return [*listed, (row.reference, self.request.base + row.path), (self.title, None)]


class ExceptionDetail(OfException, DetailPage):
    permission, icon = VIEW, ICON
    template = "policies/exception_detail.html"

    def permission_on(self) -> None:
        """Who sees it is told by its selector: through the policy that one answers for, too."""
        self.object  # noqa: B018 - found, or 404

    def crumbs(self) -> Way:
        return [*super().crumbs()[:-2], (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        row = self.object
        found = [status_badge(row)]
        if row.status == ExceptionStatus.APPROVED and row.starts > self.today:
            found.append(cells.badge(_("Holds later"), "accent", "calendar-event"))
        return found

    def actions(self) -> Sequence[Button]:
        row, found = self.object, []
        if row.status in LIVE:
            question = _("Withdraw it? The policy is followed again from now on.")
            found.append(Button(_("Withdraw"), self.at("exception-withdraw"), "arrow-back-up", permission=EXCEPT, post=True, confirm=question))  # fmt: skip
        if row.status in (ExceptionStatus.APPROVED, ExceptionStatus.ENDED) and not self.renewed:
            found.append(Button(_("Ask for it again"), self.at("exception-renew"), "refresh", permission=EXCEPT))
        if self.mine:
            found += [
                Button(_("Decline"), self.at("exception-decline"), "x", permission=APPROVE),
                Button(_("Approve"), self.at("exception-approve"), "check", primary=True, permission=APPROVE),
            ]
        return found

    @property
    def mine(self) -> bool:
        row = self.object
        return row.status == ExceptionStatus.ASKED and row.approver_id is not None and row.approver_id == self.actor.person_id  # fmt: skip

    @cached_property
    def renewed(self) -> PolicyException | None:
        return selectors.exceptions_for(self.actor).filter(renews=self.object, status__in=LIVE).first()

    def facts(self) -> Sequence[Fact]:
        row = self.object
        risk = risks_for(self.actor).filter(pk=row.risk_id).first() if row.risk_id else None
        before = row.renews
        return [
            Fact(_("Policy"), cells.link(str(row.policy), self.base + row.policy.path)),
            Fact(_("Owner"), cells.person(row.owner)),
            Fact(_("Approver"), cells.person(row.approver)),
            Fact(_("From"), cells.date(row.starts)),
            Fact(_("Until"), cells.date(row.ends)),
            Fact(_("Risk"), cells.link(str(risk), self.base + risk.path) if risk else ""),
            Fact(pgettext_lazy("policy exception", "Asked by"), row.asked_by),
            Fact(pgettext_lazy("policy exception", "Asked"), cells.moment(row.asked_at)),
            Fact(_("Decided by"), row.decided_by),
            Fact(_("Decided"), cells.moment(row.decided_at)),
            Fact(_("Renews"), cells.link(before.reference, self.base + before.path) if before else ""),
        ]

    def context(self) -> dict[str, Any]:
        return {"row": self.object, "renewed": self.renewed}


class ExceptionAsk(FormPage):
    """``?policy=POL-3``: from which policy."""

    permission, title, menu = EXCEPT, _("Ask for an exception"), MENU
    lead = _("The policy holds until somebody else has said yes.")
    form, done, button = AskForm, _("It is asked for. Whoever decides finds it in their work."), _("Ask")

    def crumbs(self) -> Way:
        return [(POLICIES, self.url(MENU)), (TITLE, self.url(LIST)), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("policy", "")
        policy = selectors.policies_for(self.actor).filter(reference=asked, archived_at=None).first() if asked else None
        told = {"owner": self.actor.person_id, "starts": self.today, "ends": self.today + HALF_A_YEAR}
        return told | ({"policy": policy.pk} if policy else {})

    def back(self) -> str:
        return self.url(LIST)

    def save(self, answers: dict[str, Any]) -> PolicyException:
        return services.exception_ask(actor=self.actor, **answers)


class ExceptionStep(OfException, FormPage):
    """A form about one exception; with nothing to do there, it leads back to it."""

    expected: Sequence[str] = (ExceptionStatus.ASKED,)

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        if self.object.status not in self.expected:
            http.tell(request, _("There is nothing here to do any more. This is how it stands."))
            return redirect(self.back())
        return super().dispatch(request, *args, **kwargs)

    @property
    def lead(self) -> str:  # type: ignore[override]
        return f"{self.object.policy.title}: {self.object.title}"


class ExceptionRenew(ExceptionStep):
    permission, title = EXCEPT, _("Ask for it again")
    form, done, button = RenewForm, _("It is asked for again."), _("Ask")
    expected = (ExceptionStatus.APPROVED, ExceptionStatus.ENDED)

    def given(self) -> dict[str, Any]:
        people = list(selectors.approvers_for(self.actor, self.object.policy))
        others = [person for person in people if person.pk != self.actor.person_id]
        return {"people": others or people}

    def initial(self) -> dict[str, Any]:
        return {"approver": self.object.approver_id, "ends": max(self.object.ends, self.today) + HALF_A_YEAR}

    def save(self, answers: dict[str, Any]) -> PolicyException:
        return services.exception_renew(actor=self.actor, exception=self.object, **answers)


class ExceptionApprove(ExceptionStep):
    permission, title = APPROVE, _("Approve the exception")
    form, done, button = DecideForm, _("It is approved, and ends by itself."), _("Approve")

    def save(self, answers: dict[str, Any]) -> PolicyException:
        return services.exception_approve(actor=self.actor, exception=self.object, **answers)


class ExceptionDecline(ExceptionStep):
    permission, title = APPROVE, _("Decline the exception")
    form, done, button = DecideForm, _("It is declined. The policy is followed."), _("Decline")

    def save(self, answers: dict[str, Any]) -> PolicyException:
        return services.exception_decline(actor=self.actor, exception=self.object, **answers)


@http.needs(EXCEPT)
@require_POST
def exception_withdraw(request: HttpRequest, reference: str) -> HttpResponseBase:
    row = exception_or_404(request.actor, reference)

    def run() -> None:
        services.exception_withdraw(actor=request.actor, exception=row)

    return http.act(request, gettext("It is withdrawn. The policy is followed again."), request.base + row.path, run)
