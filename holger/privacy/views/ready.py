"""The ready activities: to read, to tick and to take as drafts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.privacy import library, selectors, services
from holger.privacy.forms.record import TakeForm
from holger.privacy.models import Activity
from holger.privacy.permissions import EDIT
from holger.privacy.tables.ready import Lines
from holger.privacy.views.common import MENU, TITLE, Way
from holger.ui import http
from holger.ui.pages import Page


class ReadyPage(Page):
    permission, title, menu = EDIT, _("Ready activities"), MENU
    lead = _("What most organisations do with personal data, in Danish and English. Take what fits: each becomes a draft of yours, with purposes, data, basis and periods to check and change.")  # fmt: skip
    template = "privacy/record/ready.html"

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def form(self) -> TakeForm:
        return TakeForm(self.request.POST if self.request.method == "POST" else None, actor=self.actor)

    def context(self) -> dict[str, Any]:
        lines = Lines(selectors.ready_offered(self.actor), self.base, self.ticked())
        return {"groups": [lines.group(area) for area in library.areas()], "choosing": self.choosing()}

    def ticked(self) -> frozenset[str]:
        """What was sent, or what ``?choose=all`` asks for, without JavaScript too."""
        if self.request.method == "POST":
            return frozenset(self.request.POST.getlist("take"))
        return frozenset(library.by_key()) if self.request.GET.get("choose") == "all" else frozenset()

    def choosing(self) -> list[tuple[Any, str, str]]:
        return [(_("All that is shown"), "?choose=all", "all"), (_("None"), "?", "none")]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        one = request.POST.get("one", "")
        keys = [one] if one else request.POST.getlist("take")
        if not self.form.is_valid():
            return self.refuse()
        if not keys:
            return self.refuse(_("Tick what you want to take."))
        try:
            made = services.ready_take(actor=self.actor, keys=keys, **self.form.answers)
        except RuleBroken as broken:
            return self.refuse(broken.message, broken.field if broken.field in self.form.fields else None)
        http.tell(request, self.told(made))
        return HttpResponseRedirect(self.base + made[0].path if len(made) == 1 else self.url(MENU))

    def refuse(self, why: Any = "", field: str | None = None) -> HttpResponse:
        if why:
            self.form.add_error(field, why)
        return self.render(status=422)

    def told(self, made: Sequence[Activity]) -> str:
        text = ngettext("%(count)s draft is made.", "%(count)s drafts are made.", len(made)) % {"count": len(made)}
        return format_html('{} <a href="{}?status=draft">{}</a>', text, self.url(MENU), gettext("See the drafts"))
