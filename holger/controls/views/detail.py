"""The page of one control: how far it is, its course, what it answers and what it protects."""

from collections.abc import Sequence
from functools import cached_property
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _

from holger.assets.models import Asset
from holger.assets.selectors import assets_for
from holger.controls import selectors
from holger.controls.models import Control, Reading
from holger.controls.permissions import DELETE, EDIT, VIEW
from holger.controls.rules import course, reach
from holger.controls.rules.controls import STATUSES, is_overdue, step
from holger.controls.selectors import Reach
from holger.controls.tables import controls as tables
from holger.controls.tables import drawing
from holger.controls.views.common import MENU, control_or_404
from holger.controls.words import CADENCE_WORDS, FUNCTION_WORDS, KIND_WORDS, STATUS_WORDS
from holger.core import dates
from holger.frameworks.selectors import framework_short
from holger.ui import cells
from holger.ui.pages import Button, DetailPage, Fact

READINGS = 12
"""So many of the latest readings has the table beside the picture."""


class ControlDetail(DetailPage):
    permission, menu, icon = VIEW, MENU, "shield-check"
    template = "controls/control_detail.html"

    def find(self) -> Control:
        return control_or_404(self.actor, self.kwargs["reference"])

    def crumbs(self) -> Sequence[tuple[Any, str | None]]:
        return [(_("Controls"), self.url(MENU)), (self.object.reference, None)]

    def badges(self) -> Sequence[SafeString]:
        control = self.object
        found = [tables.status_badge(control.status)]
        if is_overdue(control.status, control.due, self.today) and control.due:
            found.append(cells.badge(tables.late_by(control.due, self.today), "crit", "clock-exclamation"))
        if control.archived_at:
            found.append(cells.badge(_("Archived"), "none", "archive"))
        return found

    def actions(self) -> Sequence[Button]:
        here = {"reference": self.object.reference}
        if self.object.archived_at:
            back = self.url("controls:control-restore", **here)
            return [Button(_("Restore"), back, "archive-off", permission=DELETE, post=True)]
        return [
            Button(
                _("Archive"),
                self.url("controls:control-archive", **here),
                "archive",
                permission=DELETE,
                post=True,
                confirm=_(
                    "Archive it? It no longer answers any requirement. All about it is kept, and it can be restored."
                ),
            ),
            Button(_("Edit"), self.url("controls:control-edit", **here), "pencil", primary=True, permission=EDIT),
        ]

    def facts(self) -> Sequence[Fact]:
        control = self.object
        return [
            Fact(_("Type"), KIND_WORDS[control.kind]),
            Fact(_("Function"), FUNCTION_WORDS[control.function]),
            Fact(_("Drivers"), tables.drivers(control.drivers) if control.drivers else ""),
            Fact(_("Owner"), cells.person(control.owner)),
            Fact(_("Unit"), control.unit or ""),
            Fact(_("Carried out"), CADENCE_WORDS[control.every]),
            Fact(_("In place by"), tables.due_cell(control.status, control.due, self.today)),
            Fact(_("Next review"), cells.date(control.next_review, self.today)),
            Fact(_("Cost, once"), tables.amount(control.cost_once)),
            Fact(_("Cost, a year"), tables.amount(control.cost_yearly)),
            Fact(
                _("Risk reduction"),
                control.reduction or "",
                help=_("How many points all risks together lose through it."),
            ),
        ]

    # What is in the middle

    @property
    def may_edit(self) -> bool:
        return self.object.archived_at is None and self.actor.may(EDIT, self.object)

    @cached_property
    def reached(self) -> Sequence[Reach]:
        return selectors.reach(self.actor, self.object)

    def context(self) -> dict[str, Any]:
        control = self.object
        readings = list(selectors.readings_for(self.actor).filter(control=control))
        return {
            "control": control,
            "may_edit": self.may_edit,
            "steps": [(status, STATUS_WORDS[status], status == control.status) for status in STATUSES],
            "back": step(control.status, -1),
            "on": step(control.status, 1),
            "maturity": tables.level(control.maturity),
            "target": tables.level(control.target),
            "below": control.maturity is not None and control.maturity < control.target,
            "course": self.course(readings),
            "readings": [(row, tables.status_badge(row.status)) for row in reversed(readings[-READINGS:])],
            "frameworks": [(each.framework, each.links) for each in self.reached if each.links],
            "answered": sum(len(each.links) for each in self.reached),
            "reached": [each for each in self.reached if each.reached],
            "matrix": drawing.matrix(self.reached, self.base),
            "picture": self.picture(),
            "assets": self.assets(),
        }

    def course(self, readings: Sequence[Reading]) -> SafeString | str:
        points = [course.Point(row.at, row.status, row.maturity) for row in readings]
        drawn = course.course(points, dates.now(), self.object.target)
        return drawing.course(drawn, points) if drawn else ""

    def picture(self) -> SafeString | str:
        """From the control to what it answers, and on through mappings; nothing where there is little to see."""
        direct = [
            reach.Direct(
                link.requirement_id,
                link.requirement.code,
                link.requirement.title,
                framework_short(each.framework),
                whole=link.strength == "whole",
            )
            for each in self.reached
            for link in each.links
        ]
        far = {
            each.framework.pk: (framework_short(each.framework), len(each.reached))
            for each in self.reached
            if each.reached
        }
        ways = {
            (way.source, each.framework.pk): None for each in self.reached for one in each.reached for way in one.ways
        }
        drawn = reach.picture(self.object.reference, direct, far, list(ways))
        return drawing.reach(drawn) if drawn else ""

    def assets(self) -> list[Asset]:
        rows = assets_for(self.actor).filter(controls=self.object).order_by("-criticality", "title")
        return list(rows.only("reference", "title", "type", "criticality", "archived_at"))
