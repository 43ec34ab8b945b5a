from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ControlsConfig(AppConfig):
    name = "holger.controls"
    label = "controls"

    def ready(self) -> None:
        self._controls()
        self._gaps()
        self._plan()
        self._statements()
        self._proposals()

    def _proposals(self) -> None:
        from holger.controls import permissions
        from holger.controls.panels import proposals as panels
        from holger.core.registry import Action, Panel, registry

        edit = permissions.EDIT
        registry.panels.append(
            Panel(
                "frameworks.framework",
                "proposals",
                _("Proposed controls"),
                "controls/_proposals_panel.html",
                edit,
                panels.framework_panel,
                order=20,
                side=True,
            )
        )
        registry.actions.append(
            Action(
                _("Choose controls from the catalogue"),
                "books",
                "controls:proposals",
                edit,
                _("proposed proposals library measures"),
            )
        )

    def _controls(self) -> None:
        from holger.controls import permissions, selectors
        from holger.controls.duties import controls as duties
        from holger.controls.models import Control, Link
        from holger.controls.panels import controls as panels
        from holger.controls.register.controls import CONTROLS
        from holger.core.registry import Action, Card, Hanging, MenuItem, Panel, Search, Subject, registry
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
        registry.menu.append(
            MenuItem("risk", _("Controls"), "shield-check", "controls:control-list", see, 30, badge=panels.waiting)
        )
        registry.searches.append(Search("controls", _("Controls"), see, selectors.search, 25, rows=selectors.pickable))
        registry.actions += [
            Action(_("New control"), "plus", "controls:control-create", edit, _("measure safeguard add")),
            Action(_("Controls on a board"), "columns-3", "controls:control-board", see, _("kanban status measures")),
        ]
        controls = _("Controls")
        registry.hanging.append(Hanging(Control.assets.through, "asset", "assets.asset"))
        registry.panels += [
            Panel(
                "frameworks.requirement",
                "controls",
                controls,
                "controls/_requirement_panel.html",
                see,
                panels.requirement_panel,
                order=10,
            ),
            Panel(
                "frameworks.framework",
                "controls",
                controls,
                "controls/_framework_panel.html",
                see,
                panels.framework_panel,
                order=10,
            ),
            Panel(
                "assets.asset", "controls", controls, "controls/_asset_panel.html", see, panels.asset_panel, order=25
            ),
        ]
        registry.cards.append(Card("controls", "controls/_card.html", see, panels.card, order=27, place="side"))
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.registers[CONTROLS.kind] = CONTROLS
        registry.measures = selectors.made_of

    def _gaps(self) -> None:
        from holger.controls import permissions
        from holger.controls.duties import gap as duties
        from holger.controls.models import GapAnswer, GapRound
        from holger.controls.panels import gap as panels
        from holger.controls.register import gap as register
        from holger.controls.selectors import gap as selectors
        from holger.controls.services.gap import following
        from holger.core.registry import Action, MenuItem, Panel, Search, Step, Subject, registry
        from holger.frameworks.extras import TOLD_ELSEWHERE
        from holger.frameworks.signals import scope_changed, standings_changed

        see, rounds = permissions.VIEW, permissions.ROUNDS
        subject = Subject(GapRound, _("Gap round"), "chart-radar", selectors.gap_rounds_for, rounds, parts=(GapAnswer,))
        registry.subject(subject)
        registry.menu.append(MenuItem("risk", _("Gap analysis"), "chart-radar", "controls:gap-round-list", see, 40))
        registry.searches.append(
            Search("gap-rounds", _("Gap rounds"), see, selectors.search_rounds, 45, rows=selectors.gap_rounds_pickable)
        )
        registry.actions += [
            Action(_("Gap analysis"), "chart-radar", "controls:gap-round-list", see, _("rounds maturity compare")),
            Action(_("Open a gap round"), "plus", "controls:gap-round-create", rounds, _("gap analysis workshop")),
        ]
        registry.panels.append(
            Panel(
                "frameworks.framework", "gaps", _("Gap analysis"), "controls/_gap_panel.html", see, panels.rounds_panel
            )
        )
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.steps.append(
            Step(
                "plan",
                pgettext_lazy("journey", "Find the gaps and make a plan"),
                _("Know where you stand before you begin: what is met, what is missing, and what comes first."),
                1,
                see,
                panels.progress,
            )
        )
        registry.registers[register.GAP_ANSWERS.kind] = register.GAP_ANSWERS
        TOLD_ELSEWHERE.append(selectors.scopes_with_open_round)
        standings_changed.connect(following.hear_answers)
        scope_changed.connect(following.hear_scope)

    def _plan(self) -> None:
        from holger.controls import permissions, receivers, selectors  # noqa: F401  (receivers listen)
        from holger.controls.duties import plan as duties
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
        registry.cards.append(
            Card("plan", "controls/_plan_card.html", see, panels.card, order=30, place="side", holds=True)
        )
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.registers[PLAN_ITEMS.kind] = PLAN_ITEMS

    def _statements(self) -> None:
        from holger.controls import checks, permissions, selectors
        from holger.controls.duties import statement as duties
        from holger.controls.models import Statement
        from holger.controls.panels import statement as panels
        from holger.core import walls
        from holger.core.registry import Action, Card, Check, MenuItem, Panel, Search, Subject, registry

        kept = ("content", "digest", "number", "reference", "scope_id", "approved_at")
        walls.SETTLED["controls_statement"] = walls.Settled("status", ("approved", "superseded"), kept)
        see, title, icon = permissions.VIEW, _("Statement of Applicability"), "file-certificate"
        registry.subject(Subject(Statement, title, icon, selectors.statements_for, permissions.STATEMENT))
        registry.checks.append(Check("statements", checks.verify, verify=True))
        registry.searches.append(Search("statements", title, see, selectors.find_statements, 36))
        listed = "controls:statement-list"
        registry.menu.append(MenuItem("risk", _("SoA document"), icon, listed, see, 60, badge=panels.waiting))
        registry.cards.append(
            Card("statements", "controls/_statement_card.html", see, panels.card, 30, "side", holds=True)
        )
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        rows = "controls/_statement_rows.html"
        registry.panels.append(
            Panel("frameworks.framework", "statement", title, rows, see, panels.panel, order=30, side=True)
        )
        registry.actions.append(Action(title, icon, listed, see, _("SoA ISO 27001 chosen left out")))
