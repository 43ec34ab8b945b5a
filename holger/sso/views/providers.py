"""Providers, under Settings: for owners."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from holger.core.errors import RuleBroken
from holger.sso import permissions, selectors, services
from holger.sso.forms import FORMS, GroupForm, RemoveForm, RequireForm
from holger.sso.models import Provider
from holger.sso.protocols import saml, trial
from holger.ui import cells, http
from holger.ui.http import act, needs, sudo
from holger.ui.pages import Button, DetailPage, Fact, FormPage, Page

LIST = "sso:provider-list"
MENU = "organisation:settings"


def kinds() -> list[tuple[str, str]]:
    """The protocols that are there: SAML where its library is installed."""
    return [(kind.value, kind.label) for kind in Provider.Kind if kind != Provider.Kind.SAML or saml.available()]


def state(provider: Provider) -> Any:
    return cells.badge(_("In use"), "ok", "check") if provider.enabled else cells.badge(_("Not in use"))


class ProviderList(Page):
    permission = permissions.MANAGE
    title = gettext_lazy("Single sign-on")
    lead = gettext_lazy("Let people come in with the sign-in they already have where they work.")
    template = "sso/provider_list.html"
    menu = MENU

    def actions(self) -> list[Button]:
        many = len(kinds()) > 1
        return [
            Button(
                _("New provider (%(kind)s)") % {"kind": label} if many else _("New provider"),
                self.url("sso:provider-create", kind=kind),
                "plus",
                primary=kind == Provider.Kind.OIDC,
            )
            for kind, label in kinds()
        ]

    def context(self) -> dict[str, Any]:
        providers = selectors.providers_listed(self.actor)
        return {"providers": [(one, state(one)) for one in providers], "create": self.actions()[0]}


class ProviderDetail(DetailPage):
    permission = permissions.MANAGE
    template = "sso/provider_detail.html"
    menu = MENU
    icon = "lock-access"

    def find(self) -> Provider:
        return found(self.request, self.kwargs["pk"])

    def heading(self) -> str:
        return self.object.name

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Single sign-on"), self.url(LIST)), (self.object.name, None)]

    def badges(self) -> list[Any]:
        return [state(self.object), cells.badge(self.object.get_kind_display())]

    def actions(self) -> list[Button]:
        provider, pk = self.object, self.object.pk
        switch = _("Take out of use") if provider.enabled else _("Put in use")
        return [
            Button(_("Try it out"), self.url("sso:provider-test", pk=pk), "test-pipe", post=True),
            Button(switch, self.url("sso:provider-switch", pk=pk), primary=not provider.enabled, post=True),
            Button(_("Edit"), self.url("sso:provider-edit", pk=pk), "pencil"),
        ]

    def facts(self) -> list[Fact]:
        provider = self.object
        oidc = provider.kind == Provider.Kind.OIDC
        names = ("discovery_url", "client_id", "scopes") if oidc else ("entity_id", "sign_on_url")
        roles = dict(provider._meta.get_field("default_role").choices or ())
        secret = _("Kept encrypted") if provider.sealed_secret else _("None")
        factor = ", ".join(provider.second_factor_words) if provider.counts_second_factor else _("holger's own counts")
        return [
            *(Fact(provider._meta.get_field(name).verbose_name, getattr(provider, name)) for name in names),
            *([Fact(_("Client secret"), secret)] if oidc else []),
            Fact(_("New people become members"), ", ".join(provider.domain_list) if provider.join else _("No")),
            Fact(_("Role of new members"), roles.get(provider.default_role, "")),
            Fact(_("Claim that lists groups"), provider.group_claim),
            Fact(_("Second factor"), factor),
            Fact(_("Found by the organisation's address"), _("Yes") if provider.listed else _("No")),
            Fact(_("People linked"), str(provider.people)),
        ]

    def context(self) -> dict[str, Any]:
        """The addresses that the provider's administrators and the people here need."""
        provider = self.object
        oidc = provider.kind == Provider.Kind.OIDC
        theirs = (
            [(_("Redirect address"), selectors.full_address(provider, "callback"))]
            if oidc
            else [
                (_("Reply address (ACS)"), selectors.full_address(provider, "acs")),
                (_("Entity ID and metadata"), selectors.full_address(provider, "metadata")),
            ]
        )
        return {
            "theirs": theirs,
            "link": selectors.full_address(provider, "start"),
            "groups": selectors.groups_of(provider),
        }


