"""Service accounts: the list, one of them with its roles and tokens, and what is done to them."""

from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from holger.api import selectors
from holger.api.filters import AccountFilter
from holger.api.forms import AccountForm, AccountRoleForm
from holger.api.permissions import TOKENS
from holger.api.views import tokens
from holger.core.actor import Actor
from holger.organisation import services
from holger.organisation.models import Person, ServiceAccount
from holger.organisation.permissions import EDIT_PROGRAMS, INVITE, SEE_PROGRAMS
from holger.organisation.selectors import held_by
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.http import act, needs
from holger.ui.pages import Button, DetailPage, Empty, Fact, FormPage, ListPage


def answers_cell(account: Any, page: Any = None) -> SafeString:
    """Who answers for it, or that nobody does any longer."""
    if account.answered_for:
        return cells.person(account.responsible)
    return cells.badge(_("No responsible person"), "high", "alert-triangle", account.responsible or "")


def state_badge(account: Any, page: Any = None) -> SafeString:
    if account.suspended_at:
        return cells.badge(_("Suspended"), "mid", "lock")
    if not account.working:
        return cells.badge(_("No token"))
    return cells.badge(_("Works"), "ok", "check")


class AccountList(ListPage):
    permission = SEE_PROGRAMS
    title = gettext_lazy("Service accounts")
    lead = gettext_lazy(
        "Programs with roles and tokens of their own. They never sign in, and somebody answers for each."
    )
    menu = "organisation:settings"
    name = "service-accounts"
    filters = AccountFilter
    columns = (
        Column("reference", gettext_lazy("Ref."), lambda row, page: cells.ref(row), sort="number"),
        Column("name", gettext_lazy("Name"), lambda row, page: cells.name(row, page.base), sort="name"),
        Column("job_title", gettext_lazy("What it is for"), sort="job_title"),
        Column("responsible", gettext_lazy("Responsible"), answers_cell, sort="responsible__name"),
        Column(
            "roles",
            gettext_lazy("Roles"),
            lambda row, page: cells.several(cells.badge(str(g)) for g in row.grants.all()),
        ),
        Column("working", gettext_lazy("Tokens that work"), sort="working"),
        Column(
            "last_used_at",
            gettext_lazy("Last used"),
            lambda row, page: cells.moment(row.last_used_at),
            sort="last_used_at",
        ),
        Column("state", gettext_lazy("State"), state_badge),
    )
    default_sort = "name"
    searched = ("reference", "name", "job_title")
    create = ("api:account-create", EDIT_PROGRAMS, gettext_lazy("New service account"))
    empty = Empty(
        gettext_lazy("No service accounts yet"),
        gettext_lazy(
            "Give a program that must outlive people an account of its own, with no more rights than it needs."
        ),
        ((gettext_lazy("New service account"), "api:account-create", True),),
    )

    def rows(self) -> Any:
        return selectors.accounts_listed(self.actor)

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("API"), self.url("api:token-list")), (self.title, None)]


class AboutAccount:
    """Pages below one account's address."""

    menu = "organisation:settings"
    request: HttpRequest
    kwargs: dict[str, Any]

    def find(self) -> ServiceAccount:
        return account_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> list[tuple[Any, str | None]]:
        account: ServiceAccount = self.object  # type: ignore[attr-defined]
        return [*crumbs(self.request), (account, self.request.base + account.path)]


def crumbs(request: HttpRequest) -> list[tuple[Any, str | None]]:
    return [
        (_("API"), request.url("api:token-list")),
        (_("Service accounts"), request.url("api:account-list")),
    ]


def account_or_404(actor: Actor, reference: str) -> ServiceAccount:
    return get_object_or_404(selectors.accounts_listed(actor), reference=reference)


