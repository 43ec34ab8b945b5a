"""The columns of the list of processing activities, and the parts of one."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext, ngettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.privacy.models import Activity, ActivitySupplier, Status
from holger.privacy.rules.lines import lines
from holger.privacy.selectors.beside import NOTHING, Beside
from holger.privacy.words.record import (
    data_of,
    joint_of,
    measures_of,
    recipients_of,
    retention_of,
    said,
    sources_of,
    subjects_of,
)
from holger.ui import cells
from holger.ui.columns import Column

LOOKS = {
    Status.DRAFT: ("none", "pencil"),
    Status.CURRENT: ("ok", "circle-check"),
    Status.ENDED: ("line", "history"),
}
"""By status: how it is coloured, and its icon."""
FEW = 2


def status_badge(row: Activity) -> SafeString:
    if row.archived_at is not None:
        return cells.badge(_("Archived"), "none", "archive")
    if row.status == Status.DRAFT and row.offered_at is not None:
        return cells.badge(_("Draft, sent in"), "mid", "hourglass")
    return cells.badge(row.get_status_display(), *LOOKS[Status(row.status)])


def gauge_cell(percent: int) -> SafeString:
    """How complete it is, as a bar with its number."""
    told = gettext("%(percent)s %% complete") % {"percent": percent}
    number = f'<span class="h-num h-small h-dim h-nowrap">{percent} %</span>'
    return SafeString(f'<span class="rd-progress">{cells.bar(percent, told)}{number}</span>')


def flags_cell(row: Activity, page: Any) -> SafeString:
    flags = page.flags.get(row.pk, ())
    if not flags:
        return cells.dash
    count = len(flags)
    said_all = ", ".join(gettext(flag.title) for flag in flags)
    text = ngettext("%(count)s remark", "%(count)s remarks", count) % {"count": count}
    return cells.badge(text, "crit", "alert-triangle", said_all)


def suppliers_cell(hands: Sequence[ActivitySupplier], page: Any) -> SafeString:
    """Each supplier once, with a link."""
    named = {hand.supplier_id: hand.supplier for hand in hands}
    return (
        cells.several(cells.link(each.title, page.base + each.path) for each in named.values()) if named else cells.dash
    )


def _short(texts: Sequence[str]) -> str:
    more = len(texts) - FEW
    return ", ".join(texts[:FEW]) + (f" +{more}" if more > 0 else "")


COLUMNS = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Name"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column(
        "role", pgettext_lazy("privacy", "Role"), lambda row, page: row.get_role_display(), sort="role", shown=False
    ),
    Column("status", _("Status"), lambda row, page: status_badge(row), sort="status"),
    Column("complete", _("Completeness"), lambda row, page: gauge_cell(row.complete), sort="complete"),
    Column("flags", _("Remarks"), flags_cell),
    Column("owner", _("Owner"), lambda row, page: cells.person(row.owner), sort="owner__name"),
    Column("review", _("Next review"), lambda row, page: cells.date(row.next_review, page.today), sort="next_review"),
    Column("purpose", _("Purposes"), lambda row, page: _short(lines(row.purpose)), shown=False),
    Column("subjects", _("Whom the data is about"), lambda row, page: _short(subjects_of(row)), shown=False),
    Column("data", _("Personal data"), lambda row, page: _short(data_of(row)), shown=False),
    Column("grounds", _("Legal basis"), lambda row, page: _short(said("grounds", row.grounds)), shown=False),
    Column(
        "recipients",
        _("Recipients"),
        lambda row, page: _short(recipients_of(row, page.beside.hands_of(row))),
        shown=False,
    ),
    Column("suppliers", _("Suppliers"), lambda row, page: suppliers_cell(page.beside.hands_of(row), page), shown=False),
    Column(
        "retention",
        _("Retention periods"),
        lambda row, page: _short(retention_of(row, page.beside.rules_of(row))),
        shown=False,
    ),
    Column("measures", _("Security measures"), lambda row, page: _short(measures_of(row)), shown=False),
    Column("people", _("Number of people"), lambda row, page: row.people, sort="people", shown=False, number=True),
    Column("entity", _("Company"), lambda row, page: row.entity or "", sort="entity__name", shown=False),
    Column("unit", _("Unit"), lambda row, page: row.unit or "", sort="unit__name", shown=False),
    Column("updated", _("Updated"), lambda row, page: cells.date(row.updated_at), sort="updated_at", shown=False),
)


@dataclass(frozen=True)
class Part:
    """A line of the record, as its page shows it: several texts, and the letter of art. 30 that asks for it."""

    title: Any
    texts: Sequence[str]
    article: str = ""
    note: str = ""


def groups_of(row: Activity, transfers: Sequence[str], around: Beside = NOTHING) -> list[tuple[str, Any, list[Part]]]:
    """What the record says of an activity: (key, title, parts)."""
    hands, kept = around.hands_of(row), around.rules_of(row)
    first = "30(2)" if row.is_processor else "30(1)"
    served = [Part(_("Controllers that are served"), lines(row.customers), "30(2)(a)")] if row.is_processor else []
    with_them = joint_of(row, hands)
    joint = [Part(_("Joint control with"), with_them, "26", row.joint_note)] if with_them else []
    purposes = Part(_("Purposes"), lines(row.purpose), f"{first}(b)")
    return [
        ("purpose", _("What is done"), [purposes, *served, *joint]),
        (
            "data",
            _("Whose data, and which"),
            [
                Part(_("Whom the data is about"), subjects_of(row), "30(1)(c)"),
                Part(_("Ordinary personal data"), lines(row.categories), "30(1)(c)"),
                Part(_("Special categories"), said("special", row.special), "9"),
                Part(_("Other data worthy of protection"), said("protected", row.protected), "10"),
                Part(_("Where the data comes from"), sources_of(row, hands), "14"),
                Part(_("How people are informed"), lines(row.informed), "13-14"),
            ],
        ),
        ("basis", _("Why it is lawful"), [] if row.is_processor else _basis(row)),
        (
            "out",
            _("Who gets it, and for how long"),
            [
                Part(_("Recipients"), recipients_of(row, hands), "30(1)(d)"),
                Part(_("Transfers to third countries"), transfers, f"{first}({'c' if row.is_processor else 'e'})"),
                Part(_("Retention periods"), retention_of(row, kept), "30(1)(f)"),
                Part(_("Security measures"), measures_of(row), f"{first}({'d' if row.is_processor else 'g'})"),
            ],
        ),
    ]


def _basis(row: Activity) -> list[Part]:
    return [
        Part(_("Legal basis"), said("grounds", row.grounds), "6", row.grounds_why),
        Part(_("Ground for special categories"), said("special_grounds", row.special_grounds), "9(2)", row.special_why),
        Part(_("Ground for CPR numbers and offences"), lines(row.protected_ground), "10"),
        Part(_("Other Danish law"), lines(row.law)),
        Part(_("How the interests were weighed"), lines(row.interests_weighed), "6(1)(f)"),
    ]
