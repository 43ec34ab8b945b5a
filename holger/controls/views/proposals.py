"""Choosing controls from the catalogue: what answers the requirements of a framework, to tick and accept."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.controls import selectors, services
from holger.controls.filters.proposals import HAVE, STARTER, ProposalFilter, area_of, areas, in_view
from holger.controls.forms.proposals import AcceptForm
from holger.controls.permissions import EDIT
from holger.controls.rules.proposing import Proposal
from holger.controls.tables.proposals import line
from holger.controls.views.common import MENU
from holger.core.errors import RuleBroken
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.frameworks.models import Scope
from holger.frameworks.permissions import VIEW as SEE_FRAMEWORKS
from holger.frameworks.selectors import framework_short, scopes_for
from holger.ui import http
from holger.ui.pages import Button, Page
from holger.ui.query import Query

PROPOSED: Kept[selectors.Proposed] = Kept(8)
"""Few: each holds the requirements of all frameworks."""
VIEWS = (("", _("To choose")), (STARTER, _("Essentials first")), (HAVE, _("You have it")))


@dataclass(frozen=True)
class Group:
    """The proposals of an area."""

    key: str
    title: str
    lines: Sequence[SafeString]


class Proposals(Page):
    """``?framework=FW-1``: in its first scope; ``FW-1-2``: in its second. Without it, the first that one sees."""

    permission, title, menu = EDIT, _("Proposed controls"), MENU
    template = "controls/proposals.html"

    def admit(self) -> None:
        super().admit()
        http.check(self.request, SEE_FRAMEWORKS)
        self.scope  # noqa: B018 - found, or 404

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Controls"), self.url(MENU)), (self.title, None)]

    def actions(self) -> Sequence[Button]:
        return [Button(_("Board"), self.url("controls:control-board"), "columns-3")]

    # What is looked at

    @cached_property
    def scopes(self) -> list[Scope]:
        rows = scopes_for(self.actor).select_related("framework", "unit")
        return list(rows.order_by("framework__number", "number"))

    @cached_property
    def scope(self) -> Scope | None:
        asked = self.request.GET.get("framework", "")
        if not asked:
            return self.scopes[0] if self.scopes else None
        found = next((each for each in self.scopes if asked in (each.reference, each.framework.reference)), None)
        if found is None:
            raise Http404
        return found

    @cached_property
    def proposed(self) -> selectors.Proposed:
        """Worked out once until anything is written; what is written here may yet be undone."""
        scope = self.scope
        assert scope is not None
        if self.request.method != "GET":
            return selectors.proposed(self.actor, scope)
        return PROPOSED.get((http.moment(self.request), scope.pk), lambda: selectors.proposed(self.actor, scope))

    @cached_property
    def filtering(self) -> ProposalFilter:
        return ProposalFilter(self.request.GET, self.proposed)

    @property
    def query(self) -> Query:
        return self.filtering.query

    # What is shown

    def context(self) -> dict[str, Any]:
        if self.scope is None:
            return {"scope": None, "may_choose": self.actor.may("frameworks.edit")}
        found = self.filtering.found()
        return {
            "scope": self.scope,
            "views": self.views(),
            "here": self.named(self.scope),
            "search": self.request.GET.get("q", "").strip(),
            "groups": self.groups(found),
            "adds": sum(each.adds for each in found),
            "none_wanted": not self.proposed.proposals,
        }

    def views(self) -> list[tuple[Any, str, int, bool]]:
        counts = {view: sum(in_view(each, view) for each in self.proposed.proposals) for view, _title in VIEWS}
        here = self.filtering.view
        return [(title, self.query.change(view=view, choose=""), counts[view], view == here) for view, title in VIEWS]

    def choices(self) -> list[tuple[str, str, bool]]:
        """The frameworks to choose among, with the address of each."""
        query = Query(self.request.GET)
        return [(self.named(each), query.change(framework=each.reference), each == self.scope) for each in self.scopes]

    def named(self, scope: Scope) -> str:
        name = framework_short(scope.framework)
        return f"{name} · {scope.unit}" if scope.unit else name

    def groups(self, found: Sequence[Proposal[UUID]]) -> list[Group]:
        chosen = self.chosen(found)
        by_area: dict[str, list[SafeString]] = {key: [] for key in areas()}
        for each in found:
            drawn = line(each, self.proposed, self.base, chosen=each.key in chosen)
            by_area[area_of(each)].append(drawn)
        return [Group(key, title, by_area[key]) for key, title in areas().items() if by_area[key]]

    def chosen(self, found: Sequence[Proposal[UUID]]) -> set[str]:
        """What is ticked: what was sent, what ``?choose=`` asks for, or the essentials for whoever has no controls."""
        if self.request.method == "POST":
            return set(self.request.POST.getlist("take"))
        asked = self.request.GET.get("choose", "")
        if asked == "all":
            return {each.key for each in found}
        essentials = asked == STARTER or (not asked and not self.proposed.controls)
        return {each.key for each in found if each.starter} if essentials else set()

    def choosing(self) -> list[tuple[Any, str, str]]:
        """Ways to tick many at once, for those without JavaScript too."""
        ways = ((_("The essentials"), STARTER), (_("All that is shown"), "all"), (_("None"), "none"))
        return [(title, self.query.change(choose=choose), choose) for title, choose in ways]

    @cached_property
    def form(self) -> AcceptForm:
        return AcceptForm(self.request.POST if self.request.method == "POST" else None, actor=self.actor)

    # Accepting

    def post(self, request: Request, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.scope is None:
            raise Http404
        keys = request.POST.getlist("take")
        if not self.form.is_valid():
            return self.refuse()
        if not keys:
            return self.refuse(_("Tick what you want to keep."))
        try:
            done = services.proposals_accept(actor=self.actor, scope=self.scope, keys=keys, **self.form.answers)
        except RuleBroken as broken:
            return self.refuse(broken.message, broken.field)
        http.tell(request, self.told(done))
        return HttpResponseRedirect(request.path + self.query.change(choose="none").removesuffix("?"))

    def refuse(self, why: Any = "", field: str | None = None) -> HttpResponse:
        if why:
            self.form.add_error(field if field in self.form.fields else None, why)
        return self.render(status=422)

    def told(self, done: services.Accepted) -> str:
        """How many controls are new, how many answer more, and where to go on with them."""
        made, more = len(done.made), len(done.completed)
        parts = [
            ngettext("%(count)s control added", "%(count)s controls added", made) % {"count": made} if made else "",
            ngettext("%(count)s control answers more", "%(count)s controls answer more", more) % {"count": more}
            if more
            else "",
            ngettext("%(count)s requirement answered", "%(count)s requirements answered", done.links)
            % {"count": done.links},
        ]
        board = format_html('<a href="{}">{}</a>', self.url("controls:control-board"), gettext("See them on the board"))
        return format_html("{}. {}", ", ".join(filter(None, parts)), board)
