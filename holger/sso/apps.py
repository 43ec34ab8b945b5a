from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SsoConfig(AppConfig):
    name = "holger.sso"
    label = "sso"

    def ready(self) -> None:
        from holger.core.registry import Action, MenuItem, Panel, registry
        from holger.organisation.permissions import ENTER, VIEW_PEOPLE
        from holger.sso import panels, permissions, receivers, selectors  # noqa: F401  (receivers listen from now on)

        registry.sign_ins = selectors.ways_into
        registry.menu.append(
            MenuItem("settings", _("Single sign-on"), "lock-open", "sso:provider-list", permissions.MANAGE, 45)
        )
        registry.actions += [
            Action(
                _("Single sign-on"), "lock-open", "sso:provider-list", permissions.MANAGE, _("oidc saml entra okta")
            ),
            Action(_("Your sign-in at work"), "key", "sso:through", ENTER, _("link account single sign-on")),
        ]
        registry.panels.append(
            Panel(
                "organisation.person",
                "sign-ins",
                _("Single sign-on"),
                "sso/_sign_ins.html",
                VIEW_PEOPLE,
                panels.sign_ins,
                order=80,
                side=True,
            )
        )
