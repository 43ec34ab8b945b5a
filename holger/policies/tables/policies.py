"""The columns of the list of policies."""

from collections.abc import Sequence
from datetime import date
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.policies.models import Policy, PolicyVersion, Status
from holger.policies.selectors import Standing
from holger.policies.words import LANGUAGE_NAMES, LANGUAGE_WORDS, STATUS_LOOKS, STATUS_WORDS, TYPE_WORDS, behind
from holger.ui import cells, days
from holger.ui.columns import Column


def status_badge(version: PolicyVersion | Standing) -> SafeString:
    """How far a version is, and its number."""
    word = f"{STATUS_WORDS[version.status]}, {version.label}"
    return cells.badge(word, *STATUS_LOOKS[version.status])


def status_cell(policy: Policy, page: Any) -> SafeString:
    return statuses(policy, page.standings.get(policy.pk, ()))


def statuses(policy: Policy, standings: Sequence[Standing]) -> SafeString:
    """What is in force, and what is on its way."""
    if policy.archived_at is not None:
        return cells.badge(_("Archived"), "none", "archive")
    shown = sorted(standings, key=lambda version: version.status != Status.IN_FORCE)
    return cells.several(status_badge(version) for version in shown) if shown else cells.dash


def newest(policy: Policy, page: Any) -> Standing | None:
    """The version that a list tells of: the one worked on, else the one in force."""
    return next(iter(page.standings.get(policy.pk, ())), None)


def languages_cell(policy: Policy, page: Any) -> SafeString:
    """Does the translation say the same?"""
    version = newest(policy, page)
    if version is None:
        return cells.dash
    alike = len(version.since) == len(LANGUAGE_WORDS) and not any(version.since.values())
    return BOTH if alike else translation_badge(policy, version.since)


BOTH = SafeString('<span class="h-small h-dim h-nowrap">da · en</span>')
"""Where all is well a list says little."""
MOST_PARTS = 2


def audience_cell(policy: Policy, page: Any) -> str:
    """Whom it is for; of many parts the first, and how many more."""
    first, *others = str(page.audiences[policy.pk]).split(", ")
    shown, left = others[: MOST_PARTS - 1], len(others) - MOST_PARTS + 1
    return ", ".join([first, *shown]) + (f" +{left}" if left > 0 else "")


def translation_badge(policy: Policy, since: dict[str, str]) -> SafeString:
    """``since`` tells of each language that it says something in since when that is out of date."""
    others = [language for language in LANGUAGE_WORDS if language != policy.language]
    late = next((since[language] for language in others if since.get(language)), "")
    if late:
        return cells.badge(behind(late), "mid", "clock-exclamation")
    missing = next((language for language in others if language not in since), None)
    if missing:
        return cells.badge(gettext("Not in %(language)s") % {"language": LANGUAGE_NAMES[missing]}, "line")
    return cells.badge(_("Both languages"), "line", "check")


def review_cell(day: date | None, today: date) -> SafeString:
    """The day, and a word where it has come."""
    if day is None or day > today:
        return cells.date(day)
    said = escape(gettext("Review due"))
    return SafeString(
        f'<time class="is-late" datetime="{day.isoformat()}" title="{said}">{days.day(day)}</time>'
        f'<span class="visually-hidden"> {said}</span>'
    )


def waits_cell(policy: Policy, page: Any) -> str:
    """Who is asked to approve what is open."""
    version = newest(policy, page)
    return version.waits_for if version is not None else ""


COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Title"), lambda row, page: cells.name(row, page.base, row.title), sort="shown_title"),
    Column("type", pgettext_lazy("document", "Type"), lambda row, page: TYPE_WORDS[row.type], sort="type"),
    Column("status", _("Status"), status_cell),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("review", _("Next review"), lambda row, page: review_cell(row.next_review, page.today), sort="next_review"),
    Column("translation", _("Translation"), languages_cell),
    Column("audience", _("Whom it is for"), audience_cell),
    Column("unit", _("Unit"), lambda row, page: row.unit or "", sort="unit__name", shown=False),
    Column("confirm", _("Must be confirmed"), lambda row, page: cells.yes(row.confirm), sort="confirm", shown=False),
    Column("approver", _("Waits for"), waits_cell, shown=False),
    Column("updated", _("Updated"), lambda row, page: cells.date(row.updated_at), sort="updated_at", shown=False),
)
