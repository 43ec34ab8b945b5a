"""The columns of the list of activities, and what their pages draw alike."""

from collections.abc import Sequence
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.core.registry import registry
from holger.tasks.models import Activity, Category
from holger.tasks.tables.tasks import minutes_cell, result_badge
from holger.tasks.words import ROLES
from holger.tasks.words.rhythm import rhythm_of
from holger.ui import cells, populations
from holger.ui.columns import Column

CATEGORY_ICONS = {
    Category.OPERATION: "settings",
    Category.GOVERNANCE: "scale",
    Category.PEOPLE: "users",
    Category.SUPPLIERS: "building-store",
    Category.CONTINUITY: "lifebuoy",
}


def role_words(role: str) -> str:
    return str(ROLES.get(role, role))


def who_cell(person: Any, role: str) -> SafeString:
    """A person, or whoever holds a role."""
    if person is not None:
        return cells.person(person)
    if role:
        return SafeString(f'<span class="h-row">{escape(role_words(role))}</span>')
    return cells.dash


def state_badges(activity: Activity) -> list[SafeString]:
    found = []
    if activity.archived_at is not None:
        found.append(cells.badge(pgettext("activity", "Archived"), "none", "archive"))
    elif activity.paused_at is not None:
        found.append(cells.badge(pgettext("activity", "Paused"), "mid", "player-pause"))
    return found


def population_words(key: str, narrowing: str, organisation_id: Any) -> str:
    """Assets (Type: Server): what a sample is drawn of, or what there is a task for each of."""
    population = registry.populations.get(key)
    if population is None:
        return key
    told = populations.told(population, narrowing, organisation_id)
    said = "; ".join(f"{what}: {which}" if what else which for what, which in told)
    return f"{population.title} ({said})" if said else str(population.title)


def _next_cell(activity: Activity, page: Any) -> SafeString:
    if activity.paused_at is not None:
        return cells.badge(pgettext("activity", "Paused"), "mid", "player-pause")
    due = page.next_due.get(activity.pk)
    return cells.date(due, page.today) if due else cells.dash


def _last_cell(activity: Activity, page: Any) -> SafeString:
    """How it went last: the result, or that nobody did it."""
    found = page.last.get(activity.pk)
    if found is None:
        return cells.dash
    return result_badge(found.result) if found.result and found.done_at else cells.badge(
        pgettext("task", "Missed"), "crit", "x"
    )  # fmt: skip


def _category_cell(activity: Activity, page: Any) -> str:
    return activity.get_category_display()


def _performer_cell(activity: Activity, page: Any) -> SafeString:
    if activity.each_of:
        return SafeString(f'<span class="h-dim">{escape(gettext("The owner of each"))}</span>')
    return who_cell(activity.performer, activity.performer_role)


ALWAYS = ("organisation_id", "reference", "title", "paused_at", "archived_at")
"""What every row needs, whichever columns are shown."""
PERSON = ("name", "initials")


def _reads(name: str) -> tuple[str, ...]:
    return tuple(f"{name}__{each}" for each in PERSON)


ACTIVITY_COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Activity"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "rule",
        _("How often"),
        lambda row, page: rhythm_of(row),
        reads=("rule", "starts", "ends", "basis"),
    ),
    Column("next", pgettext_lazy("activity", "Next"), _next_cell, sort="next"),
    Column("last", pgettext_lazy("activity", "Last time"), _last_cell),
    Column(
        "performer",
        pgettext_lazy("task", "Done by"),
        _performer_cell,
        sort="performer__name",
        reads=("performer_role", "each_of", *_reads("performer")),
    ),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name", reads=_reads("owner")),
    Column("category", _("Category"), _category_cell, sort="category", shown=False, reads=("category",)),
    Column(
        "minutes",
        _("Takes"),
        lambda row, page: minutes_cell(row.minutes),
        sort="minutes",
        number=True,
        shown=False,
        reads=("minutes",),
    ),
    Column(
        "approver",
        _("Signed off by"),
        lambda row, page: who_cell(row.approver, row.approver_role),
        sort="approver__name",
        shown=False,
        reads=("approver_role", *_reads("approver")),
    ),
    Column("deputy", _("Deputy"), lambda row, page: cells.person(row.deputy), sort="deputy__name", shown=False,
           reads=_reads("deputy")),
    Column(
        "evidence",
        _("Evidence is needed"),
        lambda row, page: cells.yes(row.needs_evidence),
        sort="needs_evidence",
        shown=False,
        reads=("needs_evidence",),
    ),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit__name",)),
    Column("starts", _("First due"), lambda row, page: cells.date(row.starts), sort="starts", shown=False,
           reads=("starts",)),
    Column(
        "updated",
        _("Updated"),
        lambda row, page: cells.moment(row.updated_at),
        sort="updated_at",
        shown=False,
        reads=("updated_at",),
    ),
)  # fmt: skip
