from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class ControlsConfig(AppConfig):
    name = "holger.controls"
    label = "controls"

    def ready(self) -> None:
        self._gaps()

    def _gaps(self) -> None:
        from holger.controls import permissions
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
        registry.needs.append(panels.needs)
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
        TOLD_ELSEWHERE.append(selectors.open_scopes)
        standings_changed.connect(following.hear_answers)
        scope_changed.connect(following.hear_scope)
