"""Tokens: the list, a new one, and the end of one."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase
from django.utils.decorators import method_decorator
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from holger.api import permissions, rules, selectors, services
from holger.api.filters import TokenFilter
from holger.api.forms import ROOMS, RevokeForm, TokenForm
from holger.api.models import Token
from holger.core import dates
from holger.core.errors import NotFound
from holger.organisation.models import Person
from holger.organisation.permissions import SEE_PROGRAMS
from holger.ui import cells
from holger.ui.columns import Column
from holger.ui.pages import Button, Empty, FormPage, ListPage

LEVELS = {rules.READ: _("read"), rules.WRITE: _("read and write")}


def scope(token: Token, page: Any = None) -> str:
    """What a token opens, in words."""
    rooms = [
        f"{gettext('Everything') if room == rules.EVERY_ROOM else ROOMS.get(room, room)}: {LEVELS[level]}"
        for room, level in token.scope.items()
    ]
    return "; ".join(rooms)


def state(token: Token, page: Any = None) -> SafeString:
    if token.revoked_at:
        return cells.badge(_("Revoked"))
    if not token.works:
        return cells.badge(_("Expired"))
    if token.person.suspended_at or (token.person.ends_on and token.person.ends_on < dates.today()):
        return cells.badge(_("Refused"), "mid", "lock", _("Whom it acts as is no longer let in."))
    if token.ends_soon:
        days = max((token.expires_at - dates.now()).days, 0)
        left = ngettext("%(n)s day left", "%(n)s days left", days) % {"n": days}
        return cells.badge(left, "mid", "clock-exclamation", _("Make a new one before this one expires."))
    return cells.badge(_("Works"), "ok", "check")


def acts_as(token: Token, page: Any) -> SafeString:
    if not token.person.is_service:
        return cells.person(token.person)
    if not page.actor.may("service_accounts.view"):
        return cells.badge(token.person, "none", "robot")
    return SafeString(
        f'<a href="{page.url("api:account-detail", reference=token.person.reference)}">'
        f"{cells.badge(token.person, 'none', 'robot', gettext('Service account'))}</a>"
    )


def revoke(token: Token, page: Any) -> SafeString:
    if not token.works:
        return cells.dash
    words = gettext("Revoke %(name)s") % {"name": token.name}
    url = page.url("api:token-revoke", pk=token.pk)
    return SafeString(f'<a class="btn btn-sm" href="{url}" aria-label="{cells.escape(words)}">{gettext("Revoke")}</a>')


class TokenList(ListPage):
    permission = permissions.TOKENS
    title = _("API")
    lead = _("Tokens let programs read and write here, as a person or as a service account. Each is shown once.")
    template = "api/token_list.html"
    menu = "organisation:settings"
    name = "tokens"
    filters = TokenFilter
    columns = (
        Column("name", _("Name"), sort="name"),
        Column("person", _("Acts as"), acts_as, sort="person__name"),
        Column("maker", _("Made by"), lambda token, page: token.maker, sort="created_by_label"),
        Column("scope", _("May"), scope),
        Column("state", _("State"), state),
        Column("created_at", _("Created"), lambda token, page: cells.moment(token.created_at), sort="created_at"),
        Column(
            "last_used_at", _("Last used"), lambda token, page: cells.moment(token.last_used_at), sort="last_used_at"
        ),
        Column("expires_at", _("Expires"), lambda token, page: cells.date(token.expires_at), sort="expires_at"),
        Column("revoke", _("Revoke"), revoke),
    )
    default_sort = "-created_at"
    searched = ("name", "person__name")
    create = ("api:token-create", permissions.TOKENS, _("New token"))
    empty = Empty(
        _("No tokens yet"),
        _("With a token, your own scripts and systems can bring assets in and take figures out."),
        ((_("New token"), "api:token-create", True),),
    )

    def rows(self) -> QuerySet[Token]:
        return selectors.tokens_for(self.actor)

    def actions(self) -> list[Button]:
        return [Button(gettext("Service accounts"), self.url("api:account-list"), "robot", permission=SEE_PROGRAMS)]


@method_decorator(never_cache, name="dispatch")
class TokenCreate(FormPage):
    permission = permissions.TOKENS
    sudo = True
    title = _("New token")
    form = TokenForm
    done = ""
    button = _("Create token")
    menu = "organisation:settings"
    made: tuple[Token, str] | None = None

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("API"), self.url("api:token-list")), (self.title, None)]

    def acts_as(self) -> Person:
        """Whom the new token acts as: whoever makes it."""
        return self.request.person

    def save(self, answers: dict[str, Any]) -> Token:
        self.made = services.token_create(actor=self.actor, person=self.acts_as(), **answers)
        return self.made[0]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answered at once, not after a redirect: the secret is kept nowhere, so it can only be shown here."""
        response = super().post(request, *args, **kwargs)
        if self.made is None:
            return response
        token, secret = self.made
        return self.render("api/token_made.html", token=token, secret=secret, scope=scope(token))


class TokenRevoke(FormPage):
    permission = permissions.TOKENS
    title = _("Revoke the token?")
    lead = _("What uses it is refused from now on. A revoked token cannot come back.")
    form = RevokeForm
    done = _("The token is revoked.")
    button = _("Revoke")
    danger = True
    menu = "organisation:settings"

    def find(self) -> Token:
        token = selectors.tokens_for(self.actor).filter(pk=self.kwargs["pk"]).first()
        if token is None:
            raise NotFound
        return token

    def heading(self) -> str:
        return gettext("Revoke %(name)s?") % {"name": self.object.name}

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("API"), self.url("api:token-list")), (self.title, None)]

    def save(self, answers: dict[str, Any]) -> Token:
        return services.token_revoke(actor=self.actor, token=self.object)
