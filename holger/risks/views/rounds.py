"""Assessment rounds: open, follow, freeze, compare."""

from functools import cached_property
from typing import Any

from django.db.models import F
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from holger.risks import selectors, services
from holger.risks.filters import Cell
from holger.risks.forms import RoundForm
from holger.risks.models import Round
from holger.risks.rules.method import BANDS
from holger.risks.selectors.grid import assets_to_assess
from holger.risks.tables import band_name, number, status_badge, trend
from holger.risks.views.common import MENU, WithMethod, crumbs
from holger.ui import http
from holger.ui.pages import Button, FormPage, Page

MOST = 200
"""Rows shown at once; the filters reach the rest."""


SHOWN = (
    *("title", "status", "current_score", "current_band", "risk__reference", "asset__title"),
    *("risk__threat__title_da", "risk__threat__title_en"),
)


def round_or_404(actor: Any, reference: str) -> Round:
    rows = selectors.rounds_for(actor)
    return get_object_or_404(rows, number=reference)


class RoundList(WithMethod, Page):
    permission, title, menu = "risks.view", _("Assessment rounds"), MENU
    lead = _("A round is assessed with colleagues and then frozen, so that the next one has something to compare with.")
    template = "risks/round_list.html"

    def crumbs(self) -> list[Any]:
        return crumbs(self, (self.title, None))

    def actions(self) -> list[Button]:
        if selectors.open_round(self.actor) is not None:
            return []
        return [
            Button(_("Open a round"), self.url("risks:round-open"), "plus", primary=True, permission="risks.rounds")
        ]

    def context(self) -> dict[str, Any]:
        rounds = list(selectors.rounds_for(self.actor).prefetch_related("participants"))
        counts = selectors.round_counts(self.actor, [each for each in rounds if not each.is_open])
        return {
            "rounds": [(each, self._progress(each), counts.get(each.id)) for each in rounds],
            "bands": [(key, band_name(self.method, key)) for key in reversed(BANDS)],
        }

    def _progress(self, held: Round) -> Any:
        return selectors.round_progress(self.actor, held) if held.is_open else None


class RoundDetail(WithMethod, Page):
    """An open round: how far it is. A frozen one: what it held, and against which other it is compared."""

    permission, menu = "risks.view", MENU
    template = "risks/round_detail.html"

    @cached_property
    def held(self) -> Round:
        return round_or_404(self.actor, self.kwargs["number"])

    @property
    def title(self) -> str:  # type: ignore[override]
        return self.held.title

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Assessment rounds"), self.url("risks:round-list")), (self.held.title, None))

    def actions(self) -> list[Button]:
        if not self.held.is_open:
            return []
        here = {"number": self.held.number}
        return [
            Button(_("Edit"), self.url("risks:round-edit", **here), "pencil", permission="risks.rounds"),
            Button(
                _("Freeze the round"), self.url("risks:round-freeze", **here), "snowflake", primary=True, post=True,
                permission="risks.rounds", confirm=_("Freeze the round? What it holds can never be changed."),
            ),
        ]  # fmt: skip

    def context(self) -> dict[str, Any]:
        shared = {"held": self.held, "participants": self.held.participants.all()}
        return shared | (self._open() if self.held.is_open else self._frozen())

    def _open(self) -> dict[str, Any]:
        progress = selectors.round_progress(self.actor, self.held)
        frozen = selectors.snapshots_of(self.actor, self.held).count()
        assets = assets_to_assess(self.actor).filter(risk_count__gt=0).order_by("-to_assess", "-criticality", "title")
        return {"progress": progress, "frozen": frozen, "assets": assets[:MOST]}

    def _frozen(self) -> dict[str, Any]:
        rows = selectors.snapshots_of(self.actor, self.held).select_related("risk__threat", "asset").only(*SHOWN)
        cell, band = self._cell(), self.request.GET.get("band", "")
        rows = rows.filter(**cell.wanted) if cell else rows
        rows = rows.filter(current_band=band) if band in BANDS else rows
        others = [each for each in selectors.rounds_for(self.actor) if not each.is_open and each != self.held]
        other = self._other(others)
        before = selectors.previous_scores(self.actor, other, [row.risk_id for row in rows[:MOST]]) if other else {}
        return {
            "cell": cell,
            "band": band_name(self.method, band) if band in BANDS else "",
            "others": others,
            "other": other,
            "count": rows.count(),
            "rows": [
                (row, number(row.current_score, row.current_band, self.method), status_badge(row.status),
                 trend(before.get(row.risk_id), row.current_score))
                for row in rows.order_by(F("current_score").desc(nulls_last=True), "risk__number")[:MOST]
            ],
        }  # fmt: skip

    def _cell(self) -> Cell | None:
        try:
            return Cell(self.request.GET["cell"]) if self.request.GET.get("cell") else None
        except ValueError:
            return None

    def _other(self, others: list[Round]) -> Round | None:
        """The round to compare with: the one asked for, or the one before."""
        asked = self.request.GET.get("with", "")
        chosen = next((each for each in others if str(each.number) == asked), None)
        return chosen or next((each for each in others if each.number < self.held.number), None)


class RoundOpen(FormPage):
    permission, title, menu = "risks.rounds", _("Open a round"), MENU
    form, done, button = RoundForm, _("The round is open. Assess your systems one by one."), _("Open the round")

    def crumbs(self) -> list[Any]:
        return crumbs(self, (_("Assessment rounds"), self.url("risks:round-list")), (self.title, None))

    def save(self, answers: dict[str, Any]) -> Round:
        return services.round_open(actor=self.actor, **answers)


class RoundEdit(FormPage):
    permission, title, menu = "risks.rounds", _("Edit the round"), MENU
    form, done = RoundForm, _("The round is saved.")

    def find(self) -> Round:
        return round_or_404(self.actor, self.kwargs["number"])

    def save(self, answers: dict[str, Any]) -> Round:
        return services.round_edit(actor=self.actor, held=self.object, version=self.version, **answers)


@http.needs("risks.rounds")
@require_POST
def round_freeze(request: HttpRequest, number: str) -> HttpResponseBase:
    held = round_or_404(request.actor, number)

    def told(count: int) -> str:
        text = ngettext("The round is frozen with %(count)s risk.", "The round is frozen with %(count)s risks.", count)
        return text % {"count": count}

    to = request.base + held.path
    return http.act(request, told, to, lambda: services.round_freeze(actor=request.actor, held=held))
