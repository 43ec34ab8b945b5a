from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlsConfig(AppConfig):
    name = "holger.controls"
    label = "controls"

    def ready(self) -> None:
        self._controls()
        self._plan()

    def _controls(self) -> None:
        from holger.controls import permissions, selectors
        from holger.controls.models import Control, Link
        from holger.core.registry import Search, Subject, registry
        from holger.frameworks.models import Driver

        see, edit = permissions.VIEW, permissions.EDIT
        registry.subject(
            Subject(
                Control,
                _("Control"),
                "shield-check",
                selectors.controls_for,
                edit,
                parts=(Link,),
                words={"drivers": dict(Driver.choices)},
            )
        )
        registry.searches.append(Search("controls", _("Controls"), see, selectors.search, 25, rows=selectors.pickable))

    def _plan(self) -> None:
        from holger.controls import permissions, receivers, selectors  # noqa: F401  (receivers listen)
        from holger.controls.models import PlanItem
        from holger.controls.panels import plan as panels
        from holger.controls.register.plan import PLAN_ITEMS
        from holger.core.registry import Action, Card, MenuItem, Panel, Search, Subject, registry

        see, plan, icon = permissions.VIEW, permissions.PLAN, selectors.PLAN_ICON
        registry.subject(Subject(PlanItem, _("Plan item"), icon, selectors.plan_items_for, plan))
        registry.menu.append(MenuItem("risk", _("Implementation plan"), icon, "controls:plan-list", see, 50))
        registry.searches.append(
            Search("plan-items", _("Plan items"), see, selectors.search_plan, 35, rows=selectors.plan_items_pickable)
        )
        registry.actions += [
            Action(_("Implementation plan"), icon, "controls:plan-list", see, _("roadmap actions tasks")),
            Action(_("The plan by quarters"), icon, "controls:plan-board", see, _("gantt timeline board roadmap")),
            Action(
                _("Progress of the plan"), "chart-line", "controls:plan-progress", see, _("budget money days burn-up")
            ),
            Action(_("Make a plan of the gaps"), "wand", "controls:plan-gaps", plan, _("gap analysis plan items")),
            Action(_("New plan item"), "plus", "controls:plan-create", plan, _("plan add action task")),
        ]
        panel = "controls/_plan_panel.html"
        registry.panels += [
            Panel("controls.control", "plan", _("Implementation plan"), panel, see, panels.control_panel, order=30),
            Panel(
                "frameworks.requirement",
                "plan",
                _("Implementation plan"),
                panel,
                see,
                panels.requirement_panel,
                order=30,
            ),
        ]
        registry.cards.append(Card("plan", "controls/_plan_card.html", see, panels.card, order=30, place="side"))
        registry.needs.append(panels.needs)
        registry.registers[PLAN_ITEMS.kind] = PLAN_ITEMS
