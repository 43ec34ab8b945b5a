from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AssetsConfig(AppConfig):
    name = "holger.assets"
    label = "assets"

    def ready(self) -> None:
        self._populations()
        from holger.assets import duties, panels, permissions, register, selectors
        from holger.assets.models import Asset
        from holger.assets.services import leaning
        from holger.core.registry import Action, Card, Hanging, MenuItem, Panel, Search, Step, Subject, registry
        from holger.suppliers.models import Supplier

        see, create = permissions.VIEW, permissions.CREATE
        registry.subject(Subject(Asset, _("Asset"), "server-2", selectors.assets_for, permissions.EDIT))
        registry.menu += [
            MenuItem("map", _("Processes"), "route", "assets:process-list", see, 10),
            MenuItem("map", _("Assets"), "server-2", "assets:asset-list", see, 20),
            MenuItem("map", _("Information types"), "database", "assets:information-type-list", see, 30),
        ]
        registry.searches += [
            Search("assets", _("Processes and assets"), see, selectors.search, 10, rows=selectors.pickable),
            Search(
                "information_types",
                _("Information types"),
                see,
                selectors.search_information_types,
                90,
                rows=selectors.information_types_for,
            ),
        ]
        registry.actions += [
            Action(_("New asset"), "plus", "assets:asset-create", create, _("system server device add")),
            Action(_("New process"), "plus", "assets:process-create", create, _("business process add")),
            Action(_("Open the map"), "sitemap", "assets:map", see, _("graph dependencies picture")),
            Action(_("Dependencies"), "arrows-exchange", "assets:dependency-list", see, _("what depends on what")),
            Action(_("Information types"), "file-text", "assets:information-type-list", see, _("data categories")),
        ]
        for described in (register.PROCESSES, register.ASSETS, register.DEPENDENCIES):
            registry.registers[described.kind] = described
        registry.cards += [
            Card("assets", "assets/_card.html", see, panels.card, order=30),
            Card("owned", "assets/_owned_card.html", see, panels.owned_card, order=30, place="work"),
        ]
        registry.leaning.append(leaning.SOURCE)
        registry.functions.append(selectors.functions)
        registry.hanging += [
            Hanging(held.through, "asset", "assets.asset") for held in (Asset.information_types, Asset.tags)
        ]
        registry.panels.append(
            Panel(
                Supplier._meta.label_lower,
                "delivers",
                _("What it delivers to"),
                "assets/_delivers.html",
                see,
                panels.delivers,
                8,
            )
        )
        registry.duties.append(duties.SOURCE)
        registry.holdings += duties.HOLDINGS
        registry.steps.append(
            Step(
                "map",
                _("Map what you have"),
                _("Nobody can protect what nobody knows of. Begin with the processes you live by."),
                3,
                see,
                panels.progress,
            )
        )

    def _populations(self) -> None:
        """What samples are drawn of, and what is done for each of."""
        from holger.assets import selectors
        from holger.assets.filters import AssetFilter, ProcessFilter
        from holger.assets.permissions import VIEW
        from holger.core.registry import Population, registry
        from holger.ui.populations import rows_as_listed

        searched = ("reference", "title", "purpose", "supplier__title")
        assets = rows_as_listed(AssetFilter, selectors.plain_assets_for, searched)
        processes = rows_as_listed(ProcessFilter, selectors.processes_for, searched)
        registry.populations["assets"] = Population("assets", _("Assets"), VIEW, assets, AssetFilter)
        registry.populations["processes"] = Population("processes", _("Processes"), VIEW, processes, ProcessFilter)
