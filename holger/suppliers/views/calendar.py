"""The renewal calendar: month by month, what must be decided, what runs out and what is over."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Any

from dateutil.relativedelta import relativedelta
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.suppliers.permissions import CONTRACTS_VIEW
from holger.suppliers.selectors import contracts as selectors
from holger.suppliers.selectors.contracts import Due
from holger.suppliers.tables.contracts import status_badge
from holger.suppliers.views.contracts import MENU, TITLE, Way
from holger.suppliers.words.contracts import WHAT_WORDS, money, sums
from holger.ui import days
from holger.ui.pages import Page

AHEAD = (6, 12, 24)
USUAL = 12


@dataclass(frozen=True)
class Month:
    name: str
    lines: Sequence[dict[str, Any]]
    sums: str


class RenewalCalendar(Page):
    """``?months=24``: so far ahead."""

    permission, title, menu, template = CONTRACTS_VIEW, _("Renewal calendar"), MENU, "suppliers/contracts/calendar.html"
    lead = _("By when somebody must have made up their mind, and what happens otherwise.")

    def crumbs(self) -> Way:
        return [(TITLE, self.url(MENU)), (self.title, None)]

    @cached_property
    def months(self) -> int:
        asked = self.request.GET.get("months", "")
        return int(asked) if asked in {str(known) for known in AHEAD} else USUAL

    @cached_property
    def found(self) -> list[Due]:
        return selectors.calendar(self.actor, self.today, self.today + relativedelta(months=self.months))

    def context(self) -> dict[str, Any]:
        here = self.url("suppliers:contract-calendar")
        return {
            "months": self.by_month(),
            "count": len(self.found),
            "spans": [
                (gettext("%(count)s months") % {"count": count}, f"{here}?months={count}", count == self.months)
                for count in AHEAD
            ],
        }

    def by_month(self) -> list[Month]:
        grouped: dict[date, list[Due]] = {}
        for due in self.found:
            grouped.setdefault(due.day.replace(day=1), []).append(due)
        return [
            Month(
                f"{days.month_name(first.month).capitalize()} {first.year}",
                [self.line(due) for due in dues],
                sums(selectors.sums_of(due.contract for due in dues)),
            )
            for first, dues in grouped.items()
        ]

    def line(self, due: Due) -> dict[str, Any]:
        row = due.contract
        return {
            "due": due,
            "row": row,
            "what": gettext("Decided: it is kept") if due.kept else WHAT_WORDS[due.what],
            "open": not due.kept and due.what != selectors.OVER,
            "badge": status_badge(row),
            "money": money(row.value, row.currency),
        }