class AccountDetail(AboutAccount, DetailPage):
    permission = SEE_PROGRAMS
    template = "api/account_detail.html"
    icon = "robot"
    object: ServiceAccount

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return crumbs(self.request)

    def badges(self) -> list[SafeString]:
        orphan = [] if self.object.answered_for else [answers_cell(self.object)]
        return [state_badge(self.object), *orphan, *(cells.badge(str(g), "accent") for g in self.object.grants.all())]

    def actions(self) -> list[Button]:
        here = {"reference": self.object.reference}
        return [
            Button(_("Edit"), self.url("api:account-edit", **here), "pencil", permission=EDIT_PROGRAMS),
            Button(_("New token"), self.url("api:account-token", **here), "key", primary=True, permission=TOKENS),
        ]

    def quiet_actions(self) -> list[Button]:
        """What is rarely done, below the facts."""
        if self.object.suspended_at:
            first = self._post("resume", _("Let back in"), "lock-open")
        else:
            ask = _("Suspend %(name)s? Its tokens are revoked.") % {"name": self.object}
            first = self._post("suspend", _("Suspend"), "lock", ask)
        ask = _("Remove %(name)s from the register? Suspending keeps it.") % {"name": self.object}
        return self.allowed([first, self._post("remove", _("Remove"), "trash", ask)], self.object)

    def _post(self, what: str, text: str, icon: str, ask: str = "") -> Button:
        url = self.url(f"api:account-{what}", reference=self.object.reference)
        return Button(text, url, icon, permission=EDIT_PROGRAMS, post=True, confirm=ask)

    def facts(self) -> list[Fact]:
        account = self.object
        return [
            Fact(_("What it is for"), account.job_title),
            Fact(_("Responsible"), answers_cell(account)),
            Fact(_("Unit"), cells.link(account.unit, self.base + account.unit.path) if account.unit else ""),
            Fact(_("Made"), cells.date(account.created_at)),
            Fact(_("Last used"), cells.moment(account.last_used_at)),
        ]

    @cached_property
    def tokens(self) -> list[Any]:
        return list(selectors.tokens_for(self.actor).filter(person=self.object).order_by("-created_at"))

    def context(self) -> dict[str, Any]:
        shown = [(t, tokens.scope(t), tokens.state(t), tokens.revoke(t, self)) for t in self.tokens]
        may_see = self.actor.may(TOKENS, self.object)
        return {
            "grants": self.object.grants.all(),
            "may_give": self.actor.may(INVITE, self.object),
            "tokens": shown,
            "may_see_tokens": may_see,
        }


class AccountCreate(FormPage):
    permission = EDIT_PROGRAMS
    title = gettext_lazy("New service account")
    menu = "organisation:settings"
    form = AccountForm
    done = gettext_lazy("The service account is there. Give it a role and a token.")

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [*crumbs(self.request), (self.title, None)]

    def initial(self) -> dict[str, Any]:
        return {"responsible": self.request.person.pk}

    def save(self, answers: dict[str, Any]) -> ServiceAccount:
        return services.service_account_create(actor=self.actor, **answers)

    def back(self) -> str:
        return self.url("api:account-list")


class AccountEdit(AboutAccount, FormPage):
    permission = EDIT_PROGRAMS
    title = gettext_lazy("Edit service account")
    form = AccountForm

    def initial(self) -> dict[str, Any]:
        return {"unit": self.object.unit_id, "responsible": self.object.responsible_id}

    def save(self, answers: dict[str, Any]) -> ServiceAccount:
        return services.service_account_edit(actor=self.actor, account=self.object, version=self.version, **answers)


class AccountRoleGive(AboutAccount, FormPage):
    permission = INVITE
    form = AccountRoleForm
    button = gettext_lazy("Give the role")
    done = gettext_lazy("The role is given.")

    def heading(self) -> str:
        return _("Give %(name)s a role") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> ServiceAccount:
        services.role_give(actor=self.actor, person=self.object, **answers)
        return self.object


@method_decorator(never_cache, name="dispatch")
class AccountTokenCreate(AboutAccount, tokens.TokenCreate):
    """A token that acts as the account, for whoever may do all that the account may."""

    permission = TOKENS

    def heading(self) -> str:
        return _("New token for %(name)s") % {"name": self.object}

    def acts_as(self) -> Person:
        return self.object

    def back(self) -> str:
        return self.base + self.object.path


@needs(INVITE)
@require_POST
def account_role_take(request: HttpRequest, reference: str, pk: Any) -> HttpResponse:
    account = account_or_404(request.actor, reference)
    grant = get_object_or_404(held_by(account).select_related("unit"), pk=pk)
    take = services.role_take
    return act(
        request,
        _("The role is taken back."),
        request.base + account.path,
        lambda: take(actor=request.actor, grant=grant),
    )


@needs(EDIT_PROGRAMS)
@require_POST
def account_suspend(request: HttpRequest, reference: str) -> HttpResponse:
    account = account_or_404(request.actor, reference)
    done = _("%(name)s is suspended, and its tokens are revoked.") % {"name": account}
    stop = services.service_account_suspend
    return act(request, done, request.base + account.path, lambda: stop(actor=request.actor, account=account))


@needs(EDIT_PROGRAMS)
@require_POST
def account_resume(request: HttpRequest, reference: str) -> HttpResponse:
    account = account_or_404(request.actor, reference)
    done = _("%(name)s is let in again. It needs a new token.") % {"name": account}
    let_in = services.service_account_resume
    return act(request, done, request.base + account.path, lambda: let_in(actor=request.actor, account=account))


@needs(EDIT_PROGRAMS)
@require_POST
def account_remove(request: HttpRequest, reference: str) -> HttpResponse:
    account = account_or_404(request.actor, reference)
    done = _("%(name)s is removed from the register.") % {"name": account}
    remove, to = services.service_account_remove, request.url("api:account-list")
    return act(request, done, to, lambda: remove(actor=request.actor, account=account))
