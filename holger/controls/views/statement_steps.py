"""From draft to approval: begun, written, sent, taken back, approved or declined."""

from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.controls import selectors, services
from holger.controls.forms.statement import ApproveForm, DeclineForm, SendForm, StatementForm
from holger.controls.models import Statement
from holger.controls.models.statement import statement_path
from holger.controls.rules.statement import counts
from holger.controls.rules.statement_approval import is_alone
from holger.controls.rules.statement_changes import Change, changes
from holger.controls.rules.statement_content import Frozen, frozen
from holger.controls.tables.statement_rows import changed_rows
from holger.controls.tables.statement_words import counted
from holger.controls.views.statement_common import MENU, OfScope, Way, open_or_404, scope_or_404, where
from holger.core.requests import Request
from holger.organisation.models import Person
from holger.ui import http
from holger.ui.pages import FormPage


class Step(OfScope, FormPage):
    """A page about the version that is worked on; with nothing to work on, it leads back to how the scope stands."""

    menu = MENU
    called: Any
    """The heading, with the version's ``number``."""

    def find(self) -> Statement | None:
        return self.open

    @cached_property
    def open(self) -> Statement | None:  # type: ignore[override]
        """Asked for itself: how the scope stands costs more, and not every step shows it."""
        rows = selectors.statements_for(self.actor).filter(scope=self.scope, status__in=("draft", "requested"))
        found = rows.select_related("approver").first()
        if found is not None:
            found.scope = self.scope
        return found

    def fits(self) -> bool:
        """Is there something to do here?"""
        return self.object is not None and self.object.status == Statement.Status.DRAFT

    def dispatch(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.admit()
        if not self.fits():
            http.tell(request, _("There is nothing here to do any more. This is how it stands."))
            return redirect(self.at("detail"))
        return super().dispatch(request, *args, **kwargs)

    def crumbs(self) -> Way:
        return self.way((self.title, None))

    def heading(self) -> str:
        return str(self.called) % {"number": self.object.number}

    @property
    def lead(self) -> str:  # type: ignore[override]
        return where(self.scope)

    @cached_property
    def approvers(self) -> Sequence[Person]:
        return list(selectors.approvers_for(self.actor, self.scope))

    def back(self) -> str:
        return self.at("detail")

    def next(self, obj: Any) -> str:
        return self.at("detail")


class StatementEdit(Step):
    permission, title, called = "controls.statement", _("Edit the draft"), _("Edit v%(number)s")
    form, done = StatementForm, _("The draft is saved.")

    def given(self) -> dict[str, Any]:
        return {"approvers": self.approvers}

    def save(self, answers: dict[str, Any]) -> Statement:
        return services.statement_edit(actor=self.actor, statement=self.object, version=self.version, **answers)


class StatementSend(Step):
    """Freezes how the scope stands. What an auditor would still ask stands beside, and stops nobody."""

    permission, title, called = "controls.statement", _("Send for approval"), _("Send v%(number)s for approval")
    template = "controls/statement_send.html"
    form, done, button = SendForm, _("It is frozen and sent. The approver is told by mail."), _("Freeze and send")

    def given(self) -> dict[str, Any]:
        return {"approvers": [p for p in self.approvers if self.is_alone or p.pk != self.actor.person_id]}

    @cached_property
    def is_alone(self) -> bool:
        return is_alone(self.actor.person_id, [person.pk for person in self.approvers])

    def initial(self) -> dict[str, Any]:
        return {"approver": self.object.approver_id, "change_note": self.object.change_note}

    def context(self) -> dict[str, Any]:
        found = self.now.changes
        return {
            "now": self.now,
            "counted": counted(self.now.counts),
            "asked_url": f"{self.at('detail')}#asked",
            "count": len(found),
            "rows": changed_rows(self.now.themes, found),
            "alone": self.is_alone,
        }

    def save(self, answers: dict[str, Any]) -> Statement:
        return services.statement_request(actor=self.actor, statement=self.object, **answers)


class Decision(Step):
    """What the approver is asked for: the frozen version, and what it changes."""

    permission = "controls.approve"

    def fits(self) -> bool:
        return self.object is not None and self.object.status == Statement.Status.REQUESTED

    @property
    def mine(self) -> bool:
        """Is it the reader who was asked?"""
        return self.actor.person_id is not None and self.object.approver_id == self.actor.person_id

    @cached_property
    def held(self) -> Frozen:
        return frozen(selectors.frozen_of(self.actor, self.object))

    def before(self) -> Frozen | None:
        """The version in force, which this one would take the place of."""
        rows = selectors.statements_for(self.actor).filter(scope=self.scope, status=Statement.Status.APPROVED)
        found = rows.first()
        return frozen(selectors.frozen_of(self.actor, found)) if found else None


class StatementApprove(Decision):
    """Shows once more who one is: what is approved here stands for good."""

    title, called = _("Approve"), _("Approve v%(number)s")
    sudo = True
    template = "controls/statement_approve.html"
    form, button = ApproveForm, _("Approve")
    done = _("It is approved and in force.")

    def initial(self) -> dict[str, Any]:
        return {"digest": self.object.digest}

    def context(self) -> dict[str, Any]:
        held, before = self.held, self.before()
        found: dict[str, Change] = changes(before.lines, held.lines) if before else {}
        return {
            "statement": self.object,
            "mine": self.mine,
            "head": held.head,
            "counted": counted(counts(held.lines)),
            "first": before is None,
            "count": len(found),
            "rows": changed_rows(held.themes, found),
            "all": self.base + self.object.path,
            "decline": self.at("decline"),
            "alone": self.mine and self.object.requester_id == self.actor.person_id,
        }

    def save(self, answers: dict[str, Any]) -> Statement:
        return services.statement_approve(actor=self.actor, statement=self.object, digest=answers["digest"])


class StatementDecline(Decision):
    title, called = _("Decline"), _("Decline v%(number)s")
    form, done, button = DeclineForm, _("It is a draft again, with your words on it."), _("Decline")

    def back(self) -> str:
        return self.at("approve")

    def save(self, answers: dict[str, Any]) -> Statement:
        return services.statement_decline(actor=self.actor, statement=self.object, **answers)


@http.needs("controls.statement")
@require_POST
def draft(request: HttpRequest, reference: str, number: int) -> HttpResponseBase:
    scope = scope_or_404(request.actor, reference, number)

    def run() -> Statement:
        return services.statement_draft(actor=request.actor, scope=scope)

    def told(statement: Statement) -> str:
        return gettext("v%(number)s is drafted. It shows how it stands until you send it.") % {
            "number": statement.number
        }

    return http.act(request, told, request.base + statement_path(scope), run)


def _verb(service: Callable[..., Any], done: Any) -> Any:
    @http.needs("controls.statement")
    @require_POST
    def view(request: Request, reference: str, number: int) -> HttpResponseBase:
        scope = scope_or_404(request.actor, reference, number)
        statement = open_or_404(request.actor, scope)

        def run() -> None:
            service(actor=request.actor, statement=statement)

        return http.act(request, str(done), request.base + statement_path(scope), run)

    return view


withdraw = _verb(services.statement_withdraw, _("It is taken back, and a draft again."))
discard = _verb(services.statement_discard, _("The draft is given up."))
