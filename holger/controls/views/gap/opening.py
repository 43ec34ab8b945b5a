"""Opening a round, changing what it is about, closing it, and opening it again."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.http import HttpRequest, HttpResponseBase
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from holger.controls import services
from holger.controls.forms.gap import GapCloseForm, GapRoundForm, GapRoundOpenForm
from holger.controls.models import GapRound
from holger.controls.selectors import gap as selectors
from holger.controls.tables import gap as tables
from holger.controls.views.gap.common import MENU, InRound, gap_round_or_404
from holger.frameworks.models import Scope
from holger.frameworks.selectors import scopes_for
from holger.ui import http
from holger.ui.pages import FormPage


class GapRoundCreate(FormPage):
    permission, title, menu = "controls.rounds", _("Open a gap round"), MENU
    lead = _("A walk through a framework with those who know. What you answer stands in the framework at once.")
    form, done, button = GapRoundOpenForm, _("The round is open."), _("Open the round")

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Gap analysis"), self.url(MENU)), (self.title, None)]

    @cached_property
    def scopes(self) -> dict[str, Scope]:
        """Where the reader may open a round, and none is open."""
        rows = scopes_for(self.actor).exclude(pk__in=selectors.open_scopes(self.actor))
        rows = rows.select_related("framework", "unit").order_by("framework__number", "number")
        return {scope.reference: scope for scope in rows if self.actor.may("controls.rounds", scope)}

    def given(self) -> dict[str, Any]:
        return {"scopes": self.scopes}

    def initial(self) -> dict[str, Any]:
        asked = self.request.GET.get("scope", "")
        scope = asked if asked in self.scopes else next(iter(self.scopes), "")
        title = gettext("Gap analysis %(year)s") % {"year": self.today.year}
        return {"scope": scope, "title": title, "prefill": True}

    def save(self, answers: dict[str, Any]) -> GapRound:
        return services.gap_round_open(actor=self.actor, **answers)


class OfRound(InRound, FormPage):
    """A form about a round as a whole."""

    menu = MENU

    def find(self) -> GapRound:
        return self.gap_round

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))


class GapRoundEdit(OfRound):
    permission, title = "controls.rounds", _("Edit the round")
    form, done = GapRoundForm, _("The round is saved.")

    def save(self, answers: dict[str, Any]) -> GapRound:
        return services.gap_round_edit(actor=self.actor, gap_round=self.object, version=self.version, **answers)


class GapRoundClose(OfRound):
    permission, title = "controls.rounds", _("Close the round")
    lead = _("What it found stays as it is from then on. You can open it again until the next round begins.")
    template = "controls/gap_round_close.html"
    form, done, button = GapCloseForm, _("The round is closed."), _("Close the round")

    def context(self) -> dict[str, Any]:
        sums = self.tally.whole
        return {"sums": sums, "bar": tables.sums_bar(sums, "thick")}

    def save(self, answers: dict[str, Any]) -> GapRound:
        return services.gap_round_close(actor=self.actor, gap_round=self.object, version=self.version, **answers)


@http.needs("controls.rounds")
@require_POST
def reopen(request: HttpRequest, reference: str) -> HttpResponseBase:
    held = gap_round_or_404(request.actor, reference)

    def run() -> None:
        services.gap_round_reopen(actor=request.actor, gap_round=held)

    return http.act(request, str(_("The round is open again.")), request.base + held.path, run)


@http.needs("controls.rounds")
@require_POST
def remove(request: HttpRequest, reference: str) -> HttpResponseBase:
    held = gap_round_or_404(request.actor, reference)

    def run() -> None:
        services.gap_round_remove(actor=request.actor, gap_round=held)

    return http.act(request, str(_("The round is removed.")), request.url(MENU), run)
