"""Subscribe in your calendar: addresses to give to Outlook, Apple or Google, shown once and revoked whenever one likes."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.decorators import method_decorator
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache

from holger.tasks import services
from holger.tasks.forms.feeds import ALL, FeedForm, RevokeForm
from holger.tasks.models import Feed
from holger.tasks.permissions import VIEW
from holger.tasks.selectors.feeds import feeds_for
from holger.tasks.views.year import MENU, TITLE
from holger.ui.pages import FormPage


@method_decorator(never_cache, name="dispatch")
class Feeds(FormPage):
    """The calendars that there are, how to subscribe, and a new one. What is new is answered at once: its address is kept nowhere."""

    permission, menu = VIEW, MENU
    title, button, done = _("Subscribe in your calendar"), _("Make an address"), ""
    lead = _(
        "Your calendar asks holger for what is due, and shows it beside your meetings. It brings itself up to date."
    )
    form = FeedForm
    template = "tasks/feeds.html"
    made: tuple[Feed, str] | None = None

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def bound(self) -> Any:
        form = super().bound
        reach = self.actor.reach(VIEW)
        form.offer(reach.everything or bool(reach.unit_ids))
        return form

    def context(self) -> dict[str, Any]:
        rows = list(feeds_for(self.actor).filter(revoked_at=None))
        me = self.actor.person_id
        address = services.feed_address(self.made[1]) if self.made else ""
        return {
            "mine": [row for row in rows if row.person_id == me],
            "others": [row for row in rows if row.person_id != me],
            "address": address,
            "webcal": "webcal://" + address.partition("://")[2],
        }

    def save(self, answers: dict[str, Any]) -> Feed:
        everything = answers.get("what") == ALL
        self.made = services.feed_create(actor=self.actor, name=answers["name"], everything=everything)
        return self.made[0]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = super().post(request, *args, **kwargs)
        if self.made is None:
            return response
        return self.render("tasks/feed_made.html")


class FeedRevoke(FormPage):
    permission, menu = VIEW, MENU
    title, button, done, danger = _("Revoke the address?"), _("Revoke"), _("The address is revoked."), True
    lead = _("Calendars that use it get nothing from now on. It cannot come back; you can always make a new one.")
    form = RevokeForm

    def find(self) -> Feed:
        return get_object_or_404(feeds_for(self.actor).filter(revoked_at=None), pk=self.kwargs["pk"])

    def permission_on(self) -> None:
        self.object  # noqa: B018 - found, or 404. Whose it is the service asks: managers revoke anybody's.

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (_("Subscribe in your calendar"), self.url("tasks:feeds")), (self.title, None)]

    def save(self, answers: dict[str, Any]) -> Feed:
        return services.feed_revoke(actor=self.actor, feed=self.object)

    def back(self) -> str:
        return self.url("tasks:feeds")

    def next(self, obj: Any) -> str:
        return self.back()
