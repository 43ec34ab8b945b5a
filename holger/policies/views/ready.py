"""The ready policies: proposed with what they serve, to read, to tick and to take as drafts."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core import prose
from holger.core.errors import RuleBroken
from holger.core.words import LANGUAGES, say
from holger.exchange.papers.pages import LANGUAGE_WORDS
from holger.policies import services
from holger.policies.forms.ready import TakeForm
from holger.policies.models import Policy, PolicyType
from holger.policies.permissions import WRITE
from holger.policies.rules.ready import Proposal
from holger.policies.selectors.ready import Offered, ready_offered, ready_texts
from holger.policies.tables.ready import Lines, audience
from holger.ui import cells, http
from holger.ui.pages import Button, Fact, Page
from holger.ui.query import Query

MENU = "policies:policy-list"
ASKED, HAVE = "asked", "have"
VIEWS = (("", _("To choose")), (ASKED, pgettext_lazy("ready policies", "Asked for")), (HAVE, _("You have it")))
EVERY = 1_000


class ReadyPage(Page):
    permission, title, menu = WRITE, _("Ready policies"), MENU
    lead = _("Policies and procedures that most organisations need, in Danish and English. Take those that fit: they become drafts of yours, with your names in them, and say nothing until you have read and approved them.")  # fmt: skip
    template = "policies/ready.html"

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Policies"), self.url(MENU)), (self.title, None)]

    @cached_property
    def query(self) -> Query:
        return Query(self.request.GET)

    @cached_property
    def offered(self) -> Offered:
        return ready_offered(self.actor)

    @property
    def view(self) -> str:
        asked = self.request.GET.get("view", "")
        return asked if asked in dict(VIEWS) else ""

    def in_view(self, each: Proposal[UUID], view: str) -> bool:
        if view == HAVE:
            return each.there is not None
        return each.there is None and (view != ASKED or bool(each.asked))

    @cached_property
    def form(self) -> TakeForm:
        return TakeForm(self.request.POST if self.request.method == "POST" else None, actor=self.actor)

    # What is shown

    def context(self) -> dict[str, Any]:
        found = [each for each in self.offered.proposals if self.in_view(each, self.view)]
        lines = Lines(self.offered, self.base, self.url("policies:ready"), self.ticked(found))
        return {
            "views": self.views(),
            "groups": lines.groups(found),
            "adds": any(each.there is None for each in found),
            "choosing": self.choosing(),
            "all": all(each.there is not None for each in self.offered.proposals),
        }

    def views(self) -> list[tuple[Any, str, int, bool]]:
        counts = {view: sum(self.in_view(each, view) for each in self.offered.proposals) for view, _title in VIEWS}
        shown = [each for each in VIEWS if counts[each[0]] or not each[0]]
        return [
            (title, self.query.change(view=view, choose=""), counts[view], view == self.view) for view, title in shown
        ]

    def ticked(self, found: Sequence[Proposal[UUID]]) -> frozenset[str]:
        """What was sent, or what ``?choose=`` asks for. Nobody has to read thirty policies because a box was ticked."""
        if self.request.method == "POST":
            return frozenset(self.request.POST.getlist("take"))
        wanted = self.request.GET.get("choose") == "all"
        return frozenset(each.entry.key for each in found if wanted and each.there is None)

    def choosing(self) -> list[tuple[Any, str, str]]:
        """Ways to tick many at once, for those without JavaScript too."""
        ways = ((_("All that is shown"), "all"), (_("None"), "none"))
        return [(title, self.query.change(choose=choose), choose) for title, choose in ways]

    # Taking

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
        return HttpResponseRedirect(self.next(made))

    def next(self, made: Sequence[Policy]) -> str:
        """To the one that was taken, else back to the rest."""
        if len(made) == 1:
            return self.base + made[0].path
        return self.request.path + self.query.change(choose=None).removesuffix("?")

    def refuse(self, why: Any = "", field: str | None = None) -> HttpResponse:
        if why:
            self.form.add_error(field, why)
        return self.render(status=422)

    def told(self, made: Sequence[Policy]) -> str:
        text = ngettext("%(count)s draft is made.", "%(count)s drafts are made.", len(made)) % {"count": len(made)}
        return format_html('{} <a href="{}">{}</a>', text, self.url(MENU), gettext("See the policies"))


class ReadyDetail(ReadyPage):
    """What one says, in either language, as it would be here; with a button to take it."""

    template = "policies/ready_detail.html"
    lead = ""

    @cached_property
    def proposal(self) -> Proposal[UUID]:
        for each in self.offered.proposals:
            if each.entry.key == self.kwargs["key"]:
                return each
        raise Http404

    def admit(self) -> None:
        super().admit()
        self.proposal  # noqa: B018 - found, or 404

    @property
    def language(self) -> str:
        asked = self.request.GET.get("language", "")
        return asked if asked in LANGUAGES else (get_language() or "en")[:2]

    def heading(self) -> str:
        return say(self.proposal.entry.title, self.language)

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        ready = self.url("policies:ready")
        return [(_("Policies"), self.url(MENU)), (_("Ready policies"), ready), (self.heading(), None)]

    def actions(self) -> Sequence[Button]:
        here = self.proposal
        if here.there is not None:
            policy = self.offered.there[here.there]
            return [Button(_("Open yours"), self.base + policy.path, "file-text", primary=True)]
        return [Button(_("Take it as a draft"), self.request.path, "plus", primary=True, post=True)]

    def context(self) -> dict[str, Any]:
        entry, offered = self.proposal.entry, self.offered
        said = ready_texts(self.actor, entry, offered.holders.get(entry.owner), offered.holders)[self.language]
        return {
            "said": said,
            "text": SafeString(prose.render(said.body, down=0)),
            "outline": [each for each in prose.outline(said.body) if each.level == 2],
            "languages": [(LANGUAGE_WORDS[key], f"?language={key}", key, key == self.language) for key in LANGUAGES],
        }

    def facts(self) -> list[Fact]:
        entry = self.proposal.entry
        lines = Lines(self.offered, self.base, self.url("policies:ready"), frozenset())
        served = SafeString(lines.codes(self.proposal, EVERY)) if self.proposal.asked else ""
        return [
            Fact(_("What it is for"), say(entry.purpose, self.language)),
            Fact(_("Kind"), PolicyType(entry.kind).label),
            Fact(_("Owner"), lines.owner(entry)),
            Fact(_("Whom it is for"), audience(entry)),
            Fact(_("Must be confirmed"), cells.yes(entry.confirm)),
            Fact(_("Reviewed every so many months"), entry.review_months),
            Fact(_("Serves here"), served),
        ]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        take = lambda: services.ready_take(actor=self.actor, keys=[self.kwargs["key"]])  # noqa: E731
        made: list[Policy] = []
        answer = http.act(request, self.told, request.path, lambda: made.extend(take()) or made)  # type: ignore[func-returns-value]
        return HttpResponseRedirect(self.next(made)) if made else answer
