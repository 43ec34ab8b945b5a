"""Retention rules: what they offer the rest of holger."""

from django.utils.translation import gettext_lazy as _


def enter() -> None:
    from holger.assets.models import Asset
    from holger.core.handing import one_by_one, rows_naming
    from holger.core.registry import Action, Hanging, Holding, MenuItem, Panel, Search, Subject, registry
    from holger.privacy import permissions, services
    from holger.privacy.models import Activity, RetentionRule
    from holger.privacy.panels import retention as panels
    from holger.privacy.selectors import retention as selectors

    see, edit, icon, listed = permissions.VIEW, permissions.EDIT, selectors.ICON, "privacy:retention-list"
    title, template = _("Retention rules"), "privacy/retention/_of_subject.html"
    registry.subject(Subject(RetentionRule, _("Retention rule"), icon, selectors.rules_for, edit))
    registry.menu.append(MenuItem("privacy", title, icon, listed, see, 40))
    registry.searches.append(
        Search("retention-rules", title, see, selectors.search_rules, 16, rows=selectors.rules_pickable)
    )
    registry.actions.append(Action(title, icon, listed, see, _("delete erase keep period storage limitation")))
    registry.hanging.append(Hanging(RetentionRule, "system", Asset._meta.label_lower))
    registry.panels += [
        Panel(Activity._meta.label_lower, "retention", title, template, see, panels.of_activity, 42),
        Panel(Asset._meta.label_lower, "retention", title, template, see, panels.of_system, 62, side=True),
    ]
    registry.holdings.append(
        Holding(
            "privacy.retention",
            title,
            icon,
            rows_naming(selectors.rules_for, "owner", archived_at=None),
            see,
            edit,
            one_by_one(services.retention_edit, "rule", "owner"),
            16,
            owner_of=RetentionRule._meta.label_lower,
        )
    )
