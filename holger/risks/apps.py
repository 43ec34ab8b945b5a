from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class RisksConfig(AppConfig):
    name = "holger.risks"
    label = "risks"

    def ready(self) -> None:
        from holger.assets.extras import offer
        from holger.core import walls
        from holger.core.registry import Action, Card, Hanging, MenuItem, Panel, Search, Step, Subject, Taker, registry
        from holger.privacy.extras import Extra
        from holger.privacy.extras import offer as show_on_activities
        from holger.risks import duties, panels, permissions, receivers, register, selectors, takers  # noqa: F401  (receivers listen)
        from holger.risks.models import AssetScore, Effect, Method, Risk, Round, Threat

        walls.APPEND_ONLY.add("risks_snapshot")
        see = permissions.VIEW
        registry.subject(
            Subject(Risk, _("Risk"), "alert-triangle", selectors.risks_for, permissions.EDIT, parts=(Effect,))
        )
        registry.subject(Subject(Threat, _("Threat"), "bolt", selectors.threats_for, permissions.METHOD))
        registry.subject(
            Subject(Round, _("Assessment round"), "calendar-event", selectors.rounds_for, permissions.ROUNDS)
        )
        registry.subject(Subject(Method, _("Risk method"), "scale", selectors.methods_for, permissions.METHOD))
        registry.menu.append(
            MenuItem("risk", _("Risks"), "alert-triangle", "risks:risk-picture", see, 10, badge=panels.waiting)
        )
        registry.searches += [
            Search("risks", _("Risks"), see, panels.search, 20, rows=panels.pickable_risks),
            Search("threats", _("Threats"), see, panels.search_threats, 60, rows=panels.pickable_threats),
        ]
        registry.actions += [
            Action(_("New risk"), "plus", "risks:risk-create", permissions.EDIT, _("scenario add")),
            Action(
                _("Quick assessment"), "bolt", "risks:assess-choose", permissions.ASSESS_SUBJECTS, _("score threats")
            ),
            Action(_("Risk register"), "list-check", "risks:risk-list", see, _("list of risks")),
            Action(_("Risk method"), "scale", "risks:method", see, _("matrix levels appetite")),
            Action(_("Threats"), "bolt", "risks:threat-list", see, _("catalogue")),
            Action(_("Assessment rounds"), "calendar-event", "risks:round-list", see, _("freeze compare")),
            Action(_("Risk trend"), "report-analytics", "risks:risk-trend", see, _("over time")),
        ]
        registry.hanging += [Hanging(each, "asset", "assets.asset") for each in (Risk, AssetScore)]
        registry.panels.append(
            Panel(
                "assets.asset",
                "risks",
                _("Risks"),
                "risks/_asset_panel.html",
                see,
                panels.asset_panel,
                order=20,
            )
        )
        registry.panels.append(
            Panel(
                "controls.control",
                "risks",
                _("Risks"),
                "risks/_control_panel.html",
                see,
                panels.control_panel,
                order=20,
            )
        )
        template, people = "risks/_activity_panel.html", _("Risks for the people it is about")
        registry.panels += [
            Panel("privacy.activity", "risks", people, template, see, panels.activity_panel, order=41),
            Panel("privacy.dpia", "risks", people, template, see, panels.dpia_panel, order=20),
        ]
        show_on_activities(Extra(see, panels.activity_badge))
        registry.cards.append(Card("risks", "risks/_card.html", see, panels.worst_card, order=20))
        registry.takers += [
            Taker("threats", _("Threats"), permissions.METHOD, takers.threats),
            Taker("matrices", _("Risk matrix"), permissions.METHOD, takers.matrices),
        ]
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.steps += [
            Step(
                "risks",
                _("Find the risks"),
                _("Score what may happen to your most critical systems, together with whoever knows them."),
                4,
                see,
                panels.risks_progress,
            ),
            Step(
                "treatment",
                _("Treat the worst"),
                _("What is over the appetite needs a plan with owner and date, or an acceptance for a time."),
                5,
                see,
                panels.treatment_progress,
            ),
        ]
        offer(panels.WORST_RISK)
        registry.registers[register.RISKS.kind] = register.RISKS
