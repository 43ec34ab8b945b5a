from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ControlsConfig(AppConfig):
    name = "holger.controls"
    label = "controls"

    def ready(self) -> None:
        self._controls()

    def _controls(self) -> None:
        from holger.controls import permissions, selectors
        from holger.controls.models import Control, Link
        from holger.controls.panels import controls as panels
        from holger.controls.register.controls import CONTROLS
        from holger.core.registry import Action, Card, MenuItem, Panel, Search, Subject, registry
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
        registry.needs.append(panels.needs)
        registry.registers[CONTROLS.kind] = CONTROLS
