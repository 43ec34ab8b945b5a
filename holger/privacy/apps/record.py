"""The record of processing activities: what it offers the rest of holger."""

from django.utils.translation import gettext_lazy as _


def enter() -> None:
    _kind()
    _offers()
    _population()


def _kind() -> None:
    from holger.core.registry import Subject, registry
    from holger.privacy import permissions, selectors
    from holger.privacy.models import Activity, ActivityTransfer, Entity
    from holger.privacy.words.record import EVERY

    words = {name: {key: _(text) for key, text in known.items()} for name, known in EVERY.items()}
    registry.subject(
        Subject(
            Activity,
            Activity._meta.verbose_name or "",
            selectors.ICON,
            selectors.activities_for,
            permissions.EDIT,
            parts=(ActivityTransfer,),
            words=words,
        )
    )
    registry.subject(
        Subject(Entity, Entity._meta.verbose_name or "", "building", selectors.entities_for, permissions.MANAGE)
    )


def _offers() -> None:
    from holger.core.registry import Action, Card, Hanging, MenuItem, Panel, Search, registry
    from holger.privacy import permissions, selectors
    from holger.privacy.duties import record as duties
    from holger.privacy.models import Activity
    from holger.privacy.panels import record as panels
    from holger.privacy.register.record import ACTIVITIES

    see, edit, icon, listed = permissions.VIEW, permissions.EDIT, selectors.ICON, "privacy:activity-list"
    title = _("Processing activities")
    registry.menu.append(MenuItem("privacy", title, icon, listed, see, 10))
    registry.searches.append(
        Search("processing-activities", title, see, selectors.search_activities, 14, rows=selectors.activities_pickable)
    )
    registry.actions += [
        Action(title, icon, listed, see, _("record article 30 GDPR privacy personal data")),
        Action(_("New processing activity"), "plus", "privacy:activity-create", edit, _("record article 30 GDPR add")),
        Action(_("Ready activities"), "wand", "privacy:ready", edit, _("template record GDPR propose")),
        Action(_("Describe what you do with personal data"), "route", "privacy:guide-begin", edit, _("guide record")),
        Action(_("The record on paper"), "file-type-pdf", "privacy:record-report", see, _("article 30 PDF Excel")),
    ]
    registry.registers[ACTIVITIES.kind] = ACTIVITIES
    registry.hanging += [
        Hanging(used.through, "asset", "assets.asset") for used in (Activity.systems, Activity.processes)
    ]
    registry.panels.append(
        Panel("assets.asset", "processing", title, "privacy/record/_using_panel.html", see, panels.using_panel, 25)
    )
    registry.cards.append(Card("record", "privacy/record/_card.html", see, panels.card, 36, "side", holds=True))
    registry.duties.append(duties.SOURCE)
    registry.holdings += duties.HOLDINGS


def _population() -> None:
    """What samples are drawn of, and what is done for each of."""
    from holger.core.registry import Population, registry
    from holger.privacy import permissions, selectors
    from holger.privacy.filters.record import ActivityFilter
    from holger.ui.populations import rows_as_listed

    rows = rows_as_listed(ActivityFilter, selectors.activities_for, ("reference", "title", "purpose"))
    found = Population("processing-activities", _("Processing activities"), permissions.VIEW, rows, ActivityFilter)
    registry.populations[found.key] = found
