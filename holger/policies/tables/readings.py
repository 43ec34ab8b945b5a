"""How campaigns and readings look in lists."""

from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from holger.policies.models import Campaign, CampaignStatus, Reading
from holger.ui import cells, days
from holger.ui.columns import Column
from holger.ui.icons import icon

LOOKS = {
    CampaignStatus.PLANNED: ("none", "calendar"),
    CampaignStatus.RUNNING: ("accent", "player-play"),
    CampaignStatus.CLOSED: ("ok", "check"),
}


def status_badge(row: Campaign) -> SafeString:
    return cells.badge(row.get_status_display(), *LOOKS[CampaignStatus(row.status)])


def progress(asked: int, confirmed: int) -> SafeString:
    """A bar, with its numbers beside."""
    if not asked:
        return cells.dash
    told = gettext("%(confirmed)s of %(asked)s confirmed") % {"confirmed": confirmed, "asked": asked}
    percent = confirmed * 100 // asked
    look = "ok" if confirmed == asked else ""
    number = f'<span class="h-num h-small h-nowrap">{confirmed} / {asked}</span>'
    return SafeString(f'<span class="rd-progress">{cells.bar(percent, told, look)}{number}</span>')


def counts(row: Any) -> tuple[int, int]:
    """Those asked and those who have confirmed: as they are counted, or as they were when it was closed."""
    if row.status == CampaignStatus.CLOSED:
        return row.asked, row.confirmed
    return row.all_now, row.confirmed_now


CAMPAIGN_COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Title"), lambda row, page: cells.name(row, page.base)),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column("progress", _("Confirmed"), lambda row, page: progress(*counts(row))),
    Column(
        "deadline", _("Deadline"), lambda row, page: cells.date(row.deadline, _open_day(row, page)), sort="deadline"
    ),
    Column("starts", _("Begins"), lambda row, page: cells.date(row.starts), sort="starts", shown=False),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
)


def _open_day(row: Campaign, page: Any) -> Any:
    return page.today if row.status == CampaignStatus.RUNNING else None


def state_badge(row: Reading, today: Any) -> SafeString:
    if row.confirmed_at is not None:
        return cells.badge(gettext("Confirmed"), "ok", "check")
    if row.is_late(today):
        late = (today - row.due).days
        told = ngettext("%(count)s day late", "%(count)s days late", late) % {"count": late}
        return cells.badge(told, "crit", "clock-exclamation")
    return cells.badge(gettext("Missing"), "none", "circle-dashed")


def _nudge(row: Reading, page: Any) -> SafeString | str:
    """The button goes with the form that stands beside the table."""
    if row.confirmed_at is not None or not page.may_nudge:
        return ""
    label = escape(gettext("Remind %(name)s") % {"name": row.person.name})
    where = escape(page.nudge_at.format(row.pk))
    return SafeString(
        f'<button class="btn btn-sm" form="nudges" formaction="{where}" aria-label="{label}">'
        f"{icon('bell')}{escape(gettext('Remind'))}</button>"
    )


READING_COLUMNS = (
    Column("person", _("Person"), lambda row, page: cells.person(row.person), sort="person__name"),
    Column("unit", _("Unit"), lambda row, page: row.person.unit, sort="person__unit__name"),
    Column("policy", _("Policy"), lambda row, page: row.policy, sort="policy__number"),
    Column("version", _("Version"), lambda row, page: f"{row.major}.x", sort="major", shown=False),
    Column("state", _("State"), lambda row, page: state_badge(row, page.today), sort="confirmed_at"),
    Column("due", _("Due"), lambda row, page: cells.date(row.due), sort="due"),
    Column(
        "confirmed", _("Confirmed"), lambda row, page: days.moment(row.confirmed_at), sort="confirmed_at", shown=False
    ),
    Column("how", _("Because"), lambda row, page: row.get_how_display(), sort="how", shown=False),
    Column("campaign", _("Campaign"), lambda row, page: row.campaign, sort="campaign__number", shown=False),
    Column("nudge", _("Reminder"), _nudge),
)
