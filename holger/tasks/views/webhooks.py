"""Chats that are told what is overdue, under Settings."""

from collections.abc import Sequence
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST

from holger.tasks import services
from holger.tasks.forms.notices import WebhookForm
from holger.tasks.models import Webhook
from holger.tasks.permissions import SETTINGS
from holger.tasks.selectors.mail import must_see_all
from holger.tasks.selectors.webhooks import webhooks_for
from holger.ui import cells
from holger.ui.http import act, needs
from holger.ui.pages import Button, FormPage, Page

MENU, LIST = "organisation:settings", "tasks:webhook-list"


def state(webhook: Webhook) -> Any:
    if not webhook.active:
        return cells.badge(_("Not in use"))
    if webhook.last_error:
        return cells.badge(_("Does not arrive"), "crit", "alert-triangle")
    return cells.badge(_("Arrives"), "ok", "check") if webhook.last_at else cells.badge(_("Not tried yet"))


class WebhookList(Page):
    permission, menu = SETTINGS, MENU
    template = "tasks/webhook_list.html"
    title = gettext_lazy("Chats")
    lead = gettext_lazy(
        "Channels in Slack or Teams that are told what is overdue or was missed: what it is and where, and nothing more."
    )

    def admit(self) -> None:
        super().admit()
        must_see_all(self.request.actor)

    def actions(self) -> Sequence[Button]:
        return (Button(_("New chat"), self.url("tasks:webhook-create"), "plus", primary=True, permission=SETTINGS),)

    def context(self) -> dict[str, Any]:
        return {"webhooks": [(webhook, state(webhook)) for webhook in webhooks_for(self.actor)]}


@method_decorator([never_cache, sensitive_post_parameters("address")], name="dispatch")
class WebhookCreate(FormPage):
    permission, menu = SETTINGS, MENU
    title, form = gettext_lazy("New chat"), WebhookForm
    done = gettext_lazy("Saved. Try it out: does it arrive?")

    def admit(self) -> None:
        super().admit()
        must_see_all(self.request.actor)

    def save(self, answers: dict[str, Any]) -> Webhook:
        return services.webhook_create(actor=self.actor, **answers)

    def back(self) -> str:
        return self.url(LIST)

    def next(self, obj: Any) -> str:
        return self.url(LIST)

    def crumbs(self) -> list[tuple[Any, str | None]]:
        return [(WebhookList.title, self.back()), (self.heading(), None)]


class WebhookEdit(WebhookCreate):
    title, done = gettext_lazy("Change a chat"), gettext_lazy("Saved.")  # type: ignore[assignment]

    def find(self) -> Webhook:
        return found(self.request, self.kwargs["pk"])

    def heading(self) -> str:
        return self.object.name

    def save(self, answers: dict[str, Any]) -> Webhook:
        return services.webhook_edit(actor=self.actor, webhook=self.object, version=self.version, **answers)


@needs(SETTINGS)
@require_POST
def webhook_test(request: HttpRequest, pk: Any) -> HttpResponse:
    webhook = found(request, pk)
    done = _("It has arrived. Look in the chat.")
    return act(request, done, request.url(LIST), lambda: services.webhook_test(actor=request.actor, webhook=webhook))


@needs(SETTINGS)
@require_POST
def webhook_remove(request: HttpRequest, pk: Any) -> HttpResponse:
    webhook = found(request, pk)
    done = _("%(name)s is told nothing more.") % {"name": webhook.name}
    return act(request, done, request.url(LIST), lambda: services.webhook_remove(actor=request.actor, webhook=webhook))


def found(request: Any, pk: Any) -> Webhook:
    webhook: Webhook = get_object_or_404(webhooks_for(request.actor), pk=pk)
    return webhook
