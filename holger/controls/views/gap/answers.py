"""The answers of a round as a list: narrowed, sorted, exported, confirmed and asked many at once."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls import services
from holger.controls.filters.gap import GapAnswerFilter
from holger.controls.forms.gap import GapAskForm
from holger.controls.models import GapAnswer
from holger.controls.selectors import gap as selectors
from holger.controls.tables import gap as tables
from holger.controls.views.gap.common import MENU, InRound
from holger.core.actor import Actor
from holger.ui import http
from holger.ui.pages import Bulk, Button, ListPage, Tab

JOINED = ("round__scope__framework", "round__scope__unit", "requirement__framework")


def _confirm(actor: Actor, rows: QuerySet[GapAnswer], answers: dict[str, Any]) -> int:
    return services.gap_confirm_many(actor=actor, rows=rows.select_related(*JOINED))


def _ask(actor: Actor, rows: QuerySet[GapAnswer], answers: dict[str, Any]) -> int:
    return services.gap_ask(actor=actor, rows=rows.select_related(*JOINED), **answers)


class GapAnswerList(InRound, ListPage):
    permission, menu = "controls.view", MENU
    title = pgettext_lazy("gap", "Answers")
    name = "gap-answers"
    register = "gap-answers"
    filters = GapAnswerFilter
    columns = tables.ANSWER_COLUMNS
    default_sort = "code"
    searched = ("requirement__code", "requirement__title_da", "requirement__title_en", "remark")
    tabs = (
        Tab(_("Unanswered"), "state=open"),
        Tab(_("To be confirmed"), "state=unconfirmed"),
        Tab(_("The largest gaps"), "gap=yes&sort=-gap"),
    )
    bulk = (
        Bulk("ask", _("Ask somebody"), "user-question", "frameworks.scope", _ask, GapAskForm),
        Bulk("confirm", _("Confirm"), "check", "frameworks.answer", _confirm),
    )

    def admit(self) -> None:
        """A round that is elsewhere is missing, whatever is asked of its answers."""
        super().admit()
        self.gap_round  # noqa: B018 - found, or 404

    def heading(self) -> str:
        return self.gap_round.title

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return self.way((self.title, None))

    def rows(self) -> QuerySet[GapAnswer]:
        rows = selectors.with_gaps(self.answers)
        return rows.select_related("requirement", "asked").defer("requirement__guide")

    def narrow(self, data: Any) -> GapAnswerFilter:
        return GapAnswerFilter(data, self.rows(), actor=self.actor, framework=self.gap_round.scope.framework)

    @cached_property
    def shown_bulk(self) -> list[tuple[Bulk, Any]]:
        """A round that is closed stays as it is."""
        return super().shown_bulk if self.gap_round.is_open else []

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if self.gap_round.is_open:
            return super().post(request, *args, **kwargs)
        http.tell(request, gettext("The round is closed. What it found stays as it is."), level=messages.ERROR)
        return HttpResponseRedirect(self.here)

    def link_of(self, row: GapAnswer) -> str:
        return self.answer_url(row)

    def actions(self) -> Sequence[Button]:
        if not self.may_answer:
            return []
        go = self.url("controls:gap-answer-next", reference=self.gap_round.reference)
        return [Button(_("Continue"), f"{go}?show=todo", "player-play", primary=True)]
