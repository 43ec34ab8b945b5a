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
