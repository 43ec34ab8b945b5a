"""Suppliers in processing activities: what they offer the rest of holger."""

from django.utils.translation import gettext_lazy as _


def enter() -> None:
    from dataclasses import replace

    from holger.core.registry import Panel, registry
    from holger.privacy import permissions
    from holger.privacy.models import Activity, ActivitySupplier
    from holger.privacy.panels import hands as panels
    from holger.privacy.receivers import hands as receivers
    from holger.privacy.selectors.processed import processed
    from holger.suppliers import signals
    from holger.suppliers.models import Supplier

    activity, see, folder = Activity._meta.label_lower, permissions.VIEW, "privacy/record"
    known = registry.subjects[activity]
    registry.subject(replace(known, parts=(*known.parts, ActivitySupplier)))
    registry.processed = processed
    registry.panels += [
        Panel(activity, "suppliers", _("Suppliers"), f"{folder}/_suppliers.html", see, panels.of_activity, 36),
        Panel(
            Supplier._meta.label_lower,
            "processing",
            _("Processes data for us"),
            f"{folder}/_of_supplier.html",
            see,
            panels.on_supplier,
            13,
        ),
    ]
    signals.transfers_changed.connect(receivers.transfers_changed)
