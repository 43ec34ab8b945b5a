from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ScimConfig(AppConfig):
    name = "holger.scim"
    label = "scim"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, Panel, registry
        from holger.organisation.permissions import VIEW_PEOPLE
        from holger.scim import panels, permissions

        manage, title = permissions.MANAGE, _("Feed of people")
        registry.menu.append(MenuItem("settings", title, "id", "feed:feed", manage, 46))
        registry.actions.append(Action(title, "id", "feed:feed", manage, _("scim entra okta directory provisioning")))
        registry.panels.append(
            Panel(
                "organisation.person",
                "directory",
                _("Directory"),
                "scim/_in_directory.html",
                VIEW_PEOPLE,
                panels.in_directory,
                order=81,
                side=True,
            )
        )
