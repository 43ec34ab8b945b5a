"""Impact assessments: what they offer the rest of holger."""

from django.utils.translation import gettext_lazy as _


def enter() -> None:
    from dataclasses import replace

    from holger.core import walls
    from holger.core.registry import Action, MenuItem, Panel, Search, Subject, registry
    from holger.organisation import signals
    from holger.privacy import permissions
    from holger.privacy.duties import dpia as duties
    from holger.privacy.models import Activity, Dpia, DpiaVersion, Screening
    from holger.privacy.models.dpia import FOR_GOOD, walls_of
    from holger.privacy.panels import dpia as panels
    from holger.privacy.receivers import dpia as receivers
    from holger.privacy.selectors import dpia as selectors
    from holger.privacy.words.kept import QUESTIONS

    for model, names in FOR_GOOD:
        wall = walls_of(model, names)
        walls.APPEND_ONLY.add(wall["table"])
        walls.MAY_REDACT[wall["table"]] = names
        walls.LET_THROUGH[wall["table"], "UPDATE"] = wall["way_in"]
    signals.person_forgotten.connect(receivers.forgotten)

    see, edit, icon, listed = permissions.VIEW, permissions.EDIT, selectors.ICON, "privacy:dpia-list"
    title, activity = _("Impact assessments"), Activity._meta.label_lower
    known = registry.subjects[activity]
    registry.subject(replace(known, parts=(*known.parts, Screening)))
    words = {"questions": QUESTIONS}
    registry.subject(
        Subject(Dpia, _("Impact assessment"), icon, selectors.dpias_for, edit, parts=(DpiaVersion,), words=words)
    )
    registry.menu.append(MenuItem("privacy", title, icon, listed, see, 20))
    registry.searches.append(
        Search("impact-assessments", title, see, selectors.search_dpias, 15, rows=selectors.dpias_pickable)
    )
    registry.actions.append(Action(title, icon, listed, see, _("DPIA article 35 GDPR risk")))
    registry.panels.append(
        Panel(activity, "dpia", _("Impact assessment"), "privacy/dpia/_of_activity.html", see, panels.of_activity, 40)
    )
    registry.duties.append(duties.SOURCE)
    registry.holdings += duties.HOLDINGS
