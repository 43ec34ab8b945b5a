"""The columns of the plan, and the small pieces that its pages draw alike."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal
from html import escape
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.models import PlanItem, PlanStatus
from holger.controls.rules import plan as rules
from holger.controls.rules.plan_priority import Priority
from holger.controls.rules.quarters import Quarter
from holger.core.errors import RuleBroken
from holger.ui import cells, days
from holger.ui.columns import Column

LOOKS = {
    PlanStatus.PLANNED: ("none", "calendar"),
    PlanStatus.STARTED: ("accent", "player-play"),
    PlanStatus.DONE: ("ok", "check"),
    PlanStatus.DROPPED: ("none", "circle-off"),
}
PARTS = {
    "requirements": pgettext_lazy("priority", "What it closes"),
    "driver": pgettext_lazy("priority", "Why it is asked for"),
    "risk": pgettext_lazy("priority", "Risk it takes away"),
    "ease": pgettext_lazy("priority", "How quickly it is done"),
}


def status_badge(item: PlanItem) -> SafeString:
    level, mark = LOOKS[PlanStatus(item.status)]
    return cells.badge(item.get_status_display(), level, mark)


def status_badges(item: Any, today: date) -> list[SafeString]:
    """Its status, and what is wrong with it."""
    found = [status_badge(item)]
    if rules.is_overdue(item.status, item.due, today):
        found.append(cells.badge(late_words(item.due, today), "crit", "clock-exclamation"))
    return [*found, *_blocked_badge(item)]


def _blocked_badge(item: Any) -> list[SafeString]:
    if item.is_open and getattr(item, "blocked", False):
        return [cells.badge(pgettext("plan", "Blocked"), "mid", "lock")]
    return []


def late_words(due: date, today: date) -> str:
    count = (today - due).days
    return ngettext("%(count)s day late", "%(count)s days late", count) % {"count": count}


def due_words(due: date, today: date) -> str:
    """How far it is to a day, or since."""
    count = (due - today).days
    if count < 0:
        return late_words(due, today)
    if count == 0:
        return gettext("due today")
    if count > 60:
        months = round(count / 30.4)
        return ngettext("in %(count)s month", "in %(count)s months", months) % {"count": months}
    return ngettext("in %(count)s day", "in %(count)s days", count) % {"count": count}


def quarter(value: Quarter) -> str:
    return days.quarter(value.year, value.number)


def span_words(item: PlanItem) -> str:
    """When it is done, by quarters: Q4 2026 – Q1 2027."""
    ends = [Quarter.of(day) for day in (item.starts or item.due, item.due or item.starts) if day]
    return " – ".join(dict.fromkeys(quarter(each) for each in ends))


def money(value: Decimal | None) -> SafeString | str:
    """An amount in the organisation's currency; øre only where there are any."""
    return cells.dash if value is None else SafeString(f'<span class="h-nowrap">{amount(value)}</span>')


def amount(value: Decimal) -> str:
    return number_format(value, 2 if value % 1 else 0, use_l10n=True, force_grouping=True)


def effort(value: Decimal | None) -> SafeString | str:
    return cells.dash if value is None else days_of(value)


def days_of(value: Decimal) -> str:
    return number_format(value, 1 if value % 1 else 0, use_l10n=True, force_grouping=True)


def priority_cell(item: PlanItem, page: Any) -> SafeString:
    """The number, with a bar for the eye."""
    bar = f'<rect width="{item.priority}" height="1"/>'
    return SafeString(
        f'<span class="h-prio"><b class="h-b h-num">{item.priority}</b><svg class="h-progress is-thin"'
        f' viewBox="0 0 100 1" preserveAspectRatio="none" aria-hidden="true">{bar}</svg></span>'
    )


def priority_rows(priority: Priority) -> list[tuple[Any, int, int, str]]:
    """Why it matters so much: each part with its points, the most it gives, and the reason in words."""
    return [(PARTS[part.key], part.points, part.most, RuleBroken(part.reason).message) for part in priority.parts]


def effect(counts: Mapping[str, int], reduction: int = 0) -> str:
    """What it does, in a sentence: closes 4 requirements in ISO 27001 and 2 in NIS2; takes 18 points of risk away.

    ``counts``: a framework's title → how many of its requirements are closed.
    """
    parts = [text for text in (_closes(counts), _reduces(reduction)) if text]
    text = "; ".join(parts)
    return f"{text[0].upper()}{text[1:]}." if text else ""


