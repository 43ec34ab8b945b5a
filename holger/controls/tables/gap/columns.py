"""The columns of gap rounds, of their answers, and of two rounds compared."""

from collections.abc import Sequence
from typing import Any

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext, pgettext_lazy
from django.utils.translation import gettext_lazy as _

from holger.controls.models import GapAnswer, GapRound, Origin
from holger.controls.tables.gap.words import (
    answer_badge,
    gap_cell,
    level,
    move_badge,
    percent,
    state_badge,
    sums_bar,
    where,
)
from holger.ui import cells
from holger.ui.columns import Column


def _framework(gap_round: GapRound) -> str:
    scope = gap_round.scope
    return f"{scope.framework.title} · {scope.unit.name}" if scope.unit else scope.framework.title


def _progress(gap_round: GapRound, page: Any) -> SafeString:
    sums = page.sums[gap_round.pk]
    told = gettext("%(done)s of %(count)s") % {"done": sums.answered, "count": sums.total}
    bar = cells.bar(sums.progress, told, "thin")
    return SafeString(f'{bar}<span class="h-tiny h-dim">{escape(told)}</span>')


ROUND_COLUMNS: Sequence[Column] = (
    Column("reference", _("Ref."), lambda row, page: cells.ref(row), sort="number"),
    Column("title", _("Round"), lambda row, page: cells.name(row, page.base), sort="title"),
    Column("framework", _("Framework"), lambda row, page: _framework(row), sort="scope__framework__number"),
    Column("where", _("Holds in"), lambda row, page: where(row), shown=False),
    Column("state", _("Status"), lambda row, page: state_badge(row), sort="closed_at"),
    Column("opened", _("Opened"), lambda row, page: cells.date(row.opened_at), sort="opened_at"),
    Column(
        "due",
        _("To be done by"),
        lambda row, page: cells.date(row.due, page.today if row.is_open else None),
        sort="due",
    ),
    Column("closed", _("Closed"), lambda row, page: cells.date(row.closed_at), sort="closed_at", shown=False),
    Column("progress", _("Progress"), _progress),
    Column("how_far", _("How far"), lambda row, page: sums_bar(page.sums[row.pk])),
    Column(
        "result",
        _("Result"),
        lambda row, page: percent(page.sums[row.pk].percent),
        number=True,
        help=_("Met, and half of what is partly met. What nobody has confirmed counts nothing."),
    ),
)


def _name(row: GapAnswer, page: Any) -> SafeString:
    return SafeString(f'<a class="h-name" href="{escape(page.link_of(row))}">{escape(row.requirement.title)}</a>')


ANSWER_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: cells.ref(row.requirement), sort="place"),
    Column("title", _("Requirement"), _name),
    Column("state", _("Answer"), lambda row, page: answer_badge(row), sort="answer"),
    Column("maturity", _("Maturity"), lambda row, page: level(row.maturity, row.target), sort="maturity", help=_("Now / target, 0 to 5.")),
    Column("gap", _("Gap"), lambda row, page: gap_cell(row.gap), sort="gap", help=_("Levels missing to the target, one more where it is partly met, two where it is not met.")),
    Column("remark", _("Remark"), lambda row, page: row.remark if row.applicable else row.reason),
    Column("asked", pgettext_lazy("gap", "Asked"), lambda row, page: cells.person(row.asked), sort="asked__name"),
    Column("answered", _("Answered"), lambda row, page: cells.moment(row.answered_at), sort="answered_at"),
    Column("answered_by", _("Answered by"), sort="answered_by", shown=False),
    Column("origin", _("Origin"), lambda row, page: Origin(row.origin).label if row.answer else "", sort="origin", shown=False),
)  # fmt: skip

COMPARED_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: cells.ref(row.requirement), sort="place"),
    Column("title", _("Requirement"), _name),
    Column("then", _("Then"), lambda row, page: page.then_of(row)),
    Column("now", pgettext_lazy("gap", "Now"), lambda row, page: page.now_of(row)),
    Column("moved", _("Moved"), lambda row, page: move_badge(page.move_of(row).way)),
    Column("remark", _("Remark"), lambda row, page: row.remark),
)
