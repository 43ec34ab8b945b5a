from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class FrameworksConfig(AppConfig):
    name = "holger.frameworks"
    label = "frameworks"

    def ready(self) -> None:
        from holger.core.registry import Action, Card, Demands, MenuItem, Search, Step, Subject, registry
        from holger.frameworks import duties, panels, permissions, register, selectors
        from holger.frameworks.models import Driver, Framework, Mapping, Requirement, Scope, Standing

        see = permissions.VIEW
        registry.subject(
            Subject(
                Framework, _("Framework"), "books", selectors.frameworks_for, permissions.EDIT, parts=(Scope, Mapping)
            )
        )
        registry.subject(
            Subject(
                Requirement,
                _("Requirement"),
                "list-check",
                selectors.requirements_for,
                permissions.ANSWER,
                parts=(Standing, Mapping),
                words={"drivers": dict(Driver.choices)},
            )
        )
        registry.menu.append(MenuItem("risk", _("Frameworks"), "books", "frameworks:framework-list", see, 20))
        registry.searches += [
            Search("frameworks", _("Frameworks"), see, selectors.search, 30, rows=selectors.frameworks_for),
            Search("requirements", _("Requirements"), see, selectors.search_requirements, 50, rows=selectors.pickable),
        ]
        registry.cards.append(Card("frameworks", "frameworks/_card.html", see, panels.card, order=25, place="side"))
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.steps.append(
            Step(
                "frameworks",
                _("Choose what to live up to"),
                _("By law, by contract, or because you want to. Few requirements, well met, beat many on paper."),
                2,
                see,
                panels.progress,
            )
        )
        registry.demands = Demands(
            Requirement._meta.label_lower, selectors.names_of, selectors.asked_of, selectors.requirements_within
        )
        registry.registers |= {"requirements": register.REQUIREMENTS, "mappings": register.MAPPINGS}
        edit = permissions.EDIT
        registry.actions += [
            Action(_("Frameworks"), "books", "frameworks:framework-list", see, _("standards laws ISO NIS2 CIS GDPR")),
            Action(_("Choose a framework"), "plus", "frameworks:library", edit, _("library standard law adopt")),
            Action(_("Import a framework"), "upload", "frameworks:import", edit, _("file YAML OSCAL CISO Assistant")),
            Action(_("A framework of your own"), "plus", "frameworks:framework-create", edit, _("rules requirements")),
        ]
