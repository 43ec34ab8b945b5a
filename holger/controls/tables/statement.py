"""The live list of a statement: how a scope stands now, beside what is in force."""

from collections.abc import Callable, Sequence
from functools import partial
from html import escape
from typing import Any

from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from holger.controls.selectors import Now, statements_now
from holger.controls.tables.statement_cells import (
    choice_cell,
    controls_cell,
    drivers_cell,
    evidence_cell,
    maturity_cell,
    reason_cell,
    ref_cell,
    status_cell,
)
from holger.controls.tables.statement_words import PARTS, headline, title
from holger.core import dates
from holger.core.kept import Kept
from holger.core.requests import Request
from holger.frameworks.models import Scope
from holger.ui import http
from holger.ui.columns import Column
from holger.ui.icons import icon

NOW: Kept[dict[Any, Now]] = Kept(64)


def now_at(request: Request, scopes: Sequence[Scope]) -> dict[Any, Now]:
    """How scopes stand, worked out once until anything is written."""
    today = dates.today(request.organisation.zone)

    def find() -> dict[Any, Now]:
        return statements_now(request.actor, scopes, today)

    key = (http.moment(request), tuple(scope.pk for scope in scopes))
    return NOW.get(key, find) if request.method == "GET" else find()


# A row is a standing; the page knows its line and what has changed in it


def _cell(draw: Callable[..., SafeString], row: Any, page: Any) -> SafeString:
    line = page.line(row)
    return draw(line, page.before(line))


def _title(row: Any, page: Any) -> SafeString:
    line = page.line(row)
    change = page.now.changes.get(line.code)
    name = f'<a class="h-name" href="{escape(page.requirement_url(line))}">{escape(title(line.title))}</a>'
    told = f'<span class="h-diff">{escape(headline(change))}</span>' if change else ""
    return SafeString(name + told)


def _reason(row: Any, page: Any) -> SafeString:
    line = page.line(row)
    drawn = reason_cell(line, page.before(line))
    if not page.may_choose:
        return drawn
    label = gettext("Decide on %(code)s") % {"code": line.code}
    pencil = f'<a class="h-edit" href="{escape(page.choose_url(line))}" aria-label="{escape(label)}" title="{escape(label)}">{icon("pencil")}</a>'
    return SafeString(f'<span class="h-reason">{drawn}{pencil}</span>')


def _controls_cell(row: Any, page: Any) -> SafeString:
    line = page.line(row)
    return controls_cell(line, page.before(line), page.base)


def _evidence(row: Any, page: Any) -> SafeString:
    line = page.line(row)
    return evidence_cell(line, f"{page.requirement_url(line)}#panel-evidence")


LAST_YEAR = _("Evidence of the last 12 months, on the requirement and on its controls.")
LINE_COLUMNS: Sequence[Column] = (
    Column("code", _("Id"), lambda row, page: ref_cell(page.line(row)), sort="requirement__place"),
    Column("title", _("Requirement"), _title),
    Column("choice", PARTS["choice"], partial(_cell, choice_cell), sort="applicable"),
    Column("reason", _("Reason"), _reason),
    Column("drivers", _("Drivers"), partial(_cell, drivers_cell)),
    Column("controls", _("Controls"), _controls_cell),
    Column("status", _("Status"), partial(_cell, status_cell)),
    Column("evidence", _("Evidence"), _evidence, number=True, help=LAST_YEAR),
    Column(
        "maturity", _("Maturity"), lambda row, page: maturity_cell(page.line(row)), shown=False,
        help=_("Now / target, 0 to 5."),
    ),
)  # fmt: skip