def _closes(counts: Mapping[str, int]) -> str:
    if not counts:
        return ""
    first, *rest = counts.items()
    title, count = first
    text = ngettext(
        "Closes %(count)s requirement in %(title)s", "Closes %(count)s requirements in %(title)s", count
    ) % {"count": count, "title": title}  # fmt: skip
    more = [gettext("%(count)s in %(title)s") % {"count": number, "title": name} for name, number in rest]
    return listed([text, *more])


def _reduces(reduction: int) -> str:
    if not reduction:
        return ""
    text = ngettext("takes %(count)s point of risk away", "takes %(count)s points of risk away", reduction)
    return text % {"count": reduction}


def listed(names: Sequence[str]) -> str:
    """a, b and c"""
    if len(names) < 2:
        return "".join(names)
    return gettext("%(first)s and %(last)s") % {"first": ", ".join(names[:-1]), "last": names[-1]}


def _status_cell(item: PlanItem, page: Any) -> SafeString:
    """That it is late stands beside its due date."""
    return cells.several([status_badge(item), *_blocked_badge(item)])


def _due_cell(item: PlanItem, page: Any) -> SafeString:
    if item.due is None or not item.is_open:
        return cells.date(item.due)
    words = escape(due_words(item.due, page.today))
    return SafeString(
        f'<span>{cells.date(item.due, page.today)}<span class="h-tiny h-dim d-block">{words}</span></span>'
    )


def _closes_cell(item: PlanItem, page: Any) -> SafeString | str:
    counts = page.closed(item)
    return SafeString(f'<span title="{escape(effect(counts))}">{sum(counts.values())}</span>') if counts else cells.dash


def _reduction_cell(item: PlanItem, page: Any) -> SafeString | int:
    return (item.control.reduction if item.control else 0) or cells.dash


def _control_cell(item: PlanItem, page: Any) -> SafeString:
    control = page.control(item)
    return cells.name(control, page.base, str(control)) if control else cells.dash


ALWAYS = ("organisation_id", "reference", "title", "status", "control_id")
"""What every row needs, whichever columns are shown."""


def _date_column(name: str, label: Any, **more: Any) -> Column:
    return Column(name, label, lambda row, page: cells.date(getattr(row, name)), sort=name, reads=(name,), **more)


def _money_column(name: str, label: Any, **more: Any) -> Column:
    return Column(
        name, label, lambda row, page: money(getattr(row, name)), sort=name, number=True, reads=(name,), **more
    )


def _text_column(name: str, label: Any) -> Column:
    return Column(name, label, sort=name, shown=False, reads=(name,))


PLAN_COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Plan item"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "priority",
        _("Priority"),
        priority_cell,
        sort="priority",
        help=_("0 to 100: what it closes, who asks for it, the risk it takes away, and how quickly it is done."),
        reads=("priority",),
    ),
    Column("status", _("Status"), _status_cell, sort="status"),
    Column(
        "owner",
        _("Owner"),
        lambda row, page: cells.person(row.owner),
        sort="owner__name",
        reads=("owner__name", "owner__initials"),
    ),
    _date_column("starts", _("Starts")),
    Column("due", _("Due"), _due_cell, sort="due", reads=("due",)),
    Column("closes", pgettext_lazy("plan", "Closes"), _closes_cell, number=True, help=_("Requirements it closes")),
    Column("days", _("Days"), lambda row, page: effort(row.days), sort="days", number=True, reads=("days",)),
    _money_column("budget", _("Budget")),
    _money_column("spent", _("Spent"), shown=False),
    Column(
        "reduction",
        _("Risk reduction"),
        _reduction_cell,
        sort="control__reduction",
        number=True,
        shown=False,
        help=_("Points that all risks together lose through its control."),
        reads=("control__reduction",),
    ),
    Column("control", _("Control"), _control_cell, sort="control__title", shown=False),
    _text_column("competence", _("Competence")),
    _text_column("external", _("Help from outside")),
    Column("unit", _("Unit"), lambda row, page: row.unit, sort="unit__name", shown=False, reads=("unit__name",)),
    _date_column("done_at", pgettext_lazy("plan", "Done on"), shown=False),
    Column(
        "updated",
        _("Updated"),
        lambda row, page: cells.moment(row.updated_at),
        sort="updated_at",
        shown=False,
        reads=("updated_at",),
    ),
)


def lines(items: Iterable[PlanItem], today: date) -> list[tuple[PlanItem, list[SafeString]]]:
    """Items as panels list them, each with its badges."""
    return [(item, status_badges(item, today)) for item in items]
