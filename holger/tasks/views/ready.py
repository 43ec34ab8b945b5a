"""The ready wheel: activities that are proposed with their reasons, to tick and accept; from the library, or from a set of one's own."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import Any
from uuid import UUID

from django.core.exceptions import ValidationError
from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.core.errors import RuleBroken
from holger.tasks import services
from holger.tasks.forms.ready import AcceptForm
from holger.tasks.models import Activity, TemplateSet
from holger.tasks.permissions import IMPORT, PLAN
from holger.tasks.rules.ready import PROPOSED, Proposal
from holger.tasks.selectors.ready import Offered, ready_offered, template_sets_for
from holger.tasks.tables.ready import Lines, on_event
from holger.tasks.views.year import MENU, TITLE
from holger.ui import http
from holger.ui.forms import DateField
from holger.ui.pages import Button, Page
from holger.ui.query import Query

ESSENTIAL, HAVE = "essential", "have"
VIEWS = (("", _("To choose")), (ESSENTIAL, _("Essentials first")), (HAVE, _("You have it")))


class ReadyPage(Page):
    """``?set=`` offers a set of the organisation's own templates instead of the library."""

    permission, title, menu = PLAN, _("Ready activities"), MENU
    lead = _("What a year of information security holds, with why, how, and how often. Keep what fits you: nothing is made until you accept it, and the dates are yours to change.")  # fmt: skip
    template = "tasks/ready.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Your own templates"), self.url("tasks:template-list"), "copy", permission=IMPORT)]

    def admit(self) -> None:
        super().admit()
        self.chosen  # noqa: B018 - found, or 404

    # What is looked at

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def sets(self) -> list[TemplateSet]:
        return list(template_sets_for(self.actor).only("organisation", "title"))

    @cached_property
    def chosen(self) -> TemplateSet | None:
        asked = self.request.GET.get("set", "")
        if not asked:
            return None
        try:
            found = template_sets_for(self.actor).filter(pk=UUID(asked)).first()
        except ValueError:
            found = None
        if found is None:
            raise Http404
        return found

    @cached_property
    def offered(self) -> Offered:
        return ready_offered(self.actor, self.today, self.chosen)

    @property
    def view(self) -> str:
        asked = self.request.GET.get("view", "")
        return asked if asked in dict(VIEWS) else ""

    def in_view(self, each: Proposal[UUID], view: str) -> bool:
        if view == HAVE:
            return each.there is not None
        return each.there is None and bool(each.entry.rule) and (view != ESSENTIAL or each.entry.essential)

    @cached_property
    def form(self) -> AcceptForm:
        return AcceptForm(self.request.POST if self.request.method == "POST" else None, actor=self.actor)

    # What is shown

    def context(self) -> dict[str, Any]:
        found = [each for each in self.offered.proposals if self.in_view(each, self.view)]
        lines = Lines(self.offered, self.base, self.ticked(found), self.sent_days(), self.wrong_days)
        events = [each.entry for each in self.offered.proposals if not each.entry.rule]
        return {
            "views": self.views(),
            "sets": self.choices(),
            "groups": lines.groups(found),
            "adds": any(each.there is None for each in found),
            "choosing": self.choosing(),
            "events": [on_event(entry) for entry in events] if not self.view else [],
            "all": not self.offered.to_choose,
        }

    def views(self) -> list[tuple[Any, str, int, bool]]:
        counts = {view: sum(self.in_view(each, view) for each in self.offered.proposals) for view, _title in VIEWS}
        shown = [each for each in VIEWS if counts[each[0]] or not each[0]]
        return [
            (title, self.query.change(view=view, choose=""), counts[view], view == self.view) for view, title in shown
        ]

    def choices(self) -> list[tuple[str, str, bool]]:
        """The library and one's own sets."""
        if not self.sets:
            return []
        ours = [(each.title, f"?set={each.pk}", each == self.chosen) for each in self.sets]
        return [(gettext("The ready wheel"), "?", self.chosen is None), *ours]

    def ticked(self, found: Sequence[Proposal[UUID]]) -> frozenset[str]:
        """What was sent, what ``?choose=`` asks for, or else what one would be wise to accept."""
        if self.request.method == "POST":
            return frozenset(self.request.POST.getlist("take"))
        asked = self.request.GET.get("choose", "")
        wanted = [each for each in found if each.there is None]
        if asked == "all":
            return frozenset(each.entry.key for each in wanted)
        if asked == "starter":
            return frozenset(each.entry.key for each in wanted if each.entry.essential)
        if asked == "none":
            return frozenset()
        return frozenset(each.entry.key for each in wanted if self.chosen is not None or each.why in PROPOSED)

    def choosing(self) -> list[tuple[Any, str, str]]:
        """Ways to tick many at once, for those without JavaScript too."""
        ways = ((_("The essentials"), "starter"), (_("All that is shown"), "all"), (_("None"), "none"))
        return [(title, self.query.change(choose=choose), choose) for title, choose in ways]

    # Accepting

    def sent_days(self) -> Mapping[str, str]:
        """The days as they were written, by key."""
        sent = self.request.POST if self.request.method == "POST" else {}
        return {name.removeprefix("date-"): str(sent[name]).strip() for name in sent if name.startswith("date-")}

    @cached_property
    def wrong_days(self) -> dict[str, str]:
        return {}

    def days(self, keys: Sequence[str]) -> dict[str, date]:
        """Of what is accepted the days that are chosen; what is no day is told at its place."""
        field, found = DateField(), {}
        for key, text in self.sent_days().items():
            if key not in keys:
                continue
            try:
                found[key] = field.clean(text)
            except ValidationError as invalid:
                self.wrong_days[key] = " ".join(invalid.messages)
        return found

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        one = request.POST.get("one", "")
        keys = [one] if one else request.POST.getlist("take")
        if not self.form.is_valid():
            return self.refuse()
        if not keys:
            return self.refuse(_("Tick what you want to keep."))
        days = self.days(keys)
        if self.wrong_days:
            return self.refuse(_("A day is not as it should be."))
        try:
            made = services.ready_accept(
                actor=self.actor, keys=keys, days=days, owner=self.form.answers["owner"], chosen=self.chosen
            )
        except RuleBroken as broken:
            field = broken.field or ""
            if field.startswith("date-"):
                self.wrong_days[field.removeprefix("date-")] = str(broken.message)
            return self.refuse(broken.message, "owner" if field == "owner" else None)
        http.tell(request, self.told(made))
        return HttpResponseRedirect(request.path + self.query.change(choose=None).removesuffix("?"))

    def refuse(self, why: Any = "", field: str | None = None) -> HttpResponse:
        if why:
            self.form.add_error(field, why)
        return self.render(status=422)

    def told(self, made: Sequence[Activity]) -> str:
        text = ngettext("%(count)s activity is on the wheel.", "%(count)s activities are on the wheel.", len(made))
        link = format_html('<a href="{}">{}</a>', self.url(MENU), gettext("See the year"))
        return format_html("{} {}", text % {"count": len(made)}, link)
