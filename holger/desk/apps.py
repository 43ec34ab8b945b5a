from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class DeskConfig(AppConfig):
    name = "holger.desk"
    label = "desk"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, Panel, registry
        from holger.desk import panels, permissions, selectors

        use, settings = permissions.USE, permissions.SETTINGS
        registry.landing = selectors.landing
        registry.menu += [
            MenuItem("", _("My page"), "user", "desk:desk", use, 7),
            MenuItem("settings", _("The employee's page"), "device-mobile", "desk:settings", settings, 44),
        ]
        after = Panel(panels.AFTER, "desk", _("What to do now"), "desk/_after_report.html", use, panels.after_report)
        registry.panels.append(after)
        registry.actions += [
            Action(_("Find rules"), "search", "desk:rules", use, _("policy allowed may I")),
            Action(_("My team: who has confirmed"), "users", "desk:team", use, _("read confirm missing")),
        ]
