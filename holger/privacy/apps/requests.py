"""Requests of data subjects: what they offer the rest of holger."""

from datetime import timedelta

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


def enter() -> None:
    _keep()
    _show()
    _work()


def _keep() -> None:
    """What the database refuses, and who is forgotten."""
    from holger.core import walls
    from holger.organisation import signals
    from holger.privacy.models.requests import entry_wall
    from holger.privacy.receivers import requests as receivers

    wall = entry_wall()
    walls.APPEND_ONLY.add(wall["table"])
    walls.MAY_REDACT[wall["table"]] = ("by_name", "text")
    walls.LET_THROUGH[wall["table"], "UPDATE"] = wall["way_in"]
    signals.person_forgotten.connect(receivers.forgotten)


def _show() -> None:
    """Where requests are seen: menu, search, palette, panels, overview."""
    from holger.core.registry import Action, Card, MenuItem, Panel, Search, Subject, registry
    from holger.privacy import permissions
    from holger.privacy.models import Activity, Inquiry, RequestEntry, RequestLetter, RequestStep, SubjectRequest
    from holger.privacy.panels import requests as panels
    from holger.privacy.rules.requests import RIGHTS, STEP_TITLES
    from holger.privacy.selectors import requests as selectors
    from holger.privacy.words.kept import LETTERS

    see, answer, icon, listed = permissions.REQUESTS, permissions.ANSWER, selectors.ICON, "privacy:request-list"
    about, title = SubjectRequest._meta.label_lower, _("Data subject requests")
    parts = (RequestStep, Inquiry, RequestLetter, RequestEntry)
    named = {"rights": RIGHTS, "step": STEP_TITLES}
    words = {field: {key: _(text) for key, text in known.items()} for field, known in named.items()} | {
        "letter": LETTERS
    }
    one = _("Data subject request")
    registry.subject(Subject(SubjectRequest, one, icon, selectors.requests_for, answer, parts=parts, words=words))
    registry.menu.append(
        MenuItem("privacy", pgettext_lazy("menu", "Requests"), icon, listed, see, 30, badge=panels.badge)
    )
    registry.searches.append(Search("data-subject-requests", title, see, selectors.search, 27, rows=selectors.pickable))
    registry.actions += [
        Action(title, icon, listed, see, _("GDPR access erasure rights article 15 12 month")),
        Action(_("New data subject request"), "plus", "privacy:request-create", answer, _("GDPR access erasure add")),
    ]
    registry.cards.append(Card("data-subject-requests", "privacy/requests/_card.html", see, panels.card, 16))
    steps, log = pgettext_lazy("data subject request", "Checklist"), pgettext_lazy("data subject request", "Log")
    places = pgettext_lazy("data subject request", "Places to search")
    folder = "privacy/requests"
    registry.panels += [
        Panel(about, "asker", _("Who asks"), f"{folder}/_asker.html", answer, panels.asker, 4),
        Panel(about, "steps", steps, f"{folder}/_steps.html", see, panels.steps, 6),
        Panel(about, "places", places, f"{folder}/_places.html", see, panels.places, 8),
        Panel(about, "letters", _("Letters"), f"{folder}/_letters.html", answer, panels.letters, 9, side=True),
        Panel(about, "log", log, f"{folder}/_log.html", see, panels.log, 12),
        Panel(
            Activity._meta.label_lower, "requests", title, f"{folder}/_of_activity.html", see, panels.of_activity, 60
        ),
    ]


def _work() -> None:
    """What requests ask of people, and what happens by itself."""
    from holger.core.registry import Recurring, registry
    from holger.privacy.duties import requests as duties
    from holger.privacy.jobs import requests as jobs

    registry.duties.append(duties.SOURCE)
    registry.holdings += duties.HOLDINGS
    hour, day = timedelta(hours=1), timedelta(days=1)
    registry.recurring += [
        Recurring("privacy.requests", _("Remind of requests of data subjects"), hour, jobs.remind),
        Recurring("privacy.askers", _("Erase who asked, when the day has come"), day, jobs.erase),
    ]
