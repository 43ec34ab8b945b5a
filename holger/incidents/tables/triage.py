"""The columns of the list of reports that wait, and the words for what speaks for two being the same."""

from datetime import datetime, timedelta
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import get_language, gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core import dates
from holger.core.words import say
from holger.incidents import library
from holger.incidents.models import Incident
from holger.incidents.rules.duplicates import Likely
from holger.incidents.selectors.triage import Twin
from holger.incidents.words import span_words
from holger.ui import cells
from holger.ui.columns import Column

OLD, VERY_OLD = timedelta(hours=4), timedelta(hours=24)


def category_title(key: str) -> str:
    found = library.categories().get(key)
    return say(found.title, get_language()) if found else key


def age(row: Incident, now: datetime | None = None) -> SafeString:
    """How long it has waited; the longer, the redder."""
    span = (now or dates.now()) - row.created_at
    level, icon = (
        ("crit", "alert-circle")
        if span >= VERY_OLD
        else ("mid", "clock-exclamation")
        if span >= OLD
        else ("none", "clock")
    )
    return cells.badge(span_words(span), level, icon)


def reporter(row: Incident) -> SafeString | str:
    if row.anonymous:
        return cells.badge(gettext("Without a name"), "none", "user-question")
    return cells.person(row.reporter) if row.reporter else row.reported_by


def why(told: Likely) -> str:
    """What speaks for it, in a sentence."""
    said = []
    if told.category:
        said.append(gettext("same category"))
    if told.words:
        said.append(gettext("words in common: %(words)s") % {"words": ", ".join(told.words)})
    if told.affected:
        said.append(
            ngettext("%(count)s thing hit by both", "%(count)s things hit by both", told.affected)
            % {"count": told.affected}
        )
    said.append(gettext("%(span)s apart") % {"span": span_words(told.apart)})
    text = "; ".join(said)
    return text[:1].upper() + text[1:]


def _twins(row: Incident, page: Any) -> SafeString:
    found: list[Twin] = page.twins.get(row.pk, [])
    return cells.several(
        cells.badge(each.incident.reference, "accent", "arrow-merge", title=f"{each.incident.title}. {why(each.why)}")
        for each in found
    )


def _name(row: Incident, page: Any) -> SafeString:
    return cells.link(row.title, page.url("incidents:triage-report", reference=row.reference))


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", pgettext_lazy("incident", "Report"), _name, sort="title"),
    Column("age", _("Waited"), lambda row, page: age(row), sort="created_at"),
    Column(
        "category",
        pgettext_lazy("incident", "Category"),
        lambda row, page: category_title(row.category),
        sort="category",
    ),
    Column("doubt", _("In doubt"), lambda row, page: cells.yes(row.doubt) if row.doubt else cells.dash, sort="doubt"),
    Column("reporter", _("Reported by"), lambda row, page: reporter(row), sort="reporter__name"),
    Column("files", _("Files"), lambda row, page: str(row.files or ""), sort="files", number=True),
    Column("twins", _("Likely the same as"), _twins),
)
