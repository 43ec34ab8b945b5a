"""The supervision of processors: assessments by the point model, supervisions, findings, the year."""


def enter() -> None:
    from dataclasses import replace

    from django.utils.translation import gettext_lazy as _
    from django.utils.translation import pgettext_lazy

    from holger.core.registry import Action, Card, Dates, MenuItem, Panel, Search, Subject, registry
    from holger.suppliers import permissions
    from holger.suppliers.duties import supervision as duties
    from holger.suppliers.models import Supplier
    from holger.suppliers.models.supervision import Finding, ObjectiveReading, Outcome, ProcessorAssessment, Supervision
    from holger.suppliers.panels import dates
    from holger.suppliers.panels import supervision as panels
    from holger.suppliers.selectors import supervision as selectors

    see, icon = permissions.VIEW, selectors.ICON
    about = Supplier._meta.label_lower
    subject = registry.subjects[about]
    registry.subject(replace(subject, parts=(*subject.parts, ProcessorAssessment)))
    registry.subject(
        Subject(
            Supervision,
            pgettext_lazy("register", "Supervision"),
            icon,
            selectors.supervisions_for,
            permissions.SUPERVISE,
            parts=(Finding, ObjectiveReading),
            words={"objectives": dict(Outcome.choices)},
        )
    )
    registry.menu.append(MenuItem("suppliers", _("Supervision"), icon, "suppliers:supervision-list", see, 30))
    registry.searches.append(
        Search("supervisions", _("Supervisions"), see, selectors.search, 21, rows=selectors.pickable)
    )
    title = _("Supervision of the processor")
    panel = Panel(about, "supervision", title, "suppliers/supervision/_panel.html", see, panels.on_supplier, 15)
    registry.panels.append(panel)
    registry.cards.append(Card("supervision", "suppliers/supervision/_card.html", see, panels.card, 17, holds=True))
    registry.actions += [
        Action(_("Supervision"), icon, "suppliers:supervision-list", see, _("processor GDPR 28 ISAE 3000 report")),
        Action(_("Plan a supervision"), "plus", "suppliers:supervision-plan", permissions.SUPERVISE, _("processor")),
        Action(_("The year’s supervision"), "calendar", "suppliers:supervision-year", see, _("management processors")),
        Action(_("Point model"), "scale", "suppliers:points", see, _("concept points Datatilsynet")),
    ]
    registry.duties.append(duties.SOURCE)
    registry.dates.append(Dates("supervision", see, dates.of_supervision))
    registry.holdings += duties.HOLDINGS