@method_decorator([never_cache, sensitive_post_parameters("client_secret")], name="dispatch")
class ProviderCreate(FormPage):
    permission = permissions.MANAGE
    sudo = True
    title = gettext_lazy("New provider")
    lead = gettext_lazy("It is not in use before you have tried it out and put it in use.")
    menu = MENU

    @property
    def form(self) -> Any:  # type: ignore[override]
        if self.kwargs["kind"] not in dict(kinds()):
            raise Http404
        return FORMS[Provider.Kind(self.kwargs["kind"])]

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Single sign-on"), self.url(LIST)), (self.title, None)]

    def back(self) -> str:
        return self.url(LIST)

    def save(self, answers: dict[str, Any]) -> Provider:
        return services.provider_create(actor=self.actor, kind=self.kwargs["kind"], **answers)


@method_decorator([never_cache, sensitive_post_parameters("client_secret")], name="dispatch")
class ProviderEdit(FormPage):
    permission = permissions.MANAGE
    sudo = True
    menu = MENU

    def find(self) -> Provider:
        return found(self.request, self.kwargs["pk"])

    @property
    def form(self) -> Any:  # type: ignore[override]
        return FORMS[Provider.Kind(self.object.kind)]

    def heading(self) -> str:
        return _("Edit %(name)s") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> Provider:
        return services.provider_edit(actor=self.actor, provider=self.object, version=self.version, **answers)


class ProviderRemove(FormPage):
    permission = permissions.MANAGE
    sudo = True
    lead = gettext_lazy(
        "Nobody comes in through it any more, and the links to it are gone for good. People and their roles stay."
    )
    menu = MENU
    form = RemoveForm
    button = gettext_lazy("Remove")
    done = gettext_lazy("The provider is removed.")
    danger = True

    def find(self) -> Provider:
        return found(self.request, self.kwargs["pk"])

    def heading(self) -> str:
        return _("Remove %(name)s?") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> None:
        services.provider_remove(actor=self.actor, provider=self.object)

    def next(self, obj: Any) -> str:
        return self.url(LIST)


class GroupAdd(FormPage):
    permission = permissions.MANAGE
    sudo = True
    title = gettext_lazy("Group with a role")
    lead = gettext_lazy(
        "Whoever is in the group has the role from their next sign-in, and loses it when they leave it."
    )
    menu = MENU
    form = GroupForm
    done = gettext_lazy("The group has its role.")

    def find(self) -> Provider:
        return found(self.request, self.kwargs["pk"])

    def save(self, answers: dict[str, Any]) -> Provider:
        services.group_add(actor=self.actor, provider=self.object, **answers)
        return self.object


class Require(FormPage):
    permission = permissions.MANAGE
    sudo = True
    title = gettext_lazy("Single sign-on only")
    lead = gettext_lazy(
        "Owners can still come in by themselves, so that nobody is locked out when the provider is down. "
        "Each such sign-in stands in the history."
    )
    menu = MENU
    form = RequireForm

    def initial(self) -> dict[str, Any]:
        return {"required": self.request.organisation.single_sign_on}

    def save(self, answers: dict[str, Any]) -> None:
        services.single_sign_on_require(actor=self.actor, organisation=self.request.organisation, **answers)

    def back(self) -> str:
        return self.url(LIST)


def found(request: HttpRequest, pk: Any) -> Provider:
    return get_object_or_404(selectors.providers_for(request.actor).select_related("organisation"), pk=pk)


class ProviderTest(Page):
    """The provider is asked, so this is a POST; nothing is written."""

    permission = permissions.MANAGE
    template = "sso/provider_test.html"
    menu = MENU
    http_method_names = ("post",)

    def heading(self) -> str:
        return _("Trying out %(name)s") % {"name": self.provider}

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Single sign-on"), self.url(LIST)), (self.provider.name, self.base + self.provider.path)]

    def post(self, request: HttpRequest, pk: Any) -> HttpResponse:
        self.provider = found(request, pk)
        lines = [(level, RuleBroken(reason).message) for level, reason in trial.lines_of(self.provider)]
        worst = next((level for level in ("error", "warning") if level in dict(lines)), "ok")
        return self.render(lines=lines, worst=worst, provider=self.provider)


@sudo
@needs(permissions.MANAGE)
@require_POST
def provider_switch(request: HttpRequest, pk: Any) -> HttpResponse:
    provider = found(request, pk)

    def told(switched: Provider) -> str:
        return _("The provider is in use.") if switched.enabled else _("The provider is out of use.")

    return act(
        request,
        told,
        request.base + provider.path,
        lambda: services.provider_switch(actor=request.actor, provider=provider, on=not provider.enabled),
    )


@sudo
@needs(permissions.MANAGE)
@require_POST
def group_remove(request: HttpRequest, pk: Any, group: Any) -> HttpResponse:
    provider = found(request, pk)
    mapping = get_object_or_404(selectors.groups_of(provider), pk=group)
    services.group_remove(actor=request.actor, mapping=mapping)
    http.tell(request, _("The group no longer gives a role."))
    return redirect(request.base + provider.path)
