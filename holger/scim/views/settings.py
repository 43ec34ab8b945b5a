"""The feed of people, under Settings: for owners."""

from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from holger.scim import permissions, selectors, services
from holger.scim.forms import FeedForm, FeedRoleForm, FeedTokenForm
from holger.scim.models import Feed, FeedGroup, FeedRole
from holger.ui.http import act, needs, sudo
from holger.ui.pages import Button, FormPage, Page

FEED = "feed:feed"
MENU = "organisation:settings"


class FeedPage(Page):
    permission = permissions.MANAGE
    title = gettext_lazy("Feed of people")
    lead = gettext_lazy("Your directory tells who comes, who changes place and who leaves.")
    template = "scim/feed.html"
    menu = MENU

    def actions(self) -> list[Button]:
        return [Button(_("New token for the directory"), self.url("feed:token"), "key", primary=True)]

    def context(self) -> dict[str, Any]:
        return {
            "feed": selectors.feed_of(self.actor.organisation_id),
            "address": selectors.address_of(self.request.organisation),
            "groups": selectors.groups_listed(self.actor),
            "people": selectors.users_counted(self.actor),
        }


class BelowFeed(FormPage):
    permission = permissions.MANAGE
    menu = MENU

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(_("Feed of people"), self.url(FEED)), (self.heading(), None)]

    def back(self) -> str:
        return self.url(FEED)


class FeedEdit(BelowFeed):
    title = gettext_lazy("What the directory's word counts for")
    form = FeedForm

    def find(self) -> Feed:
        return selectors.feed_of(self.actor.organisation_id)

    def save(self, answers: dict[str, Any]) -> Feed:
        return services.feed_edit(actor=self.actor, **answers)


@method_decorator(never_cache, name="dispatch")
class FeedTokenCreate(BelowFeed):
    sudo = True
    title = gettext_lazy("New token for the directory")
    lead = gettext_lazy(
        "It opens the feed and nothing else, and acts as a service account that you answer for. Make a new one before it expires."
    )
    form = FeedTokenForm
    done = ""
    button = gettext_lazy("Create token")
    made: services.Opened | None = None

    def save(self, answers: dict[str, Any]) -> Any:
        account, person = _("Feed of people"), self.request.person
        create = services.feed_token_create
        self.made = create(actor=self.actor, account_name=account, responsible=person, **answers)

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Answered at once, not after a redirect: the secret is kept nowhere, so it can only be shown here."""
        response = super().post(request, *args, **kwargs)
        if self.made is None:
            return response
        address = selectors.address_of(self.request.organisation)
        return self.render("scim/token_made.html", token=self.made.token, secret=self.made.secret, address=address)


class RoleAdd(BelowFeed):
    sudo = True
    lead = gettext_lazy("Whoever is in the group has the role at once, and loses it when they leave the group.")
    form = FeedRoleForm
    button = gettext_lazy("Give the role")
    done = gettext_lazy("The group has its role.")

    def find(self) -> FeedGroup:
        return get_object_or_404(selectors.groups_listed(self.actor), pk=self.kwargs["pk"])

    def heading(self) -> str:
        return _("Give %(name)s a role") % {"name": self.object}

    def save(self, answers: dict[str, Any]) -> None:
        services.role_add(actor=self.actor, group=self.object, **answers)


@sudo
@needs(permissions.MANAGE)
@require_POST
def role_remove(request: HttpRequest, pk: Any) -> HttpResponse:
    rows = FeedRole.objects.filter(group__in=selectors.groups_listed(request.actor)).select_related("group")
    row = get_object_or_404(rows, pk=pk)
    remove = services.role_remove
    done = _("The group no longer gives a role.")
    return act(request, done, request.url(FEED), lambda: remove(actor=request.actor, row=row))
